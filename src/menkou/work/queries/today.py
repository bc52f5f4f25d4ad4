"""What the first page shows of a day: counts only, a query each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from menkou.identity.prepared import prepared
from menkou.ledger.models import Seal, SealedWages, Transfer
from menkou.lib.days import SHANGHAI, begin
from menkou.lib.scope import Scope
from menkou.registry.models import Engagement
from menkou.registry.queries.reach import workshops
from menkou.work.models import Order, PiecesOfDay, Ticket, WorkRequest
from menkou.work.queries import orders, requests
from menkou.work.queries.earnings import amount_by
from menkou.work.queries.statements import reached_wages
from menkou.work.queries.tickets import within

SOON = timedelta(days=3)
NOTHING: dict[str, Any] = {
    name: Min(Value(0)) for name in ("n_out", "n_soon", "n_uninspected", "n_at_rework", "n_surplus")
}
"""Columns that a part of the union of `tickets` has no use for."""
NONE = Min(Value(0))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces brought back on a day, how many of them were rejected at once, and those of the
    month up to it."""

    back: int
    rejected: int
    month: int


@dataclass(frozen=True, slots=True)
class Earned:
    """Earned on a day, in 1/10,000 yuan, by how many persons; in the month up to it, and on each
    of its days on which anything was earned."""

    amount: int
    persons: int
    month: int
    days: dict[date, int]


@dataclass(frozen=True, slots=True)
class Tickets:
    """Open tickets: how many, with how many persons, pieces still out; those due within three
    days; pieces in states that wait for somebody. `late`: the overdue ones by the day on which
    they were due, the oldest first. Requests for work that wait: how many, of how many persons,
    since which day."""

    open: int = 0
    persons: int = 0
    out: int = 0
    soon: int = 0
    uninspected: int = 0
    at_rework: int = 0
    surplus: int = 0
    late: tuple[tuple[date, int], ...] = ()
    asking: int = 0
    askers: int = 0
    asked_since: date | None = None

    @property
    def overdue(self) -> int:
        return sum(n for _day, n in self.late)


def made(scope: Scope, day: date) -> tuple[Pieces, Earned]:
    """What came back on the tickets of a scope's workshops and payers, and what was earned within
    it: by their own community, by payer, by workshop. Two queries.

    Of a month that is sealed the sums are read that each seal left; a worker has a page of her own.
    """
    month = {"day__gte": day.replace(day=1), "day__lte": day}
    summed, before = _marks(day)
    since = _after(summed, scope).filter(**month)
    # Nothing is booked before its day has come.
    paid = _after(before, scope).filter(day=day)
    who = Engagement.objects.filter(pk__in=paid.values("wage__engagement")).annotate(
        on=Value(day, output_field=DateField())
    )
    sealed = SealedWages.objects.filter(
        reached_wages(scope, engagement=""), seal__last__lte=summed, **month
    )
    back = PiecesOfDay.objects.filter(
        Q(workshop__in=workshops(scope, day).values("pk")) | Q(payer__in=scope.organizations),
        **month,
    )
    rows = _by("day", sealed, amount=Sum("amount")).union(
        _by("day", since, amount=Sum(amount_by(""))),
        _by("on", who, persons=Count("person", distinct=True)),
        _by("day", back, back=Sum("back"), rejected=Sum("rejected")),
        all=True,
    )
    days, persons, found, rejected = Counter[date](), 0, Counter[date](), 0
    for on, amount, count, pieces, no in rows:
        if amount:
            days[on] += amount
        persons += count
        found[on] += pieces or 0
        rejected += (no or 0) if on == day else 0
    return (
        Pieces(found[day], rejected, sum(found.values())),
        Earned(days[day], persons, sum(days.values()), dict(days)),
    )


def _after(mark: int, scope: Scope) -> QuerySet[Transfer]:
    """The wages within a scope that were booked after a transfer. The bound is told twice: no
    engine carries it from one side of a join to the other."""
    return Transfer.objects.filter(
        reached_wages(scope, "wage__"), pk__gt=mark, wage__transfer__gt=mark
    )


def _by(day: str, rows: QuerySet[Any], **sums: Any) -> QuerySet[Any]:
    """The sums of some rows by their day, in the columns that all parts of a union have."""
    columns = {name: sums.get(name, NONE) for name in ("amount", "persons", "back", "rejected")}
    return rows.order_by().values_list(day).annotate(**{f"n_{k}": v for k, v in columns.items()})


