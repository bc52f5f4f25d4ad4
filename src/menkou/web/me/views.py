"""The worker's own page."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render

from menkou.web.parts.edge import Request, screen
from menkou.work.models import Ticket
from menkou.work.queries import earnings, tickets


@screen("work.see_mine")
def page(request: Request) -> HttpResponse:
    """What she earned today and this month, and the tickets that she has in hand."""
    today = month = 0
    if request.scope.person is not None:
        today, month = earnings.earned(request.scope.person, request.day)
    mine = tickets.with_names(tickets.within(request.scope, request.day)).filter(
        state=Ticket.State.OPEN, back__lt=F("pieces")
    )
    return render(request, "me/page.html", {
        "today": today, "month": month,
        "tickets": mine.order_by("due_on", "number"),
    })
