"""A person's life as lines of a timeline: her homes, household, traits and terms of work."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from menkou.registry.models import Engagement
from menkou.registry.queries.person import Event
from menkou.web.parts import words
from menkou.web.parts.timeline import Line
from menkou.web.people import words as said

KINDS = {"home": ("home", "home"), "household": ("home", "people"), "trait": ("home", "person"),
         "job": ("job", "shop"), "consent": ("home", "pen"), "skill": ("job", "learn"),
         "wish": ("job", "ask"), "account": ("pay", "card"), "group": ("home", "people")}
"""Kind of an event -> (which chip shows it, its icon)."""


def of(events: Iterable[Event], today: date, only: str = "") -> list[Line]:
    """The events in words, in the order given; `only` "job" or "home" leaves the others out."""
    return [
        _line(event, today) for event in events if not only or KINDS[event.kind][0] == only
    ]


def _line(event: Event, today: date) -> Line:
    title, under = _SAID[event.kind](event)
    colour = "job" if event.kind == "job" else ""
    by = _("%(who)s记的") % {"who": event.by}
    source = str(said.SOURCES.get(event.source, ""))
    day = words.day(event.day) if event.day.year != today.year else ""
    return Line(
        event.day, when(event.day, today), colour, KINDS[event.kind][1], title,
        " · ".join(part for part in (day, under, source, by) if part),
        badge=_("还没到") if event.day > today else "",
    )


def when(day: date, today: date) -> str:
    """The day inside its month; the month inside another year."""
    if day == today:
        return _("今天")
    if day.year == today.year:
        return _("%(n)d 日") % {"n": day.day}
    return _("%(n)d 月") % {"n": day.month} if words.chinese() else words.MONTHS[day.month - 1]


def _home(event: Event) -> tuple[str, str]:
    if event.ref is None:
        return _("搬走了"), ""
    community, *door = event.words
    return _("住进%(community)s") % {"community": community}, said.door(*door)


def _household(event: Event) -> tuple[str, str]:
    number, relation, county, _none = event.words
    if event.ref is None:
        return _("离开了原来的户"), ""
    title = _("记在 %(number)s 户，%(relation)s") % {
        "number": number, "relation": str(said.RELATIONS.get(relation, relation)),
    }
    return title, _("从%(county)s搬来") % {"county": county} if county else ""


def _trait(event: Event) -> tuple[str, str]:
    found = {"what": said.trait(event.words[0])}
    return (_("记为：%(what)s") if event.holds else _("不再是：%(what)s")) % found, ""


def _job(event: Event) -> tuple[str, str]:
    form, payer, workshop, cycle = event.words
    if not form:
        return _("不在%(payer)s做了") % {"payer": payer}, ""
    cycles = {value: _(label) for value, label in Engagement.Cycle.choices}
    under = " · ".join(part for part in (workshop, cycles.get(cycle, "")) if part)
    return _("在%(payer)s做活，%(form)s") % {"payer": payer, "form": said.FORMS[form]}, under


def _consent(event: Event) -> tuple[str, str]:
    purpose, reader, *_none = event.words
    found = {"what": str(said.PURPOSES.get(purpose, purpose))}
    if not event.holds:
        return _("不同意：%(what)s") % found, ""
    return _("同意：%(what)s") % found, _("%(who)s念给本人听的") % {"who": reader}


def _skill(event: Event) -> tuple[str, str]:
    found = {"what": said.skill(event.words[0])}
    return (_("会%(what)s") if event.holds else _("不再做%(what)s")) % found, ""


def _wish(event: Event) -> tuple[str, str]:
    place, kinds, *_none = event.words
    if not event.holds:
        return _("现在不想做活"), ""
    return _("想做活"), said.wish(event.ref, place, kinds)


def _account(event: Event) -> tuple[str, str]:
    bank, holder, *_none = event.words
    if not event.holds:
        return _("没有银行账户了，工钱当面发"), ""
    owner = "" if holder == "self" else _("卡主是%(who)s") % {"who": str(said.HOLDERS[holder])}
    return _("记了工钱发到的账户"), " · ".join(part for part in (bank, owner) if part)


_SAID = {"home": _home, "household": _household, "trait": _trait, "job": _job,
         "consent": _consent, "skill": _skill, "wish": _wish, "account": _account}


def of_groups(changes: Iterable[tuple[date, str]], today: date) -> list[Line]:
    """When another main group began, by age or by what was recorded."""
    return [
        Line(day, when(day, today), "", KINDS["group"][1],
             _("归类变成：%(what)s") % {"what": said.group(code)},
             words.day(day) if day.year != today.year else "")
        for day, code in changes
    ]


def by_month(lines: Sequence[Line], today: date) -> list[dict[str, object]]:
    """The lines under their months of this year, and under earlier years, the newest first."""

    def head(line: Line) -> tuple[int, int]:
        return line.day.year, line.day.month if line.day.year == today.year else 0

    ordered = sorted(lines, key=lambda line: line.day, reverse=True)
    return [
        {"words": head_of(*key), "lines": list(some)} for key, some in groupby(ordered, key=head)
    ]


def head_of(year: int, month: int) -> str:
    """ "2022 年 2 月"; the year alone where there is no month."""
    if not month:
        return _("%(year)d 年") % {"year": year}
    if words.chinese():
        return _("%(year)d 年 %(month)d 月") % {"year": year, "month": month}
    return f"{words.MONTHS[month - 1]} {year}"
