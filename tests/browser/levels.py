"""Who stands on each level of a chain, and a home that works, on the demo's database.

`site.run("tests.browser.levels")` makes an enterprise, the community's committee, a cooperative
and a weaver of the rattan workshop, each with an account, and answers what the browser needs;
with "cancel" also an order with two homes that have its rattan.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from menkou.access.models import Grant
from menkou.facts.new import NewFact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.identifiers import make_credit_code
from menkou.registry.actions.life import engage
from menkou.registry.actions.people import add_people
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Community, Organization, Party, Workshop
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.products import set_rate
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Operation, Order, Rate
from tests.browser.hand import PASSWORD

FEE = 120_000


def organization(name: str, kind: str) -> Organization:
    serial = 5_000 + Organization.objects.count()
    return Organization.objects.create(
        party=Party.objects.create(kind="organization", name=name), kind=kind,
        credit_code=make_credit_code(serial),
    )


def account(login: str, role: str, since: date, **unit: Any) -> str:
    user = User.objects.create(
        login=login, shown_name=f"示例{login[:2]}", kind="staff", password=make_password(PASSWORD)
    )
    Grant.objects.create(user=user, role=role, from_day=since, given_by=user,
                         given_at=clock.now(), **unit)
    return login


def main(then: str = "") -> dict[str, Any]:
    at, tag = clock.now(), uuid4().hex[:4]
    today = day_of(at)
    officer = User.objects.get(login="quxian")
    by: dict[str, Any] = {"by": officer, "at": at}
    workshop = Workshop.objects.get(party__name="藤编车间")
    operation = Operation.objects.get(product__code="rattan")
    firm = workshop.tenancies.get().operator
    customer = organization(f"示例外贸{tag}", "enterprise")
    coop = organization(f"示例合作社{tag}", "cooperative")
    committee = workshop.community.committee
    if committee is None:
        committee = organization(f"{workshop.community.name}居委会", "community")
        Community.objects.filter(pk=workshop.community_id).update(committee=committee)
    if not Rate.objects.on(today).filter(payer=firm, operation=operation).exists():
        set_rate(payer=firm, operation=operation, amount=80_000, from_day=today, **by)
    persons = add_people([
        NewPerson(name=f"示例{name}{tag}", sex="f", born_on=date(1986, 3, 8), invented=True,
                  home=Home(workshop.community, today, "3", "2", room))
        for name, room in (("春", "501"), ("夏", "502"))
    ], **by)
    for person in persons:
        engage(person=person, payer=firm, workshop=workshop, form="home", from_day=today, **by)
    found = {
        "firm": firm.party.name, "coop": coop.party.name, "committee": committee.party.name,
        "customer": customer.party.name, "people": [one.party.name for one in persons],
        "product": operation.product.name,
        "boss": account(f"boss{tag}", "enterprise", today, organization=customer),
        "office": account(f"office{tag}", "community_officer", today,
                          community=workshop.community),
        "manager": account(f"coop{tag}", "cooperative", today, organization=coop),
    }
    if then == "cancel":
        order = _given_out(customer, firm, workshop, operation, persons, today, by)
        found |= {"order": order.pk}
    return found


def _given_out(
    customer: Organization, firm: Organization, workshop: Workshop, operation: Operation,
    persons: Any, today: date, by: dict[str, Any],
) -> Order:
    """Two homes with ten baskets each and their rattan."""
    due = today + timedelta(days=7)
    order = add_order(number=f"撤-{uuid4().hex[:6]}", customer=customer, operation=operation,
                      pieces=20, fee=FEE, ordered_on=today, due_on=due, **by)
    part = allot(order=order, operation=operation, holder=firm, pieces=20, fee=FEE, due_on=due,
                 **by)
    tickets = make_tickets(
        [NewTicket([(person, 1)], 10, at_home=True, due_on=due) for person in persons],
        allotment=part, workshop=workshop, made_on=today, **by,
    )
    needed = list(operation.inputs.values_list("commodity", "numerator"))
    facts = [NewFact(uuid4(), "arrival", "happened", today, by["at"], {
        "order": order.pk, "place": workshop.pk,
        "lines": [{"commodity": key, "quantity": 20 * n, "noted": 20 * n} for key, n in needed],
    })]
    facts += [
        NewFact(uuid4(), "issue", "happened", today, by["at"], {
            "ticket": ticket.pk, "carrier": ticket.holder_id,
            "lines": [{"commodity": key, "quantity": 10 * n} for key, n in needed],
        })
        for ticket in tickets
    ]
    clerk = User.objects.get(login="chejian2")
    answers = submit(facts, by=clerk, at=by["at"])
    assert {answer.result for answer in answers} == {"accepted"}, answers
    return order
