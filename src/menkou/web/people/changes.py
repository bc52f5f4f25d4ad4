"""The forms: registering a person, correcting her, and what holds of her from a day."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from menkou import policy
from menkou.registry.actions import life
from menkou.registry.actions.people import add_person, change_person
from menkou.registry.models import Person
from menkou.registry.queries import organizations, people, reach
from menkou.registry.queries import person as record_of
from menkou.settlement.queries.flags import of_registration
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.forms import Form, run
from menkou.web.people import words as said
from menkou.web.people.forms import (
    ChangeForm,
    HomeForm,
    HouseholdForm,
    PersonForm,
    TraitForm,
    WorkForm,
)
from menkou.web.people.views import BOTH, person_within


def form_page(
    request: Request, form: Form, person: Person, title: str, send: str, *, says: str = ""
) -> HttpResponse:
    """A form about a person, with what it says beforehand."""
    return render(request, "people/form.html", {
        "form": form, "person": person, "title": title, "send": send, "says": says,
    })


def saved(
    request: Request, form: Form, person: Person, action: Callable[..., Any], /, **given: Any
) -> HttpResponse | None:
    """The way back to her page, once the action was done; None: the form has something to say."""
    if not run(form, partial(action, **given), person=person, by=request.user, at=request.at):
        return None
    messages.success(request, _("记下了"))
    heed(request, person)
    return redirect("people:person", person.pk)


def heed(request: Request, person: Person) -> None:
    """Says what of what was just registered somebody should look at once more."""
    for one in said.flags(of_registration(person, request.day)):
        messages.warning(request, _("要留意：%(what)s") % {"what": one})


@screen("registry.add_person", methods=BOTH)
def add(request: Request) -> HttpResponse:
    """Registers a person and where she lives; the rest is offered on her page."""
    form = PersonForm(request.POST or None, initial={"lives_since": request.day})
    form.fields["community"].queryset = (  # type: ignore[attr-defined]
        reach.communities(request.scope).order_by("site__name", "name")
    )
    if form.is_valid() and run(
        form, add_person, new=form.new(), by=request.user, at=request.at
    ):
        messages.success(request, _("登记好了。接着记户、记用工，或者发卡"))
        heed(request, form.result)
        return redirect("people:person", form.result.pk)
    return render(request, "people/add.html", {
        "form": form, "who": form.lines(PersonForm.PERSON), "where": form.lines(PersonForm.HOME),
        "door": form.lines(PersonForm.DOOR),
    })


@screen("registry.change_person", methods=BOTH)
def change(request: Request, pk: int) -> HttpResponse:
    person = person_within(request, pk)
    form = ChangeForm(request.POST or None, masked=record_of.masked(person), initial={
        "name": person.party.name, "sex": person.sex, "born_on": person.born_on,
        "bank_name": person.bank_name, "bank_holder": person.bank_holder,
        "bank_holder_name": record_of.holder_name(person), "note": record_of.note(person),
    })
    if form.is_valid() and (
        done := saved(request, form, person, change_person, change=form.change())
    ):
        return done
    return form_page(request, form, person, _("改登记"), _("改好了"))


@screen("registry.set_residence", methods=BOTH)
def home(request: Request, pk: int) -> HttpResponse:
    person = person_within(request, pk)
    now = record_of.now(person, record_of.life(person), request.day)
    building, unit, room = now.home.words[1:] if now.home else ("", "", "")
    form = HomeForm(request.POST or None, initial={
        "from_day": request.day, "community": now.home and now.home.ref, "building": building,
        "unit": unit, "room": room,
    })
    form.fields["community"].queryset = (  # type: ignore[attr-defined]
        reach.neighbours(request.scope).order_by("site__name", "name")
    )
    if form.is_valid() and (
        done := saved(request, form, person, life.set_residence, **form.cleaned_data)
    ):
        return done
    return form_page(request, form, person, _("记住处"), _("记下"), says=_(
        "从这天起住在这里；以前的住处留着，那时的账还算在那里。"
    ))


@screen("registry.set_membership", methods=BOTH)
def household(request: Request, pk: int) -> HttpResponse:
    """Puts her into a household by its number, founds a new one, or takes her out."""
    person = person_within(request, pk)
    form = HouseholdForm(request.POST or None, initial={"from_day": request.day})
    if form.is_valid():
        found = form.cleaned_data
        given = {name: found[name] for name in ("relation", "source", "from_day")}
        if found["fresh"] and not found["left"]:
            demand(request, "registry.add_household")
            done = saved(request, form, person, life.found_household, number=found["number"],
                          from_county=found["from_county"], **given)
        else:
            given |= {"relation": ""} if found["left"] else {}
            done = saved(request, form, person, life.set_membership, household=form.household,
                          **given)
        if done:
            return done
    return form_page(request, form, person, _("记户"), _("记下"))


@screen("registry.set_trait", methods=BOTH)
def trait(request: Request, pk: int) -> HttpResponse:
    person = person_within(request, pk)
    form = TraitForm(request.POST or None, initial={"from_day": request.day, "holds": "yes"})
    if form.is_valid() and (
        done := saved(request, form, person, life.set_trait, **form.cleaned_data)
    ):
        return done
    return form_page(request, form, person, _("记情况"), _("记下"))


@screen("registry.engage", methods=BOTH)
def work(request: Request, pk: int) -> HttpResponse:
    """The terms of her work from a day: a new engagement, another form, or the end of one."""
    person = person_within(request, pk)
    now = record_of.now(person, record_of.life(person), request.day)
    job = now.jobs[0] if len(now.jobs) == 1 else None
    terms = people.working(request.day).filter(person=person, payer=job.ref) if job else None
    tax = terms.values_list("tax_class", flat=True).first() if terms is not None else ""
    form = WorkForm(request.POST or None, hint=said.tax_hint(policy.on(request.day)),
                    ended=now.died_on is not None, initial={
        "from_day": request.day, "cycle": job.words[3] if job else "month",
        "payer": job.ref if job else None, "tax_class": tax,
    })
    form.offer(
        workshop=reach.workshops(request.scope, request.day)
        .select_related("party").order_by("party__name"),
        payer=organizations.within(request.scope, request.day)
        .select_related("party").order_by("party__name"),
    )  # fmt: skip
    if form.is_valid() and (
        done := saved(request, form, person, life.engage, **form.cleaned_data)
    ):
        return done
    return form_page(request, form, person, _("记用工"), _("记下"), says=_(
        "换一种做法，就从那天起记一条新的；原来的到前一天为止。"
    ))
