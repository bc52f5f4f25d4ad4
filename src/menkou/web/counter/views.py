"""The counter: find a ticket, record what came over it, undo the last press."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.facts.new import NewFact
from menkou.web.counter.forms import (
    CounterForm,
    InspectionForm,
    IssueForm,
    ReceiptForm,
    ReturnForm,
    ReworkForm,
)
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.tables import Words
from menkou.work.actions.record import Answer, submit
from menkou.work.models import Ticket
from menkou.work.queries import counter, tickets

BOTH = ("GET", "POST")
MOST = 30


@dataclass(frozen=True)
class Mode:
    """What is done with a ticket: the kind of the fact is also the name of its address."""

    kind: str
    words: Words
    form: Callable[[Any, Ticket], CounterForm]
    template: str


MODES = (
    Mode("receipt", gettext_lazy("收货"), ReceiptForm, "counter/pieces.html"),
    Mode("issue", gettext_lazy("发料"), IssueForm, "counter/materials.html"),
    Mode("return", gettext_lazy("退料"), ReturnForm, "counter/materials.html"),
    Mode("rework", gettext_lazy("返工"), ReworkForm, "counter/pieces.html"),
    Mode("inspection", gettext_lazy("验货"), InspectionForm, "counter/pieces.html"),
)
RECEIPT, ISSUE, RETURN, REWORK, INSPECTION = MODES


@screen("work.use_counter")
def find(request: Request) -> HttpResponse:
    """A ticket by its number (straight to it), or by a name or its initials (a list to choose)."""
    typed = request.GET.get("q", "").strip()
    mine = tickets.within(request.scope, request.day)
    context: dict[str, Any] = {"typed": typed, "done": None, "now": "find"}
    if done := _uuid(request.GET.get("done")):
        context |= {"done": counter.just_done(done, mine, request.at), "uid": uuid4(),
                    "seconds": counter.undo_seconds(request.day)}
    if tickets.is_number(typed):
        number = tickets.number_of(typed)
        if number is None:
            context["wrong"] = _("这个号对不上：看看是不是抄错了一位")
        elif mine.filter(pk=number).exists():
            return redirect("counter:receipt", number)
        else:
            context["wrong"] = _("这里没有这张工票。可能是别的车间的")
    elif typed:
        rows = tickets.of_person(tickets.with_names(mine), typed)
        context["found"] = list(rows[:MOST])
    return render(request, "counter/find.html", context)


@screen("work.use_counter")
def today(request: Request) -> HttpResponse:
    """What stands recorded today, newest first."""
    mine = tickets.within(request.scope, request.day)
    lines = counter.of_day(request.day, mine, request.at)
    return render(request, "counter/today.html", {
        "lines": lines, "earned": sum(line.earned for line in lines), "uid": uuid4,
        "now": "today",
    })


@screen("work.undo", methods=("POST",))
def undo(request: Request) -> HttpResponse:
    """Takes back what was pressed at most some minutes ago: a correction, it stays on record."""
    mine = tickets.within(request.scope, request.day)
    target, uid = _uuid(request.POST.get("fact")), _uuid(request.POST.get("uid"))
    if target is None or uid is None:
        raise Http404
    line = counter.just_done(target, mine, request.at)
    if line is None:
        messages.warning(request, _("这一条已经撤销了，或者已经更正过"))
        return redirect("counter:find")
    if not line.left:
        messages.warning(request, _("过了能撤的时间。要改，请主管更正"))
        return redirect("counter:find")
    new = NewFact(uid, "undo", "asked", line.fact.day, request.at, {}, replaces=target)
    (answer,) = submit([new], by=request.user, at=request.at)
    if answer.result in ("accepted", "known"):
        messages.success(request, _("撤销了。可以重新记"))
        return redirect(f"counter:{line.fact.kind}", line.ticket.pk)
    messages.error(request, str(answer))
    return redirect("counter:find")


@screen("work.receive", methods=BOTH)
def receive(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, RECEIPT)


@screen("work.issue", methods=BOTH)
def issue(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, ISSUE)


@screen("work.return_material", methods=BOTH)
def give_back(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, RETURN)


@screen("work.rework", methods=BOTH)
def rework(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, REWORK)


@screen("work.inspect", methods=BOTH)
def inspect(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, INSPECTION)


def _ticket(request: Request, number: int, mode: Mode) -> HttpResponse:
    """The page of a ticket in one mode. A press is one fact, whose id was made with the page."""
    mine = tickets.with_names(tickets.within(request.scope, request.day))
    ticket = get_object_or_404(mine, pk=number)
    form = mode.form(request.POST if request.method == "POST" else None, ticket)
    uid = _uuid(request.POST.get("uid")) or uuid4()
    why = ""
    if request.method == "POST" and form.is_valid():
        as_it_is = mode is RECEIPT and request.POST.get("press") == "happened"
        stated = "happened" if as_it_is else "asked"
        new = NewFact(uid, mode.kind, stated, request.day, request.at, form.content())
        (answer,) = submit([new], by=request.user, at=request.at)
        if answer.result not in ("refused", "conflict"):
            return _done(request, answer)
        form.add_error(None, str(answer))
        why = answer.why
        if answer.result == "conflict":  # another press from the same page, changed: a new fact
            uid = uuid4()
    return render(request, mode.template, {
        "ticket": ticket, "mode": mode, "form": form, "uid": uid, "why": why,
        "tabs": [
            {"words": one.words, "current": one is mode,
             "url": reverse(f"counter:{one.kind}", args=[ticket.pk])}
            for one in MODES
            if one is not INSPECTION or one is mode or ticket.uninspected
        ],
    })


def _done(request: Request, answer: Answer) -> HttpResponse:
    if answer.result == "waiting":
        messages.warning(request, _("收下了，还没记上账：%(why)s") % {"why": answer})
    return redirect(f"{reverse('counter:find')}?done={answer.uid}")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
