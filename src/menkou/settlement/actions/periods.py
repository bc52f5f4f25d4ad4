"""Periods, who is set aside, and who approves."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of, span
from menkou.registry.models import Engagement, Organization
from menkou.settlement.actions.payments import owe
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Approval, Period, SetAside
from menkou.settlement.queries.approving import approvers, entered, wanted_approvals

ASIDE = {
    "wrong_sum": _("她说数目不对，还没查清"),
    "no_card": _("没有银行卡，也没法领现金"),
    "not_her_card": _("卡不是她的，还没说清"),
    "two_places": _("同一个半天记在两处"),
    "identity": _("身份还没核对"),
    "asked": _("她自己要求晚点结"),
    "other": _("别的事，当面说清再结"),
}
"""Why somebody is set aside by a person; what a close finds itself: `policy.oddities`."""

RETURNED = {
    "sum": _("总数和底单对不上"),
    "person": _("有人不该在里面，或者少了人"),
    "rate": _("工价不对"),
    "evidence": _("收货或考勤的底单不全"),
    "ask": _("要再问问工人"),
}
"""Why a period is sent back."""


@transaction.atomic
def open_period(
    *, payer: Organization, cycle: str, day: date, number: int = 0, by: User | None, at: datetime
) -> Period:
    """The period of a payer and cycle that a day falls in, made if it is not there yet.

    `number` above 0: a later run of the span, for those who had been set aside and are clear now.
    `by` is None where the day itself opens it. Raises NotSettled.
    """
    if cycle not in Engagement.Cycle.values:
        raise NotSettled("no_span", field="cycle")
    stretch = span(cycle, day)
    if number:
        before = Period.objects.filter(
            payer=payer, cycle=cycle, first=stretch.first, number=number - 1
        ).first()
        if before is None or before.state != Period.State.CLOSED:
            raise NotSettled("not_closed")
    period, made = Period.objects.get_or_create(
        payer=payer, cycle=cycle, first=stretch.first, number=number,
        defaults={"last": stretch.last},
    )
    if made and by is not None:
        log("settlement.open_period", "period", [period.pk], by=by, at=at)
    return period


@transaction.atomic
def set_aside(*, engagement: Engagement, why: str, by: User, at: datetime) -> SetAside:
    """Lets somebody's pay wait until something is clear. Raises NotSettled."""
    if why not in ASIDE:
        raise NotSettled("why", field="why")
    if SetAside.objects.filter(engagement=engagement, resolved_at=None).exists():
        raise NotSettled("already_aside")
    row = SetAside.objects.create(engagement=engagement, why=why, by=by, at=at)
    log("settlement.set_aside", "engagement", [engagement.pk], by=by, at=at, note=why)
    return row


@transaction.atomic
def resolve(*, aside: SetAside, by: User, at: datetime) -> SetAside:
    """It is clear now: she is in the next close, or in a later run of the same span."""
    changed = SetAside.objects.filter(pk=aside.pk, resolved_at=None).update(
        resolved_by=by, resolved_at=at
    )
    if not changed:
        raise NotSettled("not_aside")
    log("settlement.resolve", "engagement", [aside.engagement_id], by=by, at=at, note=aside.why)
    aside.refresh_from_db()
    return aside


@transaction.atomic
def confirm_tax(*, period: Period, withholds: bool, by: User, at: datetime) -> Period:
    """The payer says whether tax is withheld by this period's slips. Raises NotSettled."""
    changed = Period.objects.filter(pk=period.pk, state=Period.State.OPEN).update(
        withholds=withholds
    )
    if not changed:
        raise NotSettled("not_open")
    log("settlement.confirm_tax", "period", [period.pk], by=by, at=at, note=str(int(withholds)))
    period.refresh_from_db()
    return period


@transaction.atomic
def approve(*, period: Period, by: User, at: datetime) -> Approval:
    """Somebody who entered nothing of a closed period says that it is right.

    With the last that policy wants, every slip above zero is due. Raises NotSettled.
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("seal").get(pk=period.pk)
    row = _judge(period, Approval.Verdict.APPROVED, "", by=by, at=at)
    if len(approvers(period)) >= wanted_approvals(period):
        owe(period, at=at)
    log("settlement.approve", "period", [period.pk], by=by, at=at)
    return row


@transaction.atomic
def send_back(*, period: Period, why: str, by: User, at: datetime) -> Approval:
    """She says that something is wrong: all approvals before it count no more. Raises NotSettled.

    What is due stays so, and goes out once it is approved again. The slips stay as they are: what
    is put right falls into the next.
    """
    if why not in RETURNED:
        raise NotSettled("why", field="why")
    period = Period.objects.select_for_update(of=("self",)).select_related("seal").get(pk=period.pk)
    row = _judge(period, Approval.Verdict.RETURNED, why, by=by, at=at)
    log("settlement.send_back", "period", [period.pk], by=by, at=at, note=why)
    return row


def _judge(period: Period, verdict: str, why: str, *, by: User, at: datetime) -> Approval:
    if period.state != Period.State.CLOSED or period.seal is None:
        raise NotSettled("not_closed")
    if verdict == Approval.Verdict.APPROVED and by.pk in approvers(period):
        raise NotSettled("approved")
    if entered(period, by):
        raise NotSettled("entered")
    return Approval.objects.create(
        period=period, verdict=verdict, why=why, net=period.net, slips=period.slips,
        head=bytes(period.seal.head), by=by, at=at,
    )


def open_all(*, at: datetime) -> int:
    """Opens the period of today for every payer and cycle that engages anybody; how many were
    made. Called at the beginning of a day."""
    day = day_of(at)
    have = set(
        Period.objects.filter(last__gte=day, number=0).values_list("payer", "cycle", "first")
    )
    new = []
    for payer, cycle in (
        Engagement.objects.on(day).exclude(form="").order_by()
        .values_list("payer", "cycle").distinct()
    ):
        stretch = span(cycle, day)
        if (payer, cycle, stretch.first) not in have:
            new.append(Period(payer_id=payer, cycle=cycle, first=stretch.first, last=stretch.last))
    return len(Period.objects.bulk_create(new, ignore_conflicts=True))
