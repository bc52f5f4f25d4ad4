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
from menkou.registry.models import Person
from menkou.registry.queries import people
from menkou.registry.queries.reach import workshops
from menkou.web.counter.forms import (
    CounterForm,
    CountForm,
    InspectionForm,
    IssueForm,
    PassOnForm,
    ReceiptForm,
    ReturnForm,
    ReworkForm,
    SurplusForm,
    uid_of,
)
from menkou.web.counter.words import said
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.record_keys import is_key
from menkou.web.parts.tables import Words
from menkou.work.actions.record import Answer, submit
from menkou.work.models import Ticket
from menkou.work.queries import counter, hands, requests, tickets

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
    Mode("pass_on", gettext_lazy("转人"), PassOnForm, "counter/pass_on.html"),
    Mode("inspection", gettext_lazy("验货"), InspectionForm, "counter/pieces.html"),
    Mode("count", gettext_lazy("盘点"), CountForm, "counter/materials.html"),
    Mode("surplus", gettext_lazy("多出"), SurplusForm, "counter/surplus.html"),
)
RECEIPT, ISSUE, RETURN, REWORK, PASS_ON, INSPECTION, COUNT, SURPLUS = MODES


@screen("work.use_counter")
def find(request: Request) -> HttpResponse:
    """A ticket by its number (straight to it), or by a name or its initials (a list to choose)."""
    typed = request.GET.get("q", "").strip()
    mine = tickets.within(request.scope, request.day)
    context: dict[str, Any] = {
        "typed": typed, "done": None, "now": "find", "requests": address("requests"),
        "asked": requests.waiting(request.scope, request.day),
    }
    if done := uid_of(request.GET.get("done")):
        line = counter.just_done(done, mine, _places(request), request.at)
        context |= {"done": line, "uid": uuid4(), "what": said(line) if line else "",
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


def _places(request: Request) -> counter.Places:
    return workshops(request.scope, request.day)


@screen("work.use_counter")
def today(request: Request) -> HttpResponse:
    """What stands recorded today, newest first."""
    mine = tickets.within(request.scope, request.day)
    lines = counter.of_day(request.day, mine, _places(request), request.at)
    return render(request, "counter/today.html", {
        "lines": [(line, said(line)) for line in lines],
        "earned": sum(line.earned for line in lines), "uid": uuid4, "now": "today",
    })


@screen("work.undo", methods=("POST",))
def undo(request: Request) -> HttpResponse:
    """Takes back what was pressed at most some minutes ago: a correction, it stays on record."""
    mine, places = tickets.within(request.scope, request.day), _places(request)
    target, uid = uid_of(request.POST.get("fact")), uid_of(request.POST.get("uid"))
    if target is None or uid is None:
        raise Http404
    line = counter.just_done(target, mine, places, request.at)
    if line is None:
        messages.warning(request, _("这一条已经撤销了，或者已经更正过"))
        return redirect("counter:find")
    if not line.left:
        messages.warning(request, _("过了能撤的时间。要改，请主管更正"))
        return redirect("counter:find")
    new = NewFact(uid, "undo", "asked", line.fact.day, request.at, {}, replaces=target)
    (answer,) = submit([new], by=request.user, at=request.at)
    if answer.result not in ("accepted", "known"):
        messages.error(request, _why_not_undone(request, line, answer))
        return redirect("counter:today")
    messages.success(request, _undone(line))
    if line.ticket is None:
        return redirect("counter:today")
    return redirect(f"counter:{line.fact.kind}", line.ticket.pk)


def _undone(line: counter.Line) -> str:
    """What was taken back: pieces, material, yuan."""
    told = {"who": line.who, "what": said(line), "sum": words.yuan(line.earned)}
    if line.earned:
        return _("撤销了 %(who)s：%(what)s，%(sum)s 元也退了。可以重新记") % told
    return _("撤销了 %(who)s：%(what)s。可以重新记") % told


def _why_not_undone(request: Request, line: counter.Line, answer: Answer) -> str:
    """The sentence of the refusal, and what was recorded after it on the same ticket."""
    if answer.why != "others_wait" or line.ticket is None:
        return str(answer)
    own = tickets.within(request.scope, request.day).filter(pk=line.ticket.pk)
    later = [
        f"{words.clock(one.fact.happened_at)} {said(one)}"
        for one in counter.of_day(request.day, own, _places(request), request.at)
        if one.fact.happened_at > line.fact.happened_at and one.ticket
    ]
    if not later:
        return str(answer)
    return _("还不能撤：后面有靠着它的记录，先撤 %(which)s") % {"which": words.listed(later[:3])}


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


@screen("work.pass_on", methods=BOTH)
def pass_on(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, PASS_ON)


@screen("work.inspect", methods=BOTH)
def inspect(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, INSPECTION)


@screen("work.count", methods=BOTH)
def count(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, COUNT)


@screen("work.send_surplus", methods=BOTH)
def surplus(request: Request, number: int) -> HttpResponse:
    return _ticket(request, number, SURPLUS)


def _ticket(request: Request, number: int, mode: Mode) -> HttpResponse:
    """The page of a ticket in one mode. A press is one fact, whose id was made with the page."""
    mine = tickets.paying(
        tickets.with_names(tickets.within(request.scope, request.day)), request.day
    )
    ticket = get_object_or_404(mine, pk=number)
    posted = request.method == "POST"
    form = mode.form(request.POST if posted else None, ticket)
    by, found = _carrier(request, form, request.POST if posted else request.GET)
    uid, why = uid_of(request.POST.get("uid")) or uuid4(), ""
    if not posted:
        form.kept(request.GET)
    elif form.is_valid() and not _moved_since(request, form, uid):
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
        "pays": ticket.pays,  # type: ignore[attr-defined]  # annotated
        "by": by, "found": found, "asked": request.GET.get("by", "").strip(),
        "larger": address("orders:enlarge", ticket.pk) if why == "over_ticket" or mode is SURPLUS
        else "",
        "rework": address("orders:rework", ticket.allotment.order_id) if mode is PASS_ON else "",
        "tabs": [
            {"words": one.words, "current": one is mode,
             "url": reverse(f"counter:{one.kind}", args=[ticket.pk])}
            for one in MODES
            if one is mode or _may_be_done(one, ticket)
        ],
    })


