"""A mother who is engaged at the cord workshop of the demo, with a card, and an order to be had.

`site.run("tests.browser.asking")` answers her card, the order's number and key.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.registry.actions.cards import give_card
from menkou.registry.actions.life import engage
from menkou.registry.actions.people import add_people
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Workshop
from menkou.work.actions.orders import add_order, allot
from menkou.work.models import Operation


def main(surname: str) -> dict[str, Any]:
    at = clock.now()
    today = day_of(at)
    by: dict[str, Any] = {"by": User.objects.get(login="quxian"), "at": at}
    workshop = Workshop.objects.get(party__name="耳机线车间")
    firm = workshop.tenancies.get().operator
    assert firm is not None
    (mother,) = add_people([NewPerson(
        name=f"示例{surname}妈妈", sex="f", born_on=today.replace(year=today.year - 30, day=8),
        invented=True, home=Home(workshop.community, today, "5", "1", "302"),
    )], **by)  # fmt: skip
    engage(person=mother, payer=firm, workshop=workshop, form="home", from_day=today, **by)
    operation = Operation.objects.get(product__code="cable")
    due = today + timedelta(days=7)
    order = add_order(number=f"要活-{uuid4().hex[:6]}", customer=firm, operation=operation,
                      pieces=2000, fee=5_600, ordered_on=today, due_on=due, **by)
    allot(order=order, operation=operation, holder=firm, pieces=2000, fee=5_600, due_on=due, **by)
    card = give_card(person=mother, **by)
    return {"name": mother.party.name, "card": card.number, "pin": card.pin,
            "order": order.number, "key": order.pk}
