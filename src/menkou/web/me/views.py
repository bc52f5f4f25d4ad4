"""The worker's own page."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render

from menkou.lib.exact import split
from menkou.settlement.queries import mine as pay
from menkou.web.me import words as said
from menkou.web.parts.edge import Request, screen
from menkou.work.models import Ticket
from menkou.work.queries import earnings, tickets

DAYS = 7


@screen("work.see_mine")
def page(request: Request) -> HttpResponse:
    """What she earned today and this month, day by day, the slip that waits for her, and the
    tickets that she has in hand."""
    days, slip = [], None
    if request.scope.person is not None:
        days = earnings.by_day(request.scope.person, request.day)
        slip = pay.first(request.scope.person)
    mine = list(
        tickets.paying(
            tickets.with_names(tickets.within(request.scope, request.day)), request.day
        )
        .filter(Q(back__lt=F("pieces")) | Q(at_rework__gt=0), state=Ticket.State.OPEN)
        .order_by("due_on", "number").prefetch_related("shares")
    )
    return render(request, "me/page.html", {
        "today": dict(days).get(request.day, 0), "month": sum(sum_ for _day, sum_ in days),
        "days": [(day, amount) for day, amount in days if day != request.day][:DAYS],
        "card": said.card(slip, request.day) if slip is not None else None,
        "heard": said.heard(slip.net) if slip is not None else "",
        "tickets": [(one, _to_earn(one, request.scope.person)) for one in mine],
    })


def _to_earn(ticket: Any, person: int | None) -> int:
    """What the pieces still out or at rework will pay her at today's rate: her share of it."""
    shares = sorted(ticket.shares.all(), key=lambda share: share.number)
    whole = (ticket.pieces - ticket.back + ticket.at_rework) * ticket.pays
    amounts = split(whole, [share.parts for share in shares])
    return sum(
        amount for share, amount in zip(shares, amounts, strict=True) if share.person_id == person
    )
