"""The wage ledger (工资支付台账): a row for each slip, with all that the regulation lists.

Source: 保障农民工工资支付条例 第十五条; how long it is kept: `wage.ledger_years`.
"""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from menkou import policy
from menkou.identity.prepared import prepared
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.settlement.models import Handover, Payment
from menkou.settlement.queries import payroll, slips


@prepared
def rows(scope: Scope, day: date) -> QuerySet[Any]:
    """Slips of which a scope reaches every line: the sums of `payroll.summed`, how each was paid
    (`slips.paying`), the key of that `payment`, and who signed for cash (`taker`, `signed`)."""
    whole = slips.with_whole(slips.within(scope, day), scope).filter(whole=True)
    newest = Payment.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    taken = Handover.objects.filter(
        Q(payment__state=Payment.State.PAID), payment__slip=OuterRef("pk")
    ).order_by("-pk")
    return payroll.summed(slips.paying(whole)).annotate(
        payment=newest.values("pk")[:1], taker=taken.values("taker")[:1],
        signed=taken.values("signed")[:1],
    ).select_related(
        "person__party", "person__key", "engagement__workshop__party", "period__payer__party"
    )


def kept_since(day: date) -> date:
    """The first day of the years for which a ledger must be kept, as of a day."""
    years = policy.on(day).number("wage.ledger_years")
    return Month(day.year - years, day.month).first
