"""Figures as tiles and bars: numbers for the templates, drawn on the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse

from menkou.figures.queries.report import Figure
from menkou.figures.queries.text import grouped
from menkou.lib.days import Month
from menkou.registry.models import Site
from menkou.web.figures import words as said
from menkou.web.parts import words

Past = Mapping[str, Sequence[tuple[date, int]]]
FIRST = ("workers", "wages_earned_yuan")
FULL = 1000
"""Width of the longest bar, in units of its drawing."""
HIGH, WIDE, EDGE = 32, 120, 3
"""Height, width and edge of a tile's line, in units of its drawing."""
LEAST = 3
"""Values that make a line."""


@dataclass(frozen=True)
class Tile:
    """A figure as a tile; `now` is what the records say today, where it is another number."""

    figure: Figure
    label: str
    value: str
    unit: str
    define: str
    records: str
    url: str
    change: str
    before: date | None
    rose: bool | None
    spark: str
    now: str

    @property
    def leads(self) -> bool:
        return self.figure.indicator.code in FIRST


@dataclass(frozen=True)
class Bar:
    """One group as a bar beside its number; `width` of FULL is the longest."""

    label: str
    value: str
    share: str
    width: int
    url: str
    now: str


def tiles(
    figures: Sequence[Figure], site: Site, as_of: date, past: Past,
    counted: Mapping[str, tuple[int, int]],
) -> list[Tile]:
    """Every figure but the groups, people and their wages before places.

    `past`: earlier values; `counted`: what stands now, if that was asked.
    """
    shown = [one for one in figures if not said.is_group(one.indicator)]
    shown.sort(key=lambda one: one.indicator.code not in FIRST)
    return [_tile(one, site, as_of, past.get(one.indicator.code, ()), counted) for one in shown]


def _tile(
    figure: Figure, site: Site, as_of: date, past: Sequence[tuple[date, int]],
    counted: Mapping[str, tuple[int, int]],
) -> Tile:
    one = figure.indicator
    earlier = [(day, value) for day, value in past if day < as_of]
    before = earlier[-1] if earlier else None
    return Tile(
        figure, said.name(one), said.amount(figure.value, one), said.unit(one),
        said.definition(one), said.records(one, figure.records), _url(site, as_of, figure),
        change=said.change(figure.value, before[1], one) if before else "",
        before=before[0] if before else None,
        rose=figure.value > before[1] if before and figure.value != before[1] else None,
        spark=spark([*(value for _day, value in earlier), figure.value]),
        now=_now(figure, counted),
    )


def bars(
    figures: Sequence[Figure], site: Site, as_of: date, counted: Mapping[str, tuple[int, int]]
) -> list[Bar]:
    """The workers by group, most first; a group of nobody but the last is shown as well."""
    groups = grouped(figures)
    whole = sum(one.value for one in groups)
    longest = max((one.value for one in groups), default=0) or 1
    return [
        Bar(
            said.name(one.indicator), words.number(one.value), said.share(one.value, whole),
            one.value * FULL // longest, _url(site, as_of, one), _now(one, counted),
        )
        for one in groups
    ]


def _now(figure: Figure, counted: Mapping[str, tuple[int, int]]) -> str:
    found = counted.get(figure.indicator.code)
    changed = found is not None and found != (figure.value, figure.records)
    return said.amount(found[0], figure.indicator) if found and changed else ""


def _url(site: Site, as_of: date, figure: Figure) -> str:
    return reverse("figures:records", args=(site.pk, as_of, figure.indicator.code))


def spark(values: Sequence[int]) -> str:
    """The path of a small line through some values; none of fewer than three, or of equal ones."""
    low, high = min(values), max(values)
    if len(values) < LEAST or low == high:
        return ""
    room = HIGH - 2 * EDGE
    points = [
        (index * WIDE // (len(values) - 1),
         HIGH - EDGE - (value - low) * room // (high - low))
        for index, value in enumerate(values)
    ]
    return "M" + "L".join(f"{x} {y}" for x, y in points)


@dataclass(frozen=True)
class Row:
    """A month: wages earned in it (none where the month before was not counted), workers at its
    end; `until` is the day of the month for the one that is not over, `width` of FULL is the month
    with most wages."""

    label: str
    until: str
    earned: str
    workers: str
    width: int
    url: str


def month_ends(as_of: date, most: int = 13) -> list[date]:
    """The last days of the months before a day, the newest first."""
    months, found = Month.of(as_of), []
    for _again in range(most):
        months = months.previous
        found.append(months.last)
    return found


def months(past: Past, site: Site, as_of: date) -> list[Row]:
    """Month after month up to the day, the newest first: of what is stored."""
    wages, workers = dict(past.get("wages_earned_yuan", ())), dict(past.get("workers", ()))
    days = [as_of, *month_ends(as_of)]
    earned = {
        day: wages[day] - wages[before]
        for day, before in pairwise(days)
        if day in wages and before in wages
    }
    longest = max([0, *earned.values()]) or 1
    return [
        Row(
            said.month(day), _until(day, as_of), words.yuan(earned.get(day)),
            words.number(workers.get(day)), max(earned.get(day, 0), 0) * FULL // longest,
            f"?site={site.pk}&day={day.isoformat()}",
        )
        for day in days[:-1]
        if day in wages
    ]


def _until(day: date, as_of: date) -> str:
    return str(day.day) if day == as_of and day != Month.of(day).last else ""
