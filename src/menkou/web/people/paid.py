"""What she was paid, as lines of her timeline."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.settlement.models import Payment
from menkou.settlement.queries import payments
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.timeline import Line
from menkou.web.people import lines

SEE = "settlement.see_pay"
MOST = 100


def lines_of(request: Request, persons: Sequence[int]) -> list[Line]:
    """Payments that reached her or came back, as far as whoever asks may see them. One query."""
    if not rights.may(request.user, SEE, request.day):
        return []
    scope = rights.scope(request.user, SEE, request.day)
    rows = payments.within(scope, request.day).filter(
        slip__person__in=persons, state__in=(Payment.State.PAID, Payment.State.RETURNED)
    )
    return [_line(row, request) for row in rows.order_by("-paid_on", "-pk")[:MOST]]


def _line(payment: Payment, request: Request) -> Line:
    back = payment.state == Payment.State.RETURNED
    day = (payment.returned_on if back else payment.paid_on) or payment.made_at.date()
    month = payment.slip.period.last
    title = _("%(month)s的工钱退回来了") if back else _("%(month)s的工钱到手")
    named = lines.head_of(month.year, month.month)
    way = _("现金") if payment.way == Payment.Way.CASH else _("银行")
    shown = words.day(day) if day.year != request.day.year else ""
    under = " · ".join(part for part in (shown, way, str(payment.slip.period.payer)) if part)
    amount = words.yuan(payment.amount if payment.paid is None else payment.paid)
    return Line(
        day, lines.when(day, request.day), "pay", "undo" if back else "yuan",
        title % {"month": named}, under,
        amount="" if back else _("%(sum)s 元") % {"sum": amount}, badge=_("退回") if back else "",
    )
