"""Days and months as offices write them, and as spreadsheets keep them."""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from menkou.importing.reading.cells import NONE, BadCell, seen
from menkou.lib import entries

_FIRST_SERIAL = date(1899, 12, 30)
_LAST_SERIAL = 73_050  # 31 December 2099
_YEARS = range(entries.EARLIEST_BIRTH, 2100)
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?份?")
_WHOLE_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


def day(cell: Any) -> date | None:
    """A day; a month alone is its first day (`only_month` says so)."""
    if isinstance(cell, datetime):
        return _possible(cell.date())
    if isinstance(cell, date):
        return _possible(cell)
    if isinstance(cell, bool | time | timedelta):
        raise BadCell("day")
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    found = _CLOCK.sub("", seen(cell)).rstrip(".。")
    if found in NONE:
        return None
    if found.isascii() and found.isdigit():
        return _day_of_number(int(found)) if len(found) < 9 else _no_day()
    if match := _WHOLE_DAY.fullmatch(found):
        return _made(*map(int, match.groups()))
    if match := _MONTH.fullmatch(found):
        return _made(int(match[1]), int(match[2]), 1)
    if re.fullmatch(r"\d{4}年", found):
        raise BadCell("year_only")
    return _no_day()


def whole_day(cell: Any) -> date | None:
    """A day; a month alone does not say on which."""
    found = day(cell)
    if found is not None and only_month(cell):
        raise BadCell("only_month_here")
    return found


def only_month(cell: Any) -> bool:
    """Whether a cell that is a day names no more than its month."""
    if isinstance(cell, str):
        found = seen(cell).rstrip(".。")
        return bool(_MONTH.fullmatch(found)) or (found.isdigit() and len(found) == 6)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell != int(cell) or 10**5 < cell < 10**6
    return False


def _day_of_number(number: float) -> date:
    if not isfinite(number) or number < 1:
        return _no_day()
    if number != int(number) and number >= _LAST_SERIAL:
        return _no_day()
    whole = int(number)
    if 10**7 < whole < 10**8:
        return _made(whole // 10**4, whole // 100 % 100, whole % 100)
    if 10**5 < whole < 10**6:
        return _made(whole // 100, whole % 100, 1)
    if whole in _YEARS:
        if number == whole:
            raise BadCell("year_only")
        decimals = f"{number:.6g}".partition(".")[2]
        if decimals == "1":  # January, or the October whose nought the spreadsheet dropped
            raise BadCell("month_lost", year=whole)
        return _made(whole, int(decimals), 1)
    if 61 <= whole <= _LAST_SERIAL:
        return _FIRST_SERIAL + timedelta(days=whole)
    return _no_day()


def _made(year: int, month: int, day_of_month: int) -> date:
    if year not in _YEARS:
        raise BadCell("day_far", first=_YEARS.start)
    if not 1 <= month <= 12:
        raise BadCell("no_month", month=month)
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise BadCell("no_such_day", month=month, day=day_of_month) from None


def _possible(found: date) -> date:
    if found.year not in _YEARS:
        raise BadCell("day_far", first=_YEARS.start)
    return found


def _no_day() -> date:
    raise BadCell("day")
