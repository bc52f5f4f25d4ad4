"""Periods, what is open, what is odd, and the lines of a slip, in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menkou.ledger.models import Wage
from menkou.policy.oddities import ODDITIES
from menkou.settlement.actions.periods import ASIDE
from menkou.settlement.models import Item, Line, Period
from menkou.settlement.queries.approving import wanted_approvals
from menkou.settlement.queries.funding import Unfunded
from menkou.web.parts import fact_words, words

STAGES = {
    "open": gettext_lazy("还没到期"), "ended": gettext_lazy("可以关账"),
    "closing": gettext_lazy("正在关"), "approve": gettext_lazy("等人批"),
    "pay": gettext_lazy("待付"), "sent": gettext_lazy("等回盘"), "paid": gettext_lazy("办完了"),
}
COLOURS = {"open": "calm", "ended": "clay", "closing": "wait", "approve": "wait", "pay": "wait",
           "sent": "calm", "paid": "good"}  # fmt: skip
"""Stage of a period -> its colour."""

PAID = {"due": gettext_lazy("待付"), "sent": gettext_lazy("已送银行"),
        "paid": gettext_lazy("已付"), "returned": gettext_lazy("退回")}  # fmt: skip
OF_PAY = {"due": "wait", "sent": "calm", "paid": "good", "returned": "clay"}

LEVELS = {"alarm": "clay", "block": "clay", "warn": "wait"}
"""How grave something odd is -> its colour."""

CODES = {value: gettext_lazy(str(label)) for value, label in Item.Code.choices}
OFF = {
    "statutory": gettext_lazy("代扣个人所得税"), "debt": gettext_lazy("扣回上次多付"),
    "recovery": gettext_lazy("扣回多付"), "charge": gettext_lazy("赔偿"),
}
KINDS = {"late": gettext_lazy("补记以前的"), "ahead": gettext_lazy("下期的先结"),
         "correction": gettext_lazy("更正")}  # fmt: skip


def span(period: Period) -> str:
    """ "2022 年 1 月", "2022 年 1 月 3 日 – 16 日"; a later run of the span says so."""
    first, last = period.first, period.last
    if period.cycle == "month":
        said = (
            _("%(year)d 年 %(month)d 月") % {"year": first.year, "month": first.month}
            if words.chinese() else f"{words.MONTHS[first.month - 1]} {first.year}"
        )
    else:
        said = f"{words.full_day(first)} – {words.day(last, first)}"
    if period.number:
        said = _("%(span)s，补发第 %(n)d 次") % {"span": said, "n": period.number}
    return said


def stage(period: Any, *, yours: bool = False) -> str:
    """What a period waits for, as a badge."""
    if period.stage != "approve":
        return str(STAGES[period.stage])
    left = wanted_approvals(period) - period.approved
    if yours:
        return _("等您批")
    return ngettext("等 %(n)s 个人批", "等 %(n)s 个人批", left) % {"n": words.number(left)}


def odd(code: str) -> str:
    """What is odd, in words."""
    rule = ODDITIES.get(code)
    if rule is None:
        return code
    return rule.zh if words.chinese() else rule.en


def odd_colour(code: str) -> str:
    return LEVELS[ODDITIES[code].level] if code in ODDITIES else ""


def why_aside(code: str) -> str:
    """Why somebody is set aside: by a person, or by the close itself."""
    return str(ASIDE[code]) if code in ASIDE else odd(code)


def where(engagement: Any) -> str:
    """Where she works: at home, or in which workshop."""
    if engagement.form == "home":
        return _("家里")
    return str(engagement.workshop.party.name) if engagement.workshop_id else words.NO_VALUE


def days(line: Line, beside: date) -> str:
    """ "1 月 3 日至28 日"; with the year where it is another one than that of `beside`."""
    first, last = line.first_day, line.last_day
    if first is None or last is None:
        return words.NO_VALUE
    if first == last:
        return words.day(first, beside)
    end = words.day(last, first)
    if words.chinese() and (first.year, first.month) == (last.year, last.month):
        end = _("%(n)d 日") % {"n": last.day}
    return _("%(first)s至%(last)s") % {"first": words.day(first, beside), "last": end}


def product(line: Line) -> str:
    """What was made; what kind of pay it is where nothing was."""
    if line.commodity is not None:
        made = getattr(line.commodity, "operation", None)
        return _(made.product.name) if made else _(line.commodity.name)
    if line.evidence == Wage.Evidence.TIME:
        return _("出勤")
    if line.evidence == Wage.Evidence.ITEM:
        return str(CODES.get(line.code, line.code))
    return str(OFF.get(line.kind, line.kind))


def operation(line: Line) -> str:
    made = getattr(line.commodity, "operation", None) if line.commodity else None
    return _(made.name) if made else ""


def quantity(line: Line) -> str:
    """Pieces, or hours and their tenth; nothing for a named item."""
    if line.evidence == Wage.Evidence.TIME:
        sign = "−" if line.quantity < 0 else ""
        return sign + fact_words.hours(abs(line.quantity))
    if line.evidence == Wage.Evidence.PIECE:
        return words.number(line.quantity)
    return ""


def unit(line: Line) -> str:
    if line.evidence == Wage.Evidence.TIME:
        return _("小时")
    return _(line.commodity.unit) if line.commodity else ""


def rate(line: Line) -> str:
    """The rate, and what it is for where it is no piece's."""
    if line.evidence == Wage.Evidence.TIME:
        per = _("小时") if line.shares == fact_words.HOUR else _("半天")
        return f"{words.rate(line.rate)} / {per}"
    return words.rate(line.rate) if line.evidence == Wage.Evidence.PIECE else ""


def share(line: Line) -> str:
    """ "60/100" where several shared the pieces."""
    if line.evidence != Wage.Evidence.PIECE or line.share == line.shares:
        return ""
    return f"{line.share}/{line.shares}"


def kind(line: Line) -> str:
    """Late, ahead, or a correction; nothing for a line of the period itself, and for an item that
    is called a correction."""
    if line.code == line.kind:
        return ""
    return str(KINDS.get(line.kind, ""))


def unfunded(rows: list[Unfunded], day: date) -> list[str]:
    """Who must soon pay wages and waits for fees, a sentence each, three at most."""
    found = []
    for one in rows[:3]:
        told = {
            "name": one.name, "day": words.day(one.pay_by, day), "wages": words.yuan(one.wages),
            "open": words.yuan(one.fees_open), "late": words.yuan(one.late),
        }
        sentences = [_(
            "%(name)s：%(wages)s 元工资最晚 %(day)s发，该收的加工费还有 %(open)s 元没有到。"
        ) % told]
        if one.late:
            sentences.append(_("其中 %(late)s 元已经过期。") % told)
        found.append(" ".join(sentences))
    return found
