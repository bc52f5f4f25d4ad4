"""Why something was done: each code that a fact, a cut or an ending may carry, with its words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Reasons = Mapping[str, Any]

PIECE: Reasons = {
    "loose": _("松了"), "broken": _("断了"), "dirty": _("脏了"), "size": _("尺寸"),
    "other": _("别的"),
}
"""Why a piece that was brought back is not good."""

MATERIAL: Reasons = {
    "broken": _("料坏了"), "remade": _("要重做"), "lost": _("丢了"), "other": _("别的"),
}
"""Why material is issued beyond the allowance."""

CUSTOMER: Reasons = {
    "loose": _("松了、脱线"), "broken": _("断了、坏了"), "dirty": _("脏了"),
    "size": _("尺寸不对"), "colour": _("颜色不对"), "sample": _("和样品不一样"),
    "late": _("来得太晚"), "other": _("别的"),
}
"""Why the customer refuses delivered pieces, or sends accepted ones back."""

CUT: Reasons = {
    "hands": _("人手不够"), "season": _("农忙、放假"), "material": _("料没有来"),
    "skill": _("这道活做不了"), "customer": _("企业减了件数"), "mistaken": _("分错了"),
    "cancelled": _("订单撤了"), "other": _("别的"),
}
"""Why pieces go back up the chain, or were never made."""

CANCEL: Reasons = {
    "customer": _("企业不做了"), "material": _("料一直没有来"), "quality": _("质量做不到"),
    "price": _("价钱谈不拢"), "other": _("别的"),
}
"""Why an order is cancelled."""

CLOSE: Reasons = {
    "done": _("都做完、交完了"), "short": _("少做了，说好就这样结"),
    "customer": _("企业说够了"), "other": _("别的"),
}
"""Why an order is closed."""

DISPOSAL: Reasons = {
    "refused": _("企业不收"), "cancelled": _("订单撤了"), "left": _("做完剩下的"),
    "sample": _("留样"), "broken": _("坏了，修不好"), "mended": _("再看过，还是好的"),
    "other": _("别的"),
}
"""Why what is left of an order goes where it goes."""

TO: Reasons = {
    "owner": _("交给企业"), "scrap": _("报废"), "good": _("再看过，算合格"),
}
"""Where what is left of an order may go."""


def said(reasons: Reasons, code: str) -> str:
    """The words of a code; the code itself for one that is no longer known."""
    return str(reasons.get(code, code))
