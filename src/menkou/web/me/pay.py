"""Her pay: her slips, each in plain words; she says that one is right, or what is not."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.identity.tries import tried
from menkou.settlement.actions.replies import MOST_SOUND, REASONS, confirm, object_to
from menkou.settlement.actions.sounds import object_aloud
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Confirmation, Objection, Slip
from menkou.settlement.queries import mine
from menkou.web.me import words as said
from menkou.web.me.forms import SPOKEN, WrongForm
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.forms import run

A_PAGE = 24
BOTH = ("GET", "POST")
ICONS = {
    "count": "box", "rate": "yuan", "days": "clock", "missing": "ask", "deduction": "down",
    "other": "people",
}


def hers(request: Request, pk: int) -> Slip:
    """A slip of her own; another's is no such page."""
    if request.scope.person is None:
        raise Http404
    return get_object_or_404(mine.told(request.scope.person), pk=pk)


@screen("settlement.see_mine")
def slips(request: Request) -> HttpResponse:
    """All her slips, the newest first."""
    person = request.scope.person
    rows = mine.told(person) if person is not None else Slip.objects.none()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "me/slips.html", {
        "page": page, "slips": [said.card(one, request.day) for one in page],
    })


@screen("settlement.see_mine")
def slip(request: Request, pk: int) -> HttpResponse:
    """One slip in plain words, with its days."""
    own = hers(request, pk)
    lines = said.lines(mine.lines(own), own)
    return render(request, "me/slip.html", {
        "slip": own, "card": said.card(own, request.day), "lines": lines,
        "sums": said.sums(own), "owed": -own.carried_out, "where": said.where(own),
        "days": said.days(mine.days(own)),
        "spoken": said.spoken(own, lines, request.day),
    })


@screen("settlement.see_mine", methods=("POST",))
def right(request: Request, pk: int) -> HttpResponse:
    """She says that it is right. Pressed twice it is said once."""
    demand(request, "settlement.confirm")
    own = hers(request, pk)
    try:
        tried(confirm, slip=own, how=Confirmation.How.PHONE, by=request.user, at=request.at)
    except NotSettled as refused:
        if refused.code != "already_confirmed":
            messages.error(request, str(refused))
            return redirect("me:slip", pk)
    messages.success(request, _("你说对了，记下了"))
    return redirect("me:slip", pk) if request.POST.get("from") == "slip" else redirect("me:page")


@screen("settlement.see_mine", methods=BOTH)
def wrong(request: Request, pk: int) -> HttpResponse:
    """She says what is not right: a reason pressed, told to the clerk, or recorded."""
    demand(request, "settlement.object")
    own = hers(request, pk)
    posted = request.method == "POST"
    form = WrongForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid() and _object(request, own, form):
        messages.success(request, _("记下了，车间会答复你"))
        return redirect("me:slip", pk)
    return render(request, "me/wrong.html", {
        "slip": own, "card": said.card(own, request.day), "form": form, "most": MOST_SOUND,
        "where": said.where(own), "open": said.open_objection(own),
        "until": said.until(own, request.day),
        "reasons": [(code, ICONS[code], words) for code, words in REASONS.items()],
        "back": reverse("me:slip", args=[pk]),
    })


def _object(request: Request, own: Slip, form: WrongForm) -> bool:
    given: dict[str, Any] = {
        "slip": own, "reason": form.cleaned_data["reason"] or SPOKEN, "by": request.user,
        "at": request.at,
    }
    if sound := form.cleaned_data["sound"]:
        return run(form, object_aloud, content=sound.read(), **given)
    return run(form, object_to, how=Objection.How.PHONE, **given)
