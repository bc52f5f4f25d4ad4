"""A slip in words for her who earned it: short, and made to be heard as well as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib.days import day_of
from menkou.registry.queries.person import masked
from menkou.settlement.actions.payments import RELATIONS, RETURNS
from menkou.settlement.actions.replies import ANSWERS, REASONS
from menkou.settlement.models import Deduction, Item, Line, Objection, Payment, Period, Slip
from menkou.settlement.queries import mine
from menkou.settlement.queries.mine import Done
from menkou.settlement.queries.payments import OF_ACCOUNT
from menkou.web.parts import words
from menkou.work.booking import HOUR

MONTHS_ZH = ("一月", "二月", "三月", "四月", "五月", "六月",
             "七月", "八月", "九月", "十月", "十一月", "十二月")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August",
             "September", "October", "November", "December")
ANSWERED = ANSWERS | {"evidence": gettext_lazy("和你一起对了底单，数目是对的")}
"""The answers as they are said to herself."""

TAKEN = {
    Line.Kind.STATUTORY: gettext_lazy("代国家扣的个人所得税"),
    Line.Kind.DEBT: gettext_lazy("以前多付给你的，这次扣回"),
    Line.Kind.RECOVERY: gettext_lazy("多付给你的，扣回"),
    Line.Kind.CHARGE: gettext_lazy("赔偿"),
}
TAKEN_ICON = "down"


REQUESTS = {"asked": "wait", "given": "good", "declined": "clay", "withdrawn": ""}
"""The state of a request for work -> the colour of its badge."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its icon; `kind` is that of a badge (good, wait, clay, calm)."""

    icon: str
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a slip: the product whose picture stands beside, or an icon; what, how much times
    how much, the amount (1/10,000 yuan), and a sentence where it wants one."""

    what: str
    amount: int
    product: Any = None
    icon: str = "yuan"
    times: str = ""
    note: str = ""
    heard: str = ""


def month_of(day: date, beside: date) -> str:
    """ "一月", "January"; with the year where it is another one."""
    name = (MONTHS_ZH if words.chinese() else MONTHS_EN)[day.month - 1]
    if day.year == beside.year:
        return name
    return _("%(year)s 年%(month)s") % {"year": day.year, "month": name}


def pay_of(period: Period, beside: date) -> str:
    """ "一月的工资"; for a shorter span its days; a later run says so."""
    if period.cycle == "month":
        span = month_of(period.first, beside)
    else:
        span = _("%(first)s到%(last)s") % {
            "first": words.day(period.first, beside), "last": words.day(period.last, beside)
        }
    said = _("%(span)s的工资") % {"span": span}
    return _("%(pay)s（补发）") % {"pay": said} if period.number else said


def heard(amount: int) -> str:
    """1/10,000 yuan as it is spoken: "1207 元 4 角 5 分"; never below zero."""
    amount = abs(amount)
    if not words.chinese() or amount % 100:
        return words.rate(amount).replace(",", "") + " " + _("元")
    yuan, fen = divmod(amount // 100, 100)
    parts = [f"{n} {unit}" for n, unit in ((yuan, "元"), (fen // 10, "角"), (fen % 10, "分")) if n]
    return " ".join(parts) or "0 元"


def money(slip: Slip, day: date) -> Said:
    """Where her money is."""
    payments = list(slip.payments.all())
    if not slip.net:
        return Said("info", _("这次没有要发的钱"))
    newest = payments[0] if payments else None
    if newest is None:
        return Said("clock", _("还没发，还在等人批"), "wait")
    if newest.state == Payment.State.PAID:
        return Said("check", _paid(newest, day), "good")
    if newest.state == Payment.State.SENT:
        where = {"tail": newest.account_tail}
        return Said("sync", _("送到银行了，还在路上，卡尾号 %(tail)s") % where, "calm")
    back = next((one for one in payments if one.state == Payment.State.RETURNED), None)
    if back is not None:
        return Said("warn", _returned(back, slip), "clay")
    if slip.person.bank_index is None:
        return Said("clock", _("还没发，会发现金"), "wait")
    tail = {"tail": masked(slip.person)["bank"][-4:]}
    return Said("clock", _("还没发，会发到你的卡上，卡尾号 %(tail)s") % tail, "wait")


def _paid(payment: Payment, day: date) -> str:
    when = {"day": words.day(payment.paid_on, day), "tail": payment.account_tail}
    if payment.way == Payment.Way.CASH:
        taker = getattr(payment, "handover", None)
        if taker is not None and taker.relation:
            return _("%(day)s发的现金，%(who)s替你领的") % {
                **when, "who": RELATIONS.get(taker.relation, taker.relation)
            }
        return _("%(day)s发的现金") % when
    said = _("%(day)s发到卡上了，卡尾号 %(tail)s") % when
    if payment.paid is not None and payment.paid != payment.amount:
        paid = words.yuan(payment.paid)
        return _("%(said)s。银行付了 %(paid)s 元") % {"said": said, "paid": paid}
    return said


def _returned(payment: Payment, slip: Slip) -> str:
    why = {"why": RETURNS.get(payment.code, RETURNS["other"])}
    if payment.code == "not_given":
        return _("钱没有交到你手里，车间会再发")
    if payment.code not in OF_ACCOUNT:
        return _("银行退回来了：%(why)s。车间会再发") % why
    held, own = payment.account_index, slip.person.bank_index
    if payment.lifted_at is not None or (own is not None and bytes(own) != bytes(held or b"")):
        return _("银行退回来过：%(why)s。卡已经弄好了，等着再发") % why
    return _("银行退回来了：%(why)s，请拿新卡来车间") % why


def open_objection(slip: Slip) -> Objection | None:
    """What she said and was not answered yet."""
    return next((one for one in slip.objections.all() if one.answered_at is None), None)


def answers(slip: Slip, day: date) -> list[Said]:
    """What she said of it and what she was answered, the newest first."""
    found = []
    confirmed = getattr(slip, "confirmation", None)
    if confirmed is not None:
        when = {"day": words.day(day_of(confirmed.at), day), "how": _(confirmed.get_how_display())}
        phone = confirmed.how == "phone"
        text = _("%(day)s，你说对了") if phone else _("%(day)s，你说对了（%(how)s）")
        found.append(Said("check", text % when, "good"))
    for one in slip.objections.all():
        reason = str(REASONS.get(one.reason, one.reason))
        if one.how == Objection.How.SOUND:
            both = _("%(why)s，录了音") % {"why": reason}
            reason = _("录了音") if one.reason == "other" else both
        found.append(Said("reply", _("你说不对：%(why)s") % {"why": reason}, "wait"))
        found.append(_answer(one, day))
    return found


def _answer(one: Objection, day: date) -> Said:
    if one.answered_at is not None:
        return Said("info", _("答复是：%(answer)s（%(who)s，%(day)s）") % {
            "answer": ANSWERED.get(one.answer_why, one.answer_why),
            "who": one.answered_by.shown_name if one.answered_by else "",
            "day": words.day(day_of(one.answered_at), day),
        }, "calm")
    if one.due_on < day:
        return Said("warn", _("过了该答复的日子（%(day)s），请当面问车间") % {
            "day": words.day(one.due_on, day)
        }, "clay")
    return Said("clock", _("等答复，最迟 %(day)s") % {"day": words.day(one.due_on, day)}, "wait")


def card(slip: Slip, day: date) -> dict[str, Any]:
    """A slip on a card: its month, its money, what was said, what she may still say."""
    waits = open_objection(slip) is not None
    confirmed = getattr(slip, "confirmation", None) is not None
    return {
        "slip": slip, "title": pay_of(slip.period, day), "money": money(slip, day),
        "answers": answers(slip, day), "may_right": not waits and not confirmed,
        "may_wrong": not waits,
    }


def where(slip: Slip) -> str:
    """Where she asks: her workshop, else who pays her."""
    workshop = slip.engagement.workshop
    name: str = (workshop or slip.period.payer).party.name
    return name


def until(slip: Slip, day: date) -> dict[str, Any]:
    """Until when she may say it on her phone, whether that is over, until when she is answered."""
    last = mine.objects_until(slip.period, day)
    return {"last": last, "over": day > last, "answered": mine.answered_by(day)}


def lines(rows: Sequence[Line], slip: Slip) -> list[Told]:
    """The lines of a slip, in their order."""
    return [_line(one, slip) for one in rows]


def _line(one: Line, slip: Slip) -> Told:
    kind = Line.Kind(one.kind)
    if kind in TAKEN:
        return _taken(one, kind)
    commodity = one.commodity
    product = commodity.operation.product if commodity is not None else None
    what = _work(one)
    values = {
        "month": month_of(one.first_day, slip.period.first) if one.first_day else "",
        "what": _amount_of(one), "sum": words.yuan(abs(one.amount)), "name": what,
    }
    note = ""
    if kind == Line.Kind.CORRECTION:
        note = _("%(month)s的 %(what)s，后来更正，扣回 %(sum)s 元") % values
    elif kind == Line.Kind.LATE:
        note = _("%(month)s的 %(what)s，后来才记上，这次补 %(sum)s 元") % values
    elif kind == Line.Kind.AHEAD:
        note = _("%(month)s的 %(what)s，这次先结了") % values
    icon = "clock" if one.evidence == "time" else "yuan"
    said = note or _("%(name)s，%(what)s") % values
    return Told(what, one.amount, product, icon, _times(one), note, said)


def _work(one: Line) -> str:
    """What the work was."""
    if one.commodity is not None:
        return _(one.commodity.operation.product.name)
    if one.evidence == "time":
        return _("按时间算的活")
    return _(str(Item.Code(one.code).label)) if one.code else _("单列工资")


def _amount_of(one: Line) -> str:
    """ "20 个", "7.5 小时", "4 个半天"; for a named item its name."""
    count = abs(one.quantity)
    if one.commodity is not None:
        return f"{words.number(count)} {_(one.commodity.unit)}"
    if one.evidence != "time":
        return _work(one)
    if one.shares != HOUR and one.shares:
        return _("%(n)s 个半天") % {"n": count // one.shares}
    return _("%(n)s 小时") % {"n": hours(count)}


def hours(minutes: int) -> str:
    """Minutes as hours: "7.5", "7", "0.33"."""
    hundredths = (100 * minutes + 30) // 60
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def _times(one: Line) -> str:
    """ "20 个 × 0.35 元", with her share of it where several did it; none for a named item."""
    if one.evidence == "item":
        return ""
    values = {"what": _amount_of(one), "rate": words.rate(one.rate)}
    if one.commodity is not None and one.shares > 1 and one.share != one.shares:
        values |= {"share": str(one.share), "shares": str(one.shares)}
        return _("%(what)s × %(rate)s 元，几个人一起做，你分 %(share)s/%(shares)s") % values
    return _("%(what)s × %(rate)s 元") % values


def _taken(one: Line, kind: Line.Kind) -> Told:
    """What was taken off, and why."""
    what, note = str(TAKEN[kind]), ""
    if one.deduction is not None:
        why = _(str(Deduction.Code(one.deduction.code).label))
        note = _("%(why)s：%(note)s") % {"why": why, "note": one.deduction.note}
        note = note if one.deduction.note else why
    said = _("%(what)s %(sum)s。") % {"what": what, "sum": heard(one.amount)}
    return Told(what, one.amount, None, TAKEN_ICON, "", note, f"{said}{note}" if note else said)


def sums(slip: Slip) -> list[tuple[str, int]]:
    """From what she earned to what she gets; they add up."""
    off = slip.statutory + slip.debt_taken + slip.recovered + slip.charged
    rows = [
        (_("挣的"), slip.earned), (_("上次剩的零头"), max(slip.carried_in, 0)),
        (_("扣掉的"), -off), (_("不到一分，留到下次"), -slip.rounding),
    ]
    return [(name, amount) for name, amount in rows if amount or name == rows[0][0]]


def days(rows: Sequence[Done]) -> list[tuple[date, list[tuple[str, str, int]]]]:
    """Each day with what was done on it, how much, and what it earned."""
    return [
        (day, [_done(one) for one in of_day]) for day, of_day in groupby(rows, lambda one: one.day)
    ]


def _done(one: Done) -> tuple[str, str, int]:
    if one.evidence == "time":
        return _("按时间算的活"), _("%(n)s 小时") % {"n": hours(abs(one.quantity))}, one.amount
    if one.unit:
        return _(one.name), f"{words.number(one.quantity)} {_(one.unit)}", one.amount
    return _("单列工资"), "", one.amount


def spoken(slip: Slip, told: Sequence[Told], day: date) -> str:
    """A slip for the ear: the sum, where the money is, each line, what she may do."""
    stop = _("。")
    found = [
        _("%(pay)s，一共 %(sum)s") % {"pay": pay_of(slip.period, day), "sum": heard(slip.net)},
        money(slip, day).words,
        *(_heard_line(one) for one in told),
        *(one.words for one in answers(slip, day)),
    ]
    if slip.carried_out < 0:
        found.append(_("还有 %(sum)s没有扣完，下次再扣") % {"sum": heard(slip.carried_out)})
    if getattr(slip, "confirmation", None) is None and open_objection(slip) is None:
        found.append(_("数目对，就按“对的”。不对，按“不对”，再按一个原因"))
    found.append(_("有话问%(place)s") % {"place": where(slip)})
    return "".join(one.rstrip(stop) + stop for one in found)


def _heard_line(one: Told) -> str:
    if one.note or one.icon == TAKEN_ICON:
        return one.heard
    return _("%(what)s，%(sum)s") % {"what": one.heard, "sum": heard(one.amount)}
