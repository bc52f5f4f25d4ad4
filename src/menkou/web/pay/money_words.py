"""What stands of money, in words."""

from django.utils.translation import gettext, gettext_lazy

from menkou.settlement.actions.payments import RELATIONS, RETURNS
from menkou.settlement.models import AnswerLine, Handover
from menkou.settlement.queries import payments
from menkou.web.parts import words

WHY = {
    "died": gettext_lazy("本人已去世，由亲属凭证明领取"),
    "asked": gettext_lazy("已申请当面领取"),
    "no_card": gettext_lazy("没有登记银行卡"),
}
STATES = {"due": "wait", "sent": "calm", "paid": "good", "returned": "clay"}
"""The colour of a payment's state."""

NEXT = {
    AnswerLine.Result.OTHER_AMOUNT: gettext_lazy(
        "银行写的数和应付的不同。问清银行真付了多少，填在右边"
    ),
    AnswerLine.Result.UNKNOWN: gettext_lazy(
        "这一批里没有这一笔。看看是不是别的批次的回盘，不是就放下"
    ),
    AnswerLine.Result.REPEATED: gettext_lazy("同一笔写了两行。问清银行付没付，付了就填真付的数"),
    AnswerLine.Result.UNREADABLE: gettext_lazy("看不出付没付。问清银行，付了就填真付的数"),
}
"""What to do with an odd row of an answer."""


def why_not(code: str | None) -> str:
    """Why a payment can't go to the bank; empty where it may."""
    if not code:
        return ""
    if code in WHY:
        return str(WHY[code])
    return gettext("这张卡被银行退过：%(why)s") % {"why": returned(code)}


def taker(handover: Handover) -> str:
    """Who takes the money in her name, as what, and the paper that shows it."""
    name, paper = payments.told(handover)
    relation = RELATIONS.get(handover.relation, handover.relation)
    return words.listed([one for one in (name, str(relation), paper) if one])


def returned(code: str) -> str:
    """Why money came back."""
    return str(RETURNS.get(code, code))