def _marks(day: date) -> tuple[int, int]:
    """The last transfer of which the wages are summed, and the last that was sealed before a day.
    Numbers, not sub-queries: PostgreSQL takes a third of all transfers to come after one that it
    does not know."""
    summed = Exists(SealedWages.objects.filter(seal=OuterRef("pk")))
    found = Seal.objects.annotate(summed=summed).aggregate(
        n_summed=Max("last", filter=Q(summed=True)),
        before=Max("last", filter=Q(made_at__lt=begin(day))),
    )
    return found["n_summed"] or 0, found["before"] or 0


COUNTED = ("open", "out", "soon", "uninspected", "at_rework", "surplus")


def tickets(scope: Scope, day: date, asking: Scope | None = None) -> Tickets:
    """The open tickets within a scope, as of a day, and the requests for work within `asking`:
    one query."""
    rows = within(scope, day)
    first, *others = _by_day(rows, day), _persons(rows), _asked(asking or Scope(), day)
    found = Counter[str]()
    late, since = [], None
    for what, on, *counts in first.union(*others, all=True):
        if what == "persons":
            found["persons"] = counts[0]
        elif what == "asked":
            found["asking"], found["askers"], since = counts[0], counts[1], on
        else:
            found.update(dict(zip(COUNTED, counts, strict=True)))
            late += [(on, counts[0])] if on else []
    return Tickets(**found, late=tuple(sorted(late)), asked_since=since)


def _by_day(rows: QuerySet[Ticket], day: date) -> QuerySet[Any]:
    """The counts of tickets by the day on which the overdue ones were due; none: the others."""
    is_open = Q(state=Ticket.State.OPEN)
    late = is_open & Q(due_on__lt=day, back__lt=F("pieces"))
    soon = is_open & Q(due_on__gte=day, due_on__lte=day + SOON)
    sums: dict[str, Any] = {
        name: Coalesce(Sum(name), 0) for name in ("uninspected", "at_rework", "surplus")
    }
    sums = {f"n_{name}": one for name, one in sums.items()}
    return (
        rows.annotate(what=Value("tickets"), on=Case(When(late, then=F("due_on"))))
        .order_by().values_list("what", "on").annotate(
            n_open=Count("pk", filter=is_open),
            n_out=Coalesce(Sum(F("pieces") - F("back"), filter=is_open), 0),
            n_soon=Count("pk", filter=soon), **sums,
        )
    )


def _persons(rows: QuerySet[Ticket]) -> QuerySet[Any]:
    has = rows.filter(state=Ticket.State.OPEN).annotate(what=Value("persons"))
    return has.order_by().values_list("what").annotate(
        on=Min("due_on"),  # for the column alone
        n_open=Count("holder", distinct=True), **NOTHING,
    )


@prepared
def _asked(scope: Scope, day: date) -> QuerySet[Any]:
    rows = requests.within(scope, day).filter(state=WorkRequest.State.ASKED)
    rest = {name: one for name, one in NOTHING.items() if name != "n_out"}
    return rows.annotate(what=Value("asked")).order_by().values_list("what").annotate(
        on=Min(TruncDate("asked_at", tzinfo=SHANGHAI)),
        n_open=Count("pk"), n_out=Count("person", distinct=True), **rest,
    )


@prepared
def open_orders(scope: Scope, day: date) -> QuerySet[Order]:
    """Orders in work within a scope."""
    return orders.within(scope, day).filter(state=Order.State.OPEN)


def unfinished_orders(scope: Scope, day: date, which: Q | None = None) -> QuerySet[Order]:
    """Open orders (those of `which` only) whose pieces are not all back, due first; a thousand
    at most.

    With `left`: pieces not back yet, and `unmade`: pieces that no ticket gives out.
    """
    rows = open_orders(scope, day).filter(which or Q())
    progress = orders.with_progress(rows).annotate(
        left=F("pieces") - F("back"), unmade=F("pieces") - F("on_tickets")
    )
    return progress.filter(left__gt=0).order_by("due_on", "pk")[:1000]


def reached(rows: Collection[Order], scope: Scope, day: date) -> list[Order]:
    """Those of some orders that lie within a scope, in their order. One query."""
    keys = set(
        orders.within(scope, day).filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [row for row in rows if row.pk in keys]
