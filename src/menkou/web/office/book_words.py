"""Accounts and transfers in words: what a kind of account holds, who stands on the other side."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.ledger.models import Account, Commodity, Transfer, Wage
from menkou.ledger.opening import NONE_JOB
from menkou.lib import exact
from menkou.web.parts import words
from menkou.web.parts.fact_words import HOUR

KINDS = {value: gettext_lazy(str(label)) for value, label in Account.Kind.choices}
MEANS = {
    "store": gettext_lazy("放在车间里的料，来一次料加一次，发出去就少。"),
    "hands": gettext_lazy("领在手里还没用掉、没退回的料。"),
    "uninspected": gettext_lazy("交回来还没有验的件。"),
    "good": gettext_lazy("验过合格的件。"),
    "at_rework": gettext_lazy("要返工、还没有交回的件。"),
    "to_rework": gettext_lazy("等着返工的件：转给别人返工的，客户没收、退回来的。"),
    "rejected": gettext_lazy("验过不要的件。"),
    "surplus": gettext_lazy("比工票多出来、还没有定去处的件。"),
    "delivered": gettext_lazy("已经送到企业、还没有验收的件。"),
    "scrapped": gettext_lazy("收尾时报废的件和料。"),
    "budget": gettext_lazy("拨下来还能用的钱。"),
    "made": gettext_lazy("做出来的件从这里出去，所以是负数：负多少，就是一共做了多少。"),
    "consumed": gettext_lazy("做活照单耗用掉的料。"),
    "allowed_loss": gettext_lazy("盘点少了的料，在许可的损耗以内。"),
    "excess_loss": gettext_lazy("盘点少了的料，超出许可损耗的那部分。"),
    "difference": gettext_lazy("账上不够、事情却已经发生的料，从这里补；要查清楚。"),
    "labour": gettext_lazy("工钱从这里出去，所以是负数：负多少，就是这个订单一共付了多少人工。"),
    "wages_owed": gettext_lazy("挣下还没有发的工钱。负数是多发了，下次扣回。"),
    "fee": gettext_lazy("客户验收一件记一件的加工费。负数是要付给下一级的。"),
    "paid": gettext_lazy("加工费和租金已经收到的钱。负数是已经付出去的。"),
    "rent": gettext_lazy("应收的租金。负数是应付的。"),
    "outside": gettext_lazy("外面来的料从这里进账，所以是负数：负多少，就是一共来了多少。"),
}
"""Kind of account -> what stands on it, and why it may be negative."""

OTHER = {"wages_owed": gettext_lazy("谁付"), "labour": gettext_lazy("谁付"),
         "fee": gettext_lazy("和谁结"), "paid": gettext_lazy("和谁结"),
         "rent": gettext_lazy("和谁结")}  # fmt: skip
"""Kind of account -> what the other party is; for all others the owner of the goods."""

PAGES = {"person": "person", "workshop": "workshop", "organization": "organization"}
"""Kind of party -> the page of its record."""

SEES = {"person": "registry.see_people", "workshop": "registry.see_places",
        "organization": "registry.see_organizations"}  # fmt: skip
"""Page of a party -> the verb that opens it."""


def other(account: Account) -> str:
    """What the other party of an account is."""
    return str(OTHER.get(account.kind, _("货主")))


def job(account: Account) -> str:
    """The order that an account is kept for; empty where it is kept for none."""
    return "" if account.job.code == NONE_JOB else str(account.job)


def amount(value: int, commodity: Commodity) -> str:
    """Base units with their unit: "38 件", "1.2 公斤", "3.50 元"."""
    if commodity.kind == Commodity.Kind.MONEY:
        return f"{words.yuan(value)} {_(commodity.unit)}"
    return f"{exact.show(value, commodity.factor)} {_(commodity.unit)}"


def moved(line: Any) -> str:
    """ "+38 件", "-1.2 公斤": a line of a statement, by its `signed` quantity."""
    sign = "+" if line.signed > 0 else ""
    return sign + amount(line.signed, line.commodity)


def side(account: Account) -> str:
    """ "王芳 · 在手": an account as the one side of a transfer."""
    return f"{_(account.party.name)} · {KINDS[account.kind]}"


def across(line: Transfer, here: Account) -> str:
    """Where it went, or came from, seen from one of the two accounts."""
    if line.target_id == here.pk:
        return _("从 %(where)s") % {"where": side(line.source)}
    return _("到 %(where)s") % {"where": side(line.target)}


def wage(line: Wage) -> str:
    """What a wage rests on: "7 个 × 0.50 元", with the share where several share."""
    made, n = line.commodity, words.number(line.quantity)
    if line.evidence == Wage.Evidence.TIME:
        told = {"n": n, "rate": words.rate(line.rate)}
        if line.shares == HOUR:
            return _("%(n)s 分钟，每小时 %(rate)s 元") % told
        return _("%(n)s 分钟，半天 %(rate)s 元") % told
    said = _("%(n)s × %(rate)s 元") % {
        "n": n if made is None else f"{n} {_(made.unit)}", "rate": words.rate(line.rate),
    }
    if made is not None:
        said = f"{_(made.name)} {said}"
    if line.shares != line.share:
        said = _("%(what)s，占 %(share)s/%(shares)s") % {
            "what": said, "share": line.share, "shares": line.shares,
        }
    return said


def basis(line: Any) -> str:
    """The basis of a transfer's wage; empty where it is no wage."""
    found = getattr(line, "wage", None)
    return wage(found) if found else ""
