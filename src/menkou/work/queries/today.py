"""What the first page shows of a day: counts only, a query each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from menkou.ledger.models import Wage
from menkou.lib.scope import Scope
from menkou.registry.queries.reach import communities
from menkou.work.models import Order, Receipt, Ticket
from menkou.work.queries import orders
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.tickets import within

SOON = timedelta(days=3)


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
    """Open tickets: how many, with how many persons, pieces still out; those overdue, and the first
    of those days; those due within three days; pieces in states that wait for somebody."""

    open: int
    persons: int
    out: int
    overdue: int
    overdue_since: date | None
    soon: int
    uninspected: int
    at_rework: int
    surplus: int


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


def tickets(scope: Scope, day: date) -> Tickets:
    """The open tickets within a scope, as of a day."""
    late = Q(state=Ticket.State.OPEN, due_on__lt=day)
    is_open = Q(state=Ticket.State.OPEN)
    found: dict[str, Any] = within(scope, day).aggregate(
        open=Count("pk", filter=is_open),
        persons=Count("holder", filter=is_open, distinct=True),
        out=Sum(F("pieces") - F("back"), filter=is_open),
        overdue=Count("pk", filter=late),
        overdue_since=Min("due_on", filter=late),
        soon=Count("pk", filter=is_open & Q(due_on__gte=day, due_on__lte=day + SOON)),
        uninspected=Sum("uninspected"),
        at_rework=Sum("at_rework"),
        surplus=Sum("surplus"),
    )
    counts = ("open", "persons", "out", "overdue", "soon", "uninspected", "at_rework", "surplus")
    return Tickets(
        **{name: found[name] or 0 for name in counts}, overdue_since=found["overdue_since"]
    )


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
