"""What of an order waits to be reworked, and the tickets for it: who mends it and who pays."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.registry.queries.reach import workshops
from menkou.web.orders.making import BOTH, engaged, listed, posted
from menkou.web.orders.ticket_forms import ReworkForm
from menkou.web.orders.views import order_within
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.work.actions.tickets import NewTicket, Of, make_tickets
from menkou.work.queries import rework

SOURCES = {"passed": gettext_lazy("从别人那里转来的"), "returned": gettext_lazy("客户退回来的")}


@screen("work.make_tickets", methods=BOTH)
def waiting(request: Request, pk: int) -> HttpResponse:
    """The pieces that wait, by place and source; a ticket of rework for some of them."""
    order = order_within(request, pk)
    found = rework.waits(order, request.day)
    here = workshops(request.scope, request.day).in_bulk({one.place.pk for one in found})
    able = [one for one in found if one.part and one.place.pk in here]
    context: dict[str, Any] = {
        "order": order, "waits": [(one, SOURCES[one.source], one in able) for one in found],
        "form": None, "aside": words.listed(sorted(
            {one.place.name for one in found if not one.part}
        )),
    }
    if able:
        form = _form(request, able)
        one = form.one
        if form.is_valid() and one is not None and one.part is not None and run(
            form, make_tickets, news=[_new(form)], allotment=one.part,
            workshop=here[one.place.pk], made_on=request.day,
            of=Of(one.source, form.cleaned_data["pay"]), by=request.user, at=request.at,
        ):
            (ticket,) = form.result
            messages.success(request, _("开好了返工的工票 %(number)d") % {"number": ticket.pk})
            return redirect("orders:ticket", ticket.pk)
        context |= {"form": form, "typed": request.GET.get("q", "").strip()}
    return render(request, "orders/rework.html", context)


def _form(request: Request, able: list[rework.Waits]) -> ReworkForm:
    said = [(one, _("%(place)s · %(what)s · %(source)s，等 %(n)s 件") % {
        "place": one.place.name, "what": _(one.operation.name), "source": SOURCES[one.source],
        "n": words.number(one.pieces),
    }) for one in able]
    form = ReworkForm(posted(request), waits=said, day=request.day)
    holders = {one.part.holder_id for one in able if one.part}
    rows = engaged(request, holders)
    form.pick_from(rows, listed(request, rows, request.GET.get("q", "").strip()))
    return form


def _new(form: ReworkForm) -> NewTicket:
    found = form.cleaned_data
    return NewTicket([(found["person"], 1)], found["pieces"], found["at_home"], found["due_on"])
