"""A book without a database: it derives anew what a delivery touches, and posts the difference."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from menkou.lib.exact import split
from menkou.work.booking import Happening, Measure, Outcome, fold, measure, step

START = datetime(2022, 1, 14, tzinfo=UTC)
STORE = "store"
CARRIERS = ("王芳", "马丽")
INPUTS = {"藤条": (120, 1), "丝带": (7, 3)}
ON_A_TICKET = ("receipt", "inspection", "rework", "surplus")

Pot = tuple[str, str]  # holder, material
Key = tuple[str, ...]  # what is booked: pieces, wages, used, moved


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the core needs it. `content`: pieces by state, or quantities by material."""

    uid: int
    kind: str
    minute: int
    ticket: int = 0
    who: str = ""
    content: tuple[tuple[str, int], ...] = ()
    of: int = 0
    replaces: int = 0

    @property
    def place(self) -> tuple[datetime, str]:
        return START + timedelta(minutes=self.minute), f"{self.uid:032x}"


@dataclass(frozen=True, slots=True)
class Ticket:
    pieces: int
    rate: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class PotRow:
    """What is kept of a pot between deliveries: sums, and the last count with those before it."""

    moved: int = 0
    used: int = 0
    count: int | None = None
    at: tuple[datetime, str] | None = None
    x_before: int = 0
    used_before: int = 0

    def measured(self, allowed_ppm: int) -> Measure:
        return measure(
            self.moved - self.used, self.count, self.x_before, self.used_before, allowed_ppm
        )


