"""An order that passes five hands: enterprise, community, cooperative, workshop, household."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from menkou.access.models import Grant
from menkou.facts.new import NewFact
from menkou.ledger.models import Commodity
from menkou.ledger.moves import AccountKey
from menkou.ledger.queries.books import balance
from menkou.lib.identifiers import make_credit_code
from menkou.registry.models import Organization, Party, Person
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import Answer
from menkou.work.models import Allotment, Ticket
from tests.builders import START, Floor, floor, moment, serial

DAY = date(2022, 1, 14)
FEES = (9_000, 8_500, 8_200)  # of a piece, in 1/10,000 yuan: community, cooperative, workshop


@dataclass
class Chain:
    """A floor at the end of a chain; `parts` are its allotments from the top to the workshop's."""

    hall: Floor
    customer: Organization
    committee: Organization
    coop: Organization
    parts: list[Allotment]

    @property
    def makes(self) -> int:
        return self.hall.operation.makes_id

    def say(self, kind: str, *, place: Any = None, stated: str = "asked", day: date = DAY,
            clock: str = "18:00", replaces: NewFact | None = None, **content: Any) -> NewFact:
        """A fact about pieces at a place: the workshop, where none is named."""
        whole = {
            "order": self.hall.order.pk, "place": (place or self.hall.workshop).pk,
            "commodity": self.makes, **content,
        }
        return NewFact(uuid4(), kind, stated, day, moment(day, clock), whole,
                       replaces and replaces.uid)

    def send(self, *facts: NewFact) -> list[Answer]:
        return self.hall.send(*facts)

    def asked(self, kind: str, **content: Any) -> NewFact:
        """Asked, and accepted."""
        fact = self.say(kind, **content)
        (answer,) = self.send(fact)
        assert (answer.result, answer.why) == ("accepted", ""), answer
        return fact

    def make(self, who: Person, pieces: int, **parts: int) -> Ticket:
        """A ticket of hers with its material, all of it brought back."""
        ticket = self.hall.ticket((who, 1), pieces=pieces)
        self.bring(ticket, who, **(parts or {"good": pieces}))
        return ticket

    def bring(self, ticket: Ticket, who: Person, clock: str = "10:00", **parts: int) -> NewFact:
        fact = self.hall.fact("receipt", DAY, clock,
                              {"ticket": ticket.pk, "carrier": who.pk, **parts})
        (answer,) = self.hall.send(fact)
        assert answer.result == "accepted", answer
        return fact

    def deliver(self, pieces: int) -> None:
        self.asked("delivery", pieces=pieces)

    def accept(self, accepted: int, refused: int = 0) -> NewFact:
        parts = [{"allotment": self.parts[-1].pk, "pieces": accepted}] if accepted else []
        why = {"reason": "loose"} if refused else {}
        return self.asked("acceptance", accepted=accepted, refused=refused, parts=parts, **why)

    def give_back(self, pieces: int) -> NewFact:
        parts = [{"allotment": self.parts[-1].pk, "pieces": pieces}]
        return self.asked("customer_return", pieces=pieces, reason="loose", parts=parts)

    def there(self, kind: str, party: Any = None) -> int:
        """Pieces in a state at a place."""
        return self.hall.holds((party or self.hall.workshop).pk, kind, self.makes)

    def fee(self, of: Organization, with_: Organization) -> int:
        """What one is owed by the other for this order; what it owes is negative."""
        yuan = Commodity.objects.get(code="yuan").pk
        return balance(AccountKey(of.pk, "fee", with_.pk, self.hall.order.job_id), yuan)

    def labour(self) -> int:
        """What the workshop's operator has spent on wages for this order."""
        yuan = Commodity.objects.get(code="yuan").pk
        firm = self.hall.firm.pk
        return -balance(AccountKey(firm, "labour", firm, self.hall.order.job_id), yuan)


def organization(name: str, kind: str) -> Organization:
    return Organization.objects.create(
        party=Party.objects.create(kind="organization", name=name), kind=kind,
        credit_code=make_credit_code(next(serial) + 100),
    )


def chain(pieces: int = 1000, rate: int = 5000, fees: tuple[int, int, int] = FEES) -> Chain:
    """A chain of five levels: material and tickets are the caller's."""
    hall = floor(pieces=1, rate=rate)
    Grant.objects.create(
        user=hall.clerk, role="district_officer", division=hall.community.site.division,
        from_day=START, given_by=hall.clerk, given_at=hall.now,
    )
    customer = organization("示例电子厂", "enterprise")
    committee = organization("红路一社区居委会", "community")
    coop = organization("示例山尖花合作社", "cooperative")
    who: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    due = date(2022, 2, 28)
    order = add_order(
        number=f"2022-C{next(serial):03}", customer=customer, operation=hall.operation,
        pieces=pieces, fee=fees[0], ordered_on=START, due_on=due, **who,
    )
    parts: list[Allotment] = []
    for holder, fee in zip((committee, coop, hall.firm), fees, strict=True):
        parts.append(allot(
            order=order, operation=hall.operation, holder=holder, pieces=pieces, fee=fee,
            due_on=due, parent=parts[-1] if parts else None, **who,
        ))
    hall.order, hall.allotment = order, parts[-1]
    return Chain(hall, customer, committee, coop, parts)
