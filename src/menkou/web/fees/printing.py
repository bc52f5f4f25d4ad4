"""A statement on paper: A4, money in figures and in capitals, lines to sign; or as Excel."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from menkou.ledger.models import Seal
from menkou.lib.amounts import capitals
from menkou.web.fees import words as said
from menkou.web.fees.pages import lines_of, statement_within
from menkou.web.parts import export
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.tables import Number, Rate, Table, Text, Yuan

A_PAGE = 10
"""Lines of a page: each may take two rows of text, and the last page has sums and signatures."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its number and what its lines come to (1/10,000 yuan)."""

    number: int
    rows: list[dict[str, Any]]
    amount: int


class LineTable(Table):
    """The columns of a statement as the offices have them."""

    number = Number(_("序号"))
    order = Text(_("订单号"))
    product = Text(_("品名"))
    days = Text(_("验收日期"))
    unit = Text(_("单位"))
    accepted = Number(_("验收数"))
    returned = Number(_("退货数"))
    fee = Rate(_("单价（元）"))
    amount = Yuan(_("金额（元）"))
    note = Text(_("备注"))


@screen("work.see_fees")
def printed(request: Request, pk: int) -> HttpResponse:
    """The statement as a sheet, or with `?export=xlsx` as a file of the same columns."""
    one = statement_within(request, pk)
    rows: list[dict[str, Any]] = [
        {
            "number": line.number, "order": line.order.number, "product": said.product(line),
            "days": said.days(line), "unit": said.unit(line), "accepted": line.accepted,
            "returned": line.returned, "fee": line.fee, "amount": line.amount,
            "note": said.kind(line),
        }
        for line in lines_of(one)
    ]
    if request.GET.get("export") == "xlsx":
        return export.as_xlsx(LineTable(rows, request=request), f"{one.number} {said.pair(one)}")
    sheets = [
        Sheet(start // A_PAGE + 1, part, sum(row["amount"] for row in part))
        for start in range(0, max(len(rows), 1), A_PAGE)
        for part in (rows[start : start + A_PAGE],)
    ]
    seal = Seal.objects.filter(last__lte=one.upto).order_by("-last").first()
    return render(request, "fees/print.html", {
        "one": one, "sheets": sheets, "n": len(rows), "capitals": capitals(one.due),
        "head": bytes(seal.head).hex()[:16] if seal else "",
    })
