"""Two registrations that may be one person: side by side, merged, kept apart, taken apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.access import queries as rights
from menkou.facts.queries.half_days import held_twice
from menkou.identity.tries import tried
from menkou.registry.actions.sameness import NotMerged, merge, not_same, unmerge
from menkou.registry.models import Membership, Person
from menkou.registry.queries import likeness, people, sameness
from menkou.registry.queries import person as record_of
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.people import words as said
from menkou.web.people.views import person_within

PER_PAGE = 10
WHY = {
    "phone": gettext_lazy("姓名、出生日期一样，电话一样或者后四位一样"),
    "household": gettext_lazy("姓名、出生日期一样，记在同一户"),
    "door": gettext_lazy("姓名、出生日期一样，住同一个门牌"),
}
MOST_FOUND = 8


@dataclass(frozen=True)
class Row:
    """One thing that two registrations say, side by side."""

    words: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


@dataclass(frozen=True)
class Beside:
    """Two registrations side by side, and where the buttons send. `keeps`: the one that stays."""

    keeps: Person
    goes: Person
    why: str
    rows: list[Row]
    url: str
    merge: str
    differ: str


@screen("registry.merge")
def same(request: Request) -> HttpResponse:
    """Every pair within reach that may be one person."""
    found = likeness.pairs(request.scope, request.day)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/same.html", {
        "page": page, "count": len(found), "pairs": _beside(request, list(page.object_list)),
    })


@screen("registry.merge")
def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """Any two registrations side by side."""
    one, two = person_within(request, pk), person_within(request, other)
    (beside,) = _beside(request, [likeness.Pair(one.pk, two.pk, "")])
    return render(request, "people/compare.html", {"pair": beside})


@screen("registry.merge")
def twin(request: Request, pk: int) -> HttpResponse:
    """Looks for another registration of a person, whatever it is called there."""
    person = person_within(request, pk)
    typed = request.GET.get("q", "").strip() or person.party.name
    rows = people.once(people.within(request.scope, request.day)).filter(forgotten_at=None)
    found = list(
        people.search(rows, typed, request.day).exclude(pk=pk).select_related("party")
        .order_by("party__name", "pk")[:MOST_FOUND]
    )
    return render(request, "people/twin.html", {
        "person": person, "typed": typed,
        "found": [
            {"one": one, "under": _("%(year)s 年生 · 编号 P-%(number)06d") % {
                "year": one.born_on.year, "number": one.pk,
            }, "url": reverse("people:compare", args=(pk, one.pk))}
            for one in found
        ],
    })


@screen("registry.merge", methods=("POST",))
def merge_pair(request: Request, pk: int, other: int) -> HttpResponse:
    """Merges the second into the first."""
    into, person = person_within(request, pk), person_within(request, other)
    try:
        tried(merge, person=person, into=into, by=request.user, at=request.at)
    except NotMerged as refused:
        messages.error(request, str(refused))
        return redirect("people:compare", pk, other)
    messages.success(request, _("合并好了，两边的活、工钱都在这一页。弄错了可以拆开"))
    return redirect("people:person", pk)


@screen("registry.not_same", methods=("POST",))
def keep_apart(request: Request, pk: int, other: int) -> HttpResponse:
    one, two = person_within(request, pk), person_within(request, other)
    try:
        tried(not_same, one=one, other=two, by=request.user, at=request.at)
    except NotMerged as refused:
        messages.error(request, str(refused))
        return redirect("people:compare", pk, other)
    messages.success(request, _("记下了：是两个人，以后不再问"))
    return redirect("people:same")


@screen("registry.unmerge", methods=("POST",))
def apart(request: Request, pk: int, alias: int) -> HttpResponse:
    """Takes a merged registration out again."""
    person = person_within(request, pk)
    found = get_object_or_404(sameness.standing().filter(into=person), pk=alias)
    try:
        tried(unmerge, alias=found, by=request.user, at=request.at)
    except NotMerged as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("拆开了，各是各的"))
    return redirect("people:person", pk)


def merges(request: Request, person: Any) -> dict[str, Any]:
    """For a person's page (`record_of.for_page`): whom this registration stands for (`into`),
    which stand for her (`aliases`, each with where it is taken apart), all of hers (`persons`),
    and on which days several of them were at work."""
    whose, found = sameness.of(person) if person.joined else (None, [])
    may = rights.may(request.user, "registry.unmerge", request.day)
    twice = held_twice([person.pk, *(one.person_id for one in found)]) if found else []
    return {
        "into": whose, "persons": [person.pk, *(one.person_id for one in found)],
        "aliases": [
            {"one": one, "number": f"P-{one.person_id:06d}",
             "url": reverse("people:apart", args=(person.pk, one.pk)) if may else ""}
            for one in found
        ],
        "twice": _("、").join(words.day(day, request.day) for day in twice),
    }


def _beside(request: Request, pairs: Sequence[likeness.Pair]) -> list[Beside]:
    """The pairs with what they say. Who has an ID number stays; else the older registration."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    household = Membership.objects.on(request.day).filter(person=OuterRef("pk"))
    rows = people.for_list(Person.objects.filter(pk__in=keys), request.day).annotate(
        household=Subquery(household.values("household__number")[:1]))
    known = {one.pk: one for one in rows.select_related("party", "key")}
    facts = {key: _facts(one) for key, one in known.items()}
    found = []
    for pair in pairs:
        keeps, goes = known[pair.one], known[pair.other]
        if keeps.id_index is None and goes.id_index is not None:
            keeps, goes = goes, keeps
        args = (keeps.pk, goes.pk)
        found.append(Beside(
            keeps, goes, str(WHY.get(pair.why, "")),
            [Row(words, facts[keeps.pk][words], facts[goes.pk][words])
             for words in facts[keeps.pk]],
            reverse("people:compare", args=args), reverse("people:merge", args=args),
            reverse("people:differ", args=args),
        ))
    return found


def _facts(person: Any) -> dict[str, str]:
    home = next((home for home in person.homes if home.community), None)
    door = said.door(home.building, home.unit, home.room) if home else ""
    numbers = record_of.masked(person)
    jobs = [str((job.workshop or job.payer).party.name) for job in people.jobs_of(person)]
    return {
        _("姓名"): person.party.name,
        _("性别"): said.sex(person.sex),
        _("出生日期"): words.full_day(person.born_on),
        **{str(said.NUMBERS[code]): shown or "—" for code, shown in numbers.items()},
        _("住处"): f"{home.community.name} {door}".strip() if home else "—",
        _("户"): person.household or "—",
        _("在哪做"): _("、").join(dict.fromkeys(jobs)) or "—",
    }
