"""Small builders with named people, for stories and properties."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from menkou.access.models import Grant
from menkou.facts.new import NewFact
from menkou.identity.models import User
from menkou.ledger.models import Commodity
from menkou.ledger.moves import AccountKey
from menkou.ledger.opening import open_books
from menkou.ledger.queries.books import balance
from menkou.lib.identifiers import make_credit_code
from menkou.registry.models import (
    Community,
    Division,
    Engagement,
    Organization,
    Party,
    Person,
    Residence,
    Site,
    Tenancy,
    Workshop,
)
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.products import NewInput, NewProduct, add_material, add_product, set_rate
from menkou.work.actions.record import Answer, submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Allotment, Operation, Order, Ticket

START = date(2022, 1, 1)
serial = itertools.count(1)


def moment(day: date, clock: str) -> datetime:
    """A moment of a day by the clock of Shanghai."""
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@dataclass
class Floor:
    """A workshop with a clerk, an operator who is also the customer, a product and an order."""

    clerk: User
    workshop: Workshop
    firm: Organization
    community: Community
    operation: Operation
    order: Order
    allotment: Allotment
    rattan: Commodity
    ribbon: Commodity
    now: datetime = field(default_factory=lambda: moment(date(2022, 3, 1), "20:00"))

    def weaver(self, name: str, born_on: date = date(1985, 5, 5)) -> Person:
        party = Party.objects.create(kind="person", name=name)
        person = Person.objects.create(party=party, sex="f", born_on=born_on, search=name)
        entered: dict[str, Any] = {
            "from_day": START, "entered_at": self.now, "entered_by": self.clerk,
        }
        Residence.objects.create(person=person, community=self.community, **entered)
        Engagement.objects.create(
            person=person, payer=self.firm, workshop=self.workshop, form="home", cycle="month",
            **entered,
        )
        return person

    def ticket(self, *shares: tuple[Person, int], pieces: int, day: date = START) -> Ticket:
        (made,) = make_tickets(
            [NewTicket(shares, pieces, at_home=True, due_on=date(2022, 2, 28))],
            allotment=self.allotment, workshop=self.workshop, made_on=day, by=self.clerk,
            at=self.now,
        )
        return made

    def fact(self, kind: str, day: date, clock: str, content: dict[str, Any], *,
             stated: str = "happened", replaces: UUID | None = None) -> NewFact:
        return NewFact(uuid4(), kind, stated, day, moment(day, clock), content, replaces)

    def send(self, *facts: NewFact) -> list[Answer]:
        return submit(facts, by=self.clerk, at=self.now)

    def arrive(self, commodity: Commodity, quantity: int, day: date = START) -> NewFact:
        new = self.fact("arrival", day, "08:00", {
            "order": self.order.pk, "place": self.workshop.pk,
            "lines": [{"commodity": commodity.pk, "quantity": quantity, "noted": quantity}],
        })
        assert [answer.result for answer in self.send(new)] == ["accepted"]
        return new

    def holds(self, party: int, kind: str, commodity: Commodity | int) -> int:
        key = AccountKey(party, kind, self.order.customer_id, self.order.job_id)
        return balance(key, commodity if isinstance(commodity, int) else commodity.pk)

    def owed(self, person: Person) -> int:
        """What the firm owes her, in 1/10,000 yuan."""
        from menkou.ledger.models import Job

        none = Job.objects.get(code="none").pk
        yuan = Commodity.objects.get(code="yuan").pk
        return balance(AccountKey(person.pk, "wages_owed", self.firm.pk, none), yuan)


def floor(pieces: int = 1000, rate: int = 5000) -> Floor:
    """A floor that works: rattan 1,200 g (3 % may be lost) and ribbon 350 mm (none) a basket."""
    open_books()
    number, at = next(serial), moment(START, "07:00")
    clerk = User.objects.create(login=f"clerk{number}", shown_name="示例庚", kind="staff")
    division = Division.objects.create(code=f"53{number:04}", name="昭阳区")
    site = Site.objects.create(name=f"红路{number}", division=division)
    community = Community.objects.create(site=site, name="红路一社区")
    firm = Organization.objects.create(
        party=Party.objects.create(kind="organization", name="示例藤编合作社"),
        kind="cooperative", credit_code=make_credit_code(number),
    )
    workshop = Workshop.objects.create(
        party=Party.objects.create(kind="workshop", name="藤编车间"), community=community
    )
    Tenancy.objects.create(
        workshop=workshop, operator=firm, from_day=START, entered_at=at, entered_by=clerk
    )
    Grant.objects.create(
        user=clerk, role="workshop_clerk", workshop=workshop, from_day=START, given_by=clerk,
        given_at=at,
    )
    who: dict[str, Any] = {"by": clerk, "at": at}
    rattan = add_material(code=f"rattan{number}", name="藤条", unit="公斤", base_unit="克",
                          factor=1000, **who)
    ribbon = add_material(code=f"ribbon{number}", name="丝带", unit="米", base_unit="毫米",
                          factor=1000, **who)
    operation = add_product(
        NewProduct(f"basket{number}", "藤编小篮", "个", "编织", 3600, at_home=True),
        inputs=[NewInput(rattan, 1200, allowed_ppm=30_000), NewInput(ribbon, 350)], **who,
    )
    set_rate(payer=firm, operation=operation, amount=rate, from_day=START, **who)
    order = add_order(number=f"2022-{number:03}", customer=firm, operation=operation,
                      pieces=pieces, fee=8000, ordered_on=START, due_on=date(2022, 2, 28), **who)
    allotment = allot(order=order, operation=operation, holder=firm, pieces=pieces, fee=8000,
                      due_on=date(2022, 2, 28), **who)
    return Floor(clerk, workshop, firm, community, operation, order, allotment, rattan, ribbon)
