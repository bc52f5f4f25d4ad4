"""A chain of two operations on which facts are said by label, so that they can be said again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unittest.mock import patch

from menkou.access.models import Grant
from menkou.facts.models import Tray
from menkou.facts.new import NewFact
from menkou.ledger.models import Balance, Commodity
from menkou.ledger.opening import YUAN
from menkou.registry.models import Organization, Person
from menkou.work.actions.orders import add_order, allot, cut
from menkou.work.actions.products import NewInput, NewOperation, add_operation, set_rate
from menkou.work.actions.tickets import NewTicket, Of, make_tickets, shrink_ticket
from menkou.work.models import Allotment, Operation, Order, Pot, Ticket
from tests.builders import START, Floor, floor, moment, serial
from tests.work.chaining import organization
from tests.work.ground import COUNTERS, Said, uid_of

DAY = date(2022, 1, 14)
DUE = date(2022, 2, 28)
PIECES, FEE = 40, 9_000
TOPS = (5_000, 4_000)  # of each operation, together the order's
PASSAGES = ("handing", "delivery", "acceptance", "customer_return", "disposal")


@dataclass
class ChainGround:
    """An enterprise's order of baskets, woven and then bound; the firm that runs the workshop."""

    hall: Floor = field(default_factory=lambda: floor(pieces=1))
    people: list[Person] = field(default_factory=list)
    parties: dict[str, Organization] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    tickets: list[int] = field(default_factory=list)
    intended: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        hall = self.hall
        who: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
        Grant.objects.create(
            user=hall.clerk, role="district_officer", division=hall.community.site.division,
            from_day=START, given_by=hall.clerk, given_at=hall.now,
        )
        self.people = [hall.weaver(name) for name in ("王芳", "马丽", "李英")]
        # The order on which the hall was built would stand in the way of a further operation.
        Allotment.objects.filter(order=hall.order).delete()
        Order.objects.filter(pk=hall.order.pk).delete()
        bound = add_operation(
            NewOperation("收口", 600, at_home=True), product=hall.operation.product,
            inputs=[NewInput(hall.ribbon, 35)], **who,
        )
        self.operations = [hall.operation, bound]
        set_rate(payer=hall.firm, operation=bound, amount=1_000, from_day=START, **who)
        self.parties = {
            "customer": organization("示例电子厂", "enterprise"),
            "committee": organization("红路一社区居委会", "community"),
            "coop": organization("示例山尖花合作社", "cooperative"),
            "firm": hall.firm,
        }
        hall.order = add_order(
            number=f"2022-G{next(serial):04}", customer=self.parties["customer"], operation=bound,
            pieces=PIECES, fee=FEE, ordered_on=START, due_on=DUE, **who,
        )

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.hall.clerk, "at": self.hall.now}

    def do(self, verb: str, *what: Any) -> None:
        """One intention; kept when it was not refused."""
        getattr(self, f"_{verb}")(*what)
        self.intended.append((verb, what))

    def _allot(self, parent: int | None, operation: int, holder: str, pieces: int, fee: int
               ) -> None:  # fmt: skip
        self.parts.append(allot(
            order=self.hall.order, operation=self.operations[operation],
            holder=self.parties[holder], pieces=pieces, fee=fee, due_on=DUE,
            parent=None if parent is None else self.part(parent), **self.who,
        ).pk)

    def _cut(self, part: int, pieces: int) -> None:
        cut(allotment=self.part(part), pieces=pieces, reason="season", **self.who)

    def _make(self, part: int, shares: Sequence[tuple[int, int]], pieces: int, source: str,
              pay: str) -> None:  # fmt: skip
        (made,) = make_tickets(
            [NewTicket([(self.people[who], n) for who, n in shares], pieces, True, DUE)],
            allotment=self.part(part), workshop=self.hall.workshop, made_on=START,
            of=Of(source, pay), **self.who,
        )
        self.tickets.append(made.pk)

    def _shrink(self, ticket: int, pieces: int) -> None:
        shrink_ticket(ticket=self.ticket(ticket), pieces=pieces, **self.who)

    def part(self, label: int) -> Allotment:
        return Allotment.objects.select_related("order", "operation", "holder").get(
            pk=self.parts[label]
        )

    def ticket(self, label: int) -> Ticket:
        return Ticket.objects.get(pk=self.tickets[label])

    def place(self, name: str) -> int:
        return self.hall.workshop.pk if name == "workshop" else self.parties[name].pk

    def goods(self, name: str) -> int:
        return {
            "rattan": self.hall.rattan.pk, "ribbon": self.hall.ribbon.pk,
            "woven": self.operations[0].makes_id, "bound": self.operations[1].makes_id,
        }[name]

    def fact(self, said: Said) -> NewFact:
        content = dict(said.content)
        for name, found in (
            ("ticket", lambda label: self.tickets[label]),
            ("carrier", lambda label: self.people[label].pk),
            ("place", self.place), ("taker", self.place), ("commodity", self.goods),
        ):
            if name in content:
                content[name] = found(content[name])
        if "parts" in content:
            content["parts"] = [
                {"allotment": self.parts[label], "pieces": n} for label, n in content["parts"]
            ]
        if "lines" in content:
            content["lines"] = [
                {"commodity": self.goods(name), **line} for name, line in content["lines"]
            ]
        if said.kind in (*PASSAGES, "arrival", "count"):
            content = {"order": self.hall.order.pk, "place": self.hall.workshop.pk} | content
        return NewFact(
            said.uid, said.kind, said.stated, said.day, moment(said.day, said.clock), content,
            None if said.replaces is None else uid_of(said.replaces),
        )

    def again(self, facts: Sequence[Said]) -> "ChainGround":
        """A second chain with the same intentions, to which these facts are told in one go."""
        other = ChainGround()
        with unbounded():
            for verb, what in self.intended:
                other.do(verb, *what)
        other.hall.send(*(other.fact(replace(said, stated="happened")) for said in facts))
        return other

    def standing(self) -> dict[str, object]:
        """All that is compared: balances, tickets, pots, trays and what is given, by label."""
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
            for holder, commodity, kind, *row in Pot.objects.exclude(
                moved=0, used=0, counted=None
            ).values_list("holder", "commodity", "kind", "moved", "used", "counted", "count_uid",
                          "x_before", "used_before")
        }
        return {
            "balances": balances, "pots": pots,
            "tickets": [
                Ticket.objects.values_list("passed", *COUNTERS).get(pk=number)
                for number in self.tickets
            ],
            "trays": set(
                Tray.objects.exclude(state=Tray.State.ASIDE)
                .values_list("fact__uid", "state", "why")
            ),
            "given": [
                Allotment.objects.values_list("pieces", "given").get(pk=pk) for pk in self.parts
            ],
        }

    def _names(self) -> dict[object, str]:
        named: dict[object, str] = {one.pk: str(n) for n, one in enumerate(self.people)}
        named |= {one.pk: name for name, one in self.parties.items()}
        named |= {self.hall.workshop.pk: "workshop", f"job{self.hall.order.job_id}": "order"}
        named |= {f"c{self.goods(name)}": name for name in ("rattan", "ribbon", "woven", "bound")}
        yuan = Commodity.objects.values_list("pk", flat=True).get(code=YUAN)
        return named | {f"c{yuan}": "yuan"}


@contextmanager
def unbounded() -> Iterator[None]:
    """Intentions made again before the facts on which their bounds rested."""
    where = "menkou.work.actions.tickets"
    with (
        patch(f"{where}._of_those_that_wait", lambda *what: None),
        patch(f"{where}._paid_before", lambda *what: None),
    ):
        yield
