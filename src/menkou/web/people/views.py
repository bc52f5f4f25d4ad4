"""A person's page, her card, and her numbers in full."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from menkou.access import queries as rights
from menkou.registry.actions.cards import give_card
from menkou.registry.actions.numbers import reveal as reveal_number
from menkou.registry.models import Person
from menkou.registry.queries import people, reveals
from menkou.registry.queries import person as record_of
from menkou.settlement.actions.sounds import NotForgotten, forget_worker
from menkou.settlement.queries import retention
from menkou.settlement.queries.flags import of_person
from menkou.web.parts import qr, revealed
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import Act, allowed
from menkou.web.people import lines, work
from menkou.web.people import words as said
from menkou.web.people.forms import ForgetForm, RevealForm
from menkou.web.people.words import flags as flag_words

BOTH = ("GET", "POST")
CHIPS = (("", gettext_lazy("全部")), ("job", gettext_lazy("活")), ("home", gettext_lazy("家")))
PAY = ("pay", gettext_lazy("工钱"))


def person_within(request: Request, pk: int) -> Person:
    """The person, if the grants of this page's verb reach her; else there is no such page."""
    rows = people.within(request.scope, request.day).select_related("party", "key", "user")
    return get_object_or_404(rows, pk=pk)


@screen("registry.see_people")
def record(request: Request, pk: int) -> HttpResponse:
    """Who she is, what holds today, her family, and how it came to be."""
    person = person_within(request, pk)
    if person.forgotten_at is not None:
        return render(request, "people/gone.html", {"person": person})
    events = record_of.life(person)
    now = record_of.now(person, events, request.day)
    only = request.GET.get("only", "")
    traits = rights.may(request.user, "registry.see_traits", request.day)
    shown = lines.of(
        [event for event in events if traits or event.kind != "trait"], request.day, only
    )
    panel = work.panel(person, request)
    if panel is not None:
        shown += panel.lines(only)
    seen = reveals.of(person.pk).first()
    family, others = _family(request, person, now)
    return render(request, "people/person.html", {
        "person": person, "now": now, "sub": _sub(person, now), "home": _home(now),
        "group": said.group(now.group) if traits else "", "tags": _tags(now) if traits else [],
        "numbers": _numbers(request, person), "account": _account(person),
        "note": _note(request, person),
        "seen": seen and revealed.sentence(seen), "seen_at": seen and seen.at,
        "timeline": lines.by_month(shown, request.day), "only": only,
        "chips": (*CHIPS[:2], PAY, *CHIPS[2:]) if panel else CHIPS,
        "family": family, "elsewhere": others, "household": now.household,
        "next": _next(request, person, now), "head": _head(request, person, now),
        "reveal_form": RevealForm(auto_id="why_%s"),
        "panel": panel, "posts": "post_pay" in now.consents,
        "agreed": len(now.consents),
        "flags": flag_words(of_person(
            person, works=bool(now.jobs), died_on=now.died_on, day=request.day
        )) if rights.may(request.user, "settlement.see_flags", request.day) else [],
    })


def _family(
    request: Request, person: Person, now: record_of.Now
) -> tuple[list[tuple[record_of.Relative, str]], int]:
    """The others of her household with their relation in words, and how many may not be named."""
    if now.household is None or now.household.ref is None:
        return [], 0
    shown, count = record_of.family(person, now.household.ref, request.scope, request.day)
    named = [(one, str(said.RELATIONS.get(one.relation, one.relation))) for one in shown]
    return named, count - len(shown)


def _sub(person: Person, now: record_of.Now) -> str:
    parts = [
        _("%(sex)s，%(age)d 岁") % {"sex": said.sex(person.sex), "age": now.age},
        _("从%(county)s搬来") % {"county": now.household.words[2]}
        if now.household and now.household.words[2] else "",
        _("编号 P-%(number)06d") % {"number": person.pk},
    ]
    return " · ".join(part for part in parts if part)


def _home(now: record_of.Now) -> str:
    if now.home is None:
        return ""
    community, *door = now.home.words
    return f"{community} {said.door(*door)}".strip()


def _tags(now: record_of.Now) -> list[str]:
    """Her traits, and the groups that she belongs to beside the main one."""
    others = sorted(now.tags - {now.group, "other"})
    found = [said.group(code) for code in others]
    found += [said.trait(event.words[0]) for event in now.traits if event.words[0] != "died"]
    return list(dict.fromkeys(word for word in found if word != said.group(now.group)))


def _numbers(request: Request, person: Person) -> list[dict[str, Any]]:
    """Each number masked, with the address that shows it to those who may."""
    may = rights.may(request.user, "registry.reveal", request.day)
    return [
        {
            "code": code, "words": said.NUMBERS[code], "shown": shown,
            "url": reverse("people:reveal", args=(person.pk, code)) if shown and may else "",
        }
        for code, shown in record_of.masked(person).items()
    ]


def _account(person: Person) -> str:
    """Which bank, and whose account where it is not her own."""
    holder = person.bank_holder
    parts = [person.bank_name, "" if holder == "self" else str(said.HOLDERS[holder])]
    return " · ".join(part for part in parts if part)


def _note(request: Request, person: Person) -> str:
    may = rights.may(request.user, "registry.change_person", request.day)
    return record_of.note(person) if may else ""


def _work(person: Person, *, main: bool = False) -> Act:
    return Act(_("记用工"), "people:work", (person.pk,), "shop", "registry.engage", main=main)


def _card(person: Person, *, main: bool = False) -> Act:
    words = _("换密码重打卡") if person.user_id else _("发卡")
    return Act(words, "people:card", (person.pk,), "card", "registry.give_card", main=main)


def _head(request: Request, person: Person, now: record_of.Now) -> list[Act]:
    """The next right thing: terms of work for who has none, a card for who works without one."""
    if now.moved_away or now.died_on:
        return []
    acts = (_work(person, main=True),) if not now.jobs else (
        _card(person, main=person.user_id is None),
    )
    return allowed(acts, request)


def _next(request: Request, person: Person, now: record_of.Now) -> list[Act]:
    """What else may be done with her; of who has died, what she had is ended."""
    pk = (person.pk,)
    work = (_work(person),) if now.jobs or not now.died_on else ()
    card = () if now.died_on else (_card(person),)
    acts = (
        *work,
        *(
            (Act(_("定手里的活的上限"), "people:limit", pk, "ticket", "work.set_limit"),)
            if now.jobs else ()
        ),
        Act(_("记住处"), "people:home", pk, "home", "registry.set_residence"),
        Act(_("记户"), "people:household", pk, "people", "registry.set_membership"),
        Act(_("记情况"), "people:trait", pk, "person", "registry.set_trait"),
        Act(_("看情况和凭据"), "people:traits", pk, "info", "registry.see_traits"),
        Act(_("改登记"), "people:change", pk, "pen", "registry.change_person"),
        Act(_("看和记同意"), "people:consents", pk, "pen", "registry.see_people"),
        *card,
        Act(_("删除个人信息"), "people:forget", pk, "close", "registry.forget_person"),
    )  # fmt: skip
    return allowed(acts, request)


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
