"""The lines of a log between two days, as days go in Shanghai."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from menkou.lib.days import SHANGHAI


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def since_day(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(at__gte=_start(day))


def until_day(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(at__lt=_start(day + timedelta(days=1)))
