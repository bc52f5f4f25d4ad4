"""The report of a site or district as of a day, from the stored figures."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import QuerySet

from menkou.figures.indicators import Indicator
from menkou.figures.models import StoredFigure
from menkou.figures.queries.indicators import Unit, indicators, kind_of
from menkou.ledger.models import Seal
from menkou.lib.exact import show
from menkou.registry.models import Division, Site


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as stored: `value` in base units of the indicator.

    `policy` is the hash of the rules that it was counted by, `seal` the last seal of the books
    at that moment (none: nothing was sealed yet).
    """

    indicator: Indicator
    value: int
    records: int
    computed_at: datetime
    policy: str
    seal: Seal | None

    @property
    def number(self) -> int | float:
        """The value in the indicator's unit, for other programs; whole where it is whole."""
        exact = Fraction(self.value, self.indicator.factor)
        return exact.numerator if exact.denominator == 1 else float(exact)

    @property
    def text(self) -> str:
        """The exact value in the indicator's unit, with thousands separators."""
        return show(self.value, self.indicator.factor)


def report(unit: Unit, as_of: date) -> list[Figure]:
    """The stored figures in the order of the report; empty where none were computed."""
    rows = _of(unit).filter(as_of=as_of).select_related("seal")
    stored = {row.code: row for row in rows}
    return [
        Figure(one, row.value, row.records, row.computed_at, row.policy, row.seal)
        for one in indicators(as_of, district=isinstance(unit, Division))
        if (row := stored.get(one.code)) is not None
    ]


def _of(unit: Unit) -> QuerySet[StoredFigure]:
    return StoredFigure.objects.filter(**{kind_of(unit): unit})


def days(unit: Unit, until: date, most: int = 12) -> list[date]:
    """The last days up to one for which figures of a unit are stored, the newest first."""
    known = _of(unit).filter(as_of__lte=until)
    return list(known.order_by("-as_of").values_list("as_of", flat=True).distinct()[:most])


def history(unit: Unit, days: Collection[date]) -> dict[str, list[tuple[date, int]]]:
    """What each figure was on some days, in their order: code -> (day, value in base units)."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    rows = _of(unit).filter(as_of__in=days)
    for code, day, value in rows.order_by("as_of").values_list("code", "as_of", "value"):
        found[code].append((day, value))
    return dict(found)


def of_sites(
    sites: QuerySet[Site], as_of: date, codes: Collection[str]
) -> dict[int, dict[str, tuple[int, Indicator]]]:
    """Some stored figures of several sites: site -> code -> (value in base units, indicator)."""
    known = {one.code: one for one in indicators(as_of)}
    found: dict[int, dict[str, tuple[int, Indicator]]] = defaultdict(dict)
    rows = StoredFigure.objects.filter(
        site__in=sites.order_by().values("pk"), as_of=as_of, code__in=codes
    )
    for site, code, value in rows.values_list("site", "code", "value"):
        found[site][code] = (value, known[code])
    return dict(found)
