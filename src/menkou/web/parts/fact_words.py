"""The pieces, materials and half-days of a fact in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.ledger.models import Commodity
from menkou.lib import exact
from menkou.web.parts import words

PIECES = {
    "good": gettext_lazy("合格"), "uninspected": gettext_lazy("待验"),
    "at_rework": gettext_lazy("返工"), "rejected": gettext_lazy("退回"),
}


HALVES = {"am": gettext_lazy("上午"), "pm": gettext_lazy("下午")}
LEAVES = {
    "personal": gettext_lazy("事假"), "sick": gettext_lazy("病假"),
    "family": gettext_lazy("照顾家里"), "farming": gettext_lazy("农忙"),
    "injury": gettext_lazy("工伤"), "other": gettext_lazy("别的假"),
}
HOUR = 60


def hours(minutes: int) -> str:
    """Hours to a tenth: "3.5"."""
    tenths = (minutes * 10 + HOUR // 2) // HOUR
    return f"{words.number(tenths // 10)}.{tenths % 10}"


def attended(minutes: int, leave: str | None) -> str:
    """A half-day: "来了 3.5 小时", "病假"."""
    if leave:
        return str(LEAVES.get(leave, leave))
    return _("来了 %(hours)s 小时") % {"hours": hours(minutes)}


def pieces(content: Mapping[str, Any], unit: str) -> list[str]:
    """ "合格 7 个", "返工 1 个"."""
    return [
        f"{word} {words.number(content[name])} {unit}"
        for name, word in PIECES.items()
        if content.get(name)
    ]


def material(commodity: Commodity | None, amount: int) -> str:
    """ "藤条 14.4 公斤"; a material that is not known is said to be so."""
    if commodity is None:
        return _("不认得的料")
    return f"{_(commodity.name)} {exact.show(amount, commodity.factor)} {_(commodity.unit)}"
