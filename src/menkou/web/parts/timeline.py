"""The lines of a timeline, and the months that they are drawn together in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from menkou.web.parts import words


@dataclass(frozen=True)
class Line:
    """One line of `<c-timeline>`. `kind`: job, care, pay, learn or nothing; it colours the icon."""

    day: date
    when: str
    kind: str
    icon: str
    words: str
    under: str = ""
    amount: str = ""
    good: bool = False
    url: str = ""
    badge: str = ""


def months(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines in order of day, newest first, drawn together by month."""
    return [
        {"words": month_words(year, month), "lines": list(rows)}
        for (year, month), rows in groupby(lines, key=lambda line: (line.day.year, line.day.month))
    ]


def month_words(year: int, month: int) -> str:
    """ "2022 年 2 月"."""
    if words.chinese():
        return _("%(year)d 年 %(month)d 月") % {"year": year, "month": month}
    return f"{words.MONTHS[month - 1]} {year}"
