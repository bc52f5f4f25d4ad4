"""A household: who belongs to it today, where they lived, since when."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from menkou.registry.models import Membership, Residence
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
    known = [one.pk for one in members]
    told = [_move(row, request.day) for row in household_of.moves(known)]
    told += [_join(row, request.day) for row in household_of.joined(found, known)]
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


def _under(row: Residence | Membership, today: date, *parts: str) -> str:
    day = words.day(row.from_day) if row.from_day.year != today.year else ""
    by = _("%(who)s记的") % {"who": row.entered_by.shown_name}
    return " · ".join(part for part in (day, *parts, by) if part)


def _move(row: Residence, today: date) -> Line:
    name = row.person.party.name
    if row.community is None:
        title, where = _("%(name)s搬走了") % {"name": name}, ""
    else:
        title = _("%(name)s住进%(community)s") % {"name": name, "community": row.community.name}
        where = said.door(row.building, row.unit, row.room)
    return Line(
        row.from_day, lines.when(row.from_day, today), "", "home", title,
        _under(row, today, where), badge=_("还没到") if row.from_day > today else "",
    )


def _join(row: Membership, today: date) -> Line:
    title = _("%(name)s记进这户，%(relation)s") % {
        "name": row.person.party.name,
        "relation": str(said.RELATIONS.get(row.relation, row.relation)),
    }
    return Line(
        row.from_day, lines.when(row.from_day, today), "", "people", title, _under(row, today),
        badge=_("还没到") if row.from_day > today else "",
    )
