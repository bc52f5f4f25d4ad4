"""How half-days are written on the sheet, in its legend, on paper and in Excel."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou import policy
from menkou.web.parts import words
from menkou.web.parts.fact_words import HOUR, LEAVES, attended, hours
from menkou.work.actions.record import HELD_AT, WHY
from menkou.work.queries.attendance import Mark

PER = {"hour": gettext_lazy("每小时"), "half_day": gettext_lazy("每半天")}
CLASSES = {"standard": gettext_lazy("一般工人")}
WHOLE, FEWER, LEAVE, WAITS, BLANK = "√", "△", "假", "?", ""
LEGEND = (
    (WHOLE, gettext_lazy("来了")), (FEWER, gettext_lazy("来了，不满半天")),
    (LEAVE, gettext_lazy("请假")), (WAITS, gettext_lazy("没记上，等着")),
)


def full(day: date) -> int:
    """Minutes of a whole half-day on a day."""
    return policy.on(day).number("attendance.half_day_minutes")


def weekday(day: date) -> str:
    """ "一" for Monday; in English its two first letters."""
    return words.weekday(day)[-1] if words.chinese() else words.weekday(day)[:2]


def sign(mark: Mark | None) -> str:
    if mark is None:
        return BLANK
    if mark.why:
        return WAITS
    if mark.leave:
        return LEAVE
    return WHOLE if mark.minutes >= full(mark.day) else FEWER


def code(mark: Mark | None) -> str:
    """What stands, as a page sends it: minutes, the code of a leave, or "-"."""
    return "-" if mark is None else mark.leave or str(mark.minutes)


def days(halves: int) -> str:
    """Days in steps of a half: "21.5"."""
    return f"{words.number(halves // 2)}.{halves % 2 * 5}" if halves % 2 else str(halves // 2)


def said(mark: Mark) -> str:
    """ "来了 3.5 小时", "病假"."""
    if not (mark.minutes or mark.leave):
        return _("撤销了")
    return attended(mark.minutes, mark.leave)


def why(mark: Mark) -> str:
    """Why a half-day waits, with the place that holds it."""
    if mark.held_at:
        return str(HELD_AT) % {"place": mark.held_at}
    return str(WHY.get(mark.why, mark.why)) if mark.why else ""


def recorded(mark: Mark) -> str:
    """Who recorded it and when: "示例庚 2 月 10 日 17:40"."""
    return f"{mark.by} {words.moment(mark.at)}"


def states(full_minutes: int, hours_too: Iterable[int], stands: str) -> list[tuple[str, str]]:
    """What a half-day may be set to: whole, so many hours, a leave, or nothing."""
    found = [("-", _("没来")), (str(full_minutes), _("来了半天"))]
    minutes = {one * HOUR for one in hours_too}
    if stands.isdigit() and int(stands) != full_minutes:
        minutes.add(int(stands))
    found += [
        (str(one), _("来了 %(hours)s 小时") % {"hours": hours(one)}) for one in sorted(minutes)
    ]
    return [*found, *((value, str(name)) for value, name in LEAVES.items())]


def told(mark: Mark) -> str:
    """What stands, who recorded it and when: shown on hover."""
    parts = [f"{said(mark)} · {recorded(mark)}"]
    return "\n".join([*parts, why(mark)] if mark.why else parts)
