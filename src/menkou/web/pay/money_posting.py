"""Pay posted on the wall: name and net of those who agreed, and of nobody else."""

from django.http import HttpResponse
from django.shortcuts import render

from menkou.registry.queries import consents
from menkou.settlement.models import Period
from menkou.settlement.queries import slips
from menkou.web.parts.edge import Request, screen
from menkou.web.pay.common import period_within

PURPOSE = "post_pay"


@screen("settlement.see_pay")
def posting(request: Request, pk: int) -> HttpResponse:
    """A sheet for the wall: who consented on this day, and how many are not on it."""
    period: Period = period_within(request, pk)
    mine = slips.whole(slips.within(request.scope, request.day), request.scope)
    rows = list(
        mine.filter(period=period).select_related("person__party").order_by("person__search", "pk")
    )
    agreed = consents.given({one.person_id for one in rows}, PURPOSE, request.day)
    posted = [one for one in rows if one.person_id in agreed]
    return render(request, "pay/money_posting.html", {
        "period": period, "rows": posted, "without": len(rows) - len(posted),
        "sum": sum(one.net for one in posted),
    })
