"""Reads across slips. Nothing of a period is shown before its close is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Wage
from menkou.lib.scope import Scope
from menkou.registry.queries import people
from menkou.registry.queries.reach import communities
from menkou.settlement.models import Line, Objection, Payment, Period, SetAside, Slip
from menkou.work.queries import statements

BATCH = 2000  # keys in one statement


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


@prepared
def within(scope: Scope, day: date) -> QuerySet[Slip]:
    """Slips of closed periods of which a scope reaches a line."""
    mine = Line.objects.filter(reached_lines(scope), slip=OuterRef("pk"))
    return Slip.objects.filter(Exists(mine), period__state=Period.State.CLOSED)


def whole(rows: QuerySet[Slip], scope: Scope) -> QuerySet[Slip]:
    """Those of which a scope reaches every line of work: whose sums may be shown."""
    return rows.filter(~Exists(_beyond(scope)))


def with_whole(rows: QuerySet[Slip], scope: Scope) -> QuerySet[Any]:
    """The same with `whole`: whether a scope reaches every line of work, so that sums may be
    shown."""
    return rows.annotate(whole=~Exists(_beyond(scope)))


@prepared
def _beyond(scope: Scope) -> QuerySet[Line]:
    work = Line.objects.filter(slip=OuterRef("pk"), deduction=None).exclude(evidence="")
    return work.exclude(reached_lines(scope))


def lines(slip: Slip, scope: Scope) -> list[Line]:
    """The lines that a scope reaches, in order. What is taken off stands with the whole slip."""
    return list(
        Line.objects.filter(reached_lines(scope) | Q(evidence=""), slip=slip)
        .select_related("commodity__operation__product", "community", "deduction")
        .order_by("number")
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


def paying(rows: QuerySet[Slip]) -> QuerySet[Any]:
    """The same with how it is paid, by its newest payment: `pay` (its state), `way`, `tail` of the
    account, `paid_on`."""
    newest = Payment.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        pay=newest.values("state")[:1], way=newest.values("way")[:1],
        tail=newest.values("account_tail")[:1], paid_on=newest.values("paid_on")[:1],
    )


def for_page(rows: QuerySet[Slip], scope: Scope, day: date) -> QuerySet[Any]:
    """For a slip's own page, besides: `whole`, `asked` (an objection waits), `aside` (she is set
    aside for the next), `known` (whether her own page may be opened)."""
    asked = Objection.objects.filter(slip=OuterRef("pk"), answered_at=None)
    aside = SetAside.objects.filter(engagement=OuterRef("engagement"), resolved_at=None)
    known = people.within(scope, day).filter(pk=OuterRef("person"))
    return with_whole(paying(with_names(rows)), scope).select_related(
        "person__party", "person__key", "engagement__workshop__party", "period__payer__party",
        "period__seal", "period__started_by", "confirmation__by", "community",
    ).annotate(asked=Exists(asked), aside=Exists(aside), known=Exists(known))


def lines_of(rows: Iterable[Slip]) -> dict[int, list[Line]]:
    """Slip -> all its lines in order, of slips that are reached whole."""
    found: dict[int, list[Line]] = defaultdict(list)
    keys = [one.pk for one in rows]
    for start in range(0, len(keys), BATCH):
        for line in (
            Line.objects.filter(slip__in=keys[start : start + BATCH])
            .select_related("commodity__operation__product").order_by("slip", "number")
        ):
            found[line.slip_id].append(line)
    return found


@dataclass(slots=True)
class Basis:
    """What one fact brought to a line: its key, the day of the work, pieces or minutes, and the
    amount in 1/10,000 yuan, both signed."""

    fact: int
    day: date
    quantity: int
    amount: int


def bases(slip: Slip, lines: Sequence[Line], scope: Scope) -> dict[int, list[Basis]]:
    """Number of a line -> the facts that it rests on, by day, as far as a scope reaches them."""
    period = slip.period
    wages = statements.wages(scope).filter(
        engagement=slip.engagement_id, transfer__gt=slip.since, transfer__lte=slip.upto
    ).order_by("transfer__day", "transfer")
    at = {_where(line, line.first_day, period): line.number for line in lines if line.evidence}
    found: dict[int, dict[int, Basis]] = defaultdict(dict)
    for wage in wages.select_related("transfer__source"):
        number = at.get(_where(wage, wage.transfer.day, period))
        if number is None:
            continue
        amount = wage.transfer.quantity
        if wage.transfer.source.kind != Account.Kind.LABOUR:
            amount = -amount
        one = found[number].setdefault(
            wage.transfer.root_id, Basis(wage.transfer.root_id, wage.transfer.day, 0, 0)
        )
        one.quantity += wage.quantity
        one.amount += amount
    return {number: list(rows.values()) for number, rows in found.items()}


def _where(row: Line | Wage, day: date | None, period: Period) -> tuple[object, ...]:
    """In which line of a slip a wage stands (see `evidence.Earned`)."""
    when = 0 if day is None else (day > period.last) - (day < period.first)
    own = day if row.evidence == "item" else None
    return (row.evidence, row.commodity_id, row.rate, row.share, row.shares, row.community_id,
            when, own)  # fmt: skip
