"""What a fact is called, its pieces, materials and half-days in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.ledger.models import Commodity
from menkou.lib import exact
from menkou.web.parts import words

KINDS = {
    "arrival": gettext_lazy("来料"), "issue": gettext_lazy("发料"),
    "receipt": gettext_lazy("收货"), "inspection": gettext_lazy("验货"),
    "rework": gettext_lazy("收返工"), "return": gettext_lazy("退料"),
    "count": gettext_lazy("盘点"), "surplus": gettext_lazy("处理多出件"),
    "pass_on": gettext_lazy("转人返工"), "abandon": gettext_lazy("记半成品"),
    "attend": gettext_lazy("记考勤"), "handing": gettext_lazy("移交"),
    "delivery": gettext_lazy("送货"), "acceptance": gettext_lazy("客户验收"),
    "customer_return": gettext_lazy("客户退货"), "disposal": gettext_lazy("定剩余去向"),
    "undo": gettext_lazy("撤销"),
    "fee_paid": gettext_lazy("付加工费"), "fee_back": gettext_lazy("撤回付的加工费"),
    "rent_due": gettext_lazy("应收租金"), "rent_relief": gettext_lazy("减免租金"),
    "rent_paid": gettext_lazy("付租金"), "rent_back": gettext_lazy("撤回付的租金"),
    "pay_item": gettext_lazy("单列工资"), "pay_close": gettext_lazy("工资关账"),
    "paid": gettext_lazy("发到手的工资"), "pay_returned": gettext_lazy("退回来的工资"),
}
"""Kind of fact -> what it is called, on every page: the only such list."""

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


def kind(code: str) -> str:
    """What a kind of fact is called; the code itself for one that is no longer known."""
    return str(KINDS.get(code, code))


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
