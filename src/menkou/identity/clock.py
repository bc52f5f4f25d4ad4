"""The clock, read at the edge only: screens, commands, API and tests; never by an action."""

from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone

from menkou.identity.models import Installation
from menkou.lib.days import day_of


@cache
def _shift() -> timedelta:
    found = Installation.objects.values_list("clock_shift", flat=True).first()
    return found or timedelta()


def now() -> datetime:
    """The moment by the books' clock: the wall clock, moved by the installation's shift."""
    return timezone.now() + _shift()  # noqa: TID251 (this is the edge)


def today() -> date:
    """The day by the books' clock, Asia/Shanghai."""
    return day_of(now())


def forget_shift() -> None:
    """To be called by whoever writes the installation's row."""
    _shift.cache_clear()
