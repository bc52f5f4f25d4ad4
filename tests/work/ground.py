"""A floor on which facts are said by label, so that they can be said again on another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from menkou.facts.models import Tray
from menkou.facts.new import NewFact
from menkou.ledger.models import Balance, Commodity
from menkou.ledger.opening import YUAN
from menkou.registry.models import Person
from menkou.work.actions.products import set_rate
from menkou.work.actions.tickets import cancel_ticket, enlarge_ticket
from menkou.work.models import Allotment, Pot, Ticket
from tests.builders import Floor, floor, moment

ADULTS = ("王芳", "马丽", "李英")
CHILD = 3  # 小马, 15 years old on each day that is used here
COUNTERS = ("back", "good", "uninspected", "at_rework", "rejected", "surplus", "waiting", "state")


@dataclass(frozen=True, slots=True)
class Said:
    """A fact by labels: `content` names tickets, persons and materials by their place here."""

    number: int
    kind: str
    stated: str
    day: date
    clock: str
    content: dict[str, Any]
    replaces: int | None = None

    @property
    def uid(self) -> UUID:
        return uid_of(self.number)


def uid_of(number: int) -> UUID:
    """An id that says nothing about when it was made."""
    return UUID(int=Random(number).getrandbits(128))


@dataclass
class Ground:
    """A floor with three weavers and a child, the tickets that were made, and what was intended."""

    hall: Floor = field(default_factory=lambda: floor(pieces=60))
    people: list[Person] = field(default_factory=list)
    tickets: list[int] = field(default_factory=list)
    intended: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = [self.hall.weaver(name) for name in ADULTS]
        self.people.append(self.hall.weaver("小马", born_on=date(2006, 6, 1)))

    def do(self, verb: str, *what: Any) -> None:
        """One intention; kept when it was not refused."""
        getattr(self, f"_{verb}")(*what)
        self.intended.append((verb, what))

    def _make(self, shares: Sequence[tuple[int, int]], pieces: int, day: date) -> None:
        people = [(self.people[who], parts) for who, parts in shares]
        self.tickets.append(self.hall.ticket(*people, pieces=pieces, day=day).pk)

    def _enlarge(self, ticket: int, more: int) -> None:
        row = self.ticket(ticket)
        enlarge_ticket(ticket=row, pieces=row.pieces + more, by=self.hall.clerk, at=self.hall.now)

    def _cancel(self, ticket: int) -> None:
        cancel_ticket(ticket=self.ticket(ticket), by=self.hall.clerk, at=self.hall.now)

    def _rate(self, amount: int, since: date) -> None:
        set_rate(payer=self.hall.firm, operation=self.hall.operation, amount=amount,
                 from_day=since, by=self.hall.clerk, at=self.hall.now)

    def ticket(self, label: int) -> Ticket:
        return Ticket.objects.get(pk=self.tickets[label])

    def fact(self, said: Said) -> NewFact:
        content = dict(said.content)
        if "ticket" in content:
            content["ticket"] = self.tickets[content["ticket"]]
        if "carrier" in content:
            content["carrier"] = self.people[content["carrier"]].pk
        if "receipt" in content:
            content["receipt"] = uid_of(content["receipt"]).hex
        if said.kind in ("arrival", "count"):
            content |= {"order": self.hall.order.pk, "place": self.hall.workshop.pk}
        if "lines" in content:
            content["lines"] = [
                {"commodity": getattr(self.hall, name).pk, **line}
                for name, line in content["lines"]
            ]
        return NewFact(
            said.uid, said.kind, said.stated, said.day, moment(said.day, said.clock), content,
            None if said.replaces is None else uid_of(said.replaces),
        )

    def again(self, facts: Sequence[Said]) -> "Ground":
        """A second floor with the same intentions, to which these facts are told in one go."""
        other = Ground()
        for verb, what in self.intended:
            other.do(verb, *what)
        other.hall.send(*(other.fact(replace(said, stated="happened")) for said in facts))
        return other

    def standing(self) -> dict[str, object]:
        """All that is compared: balances, tickets, pots and trays, by label. What lies aside is as
        if it had not come."""
        names = self._names()
        balances = {
            (names[party], kind, names[other], names.get(f"job{job}", ""), names[f"c{c}"]): q
            for party, kind, other, job, c, q in Balance.objects.exclude(quantity=0).values_list(
                "account__party", "account__kind", "account__other", "account__job", "commodity",
                "quantity",
            )
        }
        pots = {
            (names[holder], names[f"c{commodity}"], kind): row
            for holder, commodity, kind, *row in Pot.objects.exclude(moved=0, used=0, counted=None)
            .values_list("holder", "commodity", "kind", "moved", "used", "counted", "count_uid",
                         "x_before", "used_before")
        }
        return {
            "balances": balances,
            "tickets": [
                Ticket.objects.values_list(*COUNTERS).get(pk=number) for number in self.tickets
            ],
            "pots": pots,
            "trays": set(
                Tray.objects.exclude(state=Tray.State.ASIDE)
                .values_list("fact__uid", "state", "why")
            ),
            "given": Allotment.objects.values_list("given", flat=True).get(
                pk=self.hall.allotment.pk
            ),
        }

    def _names(self) -> dict[object, str]:
        hall = self.hall
        named: dict[object, str] = {p.pk: str(n) for n, p in enumerate(self.people)}
        named |= {hall.firm.pk: "firm", hall.workshop.pk: "workshop"}
        named |= {f"job{hall.order.job_id}": "order"}
        named |= {f"c{hall.rattan.pk}": "rattan", f"c{hall.ribbon.pk}": "ribbon"}
        yuan = Commodity.objects.values_list("pk", flat=True).get(code=YUAN)
        return named | {f"c{hall.operation.makes_id}": "basket", f"c{yuan}": "yuan"}
