"""Sheets that go with pieces, on paper and as Excel: delivery note, acceptance sheet.

Columns as the offices print them: 送货单 and 验收单.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib import exact
from menkou.lib.amounts import capitals
from menkou.web.parts import export, reasons, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.tables import Number, Table, Text
from menkou.work.queries import orders, passages

COPIES = (gettext_lazy("存根"), gettext_lazy("客户"), gettext_lazy("财务"))
FEN = 100  # of 1/10,000 yuan


class NoteTable(Table):
    number = Text(gettext_lazy("单号"))
    day = Text(gettext_lazy("日期"))
    to = Text(gettext_lazy("收货单位"))
    order = Text(gettext_lazy("订单号"))
    name = Text(gettext_lazy("品名"))
    spec = Text(gettext_lazy("规格"))
    unit = Text(gettext_lazy("单位"))
    pieces = Number(gettext_lazy("数量"))
    price = Text(gettext_lazy("单价（元）"))
    amount = Text(gettext_lazy("金额（元）"))
    packages = Number(gettext_lazy("件数"))
    note = Text(gettext_lazy("备注"))


class SheetTable(Table):
    number = Text(gettext_lazy("单号"))
    day = Text(gettext_lazy("日期"))
    order = Text(gettext_lazy("订单号"))
    giver = Text(gettext_lazy("交货人"))
    name = Text(gettext_lazy("品名"))
    spec = Text(gettext_lazy("规格"))
    unit = Text(gettext_lazy("单位"))
    sent = Number(gettext_lazy("送检"))
    accepted = Number(gettext_lazy("合格"))
    rework = Number(gettext_lazy("返工"))
    rejected = Number(gettext_lazy("不合格"))
    reason = Text(gettext_lazy("原因"))
    due = Text(gettext_lazy("应耗"))
    used = Text(gettext_lazy("实耗"))
    beyond = Text(gettext_lazy("超耗"))
    place = Text(gettext_lazy("仓位"))
    note = Text(gettext_lazy("备注"))


def _detail(request: Request, kind: str, pk: int) -> Any:
    found = passages.detail(kind, pk, orders.within(request.scope, request.day))
    if found is None:
        raise Http404
    return found


def _cells(table: Table) -> list[tuple[str, str, bool]]:
    """(head, value, whether it is a number) of a table's one row."""
    heads, (row,) = export.rows_of(table)
    numeric = [column.column.numeric for column in table.columns]
    return list(zip(heads, row, numeric, strict=True))


def _common(row: Any, letters: str) -> dict[str, Any]:
    return {
        "number": f"{letters}{row.fact_id:08d}", "day": f"{row.day:%Y-%m-%d}",
        "order": row.order.number, "name": _(row.order.product.name),
        "spec": _(row.commodity.operation.name), "unit": _(row.commodity.unit),
    }


@screen("work.see_orders")
def note(request: Request, pk: int) -> HttpResponse:
    """A delivery note (送货单), once for the stub, the customer and the accounts."""
    row = _detail(request, "delivery", pk)
    amount = _whole_fen(row.pieces * row.order.fee)
    said = _common(row, "SH") | {
        "to": row.order.customer.party.name, "pieces": row.pieces,
        "price": words.rate(row.order.fee), "amount": words.yuan(amount),
        "packages": row.packages or None, "note": "",
    }
    return _sheet(request, NoteTable([said]), {
        "title": _("送货单"), "row": row, "order": row.order, "copies": COPIES,
        "capitals": capitals(amount), "signs": [_("送货人"), _("收货人")],
        "from": row.place.name, "number": said["number"],
    })


@screen("work.see_orders")
def sheet(request: Request, pk: int) -> HttpResponse:
    """An acceptance sheet (验收单), with the material of the whole order so far."""
    row = _detail(request, "acceptance", pk)
    said = _common(row, "YS") | {
        "giver": row.place.name, "sent": row.accepted + row.refused, "accepted": row.accepted,
        "rework": row.refused, "rejected": 0,
        "reason": reasons.said(reasons.CUSTOMER, row.reason) if row.reason else "",
        "place": "", "note": _("料耗是整单到今天的"), **_material(row.order),
    }
    return _sheet(request, SheetTable([said]), {
        "title": _("验收单"), "row": row, "order": row.order, "copies": ("",), "capitals": "",
        "signs": [_("交货人"), _("质检"), _("仓管")], "whose": passages.whose_of(row.fact_id),
        "from": row.place.name, "number": said["number"],
    })


def _material(order: Any) -> Mapping[str, str]:
    """What the order's pieces should have used, did use, and used beyond the allowance."""
    found: dict[str, list[str]] = {"due": [], "used": [], "beyond": []}
    for one in orders.reconciliation(order):
        for name, n in (("due", one.consumed), ("used", one.consumed + one.lost),
                        ("beyond", one.excess)):
            unit = _(one.commodity.unit)
            amount = exact.show(n, one.commodity.factor)
            found[name].append(f"{_(one.commodity.name)} {amount} {unit}")
    return {name: words.listed(lines) for name, lines in found.items()}


def _whole_fen(amount: int) -> int:
    """An amount rounded once to whole fen, half up."""
    return (amount + FEN // 2) // FEN * FEN


def _sheet(request: Request, table: Table, context: dict[str, Any]) -> HttpResponse:
    if request.GET.get("export") == "xlsx":
        return export.as_xlsx(table, f"{context['title']} {context['number']}")
    return render(request, "orders/sheet.html", context | {"cells": _cells(table)})
