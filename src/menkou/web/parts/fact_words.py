"""The pieces and materials of a fact in words."""

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
