"""The lines of a ticket's life: one for each fact, and the day on which it was made."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.web.parts import fact_words, words
from menkou.web.parts.frame import address
from menkou.web.parts.timeline import Line
from menkou.work.actions.record import WHY
from menkou.work.models import Ticket
from menkou.work.queries.ticket_life import Happened

ICONS = {
    "receipt": ("job", "check"), "issue": ("care", "box"), "return": ("care", "undo"),
    "rework": ("job", "sync"), "pass_on": ("job", "people"), "inspection": ("job", "eye"),
    "surplus": ("", "warn"),
    "undo": ("", "undo"),
}
STANDS = {
    "replaced": gettext_lazy("已更正"), "aside": gettext_lazy("放在一边"),
    "waiting": gettext_lazy("没记上"),
}


def ticket_lines(
    ticket: Ticket, facts: Sequence[Happened], beside: date, *, traced: bool
) -> list[Line]:
    """A ticket's life, newest first; `traced`: each fact leads to what it moved."""
    unit = _(ticket.allotment.operation.makes.unit)
    lines = [_line(one, unit, traced=traced) for one in facts]
    lines.append(Line(
        ticket.made_on, words.day(ticket.made_on), "learn", "ticket",
        _("开工票 %(n)s %(unit)s") % {"n": words.number(ticket.pieces), "unit": unit},
        _("交期 %(day)s") % {"day": words.day(ticket.due_on, beside)},
    ))
    return lines


def _line(one: Happened, unit: str, *, traced: bool) -> Line:
    kind, icon = ICONS.get(one.fact.kind, ("", "info"))
    name = fact_words.kind(one.fact.kind)
    if one.undone:
        name = _("撤销了：%(what)s") % {"what": fact_words.kind(one.undone)}
    parts = [said_content(one.content, unit), *_lines(one),
             f"{words.clock(one.at)} {one.fact.recorder.shown_name}"]
    if one.why:
        parts.insert(0, str(WHY.get(one.why, one.why)))
    amount = _("+%(sum)s 元") % {"sum": words.yuan(one.earned)} if one.earned else ""
    return Line(
        one.fact.day, words.day(one.fact.day), kind, icon, name,
        _(" · ").join(filter(None, parts)), amount, bool(one.earned),
        _url(one, traced),
        str(STANDS.get(one.state, "")),
    )


def _url(one: Happened, traced: bool) -> str:
    if one.state in ("waiting", "aside"):
        return address("tray-fact", one.fact.pk)
    return address("fact", one.fact.pk) if traced else ""


def said_content(content: dict[str, Any], unit: str) -> str:
    """The pieces of a fact in words: "合格 7 个 · 返工 1 个"."""
    parts = fact_words.pieces(content, unit)
    if content.get("pieces"):
        parts.append(f"{words.number(content['pieces'])} {unit}")
        if content.get("to"):
            parts.append(_("交给企业") if content["to"] == "owner" else _("退给本人"))
    return _(" · ").join(parts)


def _lines(one: Happened) -> list[str]:
    return [fact_words.material(*line) for line in one.lines]
