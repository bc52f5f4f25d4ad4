"""What attended time is paid by: who operates a workshop on a day, and the dated time rates."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple, TypeVar

from menkou.registry.models import Tenancy
from menkou.work.models import TimeRate

T = TypeVar("T")


class Paid(NamedTuple):
    """What an hour or a half-day pays, in 1/10,000 yuan. `per`: "hour" or "half_day"."""

    amount: int
    per: str


class TimeTerms:
    """Operators of some workshops, and what they pay for time, for any day."""

    def __init__(self, places: Collection[int]) -> None:
        self._operators: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        self._rates: dict[tuple[int, str], list[tuple[date, Paid | None]]] = defaultdict(list)
        if not places:
            return
        tenancies = Tenancy.objects.standing().filter(workshop__in=places).order_by("from_day")
        for place, since, operator in tenancies.values_list("workshop", "from_day", "operator"):
            self._operators[place].append((since, operator))
        rates = TimeRate.objects.standing().filter(
            payer__in=tenancies.order_by().values("operator")
        )
        self._add(rates.order_by("from_day"))

    def _add(self, rates: Any) -> None:
        for payer, name, since, amount, per in rates.values_list(
            "payer", "rate_class", "from_day", "amount", "per"
        ):
            self._rates[payer, name].append((since, Paid(amount, per) if amount else None))

    def operator(self, place: int, day: date) -> int | None:
        """The organization that operates the workshop on the day, so pays for time there."""
        return _on(self._operators.get(place, []), day)

    def rate(self, payer: int, rate_class: str, day: date) -> Paid | None:
        """What the payer's class earns by time on the day; None: nothing."""
        return _on(self._rates.get((payer, rate_class), []), day)


def _on(rows: list[tuple[date, T | None]], day: date) -> T | None:
    at = bisect_right(rows, day, key=lambda row: row[0])
    return rows[at - 1][1] if at else None
