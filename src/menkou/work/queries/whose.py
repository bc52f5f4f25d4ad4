"""Whose accepted pieces are: shared over the lowest allotments of each operation.

The books ask only that each operation's parts come to the pieces; who made which piece of a heap
nobody sees. What is proposed here is to be changed by whoever knows better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from menkou.work.models import Accepted, Allotment, Operation, Order, Ticket

MADE = (Ticket.Source.MADE, Ticket.Source.PASSED)
"""What a customer sent back was made good, and counted, before it was reworked."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A lowest allotment: `good` pieces made on it, `accepted` of them, `room` for more accepted
    ones; `here`: whether work on it is brought to the place in question."""

    allotment: int
    name: str
    operation: int
    operation_name: str
    good: int
    accepted: int
    room: int
    here: bool

    @property
    def due(self) -> int:
        """Made good and not accepted yet."""
        return min(max(self.good - self.accepted, 0), self.room)


@dataclass(frozen=True, slots=True)
class Whose:
    """The owners of each operation that accepted pieces went through, the oldest first."""

    operations: dict[int, list[Owner]] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether there is anything to choose."""
        return any(len(owners) > 1 for owners in self.operations.values())

    @property
    def owners(self) -> list[Owner]:
        return [one for owners in self.operations.values() for one in owners]

    def accepted(self, pieces: int) -> dict[int, int]:
        """Allotment -> its part of so many accepted pieces: first of what each has made good and
        not had accepted, at this place before others, then of what else it has room for."""
        found: dict[int, int] = {}
        for owners in self.operations.values():
            near = sorted(owners, key=lambda one: not one.here)
            _fill(found, pieces, [(one, one.due) for one in near],
                  [(one, one.room - one.due) for one in near])
        return found

    def returned(self, pieces: int) -> dict[int, int]:
        """Allotment -> its part of so many pieces that came back, of what was accepted of it: at
        this place before others, the newest first."""
        found: dict[int, int] = {}
        for owners in self.operations.values():
            near = sorted(reversed(owners), key=lambda one: not one.here)
            _fill(found, pieces, [(one, max(one.accepted, 0)) for one in near])
        return found


def _fill(found: dict[int, int], pieces: int, *rounds: Iterable[tuple[Owner, int]]) -> None:
    """Gives pieces to owners, each up to its bound, in rounds; what finds none stays out."""
    left = pieces
    for one, bound in (pair for pairs in rounds for pair in pairs):
        part = min(left, max(bound, 0))
        if part:
            found[one.allotment] = found.get(one.allotment, 0) + part
            left -= part


def whose(order: Order, made: Operation, place: int | None = None) -> Whose:
    """Who may own pieces of an order after an operation: the lowest allotments of it and of each
    one before it. One query."""
    accepted = Accepted.objects.filter(allotment=OuterRef("pk")).order_by().values("allotment")
    passed = Allotment.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    counted = Q(tickets__source__in=MADE)
    brought = Q(tickets__workshop=place) & Q(tickets__isnull=False)
    rows = order.allotments.filter(
        operation__product=made.product_id, operation__number__lte=made.number,
    ).annotate(
        good=Coalesce(Sum("tickets__good", filter=counted), 0),
        had=Coalesce(Subquery(accepted.annotate(n=Sum("pieces")).values("n")), 0),
        below=Coalesce(Subquery(passed.annotate(n=Sum("pieces")).values("n")), 0),
        here=Count("tickets", filter=brought),
    ).select_related("holder__party", "operation")
    lowest = rows.filter(Q(below__lt=F("pieces")) | Q(had__gt=0))
    found: dict[int, list[Owner]] = {}
    for row in lowest.order_by("operation__number", "pk"):
        found.setdefault(row.operation_id, []).append(Owner(
            row.pk, row.holder.party.name, row.operation_id, row.operation.name, row.good, row.had,
            row.pieces - row.below - row.had, bool(row.here),
        ))
    return Whose(found)


def parts(shared: dict[int, int]) -> list[dict[str, int]]:
    """The parts of a fact, as its content says them."""
    return [
        {"allotment": allotment, "pieces": pieces}
        for allotment, pieces in sorted(shared.items())
        if pieces
    ]


def by_operation(owners: Sequence[Owner], shared: dict[int, int]) -> dict[str, int]:
    """The name of each operation -> what its owners' parts come to."""
    sums: dict[str, int] = {}
    for one in owners:
        sums[one.operation_name] = sums.get(one.operation_name, 0) + shared.get(one.allotment, 0)
    return sums
