"""A person's page: who she is, what holds on a day, her family, and one timeline of it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.access import queries as rights
from menkou.lib.days import begin
from menkou.policy.rules import NoRuleYet
from menkou.registry.models import Person
from menkou.registry.queries import people
from menkou.registry.queries import person as record_of
from menkou.settlement.queries.flags import of_person
from menkou.web.parts import revealed
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.lists import Act, allowed
from menkou.web.parts.timeline import Line
from menkou.web.people import lines, paid, work
from menkou.web.people import words as said
from menkou.web.people.forms import RevealForm
from menkou.web.people.same import merges

CHIPS = (("", gettext_lazy("全部")), ("job", gettext_lazy("活")), ("home", gettext_lazy("家")))
PAY = ("pay", gettext_lazy("工钱"))


@dataclass(frozen=True)
class Asked:
    """Of which day the page tells (`on`), and as it was known at the end of which day (`known`);
    None: as it is known now. `then`: anything but today as it is known today."""

    on: date
    known: date | None
    then: bool

    @property
    def known_at(self) -> datetime | None:
        """The last moment of that day in Shanghai."""
        if self.known is None:
            return None
        night = begin(self.known + timedelta(days=1))
        return night - timedelta(microseconds=1)


def asked(request: Request) -> Asked:
    """What the address asks for; a day that is none, or is still to come, is not asked for."""
    on, known = (_past(request, name) for name in ("on", "known"))
    return Asked(on or request.day, known, on is not None or known is not None)


def _past(request: Request, name: str) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if day < request.day else None


@screen("registry.see_people")
def record(request: Request, pk: int) -> HttpResponse:
    """As of today, or of `?on=` a day, as it was known at the end of `?known=` another."""
    known = people.within(request.scope, request.day)
    person = get_object_or_404(record_of.for_page(known), pk=pk)
    if person.forgotten_at is not None:
        return render(request, "people/gone.html", {"person": person})
    when = asked(request)
    events = record_of.life(person, when.known_at)
    try:
        now = record_of.now(person, events, when.on)
    except NoRuleYet:  # so long ago that nothing says which group was which
        when = Asked(request.day, None, then=False)
        events = record_of.life(person)
        now = record_of.now(person, events, request.day)
    only = request.GET.get("only", "")
    traits = rights.may(request.user, "registry.see_traits", request.day)
    joined = merges(request, person)
    whose, persons = joined["into"], joined["persons"]
    panel = None if when.then else work.panel(person, request, persons)
    shown = _lines(request, person, events, when, only, traits=traits)
    if panel is not None:
        shown += panel.lines(only)
    if not when.then and only in ("", "pay"):
        shown += paid.lines_of(request, persons)
    family, others = _family(request, persons, now, when)
    money = panel is not None or rights.may(request.user, "settlement.see_pay", request.day)
    return render(request, "people/person.html", {
        "person": person, "now": now, "sub": _sub(person, now), "home": _home(now),
        "group": said.group(now.group) if traits else "", "tags": _tags(now) if traits else [],
        "skills": [said.skill(event.words[0]) for event in now.skills], "wish": _wish(now),
        "numbers": _numbers(request, person), "account": _account(person),
        "note": _note(request, person), "when": when, "merges": joined,
        "seen": revealed.sentence(person.seen_by, person.seen_what, person.seen_why)
        if person.seen_at else "", "seen_at": person.seen_at,
        "timeline": lines.by_month(shown, request.day), "only": only,
        "chips": (*CHIPS[:2], PAY, *CHIPS[2:]) if money else CHIPS,
        "family": family, "elsewhere": others, "household": now.household,
        "next": [] if when.then or whose else _next(request, person, now),
        "head": [] if when.then or whose else _head(request, person, now),
        "reveal_form": RevealForm(auto_id="why_%s"),
        "panel": panel, "posts": "post_pay" in now.consents, "agreed": len(now.consents),
        "flags": _flags(request, person, now, when),
    })


def _flags(request: Request, person: Person, now: record_of.Now, when: Asked) -> list[str]:
    """What of her somebody should look at today, for those who look after it."""
    if when.then or not rights.may(request.user, "settlement.see_flags", request.day):
        return []
    return said.flags(
        of_person(person, works=bool(now.jobs), died_on=now.died_on, day=request.day)
    )


def _lines(
    request: Request, person: Person, events: list[record_of.Event], when: Asked, only: str,
    *, traits: bool,
) -> list[Line]:
    """What was recorded up to the day that is asked for; of today also what is still to come."""
    told = [event for event in events if traits or event.kind != "trait"]
    if when.then:
        told = [event for event in told if event.day <= when.on]
    shown = lines.of(told, request.day, only)
    if traits and only in ("", "home"):
        shown += lines.of_groups(record_of.groups(person, events, when.on), request.day)
    return shown


def _wish(now: record_of.Now) -> str:
    """What work she wishes for, in words; "" where nothing was said."""
    if now.wish is None:
        return ""
    if not now.wish.holds:
        return _("现在不想做活")
    place, kinds, *_none = now.wish.words
    return said.wish(now.wish.ref, place, kinds)


def _family(
    request: Request, persons: Sequence[int], now: record_of.Now, when: Asked
) -> tuple[list[tuple[record_of.Relative, str]], int]:
    """The others of her household with their relation in words, and how many may not be named."""
    if now.household is None or now.household.ref is None:
        return [], 0
    shown, count = record_of.family(persons, now.household.ref, request.scope, request.day,
                                   on=when.on)
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
        Act(_("记技能"), "people:skill", pk, "learn", "registry.set_skill"),
        Act(_("记想做什么活"), "people:wish", pk, "shop", "registry.set_wish"),
        Act(_("换银行账户"), "people:account", pk, "card", "registry.set_account"),
        Act(_("看情况和凭据"), "people:traits", pk, "info", "registry.see_traits"),
        Act(_("改登记"), "people:change", pk, "pen", "registry.change_person"),
        Act(_("看和记同意"), "people:consents", pk, "pen", "registry.see_people"),
        Act(_("和另一条登记合并"), "people:twin", pk, "people", "registry.merge"),
        *card,
        Act(_("删除个人信息"), "people:forget", pk, "close", "registry.forget_person"),
    )  # fmt: skip
    return allowed(acts, request)
