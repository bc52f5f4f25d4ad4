"""The lines of a log between two days, as days go in Shanghai."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from menkou.lib.days import begin


def since_day(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(at__gte=begin(day))


def until_day(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(at__lt=begin(day + timedelta(days=1)))
