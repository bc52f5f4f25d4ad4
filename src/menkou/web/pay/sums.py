"""A slip's sums in words: from what was earned to what is paid, each step that is not nothing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from menkou import policy
from menkou.policy import NoRuleYet
from menkou.policy.minimum import Shortfall, shortfall
from menkou.policy.wages import minimum_wage
from menkou.settlement.models import Line, Slip
from menkou.web.parts import fact_words, words
from menkou.web.pay import words as said

FULL, PART = "full_time", "part_time"
HOUR = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A row between the wage lines and the net: its words, 1/10,000 yuan, signed."""

    words: str
    amount: int


def steps(slip: Slip, lines: list[Line]) -> list[Step]:
    """What is added to `earned`, taken off and carried, so that it comes to `net`."""
    found = [Step(_("应发合计"), slip.earned)]
    if slip.carried_in > 0:
        found.append(Step(_("上一张带来的零头"), slip.carried_in))
    found += [
        Step(str(said.OFF.get(line.kind, line.kind)), line.amount)
        for line in lines if not line.evidence
    ]
    left = sum(one.amount for one in found) - slip.net
    if left > 0:
        found.append(Step(_("不到一分的零头，带到下一张"), -left))
    elif left < 0:
        found.append(Step(_("不够扣的，带到下一张"), -left))
    return found


def exact(amount: int) -> str:
    """Yuan with as many decimals, up to four, as it needs."""
    return words.rate(amount)


def worked(slip: Slip) -> str:
    """The working time that was recorded, or that none was."""
    if slip.minutes is None:
        return _("没有记考勤，按件算")
    return _("%(hours)s 小时") % {"hours": fact_words.hours(slip.minutes)}


def to(slip: Any) -> str:
    """How the money goes to her: to which account, or in cash; and when it did."""
    if slip.way == "cash":
        where = _("当面付现金")
    elif slip.way == "bank":
        where = _("银行卡，尾号 %(tail)s") % {"tail": slip.tail}
    elif slip.net == 0:
        return _("没有要付的")
    else:
        where = _("本人登记的银行卡") if slip.person.bank_index else _("当面付现金")
    if slip.paid_on:
        return _("%(where)s，%(day)s 付的") % {"where": where, "day": words.day(slip.paid_on)}
    return where


def minimum(slip: Slip) -> str:
    """Her pay beside the minimum wage, with the hours that this rests on; empty where none is
    known."""
    rules, form = policy.on(slip.period.last), slip.engagement.form
    try:
        table = minimum_wage(rules)
    except NoRuleYet:
        return ""
    found = shortfall(form, slip.earned, slip.minutes, rules)
    hours = fact_words.hours(slip.minutes) if slip.minutes else ""
    if form == FULL:
        told = {"pay": words.yuan(slip.earned), "least": words.yuan(table.monthly)}
        return _("全日制月最低工资 %(least)s 元，这一期应发 %(pay)s 元") % told
    if not slip.minutes:
        return _("没有记工时，算不出每小时挣多少")
    told = {
        "hours": hours, "per": words.yuan(slip.earned * HOUR // slip.minutes // 100 * 100),
        "least": words.yuan(table.hourly),
    }
    return _per_hour(form, found) % told


def _per_hour(form: str, found: Shortfall | None) -> str:
    if form == PART:
        return _("按 %(hours)s 小时算，每小时 %(per)s 元；小时最低工资 %(least)s 元")
    if found is None:
        return _("按 %(hours)s 小时算，每小时 %(per)s 元")
    return _("按 %(hours)s 小时算，每小时 %(per)s 元；小时最低工资 %(least)s 元，供参考，"
             "这种用工没有法定标准")  # fmt: skip
