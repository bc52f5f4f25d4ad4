"""Reads across periods: how far each is, and what is still open."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from menkou.identity.prepared import prepared
from menkou.ledger.models import Seal
from menkou.lib.days import SHANGHAI
from menkou.lib.scope import Scope
from menkou.registry.queries import organizations
from menkou.settlement.models import Approval, Batch, Period


@prepared
def within(scope: Scope, day: date) -> QuerySet[Period]:
    """Periods of the payers that a scope reaches: its own, or who works in a workshop of it."""
    return Period.objects.filter(payer__in=organizations.within(scope, day).values("pk"))


def approvals(period: Period) -> list[Approval]:
    """What was said of it, in order."""
    return list(Approval.objects.filter(period=period).select_related("by").order_by("pk"))


def batches(period: Period) -> QuerySet[Any]:
    """The batches that hold payments of a period, the newest first, with how they were answered."""
    state = {
        name: Count("payments", filter=Q(payments__state=name))
        for name in ("sent", "paid", "returned")
    }
    return (
        Batch.objects.filter(payments__slip__period=period).distinct()
        .annotate(**{f"n_{name}": count for name, count in state.items()})
        .select_related("made_by").order_by("-pk")
    )


def aside(period: Period, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of who was set aside: those passed over by the period's close, or, while it is open, who
    would be."""
    rows = rows.select_related(
        "engagement__person__party", "by", "resolved_by"
    ).order_by("resolved_at", "pk")
    if period.state != Period.State.OPEN:
        return rows.filter(period=period)
    return rows.filter(
        engagement__payer=period.payer_id, engagement__cycle=period.cycle, resolved_at=None
    )


def marks(period: Period) -> list[Seal]:
    """The seals that a close may take besides one made now: the first after the period's last day,
    so that nothing of the days after it comes in."""
    rows = Seal.objects.order_by("pk")
    after = [
        seal for seal in rows.filter(made_at__date__gt=period.last)[:1]
        if seal.made_at.astimezone(SHANGHAI).date() > period.last
    ]
    last = Period.objects.filter(payer=period.payer_id, cycle=period.cycle).exclude(upto=None)
    newest = last.order_by("-upto").values_list("upto", flat=True).first() or 0
    return [seal for seal in after if seal.last > newest]
