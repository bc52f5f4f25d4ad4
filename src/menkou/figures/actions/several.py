from collections.abc import Iterable
from datetime import date, datetime

from menkou.figures.actions.report import compute
from menkou.figures.queries.indicators import Unit
from menkou.identity.models import User


def compute_days(*, unit: Unit, days: Iterable[date], by: User | None, at: datetime) -> int:
    """Counts the figures of a unit for several days and answers how many days those were.

    Each day is a transaction of its own, so that nobody who records has to wait for all.
    """
    done = 0
    for day in days:
        compute(unit=unit, as_of=day, by=by, at=at)
        done += 1
    return done
