"""Work that she may ask for: what is to be had, how far she may go, what became of her wishes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.identity.tries import tried
from menkou.registry.models import Person
from menkou.web.me.forms import AskForm
from menkou.web.me.words import REQUESTS
from menkou.web.parts import words
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.forms import run
from menkou.work.actions.requests import DECLINED, NoRequest, ask, withdraw
from menkou.work.models import Ticket, WorkRequest
from menkou.work.queries import limits, requests

BOTH = ("GET", "POST")
FEW = 20
"""Pieces proposed to who never did this work."""


@screen("work.see_mine")
def offered(request: Request) -> HttpResponse:
    """What she may ask for, and what she asked for with its answer."""
    person = request.scope.person
    if person is None:
        rows, mine = [], []
    else:
        rows = [(row, limits.most_of(row)) for row in limits.offers(person, request.day)]
        mine = list(requests.hers(person))
    waits = {one.allotment_id for one in mine if one.state == WorkRequest.State.ASKED}
    return render(request, "me/work.html", {
        "offers": [(row, most, row.pk in waits) for row, most in rows],
        "asked": [(one, _said(one), REQUESTS[one.state]) for one in mine],
    })


def _said(one: Any) -> str:
    """What became of a request, in a sentence."""
    if one.state == WorkRequest.State.DECLINED:
        return str(DECLINED.get(one.reason, DECLINED["other"]))
    if one.state == WorkRequest.State.GIVEN:
        return _("给你了，去%(place)s拿工票 %(number)d") % {
            "place": one.workshop.party.name, "number": one.ticket_id,
        }
    if one.state == WorkRequest.State.WITHDRAWN:
        return _("你说不要了")
    return _("等%(place)s答复") % {"place": one.workshop.party.name}


@screen("work.see_mine", methods=BOTH)
def want(request: Request, pk: int) -> HttpResponse:
    """She says how many she wants of one piece of work: one press."""
    demand(request, "work.ask")
    person = request.scope.person
    if person is None:
        raise Http404
    row = get_object_or_404(limits.offers(person, request.day), pk=pk)
    waits = WorkRequest.objects.filter(
        person=person, allotment=row, state=WorkRequest.State.ASKED
    ).exists()
    if waits:
        messages.warning(request, _("这个活你已经要过了，等车间答复"))
        return redirect("me:work")
    most = limits.most_of(row)
    usual = Ticket.objects.filter(
        holder=person, allotment__operation=row.operation_id
    ).order_by("-made_on", "-number").values_list("pieces", flat=True).first()
    form = AskForm(
        request.POST if request.method == "POST" else None, most=most,
        unit=row.operation.makes.unit, at_home=row.operation.at_home,
        preset=min(usual or FEW, most),
    )
    if form.is_valid() and run(
        form, ask, person=Person.objects.get(pk=person), allotment=row, **form.cleaned_data,
        by=request.user, at=request.at,
    ):
        messages.success(request, _("要了 %(n)s %(unit)s，等车间答复") % {
            "n": words.number(form.cleaned_data["pieces"]), "unit": _(row.operation.makes.unit),
        })
        return redirect("me:work")
    return render(request, "me/want.html", {
        "offer": row, "most": most, "form": form, "back": reverse("me:work"),
    })


@screen("work.see_mine", methods=("POST",))
def back(request: Request, pk: int) -> HttpResponse:
    """She takes a request back that was not answered yet."""
    demand(request, "work.withdraw")
    own = get_object_or_404(requests.within(request.scope, request.day), pk=pk)
    try:
        tried(withdraw, request=own, by=request.user, at=request.at)
    except NoRequest as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("好，不要了"))
    return redirect("me:work")
