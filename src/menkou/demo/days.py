"""Moments and months of the demo."""

from datetime import UTC, date, datetime, timedelta

from menkou.lib.days import Fortnight, Month


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day by the clock of Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def months_until(last: date, number: int) -> list[Month]:
    """So many months, the last of them that of the day."""
    found = [Month.of(last)]
    while len(found) < number:
        found.insert(0, found[0].previous)
    return found


def pay_days(month: Month, until: date) -> list[tuple[date, str]]:
    """The days of a month on which a pay cycle ends, up to `until`, each with its cycle."""
    found = [(month.last, "month")]
    fortnight = Fortnight.of(month.first)
    while fortnight.last <= month.last:
        found.append((fortnight.last, "two_weeks"))
        fortnight = fortnight.next
    return sorted(one for one in found if one[0] < until)
