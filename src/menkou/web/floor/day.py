"""A day of a workshop on a phone: who came, morning and afternoon, sent by one press."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.registry.models import Person, Workshop
from menkou.web.floor import words as said
from menkou.web.floor.recording import Wish, is_state, record
from menkou.web.floor.views import asked_day, page_key, place_within
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fact_words import HALVES as HALF_WORDS
from menkou.work.queries import attendance
from menkou.work.queries.attendance import HALVES, Mark
from menkou.work.queries.hands import said as named

BACK = 7  # days in which the last pattern is looked for
PATTERNS = (
    ("both", _("都来")), ("am", _("上午")), ("pm", _("下午")), ("leave", _("请假")),
    ("none", _("没来")), ("other", _("别的")),
)
PART_HOURS = (1, 2, 3, 5, 6)
LEAVE = "personal"  # what 请假 means where nothing more is said


@dataclass(frozen=True)
class Line:
    """A person of the day: what stands (`marks`, by half), what is preset."""

    person: Person
    marks: dict[str, Mark]
    preset: tuple[str, str]
    full: int

    @property
    def name(self) -> str:
        return named(self.person)

    @property
    def new(self) -> bool:
        """Whether nothing of the day is recorded yet."""
        return not self.marks

    @property
    def pattern(self) -> str:
        whole, none = str(self.full), "-"
        known = {
            (whole, whole): "both", (whole, none): "am", (none, whole): "pm",
            (LEAVE, LEAVE): "leave", (none, none): "none",
        }
        return known.get(self.preset, "other")

    @property
    def seen(self) -> str:
        return " ".join(said.code(self.marks.get(half)) for half in HALVES)

    @property
    def notes(self) -> list[str]:
        """What waits, and why."""
        return [
            gettext("%(half)s：%(why)s") % {"half": HALF_WORDS[half], "why": said.why(mark)}
            for half, mark in self.marks.items() if mark.why
        ]

    @property
    def told(self) -> str:
        """Who recorded it, and when."""
        newest = max(self.marks.values(), key=lambda mark: mark.at, default=None)
        return said.recorded(newest) if newest else ""

    @property
    def halves(self) -> list[dict[str, Any]]:
        return [
            {"half": half, "words": HALF_WORDS[half], "value": value,
             "choices": said.states(self.full, PART_HOURS, value)}
            for half, value in zip(HALVES, self.preset, strict=True)
        ]


def lines(place: Workshop, day: date) -> list[Line]:
    """Everybody of the day, preset by what stands, else by her last day of the week before."""
    stands: dict[int, dict[str, Mark]] = {}
    before: dict[int, dict[date, dict[str, Mark]]] = {}
    for mark in attendance.marks(place, day - timedelta(days=BACK), day):
        if mark.day == day:
            stands.setdefault(mark.person, {})[mark.half] = mark
        elif not mark.why:
            before.setdefault(mark.person, {}).setdefault(mark.day, {})[mark.half] = mark
    full = said.full(day)
    found = []
    for person in attendance.engaged(place, day, day):
        own = stands.get(person.pk, {})
        past = before.get(person.pk, {})
        shown = own or (past[max(past)] if past else {})
        preset = said.code(shown.get("am")), said.code(shown.get("pm"))
        found.append(Line(person, own, preset, full))
    return found


@screen("work.attend", methods=("GET", "POST"))
def day(request: Request, pk: int) -> HttpResponse:
    """Everybody of a day with big buttons; one press sends all that differs from what stands."""
    place = place_within(request, pk)
    typed = request.POST if request.method == "POST" else request.GET
    asked = asked_day(request, typed.get("day"))
    if request.method == "POST":
        key = page_key(request.POST.get("key"))
        if key is not None:
            record(request, place, key, list(_wishes(request.POST, asked)))
        return redirect(f"{reverse('floor:day', args=[place.pk])}?day={asked}")
    found = lines(place, asked)
    return render(request, "floor/day.html", {
        "place": place, "day": asked, "lines": found, "patterns": PATTERNS, "key": uuid4(),
        "fresh": sum(line.new for line in found), "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1) if asked < request.day else None,
    })


def _wishes(sent: QueryDict, day: date) -> Iterator[Wish]:
    """What the page wants of each half-day that it shows; what is no state is left out."""
    full = str(said.full(day))
    for name in sent:
        start, _dot, key = name.partition(".")
        if start != "seen" or not (key.isascii() and key.isdigit() and len(key) < 19):
            continue
        pattern = sent.get(f"p.{key}", "")
        wanted = {
            "both": (full, full), "am": (full, "-"), "pm": ("-", full), "leave": (LEAVE, LEAVE),
            "none": ("-", "-"),
        }.get(pattern) or tuple(sent.get(f"{half}.{key}", "") for half in HALVES)
        seen = sent.get(name, "").split(" ")
        for half, want, saw in zip(HALVES, wanted, seen, strict=False):
            if is_state(want) and is_state(saw):
                yield Wish(int(key), day, half, want, saw)
