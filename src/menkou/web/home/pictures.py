"""What was earned on each day of the month, as bars: numbers for the template's drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from menkou.lib.days import Month
from menkou.web.parts import words

WIDE, FOOT, HIGH = 280, 122, 92
"""Width of the drawing, where its axis lies, height of the highest bar."""
YUAN = 10_000
MARKED = (1, 10, 20)


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    now: bool


@dataclass(frozen=True)
class Bars:
    """The bars, the day of the highest with its whole yuan, and the days named under the axis."""

    bars: list[Bar]
    most: date
    amount: int
    label: str
    label_x: int
    label_y: str
    marks: list[tuple[int, str]]


def month(days: Mapping[date, int], today: date) -> Bars | None:
    """The days of today's month up to today; none where nothing was earned in it."""
    paid = {on: amount for on, amount in days.items() if amount > 0}
    if not paid:
        return None
    last = Month.of(today).last
    step = WIDE / last.day
    most = max(paid, key=lambda on: (paid[on], on))
    bars = []
    for on, amount in sorted(paid.items()):
        high = max(HIGH * amount / paid[most], 1)
        bars.append(
            Bar(f"{(on.day - 1) * step + 1:.1f}", f"{FOOT - high:.1f}", f"{step - 2:.1f}",
                f"{high:.1f}", on == today)
        )
    marked = [*(day for day in MARKED if day != today.day), last.day]
    return Bars(
        bars, most, paid[most], words.number(paid[most] // YUAN),
        min(max(round((most.day - 0.5) * step), 24), WIDE - 24), f"{FOOT - HIGH - 8:.1f}",
        [(min(max(round((day - 0.5) * step), 8), WIDE - 8), str(day)) for day in marked],
    )
