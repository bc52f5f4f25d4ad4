"""A household: who belongs to it today, and who joined, left, was born, died or moved."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from menkou.registry.queries import household as household_of
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.timeline import Line
from menkou.web.people import lines
from menkou.web.people import words as said


@screen("registry.see_people")
def record(request: Request, pk: int) -> HttpResponse:
    """The people of a house as of today, and their addresses; others are counted, not named."""
    found = get_object_or_404(household_of.within(request.scope, request.day), pk=pk)
    members, count = household_of.members(found, request.scope, request.day)
    told = [
        _line(one, request.day)
        for one in household_of.history(found, request.scope, request.day)
    ]
    homes = list(dict.fromkeys(_home(one.home) for one in members if one.home))
    return render(request, "people/household.html", {
        "household": found, "count": count, "hidden": count - len(members), "homes": homes,
        "members": [
            {
                "one": one, "sex": said.sex(one.sex), "home": _home(one.home) if one.home else "",
                "relation": str(said.RELATIONS.get(one.relation, one.relation)),
            }
            for one in members
        ],
        "working": sum(one.working for one in members),
        "timeline": lines.by_month(told, request.day),
    })


def _home(home: tuple[str, str, str, str]) -> str:
    community, *door = home
    return f"{community} {said.door(*door)}".strip()


def _line(change: household_of.Change, today: date) -> Line:
    title, where = _told(change)
    day = words.day(change.day) if change.day.year != today.year else ""
    source = str(said.SOURCES.get(change.source, ""))
    by = _("%(who)s记的") % {"who": change.by} if change.by else ""
    return Line(
        change.day, lines.when(change.day, today), "", _ICONS[change.kind], title,
        " · ".join(part for part in (day, where, source, by) if part),
        badge=_("还没到") if change.day > today else "",
    )


_ICONS = {"joined": "people", "born": "child", "left": "out", "died": "person", "home": "home",
          "away": "home"}  # fmt: skip


def _told(change: household_of.Change) -> tuple[str, str]:
    name = {"name": change.name}
    if change.kind == "home":
        community, *door = change.words
        told = _("%(name)s住进%(community)s") % (name | {"community": community})
        return told, said.door(*door)
    if change.kind in ("joined", "born"):
        relation = str(said.RELATIONS.get(change.words[0], change.words[0]))
        told = _("%(name)s出生，%(relation)s") if change.kind == "born" else _(
            "%(name)s记进这户，%(relation)s"
        )
        return told % (name | {"relation": relation}), ""
    words_of = {
        "left": _("%(name)s离开这户"), "died": _("%(name)s离世"), "away": _("%(name)s搬走了"),
    }
    return words_of[change.kind] % name, ""
