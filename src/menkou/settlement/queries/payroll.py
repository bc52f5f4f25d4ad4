"""The slips of a period as a table: each with its sums, as far as a scope reaches it whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, Mod

from menkou.lib.scope import Scope
from menkou.settlement.models import Line, Period, Slip
from menkou.settlement.queries import slips

PIECE = "piece"
SAMPLE = 5
_PRIME = 7919
"""What makes the order of a sample look like chance, and the same whoever draws it."""

SUMS = ("good", "pieces", "other", "off", "carry", "paid")


def table(period: Period, scope: Scope, day: date) -> QuerySet[Any]:
    """The slips of a closed period that a scope reaches, with `asked` and `pay`.

    Of those reached whole (`whole`) also good pieces (`good`) and, in 1/10,000 yuan, their pay
    (`pieces`), the `other` wages, what is taken `off`, what the slip before left less what this
    one leaves (`carry`) and what is `paid`: pieces + other − off + carry. Of the others none.
    """
    mine = slips.within(scope, day).filter(period=period)
    rows = slips.with_whole(slips.of_period(period).filter(pk__in=mine.values("pk")), scope)
    return summed(rows.select_related("person__party", "engagement__workshop__party"))


def summed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The sums of `table` beside slips that say whether they are reached `whole`."""
    work = Line.objects.filter(slip=OuterRef("pk")).exclude(evidence="")
    piece = work.filter(evidence=PIECE)
    off = F("statutory") + F("debt_taken") + F("recovered") + F("charged")
    return rows.annotate(
        good=_whole(_sum(piece, "quantity")),
        pieces=_whole(_sum(piece, "amount")),
        other=_whole(_sum(work.exclude(evidence=PIECE), "amount")),
        off=_whole(off),
        carry=_whole(F("carried_in") + F("debt_taken") - F("carried_out")),
        paid=_whole(F("net")),
    )


def _whole(expression: Any) -> Case:
    return Case(When(whole=True, then=expression), output_field=BigIntegerField())


def _sum(rows: QuerySet[Line], column: str) -> Coalesce:
    summed = rows.order_by().values("slip").annotate(s=Sum(column)).values("s")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What some rows of the table come to: `slips` of them, `whole` with sums, `odd` code ->
    how many."""

    slips: int
    whole: int
    sums: dict[str, int]
    odd: dict[str, int]


def totals(rows: QuerySet[Any]) -> Totals:
    """One query, grouped by what is odd."""
    grouped = rows.order_by().values("odd").annotate(
        n=Count("pk"), n_whole=Count("paid"), **{f"sum_{name}": Sum(name) for name in SUMS}
    )
    found: list[dict[str, Any]] = list(grouped)
    odd: dict[str, int] = {}
    for row in found:
        for code in row["odd"].split():
            odd[code] = odd.get(code, 0) + row["n"]
    return Totals(
        _total(found, "n"), _total(found, "n_whole"),
        {name: _total(found, f"sum_{name}") for name in SUMS},
        dict(sorted(odd.items(), key=lambda item: -item[1])),
    )


def _total(rows: Iterable[dict[str, Any]], name: str) -> int:
    return sum(row[name] or 0 for row in rows)


def sample(rows: QuerySet[Slip], period: Period) -> QuerySet[Slip]:
    """Five of a period's slips, drawn by its key: the same for everybody who looks."""
    drawn = Slip.objects.filter(period=period).annotate(
        drawn=Mod(F("pk") * _PRIME + period.pk * 104_729, 1_000_003)
    ).order_by("drawn", "pk")
    return rows.filter(pk__in=drawn.values("pk")[:SAMPLE])
