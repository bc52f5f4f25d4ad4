"""The money between the levels in words: how old it is, how a statement stands."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.web.parts import words
from menkou.work.models import FeeLine, FeeStatement, Order
from menkou.work.queries.fee_lines import NewLine
from menkou.work.queries.owed import AGES

AGE_WORDS = {
    "unstated": gettext_lazy("还没对账"), "sent": gettext_lazy("等认账"),
    "coming": gettext_lazy("没到期"), "to_30": gettext_lazy("过期 1–30 天"),
    "to_90": gettext_lazy("过期 31–90 天"), "over_90": gettext_lazy("过期 90 天以上"),
}
STANDS = {
    "sent": gettext_lazy("等认账"), "agreed": gettext_lazy("已认账"),
    "disputed": gettext_lazy("有异议"), "late": gettext_lazy("过期没付"),
    "paid": gettext_lazy("付清了"),
}
COLOURS = {"sent": "wait", "agreed": "calm", "disputed": "clay", "late": "clay", "paid": "good"}


def ages(one: Any) -> list[tuple[str, int, bool]]:
    """(words, 1/10,000 yuan, whether it is past its day) of each age that is not nothing."""
    late = ("to_30", "to_90", "over_90")
    return [
        (str(AGE_WORDS[name]), one.ages[name], name in late) for name in AGES if one.ages[name]
    ]


def kind(line: FeeLine) -> str:
    """Why a line stands here, where it isn't one of this stretch."""
    return "" if line.kind == FeeLine.Kind.NEW else _(str(line.get_kind_display()))


def product(line: FeeLine) -> str:
    """ "藤编小篮 · 编织": what was made; the product alone for what was mended."""
    if line.allotment is None:
        return str(_(line.order.product.name))
    made = line.allotment.operation
    return f"{_(line.order.product.name)} · {_(made.name)}"


def days(line: FeeLine) -> str:
    first, last = words.day(line.first_day), words.day(line.last_day)
    return first if first == last else f"{first} – {last}"


def unit(line: FeeLine) -> str:
    return _(line.allotment.operation.makes.unit) if line.allotment else ""


def pair(statement: FeeStatement) -> str:
    """ "甲 付给 乙"."""
    return _("%(giver)s付给%(holder)s") % {
        "giver": statement.giver, "holder": statement.holder,
    }


def previewed(rows: list[NewLine]) -> list[tuple[NewLine, str, str, str]]:
    """Lines that are not stated yet: (line, order, product, why it stands here). One query."""
    orders = Order.objects.filter(pk__in={row.order for row in rows}).select_related("product")
    named = {order.pk: order for order in orders}
    return [
        (row, named[row.order].number, _(named[row.order].product.name),
         "" if row.kind == FeeLine.Kind.NEW else _(str(FeeLine.Kind(row.kind).label)))
        for row in rows
    ]
