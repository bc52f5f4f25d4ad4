"""What a cancelled order calls back, home by home, each ended in one of four ways."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.facts.new import NewFact
from menkou.registry.queries import people
from menkou.registry.queries.person import masked
from menkou.web.orders.end_forms import AbandonForm, EndingForm, LoseForm
from menkou.web.orders.views import order_within
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.forms import run
from menkou.work.actions.ending import end_recall
from menkou.work.actions.record import submit
from menkou.work.models import Order, Recall
from menkou.work.queries import recalls, tickets

BOTH = ("GET", "POST")


def _shown(request: Request, order: Order) -> list[dict[str, Any]]:
    """The recalls that this person may see, with what can be done about each; the telephone of
    those whose page she may open."""
    found = recalls.called(order, _rows(request, order), request.day)
    reach = rights.scope(request.user, "registry.see_people", request.day)
    holders = {one.recall.ticket.holder_id for one in found}
    known = set() if reach.empty else set(
        people.within(reach, request.day).filter(pk__in=holders).values_list("pk", flat=True)
    )
    return [
        {
            "one": one, "ticket": one.recall.ticket, "known": one.recall.ticket.holder_id in known,
            "phone": masked(one.recall.ticket.holder)["phone"]
            if one.recall.ticket.holder_id in known else "",
        }
        for one in found
    ]


def _rows(request: Request, order: Order) -> Any:
    return recalls.of(order, tickets.within(request.scope, request.day))


@screen("work.see_tickets")
def listed(request: Request, pk: int) -> HttpResponse:
    """Whom to visit: who has what of a cancelled order, and how each was ended."""
    order = order_within(request, pk)
    shown = _shown(request, order)
    return render(request, "orders/recalls.html", {
        "order": order, "shown": shown, "open": sum(not one["one"].ended for one in shown),
        "homes": len({one["one"].home for one in shown if not one["one"].ended}),
    })


@screen("work.see_tickets")
def visits(request: Request, pk: int) -> HttpResponse:
    """The same to be taken along and signed at the door."""
    order = order_within(request, pk)
    shown = [one for one in _shown(request, order) if not one["one"].ended]
    return render(request, "orders/visits.html", {"order": order, "shown": shown})


def recall_within(request: Request, pk: int) -> Recall:
    rows = recalls.with_ways(Recall.objects.filter(
        ticket__in=tickets.within(request.scope, request.day).values("pk")
    )).select_related(
        "ticket__holder__party", "ticket__allotment__order__product",
        "ticket__allotment__operation__makes", "ticket__workshop__party",
    )
    return get_object_or_404(rows, pk=pk)


def _back(recall: Recall) -> str:
    return reverse("orders:recalls", args=[recall.ticket.allotment.order_id])


def _ended(request: Request, recall: Recall) -> HttpResponse:
    messages.warning(request, _("这一张已经了结了"))
    return redirect(_back(recall))


@screen("work.end_recall", methods=BOTH)
def end(request: Request, pk: int) -> HttpResponse:
    """Ends a recall in the way that the books show; a press of its row, or of this page."""
    recall = recall_within(request, pk)
    if recall.ended_at:
        return _ended(request, recall)
    form = EndingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ending = form.cleaned_data["ending"]
        if ending not in Recall.Ending.values:
            form.add_error(None, _("选一种了结的办法"))
        elif run(form, end_recall, recall=recall, ending=ending, by=request.user, at=request.at):
            messages.success(request, _("了结了：%(name)s，%(how)s") % {
                "name": recall.ticket.holder.party.name, "how": _(Recall.Ending(ending).label),
            })
            return redirect(_back(recall))
    return render(request, "orders/recall.html", {
        "recall": recall, "ticket": recall.ticket, "form": form, "back": _back(recall),
        "ways": [(code, _(Recall.Ending(code).label)) for code in recalls.shown(recall)],
    })


@screen("work.abandon", methods=BOTH)
def abandon(request: Request, pk: int) -> HttpResponse:
    """Unfinished work of a home, paid by agreement; with that the recall ends."""
    recall = recall_within(request, pk)
    if recall.ended_at:
        return _ended(request, recall)
    ticket: Any = tickets.paying(
        tickets.with_names(tickets.within(request.scope, request.day)), request.day
    ).get(pk=recall.ticket_id)
    form = AbandonForm(request.POST if request.method == "POST" else None, ticket=ticket,
                       pays=ticket.pays)
    if form.is_valid() and _booked(request, form, "abandon", form.content()):
        _finish(request, recall, form, Recall.Ending.ABANDONED)
        return redirect(_back(recall))
    return render(request, "orders/abandon.html", {
        "recall": recall, "ticket": ticket, "form": form, "back": _back(recall),
        "pays": ticket.pays, "most": ticket.pays * form.left,
    })


@screen("work.count", methods=BOTH)
def lose(request: Request, pk: int) -> HttpResponse:
    """What a home has is lost: asked once more, booked as a count that finds nothing."""
    demand(request, "work.end_recall")
    recall = recall_within(request, pk)
    if recall.ended_at:
        return _ended(request, recall)
    ticket = recall.ticket
    hands = recalls.in_hands(ticket.allotment.order, {ticket.holder_id}).get(ticket.holder_id, [])
    form = LoseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _counted(request, form, recall):
        _finish(request, recall, form, Recall.Ending.LOSS)
        return redirect(_back(recall))
    return render(request, "orders/lose.html", {
        "recall": recall, "ticket": ticket, "form": form, "back": _back(recall), "hands": hands,
        "left": ticket.pieces - ticket.back,
    })


def _counted(request: Request, form: Any, recall: Recall) -> bool:
    """Books that nothing of the order's material is in her hands."""
    ticket = recall.ticket
    hands = recalls.in_hands(ticket.allotment.order, {ticket.holder_id}).get(ticket.holder_id, [])
    keys = {goods.pk for goods, _quantity in hands} | set(recalls.materials(ticket))
    lines = [{"commodity": key, "quantity": 0} for key in sorted(keys)]
    if not lines:
        form.add_error(None, _("这个订单不用料，没有损失可记。请按交了活了结，或者记半成品"))
        return False
    return _booked(request, form, "count", {
        "order": ticket.allotment.order_id, "place": ticket.workshop_id,
        "carrier": ticket.holder_id, "lines": lines,
    })


def _booked(request: Request, form: Any, kind: str, content: dict[str, Any]) -> bool:
    new = NewFact(form.cleaned_data["uid"], kind, "asked", request.day, request.at, content)
    (answer,) = submit([new], by=request.user, at=request.at)
    if answer.result in ("accepted", "known"):
        return True
    form.add_error(None, str(answer))
    return False


def _finish(request: Request, recall: Recall, form: Any, ending: str) -> None:
    """Ends the recall; where something else is still open, says what."""
    if run(form, end_recall, recall=recall, ending=ending, by=request.user, at=request.at):
        messages.success(request, _("了结了：%(name)s，%(how)s") % {
            "name": recall.ticket.holder.party.name, "how": _(Recall.Ending(ending).label),
        })
        return
    messages.warning(request, _("记下了，还没有了结：%(why)s") % {
        "why": " ".join(str(one) for one in form.errors.get("__all__", []))
    })
