"""What the first page shows of a day: counts only, a query each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate

from menkou.identity.prepared import prepared
from menkou.ledger.models import Wage
from menkou.lib.days import SHANGHAI
from menkou.lib.scope import Scope
from menkou.registry.queries.reach import communities
from menkou.work.models import Order, Receipt, Ticket, WorkRequest
from menkou.work.queries import orders, requests
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.tickets import within

SOON = timedelta(days=3)
NOTHING: dict[str, Any] = {
    name: Min(Value(0)) for name in ("n_out", "n_soon", "n_uninspected", "n_at_rework", "n_surplus")
}
"""Columns that a part of the union of `tickets` has no use for."""


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


def pieces(scope: Scope, day: date) -> Pieces:
    """Pieces that came back on tickets within a scope."""
    whole = F("good") + F("uninspected") + F("at_rework") + F("rejected") + F("surplus")
    today = Q(day=day)
    sums = Receipt.objects.filter(
        day__gte=day.replace(day=1), day__lte=day, ticket__in=within(scope, day).values("pk")
    ).aggregate(
        back=Sum(whole, filter=today), refused=Sum("rejected", filter=today), month=Sum(whole)
    )
    return Pieces(sums["back"] or 0, sums["refused"] or 0, sums["month"] or 0)


def earned(scope: Scope, day: date) -> Earned:
    """Wages within a scope: by their own community, by payer, by workshop."""
    reached = Q(community__in=communities(scope)) | Q(engagement__payer__in=scope.organizations)
    if scope.workshops:
        reached |= Q(engagement__workshop__in=scope.workshops)
    rows = (
        Wage.objects.filter(
            reached, transfer__day__gte=day.replace(day=1), transfer__day__lte=day
        )
        .order_by()
        .values_list("transfer__day")
        .annotate(amount=Sum(AMOUNT), persons=Count("engagement__person", distinct=True))
    )
    days, persons = {}, 0
    for on, amount, who in rows:
        days[on] = amount
        persons = who if on == day else persons
    return Earned(days.get(day, 0), persons, sum(days.values()), days)


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
