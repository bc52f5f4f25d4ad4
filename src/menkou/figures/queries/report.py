"""The report of a site as of a day, from the stored figures."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from menkou.figures.indicators import Indicator
from menkou.figures.models import StoredFigure
from menkou.figures.queries.indicators import indicators
from menkou.lib.exact import show
from menkou.registry.models import Site


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as stored: `value` in base units of the indicator."""

    indicator: Indicator
    value: int
    records: int
    computed_at: datetime

    @property
    def number(self) -> int | float:
        """The value in the indicator's unit, for other programs; whole where it is whole."""
        exact = Fraction(self.value, self.indicator.factor)
        return exact.numerator if exact.denominator == 1 else float(exact)

    @property
    def text(self) -> str:
        """The exact value in the indicator's unit, with thousands separators."""
        return show(self.value, self.indicator.factor)


def report(site: Site, as_of: date) -> list[Figure]:
    """The stored figures in the order of the report; empty where none were computed."""
    stored = {row.code: row for row in StoredFigure.objects.filter(site=site, as_of=as_of)}
    return [
        Figure(one, row.value, row.records, row.computed_at)
        for one in indicators(as_of)
        if (row := stored.get(one.code)) is not None
    ]
