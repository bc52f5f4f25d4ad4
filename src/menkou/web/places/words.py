"""What of a place is said in words: areas, kinds, histories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib import exact
from menkou.registry.models import Organization, ShopfrontUse, Tenancy
from menkou.web.parts import words

M2 = 100
"""dm² in one m²."""

KINDS = {value: gettext_lazy(str(label)) for value, label in Organization.Kind.choices}


def area(dm2: int | None) -> str:
    """ "120.5" square metres; the unit stands beside."""
    return words.NO_VALUE if dm2 is None else exact.show(dm2, M2)


@dataclass(frozen=True)
class Line:
    """One line of `<c-timeline>`."""

    day: date
    when: str
    words: str
    under: str
    kind: str = ""
    icon: str = "shop"
    amount: str = ""
    good: bool = False
    url: str = ""
    badge: str = ""


def tenancies(rows: Iterable[Tenancy], today: date) -> list[dict[str, object]]:
    """Who operated a workshop, as a timeline, by year."""
    return _by_year([
        _line(row, today, _("%(who)s入驻") % {"who": row.operator} if row.operator
              else _("空着，没有单位入驻"), "office")
        for row in rows
    ])  # fmt: skip


def stays(rows: Iterable[Tenancy], today: date) -> list[dict[str, object]]:
    """Where an organization came in, as a timeline, by year."""
    return _by_year([
        _line(row, today, _("入驻%(where)s") % {"where": row.workshop}, "shop") for row in rows
    ])


def uses(rows: Iterable[ShopfrontUse], today: date) -> list[dict[str, object]]:
    """What a shopfront was used for, as a timeline, by year."""
    return _by_year([
        _line(row, today, _("归%(where)s用") % {"where": row.workshop} if row.workshop
              else _("空着"), "shop")
        for row in rows
    ])  # fmt: skip


def _line(row: Any, today: date, title: str, icon: str) -> Line:
    by = _("%(who)s记的") % {"who": row.entered_by.shown_name}
    month = _("%(n)d 月") % {"n": row.from_day.month}
    return Line(
        row.from_day, month if words.chinese() else words.MONTHS[row.from_day.month - 1], title,
        f"{words.day(row.from_day)} · {by}", "job", icon,
        badge=_("还没到") if row.from_day > today else "",
    )


def _by_year(lines: list[Line]) -> list[dict[str, object]]:
    years = sorted({line.day.year for line in lines}, reverse=True)
    return [
        {"words": _("%(year)d 年") % {"year": year},
         "lines": [line for line in lines if line.day.year == year]}
        for year in years
    ]
