"""Payers whose wages fall due while the fees that fund them are still open."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from menkou import policy
from menkou.identity.prepared import prepared
from menkou.ledger.models import Balance
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.policy.funding import lacking
from menkou.policy.wages import pay_due
from menkou.registry.queries.reach import organizations
from menkou.settlement.models import Payment, Period
from menkou.settlement.queries.stages import staged
from menkou.work.models import FeeStatement

WANTING = ("ended", "closing", "approve", "pay")


@dataclass(frozen=True, slots=True)
class Unfunded:
    """A payer's wages that are to be paid by a day, and the fees it is owed; 1/10,000 yuan.
    `late`: what of the fees is past its day; `lacks`: what of the wages waits for them."""

    payer: int
    name: str
    pay_by: date
    wages: int
    fees_open: int
    late: int
    lacks: int


@prepared
def wanting(scope: Scope, day: date) -> QuerySet[Any]:
    """Periods within a scope that are over, whose wages are not paid and must soon be, of payers
    who are owed fees: with `fees_open` and `late`."""
    got = Balance.objects.filter(
        account__kind="fee", account__party=OuterRef("payer"), quantity__gt=0
    )
    of = FeeStatement.objects.filter(holder=OuterRef("payer"))
    late = of.filter(state=FeeStatement.State.AGREED, due_on__lt=day)
    return staged(Period.objects.filter(
        payer__in=organizations(scope, day).values("pk"), last__lte=_latest(day)
    ), day).filter(stage__in=WANTING).annotate(
        fees_open=_sum(got, "account__party", "quantity") - _sum(of, "holder", "paid"),
        late=_sum(late, "holder", "due") - _sum(late, "holder", "paid"),
    ).filter(fees_open__gt=0)


def _latest(day: date) -> date:
    """The last day of the newest stretch whose wages are soon to be paid, or should have been."""
    before = Month.of(day).first - timedelta(days=1)
    warn = policy.on(day).number("fee.warn_days")
    if day >= pay_due(before, policy.on(before)) - timedelta(days=warn):
        return before
    return before.replace(day=1) - timedelta(days=1)


def _sum(rows: QuerySet[Any], by: str, what: str) -> Coalesce:
    summed = rows.order_by().values(by).annotate(sum=Sum(what)).values("sum")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def unfunded(scope: Scope, day: date) -> list[Unfunded]:
    """Who within a scope must soon pay wages and waits for fees, the most pressing first; one
    query."""
    if scope.empty:
        return []
    owed = Balance.objects.filter(
        account__kind="wages_owed", account__other=OuterRef("payer"), quantity__gt=0
    )
    paid = Payment.objects.filter(slip__period=OuterRef("pk"), state=Payment.State.PAID)
    periods = wanting(scope, day).annotate(
        owed=_sum(owed, "account__other", "quantity"),
        unpaid=F("net") - _sum(paid, "slip__period", "paid"),
    ).select_related("payer__party").order_by("last", "pk")
    mine: dict[int, list[Any]] = {}
    for period in periods:
        mine.setdefault(period.payer_id, []).append(period)
    found = [one for rows in mine.values() if (one := _of(rows, day)).lacks]
    return sorted(found, key=lambda one: (one.pay_by, -one.lacks))


def _of(periods: list[Any], day: date) -> Unfunded:
    """One payer's: what closed periods still have to pay, or where one is not closed yet all that
    is owed."""
    first = periods[0]
    is_open = any(period.state != Period.State.CLOSED for period in periods)
    wages = first.owed if is_open else sum(period.unpaid for period in periods)
    pay_by = pay_due(first.last, policy.on(first.last))
    lacks = lacking(
        wages=wages, pay_by=pay_by, fees_open=first.fees_open, on=day, rules=policy.on(day)
    )
    return Unfunded(
        first.payer_id, str(first.payer), pay_by, wages, first.fees_open, first.late, lacks
    )