@dataclass(slots=True)
class Book:
    """Books by difference, touching only the tickets and pots that a delivery is about."""

    tickets: dict[int, Ticket]
    allowed_ppm: int
    facts: dict[int, Fact] = field(default_factory=dict)
    next_of: dict[int, int] = field(default_factory=dict)
    stands: dict[int, Counter[Key]] = field(default_factory=lambda: defaultdict(Counter))
    why: dict[int, str] = field(default_factory=dict)
    rows: dict[Pot, PotRow] = field(default_factory=lambda: defaultdict(PotRow))
    posted: Counter[tuple[int, Key]] = field(default_factory=Counter)
    losses: Counter[tuple[Pot, str]] = field(default_factory=Counter)

    def deliver(self, news: Iterable[Fact]) -> None:
        fresh = []
        for new in news:
            if new.uid in self.facts or (new.replaces and new.replaces in self.next_of):
                continue
            self.facts[new.uid] = new
            if new.replaces:
                self.next_of[new.replaces] = new.uid
            fresh.append(new)
        roots = {root for new in fresh if (root := self._root(new)) is not None}
        tickets = {self.facts[root].ticket for root in roots} - {0}
        roots |= {
            one.uid for one in self.facts.values() if one.ticket in tickets and not one.replaces
        }
        self._book(roots)

    def _root(self, fact: Fact) -> int | None:
        while fact.replaces:
            before = self.facts.get(fact.replaces)
            if before is None:
                return None
            fact = before
        return fact.uid

    def head(self, root: int) -> Fact:
        uid = root
        while uid in self.next_of:
            uid = self.next_of[uid]
        return self.facts[uid]

    def _book(self, roots: set[int]) -> None:
        want: dict[int, Counter[Key]] = {root: Counter() for root in roots}
        by_ticket: dict[int, list[tuple[Fact, Fact]]] = defaultdict(list)
        counted: set[Pot] = set()
        for root in roots:
            first, head = self.facts[root], self.head(root)
            self.why[root] = ""
            if first.kind == "count":
                counted |= self._counted(first)
            elif head.kind == "undo":
                continue
            elif first.kind in ON_A_TICKET:
                by_ticket[first.ticket].append((first, head))
            else:
                self._material(want[root], first, head)
        for number, own in by_ticket.items():
            self._ticket(want, self.tickets[number], own)
        self._post(want, counted)

    def _counted(self, first: Fact) -> set[Pot]:
        """The pots that any fact of a chain of counts names, whether it stands or not."""
        pots, uid = set(), first.uid
        while uid:
            pots |= {(first.who, material) for material, _ in self.facts[uid].content}
            uid = self.next_of.get(uid, 0)
        return pots

    def _material(self, want: Counter[Key], first: Fact, head: Fact) -> None:
        for material, quantity in head.content:
            if first.kind == "arrival":
                want["moved", STORE, material] += quantity
                continue
            sign = 1 if first.kind == "issue" else -1
            want["moved", STORE, material] -= sign * quantity
            want["moved", first.who, material] += sign * quantity

    def _ticket(
        self, want: dict[int, Counter[Key]], ticket: Ticket, own: Sequence[tuple[Fact, Fact]]
    ) -> None:
        _state, outcomes = fold(ticket.pieces, [happening(first, head) for first, head in own])
        carriers = {first.uid: first.who for first, _ in own if first.kind == "receipt"}
        for outcome in outcomes:
            self.why[outcome.root] = outcome.why
            if not outcome.why:
                booked(want[outcome.root], outcome, ticket, carriers.get(outcome.root, ""))

    def _post(self, want: dict[int, Counter[Key]], counted: set[Pot]) -> None:
        touched: dict[Pot, list[tuple[int, int, int]]] = defaultdict(list)
        for root, should in want.items():
            change = Counter(should)
            change.subtract(self.stands[root])
            for key, quantity in change.items():
                self.posted[root, key] += quantity
                if quantity and key[0] in ("moved", "used"):
                    moved, used = (quantity, 0) if key[0] == "moved" else (0, quantity)
                    touched[key[1:]].append((root, moved, used))
            self.stands[root] = should
        for pot in counted | touched.keys():
            before = self.rows[pot].measured(self.allowed_ppm)
            self._renew(pot, touched[pot], recount=pot in counted)
            after = self.rows[pot].measured(self.allowed_ppm)
            for name in ("difference", "allowed", "excess"):
                self.losses[pot, name] += getattr(after, name) - getattr(before, name)

    def _renew(self, pot: Pot, touches: list[tuple[int, int, int]], *, recount: bool) -> None:
        row = self.rows[pot]
        for root, moved, used in touches:
            row.moved += moved
            row.used += used
            if row.at and self.facts[root].place < row.at:
                row.x_before += moved - used
                row.used_before += used
        if not recount:
            return
        counts = [
            (self.facts[root].place, quantity)
            for root in self.why
            if self.facts[root].kind == "count" and self.facts[root].who == pot[0]
            and (head := self.head(root)).kind != "undo"
            for material, quantity in head.content if material == pot[1]
        ]
        row.at, row.count = max(counts, default=(None, None))
        row.x_before = row.used_before = 0
        for root, stands in self.stands.items():
            if row.at and self.facts[root].place < row.at:
                used = stands["used", *pot]
                row.x_before += stands["moved", *pot] - used
                row.used_before += used

    def end(self) -> tuple[object, ...]:
        """Everything that two ends are compared by."""
        tray = {}
        for fact in self.facts.values():
            root = self._root(fact)
            if root is None:
                tray[fact.uid] = "no_target"
            else:
                head = self.head(root)
                tray[fact.uid] = self.why[root] if fact is head else "replaced"
        rows = {pot: row for pot, row in self.rows.items() if row != PotRow()}
        return +self.posted, -self.posted, +self.losses, -self.losses, rows, tray


def happening(first: Fact, head: Fact) -> Happening:
    if first.kind == "surplus":
        return Happening(first.uid, first.place, "surplus", good=head.content[0][1], of=first.of)
    return Happening(first.uid, first.place, first.kind, **dict(head.content))


def booked(want: Counter[Key], outcome: Outcome, ticket: Ticket, carrier: str) -> None:
    for name, part in outcome.parts.items():
        want["pieces", name] += part
    want["surplus",] += outcome.surplus
    if carrier:
        for material, (a, b) in INPUTS.items():
            used = step(outcome.back_before, outcome.back_after, a, b)
            want["used", carrier, material] += used
    shares = split(outcome.earned * ticket.rate, ticket.parts)
    for number, amount in enumerate(shares):
        want["wage", str(number)] += amount
