"""Reads across slips. Nothing of a period is shown before its close is done."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.lib.scope import Scope
from menkou.registry.queries.reach import communities
from menkou.settlement.models import Line, Objection, Payment, Period, Slip


def reached_lines(scope: Scope) -> Q:
    """Lines by the community of their work, by payer, by the workshop of the engagement, her own:
    the same as `work.queries.statements.reached_wages`."""
    reached = Q(community__in=communities(scope).values("pk"))
    if scope.organizations:
        reached |= Q(slip__engagement__payer__in=scope.organizations)
    if scope.workshops:
        reached |= Q(slip__engagement__workshop__in=scope.workshops)
    if scope.person is not None:
        reached |= Q(slip__person=scope.person)
    return reached


def within(scope: Scope, day: date) -> QuerySet[Slip]:
    """Slips of closed periods of which a scope reaches a line."""
    mine = Line.objects.filter(reached_lines(scope), slip=OuterRef("pk"))
    return Slip.objects.filter(Exists(mine), period__state=Period.State.CLOSED)


def whole(rows: QuerySet[Slip], scope: Scope) -> QuerySet[Slip]:
    """Those of which a scope reaches every line of work: whose sums may be shown."""
    beyond = Line.objects.filter(slip=OuterRef("pk"), deduction=None).exclude(evidence="").exclude(
        reached_lines(scope)
    )
    return rows.filter(~Exists(beyond))


def lines(slip: Slip, scope: Scope) -> list[Line]:
    """The lines that a scope reaches, in order. What is taken off stands with the whole slip."""
    return list(
        Line.objects.filter(reached_lines(scope) | Q(evidence=""), slip=slip)
        .select_related("commodity", "community", "deduction").order_by("number")
    )


def with_names(rows: QuerySet[Slip]) -> QuerySet[Slip]:
    """The same with person, engagement, payer and period, and what stands of confirmation."""
    return rows.select_related(
        "person__party", "engagement__workshop__party", "period__payer__party", "confirmation",
        "community",
    )


def of_period(period: Period) -> QuerySet[Slip]:
    """Every slip of a closed period with `asked` (an objection waits) and `pay` (its newest
    payment's state)."""
    newest = Payment.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    return Slip.objects.filter(period=period, period__state=Period.State.CLOSED).annotate(
        asked=Exists(Objection.objects.filter(slip=OuterRef("pk"), answered_at=None)),
        pay=newest.values("state")[:1],
    )


def hers(person: int) -> QuerySet[Slip]:
    """A worker's own slips, the newest first."""
    return with_names(
        Slip.objects.filter(person=person, period__state=Period.State.CLOSED)
    ).order_by("-period__last", "-pk")
