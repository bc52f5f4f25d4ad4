"""How far each period is, and everything that its page counts, asked in one query."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from menkou.settlement.models import (
    Approval,
    Confirmation,
    Objection,
    Payment,
    Period,
    SetAside,
    Slip,
)

STAGES = ("open", "ended", "closing", "approve", "pay", "sent", "paid")
"""Open; open though its last day is past; being closed; to be approved; something is due; with the
bank; nothing is left to be done."""


def staged(rows: QuerySet[Period], day: date) -> QuerySet[Any]:
    """The same with `stage` (of STAGES), as of a day."""
    paid = Payment.objects.filter(slip__period=OuterRef("pk"))
    return rows.annotate(stage=Case(
        When(state=Period.State.CLOSING, then=Value("closing")),
        When(state=Period.State.OPEN, last__lt=day, then=Value("ended")),
        When(state=Period.State.OPEN, then=Value("open")),
        When(Q(net__gt=0) & ~Exists(paid), then=Value("approve")),
        When(Exists(paid.filter(state=Payment.State.DUE)), then=Value("pay")),
        When(Exists(paid.filter(state=Payment.State.SENT)), then=Value("sent")),
        default=Value("paid"), output_field=CharField(),
    ))


def with_approvals(rows: QuerySet[Period]) -> QuerySet[Any]:
    """The same with `approved`: how many approvals stand since it was last sent back."""
    given = Approval.objects.filter(period=OuterRef("pk"))
    later = Approval.objects.filter(
        period=OuterRef("period"), pk__gt=OuterRef("pk"), verdict=Approval.Verdict.RETURNED
    )
    standing = given.filter(~Exists(later), verdict=Approval.Verdict.APPROVED)
    return rows.annotate(approved=_count(standing, "period"))


def for_list(rows: QuerySet[Period], day: date) -> QuerySet[Any]:
    """For a list: names, `stage`, `approved`, and how many objections wait (`unanswered`)."""
    waiting = Objection.objects.filter(slip__period=OuterRef("pk"), answered_at=None)
    return with_approvals(staged(rows, day)).select_related("payer__party").annotate(
        unanswered=_count(waiting, "slip__period")
    )


def for_page(rows: QuerySet[Period], day: date) -> QuerySet[Any]:
    """For its page, besides: `confirmed` and `objections`; payments by state (`n_due`, `sum_due`,
    …); how many were set aside and wait (`aside`) or are `cleared`; the key of the `next_run`."""
    slips = OuterRef("pk")
    paid = Payment.objects.filter(slip__period=slips)
    counted = {
        f"n_{state}": _count(paid.filter(state=state), "slip__period")
        for state in Payment.State.values
    }
    summed = {
        f"sum_{state}": _sum(paid.filter(state=state), "slip__period", of)
        for state, of in (("due", "amount"), ("sent", "amount"), ("paid", "paid"))
    }
    aside = SetAside.objects.filter(period=slips)
    later = Period.objects.filter(
        payer=OuterRef("payer"), cycle=OuterRef("cycle"), first=OuterRef("first"),
        number__gt=OuterRef("number"),
    )
    return for_list(rows, day).select_related("payer__party", "seal", "started_by").annotate(
        confirmed=_count(Confirmation.objects.filter(slip__period=slips), "slip__period"),
        objections=_count(Objection.objects.filter(slip__period=slips), "slip__period"),
        aside=_count(aside.filter(resolved_at=None), "period"),
        cleared=_count(aside.filter(resolved_at__isnull=False), "period"),
        next_run=Subquery(later.order_by("number").values("pk")[:1]),
        **counted, **summed,
    )


def withheld(payer: int) -> dict[str, int]:
    """Of the payer's last period that has slips: `slips`, what they `withheld`, and what they
    would withhold if tax were withheld (`hint`); nothing where none was closed yet."""
    last = Period.objects.filter(payer=payer, state=Period.State.CLOSED, slips__gt=0)
    found = Slip.objects.filter(period__in=last.order_by("-last", "-pk").values("pk")[:1])
    sums = found.aggregate(slips=Count("pk"), withheld=Sum("statutory"), hint=Sum("hint"))
    return {name: value or 0 for name, value in sums.items()}


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sum(rows: QuerySet[Any], by: str, of: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(s=Sum(F(of))).values("s")), 0)
