"""What is still open when a period is about to close: listed first, none of it hidden.

Nothing of it keeps the others from being paid: what comes later falls into the next slip.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, F, Min, Q, QuerySet, Subquery, Sum, Value

from menkou.facts.models import Tray
from menkou.registry.models import Tenancy
from menkou.settlement.models import Deduction, Item, Objection, Period, SetAside
from menkou.work.models import Ticket


@dataclass(frozen=True, slots=True)
class Open:
    """One kind of open thing: its code, how many, what they come to, since when."""

    code: str
    count: int
    amount: int = 0
    since: date | None = None


def places(period: Period) -> QuerySet[Tenancy]:
    """The tenancies of a period's payer, of any time."""
    rows: QuerySet[Tenancy] = Tenancy.objects.standing().filter(operator=period.payer_id)
    return rows


def open_things(period: Period) -> list[Open]:
    """Everything open of a payer: three queries. Codes: uninspected, waiting, items, deductions,
    objections, aside, out."""
    tickets = Ticket.objects.filter(payer=period.payer_id)
    unseen, out = Q(uninspected__gt=0), Q(state=Ticket.State.OPEN, back__lt=F("pieces"))
    floor = tickets.filter(unseen | out).aggregate(
        unseen=Sum("uninspected"), unseen_since=Min("made_on", filter=unseen),
        out=Sum(F("pieces") - F("back"), filter=out), out_since=Min("due_on", filter=out),
    )
    waits = Tray.objects.filter(state=Tray.State.WAITING).filter(
        Q(place__in=places(period).values("workshop"))
        | Q(ticket__in=tickets.values("pk"))
    ).aggregate(n=Count("pk"), since=Min("fact__day"))
    desk = _desk(period)
    found = [
        Open("uninspected", floor["unseen"] or 0, since=floor["unseen_since"]),
        Open("waiting", waits["n"], since=waits["since"]),
        Open("items", desk["items"] or 0, desk["items_sum"] or 0, desk["items_since"]),
        Open("deductions", desk["deductions"] or 0, desk["deductions_sum"] or 0),
        Open("objections", desk["objections"] or 0, since=desk["objections_since"]),
        Open("aside", desk["aside"] or 0),
        Open("out", floor["out"] or 0, since=floor["out_since"]),
    ]
    return [one for one in found if one.count]


def _desk(period: Period) -> dict[str, Any]:
    """What waits on somebody's desk, all in one query."""
    payer = period.payer_id
    items = Item.objects.filter(engagement__payer=payer, verdict=Item.Verdict.ENTERED)
    deductions = Deduction.objects.filter(payer=payer, verdict=Deduction.Verdict.ENTERED)
    aside = SetAside.objects.filter(engagement__payer=payer, resolved_at=None)
    asked = Objection.objects.filter(slip__period__payer=payer, answered_at=None)
    return dict(Period.objects.filter(pk=period.pk).values(
        items=_one(items, Count("pk")), items_sum=_one(items, Sum("amount")),
        items_since=_one(items, Min("day")),
        deductions=_one(deductions, Count("pk")), deductions_sum=_one(deductions, Sum("amount")),
        aside=_one(aside, Count("pk")),
        objections=_one(asked, Count("pk")), objections_since=_one(asked, Min("due_on")),
    ).get())


def _one(rows: QuerySet[Any], aggregate: Aggregate) -> Subquery:
    """An aggregate over all of some rows, as a value within another query."""
    return Subquery(
        rows.order_by().annotate(all=Value(1)).values("all").annotate(found=aggregate)
        .values("found")
    )
