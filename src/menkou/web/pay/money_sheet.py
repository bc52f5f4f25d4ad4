"""The pay sheet of a period (工资发放表): to be signed by everybody, page by page, or as Excel."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from menkou.lib.amounts import capitals
from menkou.registry.queries.person import masked
from menkou.settlement.queries import slips, wage_ledger
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.pay import sums
from menkou.web.pay import words as said
from menkou.web.pay.common import period_within
from menkou.web.pay.money_ledger import LedgerTable, proof
from menkou.web.pay.slips import shown

A_PAGE = 8
"""Rows of a page: each takes two lines, and room to sign."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its number and what its rows come to (1/10,000 yuan)."""

    number: int
    rows: list[dict[str, Any]]
    earned: int
    off: int
    paid: int


@screen("settlement.see_pay")
def sheet(request: Request, pk: int) -> HttpResponse:
    """The columns of 保障农民工工资支付条例 第十五条, with a subtotal on each page."""
    period = period_within(request, pk)
    rows = wage_ledger.rows(request.scope, request.day).filter(period=period).order_by(
        "person__party__name", "pk"
    )
    if request.GET.get("export") == "xlsx":
        table = LedgerTable(rows, order_by=("name",), request=request)
        return export.as_xlsx(table, f"{period.payer} {said.span(period)}")
    found = list(rows)
    lines = slips.lines_of(found)
    said_rows = [_row(n, one, lines[one.pk]) for n, one in enumerate(found, 1)]
    pages = [
        Page(
            start // A_PAGE + 1, part, sum(row["earned"] for row in part),
            sum(row["off"] for row in part), sum(row["paid"] for row in part),
        )
        for start in range(0, len(said_rows), A_PAGE)
        if (part := said_rows[start : start + A_PAGE])
    ]
    paid = sum(page.paid for page in pages)
    return render(request, "pay/money_sheet.html", {
        "period": period, "span": said.span(period), "pages": pages, "n": len(found),
        "earned": sum(page.earned for page in pages), "off": sum(page.off for page in pages),
        "paid": paid, "capitals": capitals(paid),
        "head": bytes(period.seal.head).hex()[:16] if period.seal else "",
    })


def _row(number: int, slip: Any, lines: list[Any]) -> dict[str, Any]:
    """One worker: what she made, what was taken off and why, what she gets, how it was paid."""
    made = [shown(line, slip.period.last) for line in lines if line.evidence]
    return {
        "number": number, "name": slip.person.party.name, **masked(slip.person),
        "worked": sums.worked(slip),
        "made": [f"{one['product']} {one['quantity']} × {one['rate']}" for one in made],
        "earned": slip.earned, "off": slip.off, "paid": slip.net, "proof": proof(slip),
        "off_words": [
            f"{said.OFF.get(line.kind, line.kind)} {words.yuan(-line.amount)}"
            for line in lines if not line.evidence
        ],
    }
