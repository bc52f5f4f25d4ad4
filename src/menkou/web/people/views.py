"""A person's card, her numbers in full, and her forgetting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from menkou.registry.actions.cards import give_card
from menkou.registry.actions.numbers import reveal as reveal_number
from menkou.registry.models import Person
from menkou.registry.queries import people
from menkou.settlement.actions.sounds import NotForgotten, forget_worker
from menkou.settlement.queries import retention
from menkou.web.parts import qr
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.people import words as said
from menkou.web.people.forms import ForgetForm, RevealForm

BOTH = ("GET", "POST")


def person_within(request: Request, pk: int) -> Person:
    """The person, if the grants of this page's verb reach her; else there is no such page."""
    rows = people.within(request.scope, request.day).select_related("party", "key", "user")
    return get_object_or_404(rows, pk=pk)


@never_cache
@screen("registry.reveal", methods=BOTH)
def reveal(request: Request, pk: int, number: str) -> HttpResponse:
    """A number in full, for a reason that is logged. It is shown once, on this page."""
    person = person_within(request, pk)
    form = RevealForm(request.POST or None)
    shown = ""
    if form.is_valid() and run(
        form, reveal_number, person=person, number=number, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        shown = form.result
    return render(request, "people/reveal.html", {
        "person": person, "form": form, "shown": shown, "what": said.NUMBERS[number],
    })


@never_cache
@screen("registry.give_card", methods=BOTH)
def card(request: Request, pk: int) -> HttpResponse:
    """Asks before a card is made; then the card, to be printed: its PIN is said this once."""
    person = person_within(request, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and run(form, give_card, person=person, by=request.user, at=request.at):
        made = form.result
        door = request.build_absolute_uri(f"{reverse('sign-in')}?card={made.number}")
        return render(request, "people/card.html", {
            "person": person, "card": made, "code": qr.draw(door), "host": request.get_host(),
        })
    return render(request, "people/give_card.html", {"person": person, "form": form})


@screen("registry.forget_person", methods=BOTH)
def forget(request: Request, pk: int) -> HttpResponse:
    """Forgets a person for good, after her name was typed again."""
    person = person_within(request, pk)
    form = ForgetForm(request.POST or None, person=person)
    if form.is_valid() and run(
        form, forget_worker, person=person, by=request.user, at=request.at
    ):
        messages.success(request, _("个人信息删了；做过的活和工钱还在账上，不带姓名"))
        return redirect("people:list")
    return render(request, "people/forget.html", {
        "person": person, "form": form, "held": _held(person, request),
    })


def _held(person: Person, request: Request) -> list[NotForgotten]:
    """Why she can't be forgotten yet, a sentence each."""
    held = retention.of(person, request.day)
    return [NotForgotten(code) for code in held.claims] + [
        NotForgotten(one.code, until=one.until, source=one.source) for one in held.terms
    ]
