"""Reads across periods: how far each is, and what is still open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from menkou.ledger.models import Seal
from menkou.lib.days import SHANGHAI
from menkou.lib.scope import Scope
from menkou.registry.queries import organizations
from menkou.settlement.models import (
    Approval,
    Batch,
    Confirmation,
    Objection,
    Payment,
    Period,
    SetAside,
    Slip,
)


def within(scope: Scope, day: date) -> QuerySet[Period]:
    """Periods of the payers that a scope reaches: its own, or who works in a workshop of it."""
    return Period.objects.filter(payer__in=organizations.within(scope, day).values("pk"))


def for_list(rows: QuerySet[Period]) -> QuerySet[Period]:
    """The same with names, and `open_objections`, `due` and `returned` payments of each."""
    slips = Slip.objects.filter(period=OuterRef("pk"))
    return rows.select_related("payer__party").annotate(
        due=Exists(Payment.objects.filter(slip__period=OuterRef("pk"), state="due")),
        asked=Exists(Objection.objects.filter(
            slip__in=slips.values("pk"), answered_at=None
        )),
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a period's money is; amounts 1/10,000 yuan. `unanswered`: objections that wait."""

    confirmed: int
    objections: int
    unanswered: int
    due: int
    due_amount: int
    sent: int
    sent_amount: int
    paid: int
    paid_amount: int
    returned: int


def progress(period: Period) -> Progress:
    """How many said it is right, who waits for an answer, what is due, sent and paid."""
    money = {
        row["state"]: (row["n"], row["sum"])
        for row in Payment.objects.filter(slip__period=period).order_by().values("state")
        .annotate(n=Count("pk"), sum=Sum("amount"))
    }
    said = Objection.objects.filter(slip__period=period).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(answered_at=None))
    )
    paid = Payment.objects.filter(slip__period=period, state="paid").aggregate(s=Sum("paid"))["s"]
    due, sent, done, back = (money.get(s, (0, 0)) for s in ("due", "sent", "paid", "returned"))
    return Progress(
        Confirmation.objects.filter(slip__period=period).count(), said["all"], said["open"],
        *due, *sent, done[0], paid or 0, back[0],
    )


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


def aside(period: Period) -> QuerySet[SetAside]:
    """Who was passed over by the period's close, or, while it is open, who would be."""
    rows = SetAside.objects.select_related(
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


def to_pay(rows: QuerySet[Period]) -> QuerySet[Payment]:
    """What is due of some periods."""
    return Payment.objects.filter(slip__period__in=rows.values("pk"), state=Payment.State.DUE)


def odd_counts(period: Period) -> dict[str, int]:
    """Code of what is odd -> on how many slips."""
    counts: dict[str, int] = {}
    rows = Slip.objects.filter(period=period).exclude(odd="").values_list("odd")
    for odd, n in rows.annotate(n=Count("pk")).order_by():
        for code in odd.split():
            counts[code] = counts.get(code, 0) + n
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def sums(period: Period) -> dict[str, int]:
    """The sums of a period's slips, by column."""
    columns = ("earned", "carried_in", "statutory", "debt_taken", "recovered", "charged",
               "rounding", "net", "carried_out")
    found = Slip.objects.filter(period=period).aggregate(
        **{f"sum_{name}": Sum(F(name)) for name in columns}
    )
    return {name: found[f"sum_{name}"] or 0 for name in columns}
