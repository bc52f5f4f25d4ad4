"""Slips on paper: A4, each on pages of its own, to be checked and signed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from menkou import policy
from menkou.lib.amounts import capitals
from menkou.lib.days import day_of
from menkou.registry.queries.person import masked
from menkou.settlement.models import Period
from menkou.settlement.queries import slips
from menkou.web.parts import qr
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.record_keys import is_key
from menkou.web.pay import sums
from menkou.web.pay import words as said
from menkou.web.pay.common import period_within
from menkou.web.pay.slips import shown

LAST, FULL = 9, 18
"""Lines of text that a page has room for: with the sums and signatures, and one that goes on."""

WIDTHS = {"product": 14, "operation": 8, "days": 16}
"""Letters that a column takes before they wrap."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a slip; the last has the sums."""

    slip: Any
    lines: list[dict[str, Any]]
    steps: list[sums.Step]
    page: int
    pages: int

    @property
    def first(self) -> bool:
        return self.page == 1

    @property
    def last(self) -> bool:
        return self.page == self.pages


@screen("settlement.see_pay")
def printed(request: Request, pk: int) -> HttpResponse:
    """All slips of a closed period that the scope reaches whole, or `?slip=` one of them."""
    period = period_within(request, pk)
    mine = slips.whole(slips.within(request.scope, request.day), request.scope)
    rows = slips.paying(mine.filter(period=period)).select_related(
        "person__party", "person__key", "engagement__workshop__party", "period", "community"
    ).order_by("person__party__name", "pk")
    wanted = request.GET.get("slip", "")
    if wanted:
        rows = rows.filter(pk=int(wanted)) if is_key(wanted) else rows.none()
    found = list(rows)
    lines = slips.lines_of(found)
    sheets = [sheet for one in found for sheet in _sheets(_said(request, one), lines[one.pk])]
    return render(request, "pay/print.html", {
        "period": period, "span": said.span(period), "sheets": sheets, "slips": len(found),
        "until": objection_day(period),
        "head": bytes(period.seal.head).hex()[:16] if period.seal else "",
    })


def objection_day(period: Period) -> date | None:
    """The last day on which a worker may say by herself that a slip is not right."""
    if period.closed_at is None:
        return None
    day = day_of(period.closed_at)
    return day + timedelta(days=policy.on(day).number("pay.objection_days"))


def _said(request: Request, slip: Any) -> Any:
    """The slip with what its paper says of it."""
    slip.numbers, slip.where = masked(slip.person), said.where(slip.engagement)
    slip.to, slip.minutes_said = sums.to(slip), sums.worked(slip)
    slip.capitals, slip.minimum = capitals(slip.net), sums.minimum(slip)
    page = address("me:slip", slip.pk) or address("pay:slip", slip.pk)
    slip.code = qr.draw(request.build_absolute_uri(page))
    return slip


def _sheets(slip: Any, lines: list[Any]) -> list[Sheet]:
    """A slip on as many pages as its lines want; its sums stand on the last."""
    steps = sums.steps(slip, lines)
    rows = [shown(line, slip.period.last) for line in lines if line.evidence]
    parts = _parts(rows, room=max(LAST - len(steps), 1))
    return [
        Sheet(slip, part, steps if n == len(parts) else [], n, len(parts))
        for n, part in enumerate(parts, 1)
    ]


def _parts(rows: list[Any], *, room: int) -> list[list[Any]]:
    """Rows cut into full pages, and a last one that leaves room for the sums."""
    parts = []
    while sum(map(_height, rows)) > room and len(rows) > 1:
        cut = 1
        while cut < len(rows) - 1 and sum(map(_height, rows[:cut + 1])) <= FULL:
            cut += 1
        parts.append(rows[:cut])
        rows = rows[cut:]
    return [*parts, rows]


def _height(row: dict[str, Any]) -> int:
    """How many lines of text a row takes."""
    product = f"{row['product']} · {row['kind']}" if row["kind"] else row["product"]
    texts = {"product": product, "operation": row["operation"], "days": row["days"]}
    lines = [-(-len(text) // WIDTHS[name]) for name, text in texts.items()]
    return max(1, *lines, 2 if row["share"] else 1)
