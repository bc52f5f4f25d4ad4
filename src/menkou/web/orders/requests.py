"""Who asks for work: a clerk gives it in one tap, with its label, or says why not."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.identity.tries import tried
from menkou.lib.errors import Refused
from menkou.web.orders.views import tabs
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.work.actions.requests import DECLINED, NoRequest, decline, give
from menkou.work.models import WorkRequest
from menkou.work.queries import requests

ICONS = {"enough": "box", "late": "clock", "gone": "close", "skill": "learn", "other": "people"}
"""Reasons of declining, with the icon of each."""


@screen("work.see_requests")
def inbox(request: Request) -> HttpResponse:
    """The requests that wait, the oldest first: who, what, how many, what she has open."""
    rows = requests.within(request.scope, request.day)
    return render(request, "orders/requests.html", {
        "asked": requests.asked(rows, request.day), "tabs": tabs(request, "requests"),
        "counter": address("counter"),
    })


def _asked(request: Request, pk: int) -> WorkRequest:
    return get_object_or_404(requests.within(request.scope, request.day), pk=pk)


@screen("work.see_requests")
def record(request: Request, pk: int) -> HttpResponse:
    """One request, to be declined with a reason that she will read."""
    own = _asked(request, pk)
    found = requests.asked(WorkRequest.objects.filter(pk=own.pk), request.day)
    if not found:
        messages.warning(request, str(NoRequest("answered")))
        return redirect("orders:requests")
    (one,) = found
    return render(request, "orders/request.html", {
        "one": one, "reasons": [(code, ICONS[code], words) for code, words in DECLINED.items()],
        "limit": _limit_url(one.request),
    })


def _limit_url(own: Any) -> str:
    """Where her limit is set, and the way back from there."""
    query = f"?payer={own.allotment.holder_id}&back=requests"
    return address("person-limit", own.person_id, query=query)


@screen("work.give", methods=("POST",))
def given(request: Request, pk: int) -> HttpResponse:
    """Makes the ticket and leads to its label. Of two taps the second finds the first one's."""
    own = _asked(request, pk)
    try:
        ticket = tried(give, request=own, by=request.user, at=request.at)
    except Refused as refused:
        now = WorkRequest.objects.get(pk=own.pk)
        if now.ticket_id is None:
            messages.error(request, str(refused))
            return redirect("orders:request", pk) if now.state == "asked" else _back()
        messages.warning(request, _("已经给过了，这是那张工票"))
        return _label(now.allotment.order_id, now.ticket_id)
    messages.success(request, _("给了她 %(n)s 件，打印这张工票，让她来拿") % {"n": ticket.pieces})
    return _label(ticket.allotment.order_id, ticket.pk)


def _label(order: int, ticket: int) -> HttpResponse:
    return redirect(f"{reverse('orders:labels', args=[order])}?ticket={ticket}&back=requests")


def _back() -> HttpResponse:
    return redirect("orders:requests")


@screen("work.decline", methods=("POST",))
def declined(request: Request, pk: int) -> HttpResponse:
    """Declines it; the reason is told to her."""
    own = _asked(request, pk)
    try:
        tried(decline, request=own, reason=request.POST.get("reason", ""), by=request.user,
              at=request.at)
    except NoRequest as refused:
        messages.error(request, str(refused))
        return redirect("orders:request", pk) if refused.code == "reason" else _back()
    messages.success(request, _("答复了，她在手机上看得到"))
    return _back()
