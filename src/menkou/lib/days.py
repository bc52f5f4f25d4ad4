"""Days of the office: everything is dated in Asia/Shanghai; months, fortnights, halves, ages."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Half(StrEnum):
    """A half of a working day."""

    AM = "am"
    PM = "pm"


HALF_WORDS = {Half.AM: ("上午", "morning"), Half.PM: ("下午", "afternoon")}
"""Half -> (Chinese, English)."""


def day_of(moment: datetime) -> date:
    """The day in Asia/Shanghai on which a moment falls. Raises ValueError without a time zone."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no day.")
    return moment.astimezone(SHANGHAI).date()


def begin(day: date) -> datetime:
    """The moment at which a day begins in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def age_on(born_on: date, day: date) -> int:
    """Full years (周岁) on a day; the birthday counts.

    Who was born on 29 February turns on 1 March in other years. Before birth it is negative.
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def birthday(born_on: date, age: int) -> date:
    """The first day on which `age_on` gives this age. Raises ValueError beyond the year 9999."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; `str` gives "2022-02". Raises ValueError for a month that is none."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month of a text like "2022-02". Raises ValueError for any other."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError("A month is written like 2022-02.")
        return cls(int(text[:4]), int(text[5:]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month.of(self.last + timedelta(days=1))

    @property
    def previous(self) -> "Month":
        """The month before it."""
        return Month.of(self.first - timedelta(days=1))


_FIRST_FORTNIGHT = date(2016, 1, 4)
_FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True, order=True)
class Fortnight:
    """Two weeks from a Monday, counted from 2016-01-04; `str` gives "2022-01-24/2".

    The span of part-time pay: never above 15 days (劳动合同法 第七十二条). Raises ValueError for
    a first day on which none begins.
    """

    first: date

    def __post_init__(self) -> None:
        if (self.first - _FIRST_FORTNIGHT) % _FORTNIGHT:
            raise ValueError(f"No fortnight begins on {self.first}.")

    def __str__(self) -> str:
        return f"{self.first}/2"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @classmethod
    def of(cls, day: date) -> "Fortnight":
        """The fortnight of a day."""
        return cls(day - (day - _FIRST_FORTNIGHT) % _FORTNIGHT)

    @classmethod
    def parse(cls, text: str) -> "Fortnight":
        """The fortnight of a text like "2022-01-24/2". Raises ValueError for any other."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}/2", text):
            raise ValueError("A fortnight is written like 2022-01-24/2.")
        return cls(date.fromisoformat(text[:10]))

    @property
    def last(self) -> date:
        """Its last day, a Sunday."""
        return self.first + _FORTNIGHT - timedelta(days=1)

    @property
    def next(self) -> "Fortnight":
        """The fortnight after it."""
        return Fortnight(self.first + _FORTNIGHT)

    @property
    def previous(self) -> "Fortnight":
        """The fortnight before it."""
        return Fortnight(self.first - _FORTNIGHT)


Span = Month | Fortnight
"""What one settlement covers."""


def span(cycle: str, day: date) -> Span:
    """The span of a day in a pay cycle, "month" or "two_weeks". Raises ValueError for others."""
    if cycle == "month":
        return Month.of(day)
    if cycle == "two_weeks":
        return Fortnight.of(day)
    raise ValueError(f"Nobody is paid by the cycle {cycle!r}.")