def _may_be_done(mode: Mode, ticket: Ticket) -> bool:
    """Whether there is something to do in a mode: no tab for pieces that are not there."""
    there = {INSPECTION: ticket.uninspected, REWORK: ticket.at_rework, PASS_ON: ticket.at_rework,
             SURPLUS: ticket.surplus}  # fmt: skip
    return bool(there.get(mode, True))


def _moved_since(request: Request, form: CounterForm, uid: UUID) -> bool:
    """Whether another tab or clerk recorded on the ticket since this page was drawn: then it is
    asked once more, with the numbers of now. A second press of the same page is no such thing."""
    seen = request.POST.get("seen")
    if not seen or seen == form.seen() or counter.is_known(uid):
        return False
    form.add_error(None, _("这张工票刚才在别处记过，数变了。看一看，对的再按一次"))
    return True


def _carrier(
    request: Request, form: CounterForm, given: Any
) -> tuple[Person | None, list[tuple[Person, str]]]:
    """Who brings or fetches it, where that is not the holder; and whom the search found."""
    if not form.carried:
        return None, []
    mine = hands.with_door(people.within(request.scope, request.day), request.day)
    picked = str(given.get("carrier") or "")
    by = mine.filter(pk=int(picked)).first() if is_key(picked) else None
    if by is not None and by.pk != form.ticket.holder_id:
        form.carrier = by.pk
        return by, []
    typed = request.GET.get("by", "").strip()
    if not typed:
        return None, []
    found = list(people.search(mine, typed, request.day).order_by("party__name", "pk")[:6])
    return None, [(one, hands.said(one)) for one in found]


def _done(request: Request, answer: Answer) -> HttpResponse:
    if answer.result == "waiting":
        messages.warning(request, _("收下了，还没记上账：%(why)s") % {"why": answer})
    return redirect(f"{reverse('counter:find')}?done={answer.uid}")
