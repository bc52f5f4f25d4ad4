"""Who saw which number and why, in words: out of the lines of `registry.queries.reveals`."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.registry.actions.numbers import REASONS

SHOWN = {
    "id": gettext_lazy("证件号"), "phone": gettext_lazy("电话"), "bank": gettext_lazy("银行卡"),
    "trait": gettext_lazy("情况的凭据"), "roster": gettext_lazy("花名册（带完整号码）"),
    "jobs": gettext_lazy("就业台账（带完整号码）"),
    "ledger": gettext_lazy("工资台账（带完整号码）"), "accounts": gettext_lazy("给银行的代发文件"),
}
"""What was shown: a number, or a list that left with full numbers."""

WHY = REASONS | {"bank": gettext_lazy("发工资")}
"""Why, by its code."""


def shown(line: Any) -> str:
    return str(SHOWN.get(line.shown, line.shown))


def why(line: Any) -> str:
    return str(WHY.get(line.reason, line.reason))


def sentence(who: str, what: str, reason: str) -> str:
    """ "示例酉看过证件号：核对登记", out of name and codes."""
    return _("%(who)s看过%(number)s：%(reason)s") % {
        "who": who, "number": str(SHOWN.get(what, what)), "reason": str(WHY.get(reason, reason)),
    }
