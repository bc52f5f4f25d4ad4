"""Puts a queue of people before the counter of the rattan workshop.

On the demo's database: registers so many people, takes an order, lets its material arrive, and
gives each a ticket of ten baskets and a card. `site.run("tests.browser.queue", "20")`.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from menkou.facts.new import NewFact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.registry.actions.cards import give_card
from menkou.registry.actions.life import engage
from menkou.registry.actions.people import add_people
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Workshop
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Operation

PIECES = 10
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢"


def main(count: str) -> list[dict[str, Any]]:
    people = int(count)
    at = clock.now()
    today = day_of(at)
    clerk, officer = (User.objects.get(login=login) for login in ("chejian2", "quxian"))
    workshop = Workshop.objects.get(party__name="藤编车间")
    operation = Operation.objects.get(product__code="rattan")
    firm = workshop.tenancies.get().operator
    by: dict[str, Any] = {"by": officer, "at": at}
    known = [
        NewPerson(name=f"示例{surname}织", sex="f", born_on=date(1986, 3, 8), invented=True,
                  home=Home(workshop.community, today, "3", "2", "501"))
        for surname in SURNAMES[:people]
    ]
    persons = add_people(known, **by)
    for person in persons:
        engage(person=person, payer=firm, workshop=workshop, form="home", from_day=today, **by)
    pieces, due = PIECES * people, today + timedelta(days=7)
    order = add_order(number=f"排队-{uuid4().hex[:6]}", customer=firm, operation=operation,
                      pieces=pieces, fee=115_000, ordered_on=today, due_on=due, **by)
    part = allot(order=order, operation=operation, holder=firm, pieces=pieces, fee=115_000,
                 due_on=due, **by)
    tickets = make_tickets(
        [NewTicket([(person, 1)], PIECES, at_home=True, due_on=due) for person in persons],
        allotment=part, workshop=workshop, made_on=today, by=clerk, at=at,
    )
    needed = operation.inputs.values_list("commodity", flat=True)
    came = [{"commodity": key, "quantity": 10_000_000, "noted": 10_000_000} for key in needed]
    (answer,) = submit([NewFact(uuid4(), "arrival", "happened", today, at, {
        "order": order.pk, "place": workshop.pk,
        "lines": came,
    })], by=clerk, at=at)  # fmt: skip
    assert answer.result == "accepted", answer
    cards = [give_card(person=person, **by) for person in persons]
    return [
        {"name": person.party.name, "person": person.pk, "number": str(ticket.number),
         "card": card.number, "pin": card.pin}
        for person, ticket, card in zip(persons, tickets, cards, strict=True)
    ]  # fmt: skip
