"""The worker's own page."""

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render

from menkou.web.parts.edge import Request, screen
from menkou.work.models import Ticket
from menkou.work.queries import earnings, tickets

DAYS = 7


@screen("work.see_mine")
def page(request: Request) -> HttpResponse:
    """What she earned today and this month, day by day, and the tickets that she has in hand."""
    days = []
    if request.scope.person is not None:
        days = earnings.by_day(request.scope.person, request.day)
    mine = list(
        tickets.with_names(tickets.within(request.scope, request.day))
        .filter(Q(back__lt=F("pieces")) | Q(at_rework__gt=0), state=Ticket.State.OPEN)
        .order_by("due_on", "number")
    )
    return render(request, "me/page.html", {
        "today": dict(days).get(request.day, 0), "month": sum(sum_ for _day, sum_ in days),
        "days": [(day, amount) for day, amount in days if day != request.day][:DAYS],
        "tickets": [(one, (one.pieces - one.back + one.at_rework) * one.rate) for one in mine],
    })
