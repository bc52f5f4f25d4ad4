"""The odd things of a run of wages: what a close looks at before anybody is paid.

A block sets a worker aside: she gets no slip of this run and her next one is longer; it loses no
fact. A warning and an alarm are shown to who approves; what has happened is paid all the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from menkou.policy.guards import may_be_given_work
from menkou.policy.minimum import shortfall
from menkou.policy.retirement import retirement_day
from menkou.policy.rules import Rules
from menkou.policy.wages import pay_due

Params = Mapping[str, int | str | date]


class Looked(NamedTuple):
    """What the close of a run knows of one engagement's slip. None: not known, nothing is said.

    worked_first, worked_last  days of the work that this slip pays
    last, closed_on, due_on    last day of the run's stretch; the day of the close; the agreed pay
                               day (None: by `pay.day`)
    id_ok        whether the check digit of the ID is right; None: no number is registered
    card         whether a bank account is registered; `sharing`: how many others have the same
    holder       whose account: "self", or the relation of its holder
    post         of `retirement.POSTS`; "" where it is not known
    pay, minutes what is compared with the minimum, of the same days; minutes None: not recorded
    most_in_week the most minutes of one week; `days`: on how many days those minutes were worked
    attended, possible  half-days, of a form whose attendance is recorded
    shown, owed  what this slip shows; what she owes after it; 1/10,000 yuan
    home_seconds what her home brought back in the stretch, at the operations' standard times
    home_days, home_adults  days of that stretch; grown-ups registered in her home
    delivered    pieces that her workshop delivered in the last `pay.delivery_days`
    """

    born_on: date
    form: str
    last: date
    closed_on: date
    due_on: date | None = None
    worked_first: date | None = None
    worked_last: date | None = None
    died_on: date | None = None
    moved_out_on: date | None = None
    id_ok: bool | None = None
    card: bool = True
    sharing: int = 0
    holder: str = "self"
    post: str = ""
    pay: int = 0
    minutes: int | None = None
    most_in_week: int | None = None
    days: int = 0
    attended: int = 0
    possible: int = 0
    shown: int = 0
    owed: int = 0
    home_seconds: int = 0
    home_days: int = 0
    home_adults: int = 1
    delivered: int | None = None


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd thing of one worker; `params`: what its sentence may fill in."""

    code: str
    level: str
    params: Params


@dataclass(frozen=True, slots=True)
class Oddity:
    """A rule: how grave ("alarm", "block", "warn"), in words, by which article; what it finds."""

    code: str
    level: str
    zh: str
    en: str
    article: str
    find: Callable[[Looked, Rules], Params | None]


def look(looked: Looked, rules: Rules) -> list[Odd]:
    """Every odd thing by the rules of the closing day: alarms, then blocks, then warnings."""
    found = []
    for rule in _RULES:  # a close asks this of everybody
        params = rule.find(looked, rules)
        if params is not None:
            found.append(Odd(rule.code, rule.level, params))
    return found


def set_aside(odds: Iterable[Odd]) -> bool:
    """Whether one of them is a block."""
    return any(odd.level == "block" for odd in odds)


def _under_16(looked: Looked, rules: Rules) -> Params | None:
    if looked.worked_first is None:
        return None
    refusal = may_be_given_work(looked.born_on, looked.worked_first, rules)
    return None if refusal is None else {**refusal.params, "day": looked.worked_first}


def _died_before_work(looked: Looked, rules: Rules) -> Params | None:
    return _after(looked.worked_last, looked.died_on)


def _moved_before_work(looked: Looked, rules: Rules) -> Params | None:
    """Moving away is no reason to keep a wage back: asked about, not blocked."""
    return _after(looked.worked_last, looked.moved_out_on)


def _id_check_wrong(looked: Looked, rules: Rules) -> Params | None:
    return {} if looked.id_ok is False else None


def _shared_card(looked: Looked, rules: Rules) -> Params | None:
    return {"others": looked.sharing} if looked.card and looked.sharing > 0 else None


def _other_holder(looked: Looked, rules: Rules) -> Params | None:
    return {"holder": looked.holder} if looked.card and looked.holder != "self" else None


def _no_card(looked: Looked, rules: Rules) -> Params | None:
    return None if looked.card else {}


def _all_present(looked: Looked, rules: Rules) -> Params | None:
    if looked.possible < rules.number("pay.all_present_half_days"):
        return None
    return {"half_days": looked.attended} if looked.attended >= looked.possible else None


def _below_minimum(looked: Looked, rules: Rules) -> Params | None:
    return _short(looked, rules, law=True)


def _implied_hourly(looked: Looked, rules: Rules) -> Params | None:
    return _short(looked, rules, law=False)


def _part_time_hours(looked: Looked, rules: Rules) -> Params | None:
    if looked.form != "part_time":
        return None
    daily = rules.number("part_time.hours_per_day")
    weekly = rules.number("part_time.hours_per_week")
    week, minutes = looked.most_in_week or 0, looked.minutes or 0
    often = looked.days > 0 and minutes > daily * 60 * looked.days
    if week <= weekly * 60 and not often:
        return None
    return {"week_minutes": week, "minutes": minutes, "days": looked.days,
            "per_day": daily, "per_week": weekly}  # fmt: skip


def _late_pay(looked: Looked, rules: Rules) -> Params | None:
    due = looked.due_on or pay_due(looked.last, rules)
    return {"due": due, "closed": looked.closed_on} if looked.closed_on > due else None


def _home_output(looked: Looked, rules: Rules) -> Params | None:
    hours = rules.number("home.most_hours")
    most = looked.home_adults * looked.home_days * hours * 3600
    if looked.home_seconds <= most:
        return None
    return {"seconds": looked.home_seconds, "most": most, "adults": looked.home_adults,
            "days": looked.home_days, "hours": hours}  # fmt: skip


def _no_delivery(looked: Looked, rules: Rules) -> Params | None:
    if looked.delivered != 0 or looked.shown <= 0:
        return None
    return {"days": rules.number("pay.delivery_days")}


def _form_age(looked: Looked, rules: Rules) -> Params | None:
    if looked.form != "full_time" or not looked.post:
        return None
    return _after(looked.worked_last, retirement_day(looked.born_on, looked.post, rules))


def _debt(looked: Looked, rules: Rules) -> Params | None:
    return {"amount": looked.owed} if looked.owed > 0 else None


def _after(worked: date | None, end: date | None) -> Params | None:
    if worked is None or end is None or worked <= end:
        return None
    return {"day": worked, "since": end}


def _short(looked: Looked, rules: Rules, *, law: bool) -> Params | None:
    found = shortfall(looked.form, looked.pay, looked.minutes, rules)
    if found is None or bool(found.article) != law:
        return None
    params: dict[str, int | str | date] = {
        "kind": found.code, "pay": found.pay, "minimum": found.minimum, "article": found.article
    }
    known = {"minutes": found.minutes, "per_hour": found.per_hour}
    return params | {name: value for name, value in known.items() if value is not None}


_OURS = "本系统约定"
_IN_PERSON = "保障农民工工资支付条例 第十一条"

ODDITIES: Mapping[str, Oddity] = {
    rule.code: rule
    for rule in (
        Oddity("under_16", "alarm", "干活那天未满 16 周岁", "was under 16 on a day of work",
               "劳动法 第十五条、第九十四条", _under_16),
        Oddity("died_before_work", "block", "干活的日期在去世之后", "work dated after the death",
               _OURS, _died_before_work),
        Oddity("id_check_wrong", "block", "身份证号的校验位不对", "check digit of the ID is wrong",
               "禁止使用童工规定 第四条", _id_check_wrong),
        Oddity("moved_before_work", "warn", "干活的日期在迁出之后", "work dated after moving away",
               _OURS, _moved_before_work),
        Oddity("shared_card", "warn", "几个人用同一张银行卡", "several people share one account",
               f"{_IN_PERSON}、第五十四条", _shared_card),
        Oddity("other_holder", "warn", "银行卡不是本人的", "the account is somebody else's",
               f"{_IN_PERSON}；工资支付暂行规定 第六条", _other_holder),
        Oddity("no_card", "warn", "没有登记银行卡，发现金", "no account is registered: pay in cash",
               _IN_PERSON, _no_card),
        Oddity("all_present", "warn", "一个半天都不缺", "present every single half-day",
               _OURS, _all_present),
        Oddity("below_minimum", "warn", "低于最低工资标准", "below the minimum wage",
               "劳动法 第四十八条", _below_minimum),
        Oddity("implied_hourly", "warn", "折合每小时低于小时最低工资（没有法定标准，供参考）",
               "comes to less than the hourly minimum (no law sets one here)",
               _OURS, _implied_hourly),
        Oddity("part_time_hours", "warn", "非全日制超过规定工时", "part time beyond its hours",
               "劳动合同法 第六十八条", _part_time_hours),
        Oddity("late_pay", "warn", "过了约定的发工资日", "later than the agreed pay day",
               "工资支付暂行规定 第七条", _late_pay),
        Oddity("home_output", "warn", "在家做的数量超过全家大人做得出的",
               "brought back more from home than its grown-ups can make",
               "禁止使用童工规定 第二条", _home_output),
        Oddity("no_delivery", "warn", "很久没有交货，工资照发", "paid, yet nothing was delivered",
               _OURS, _no_delivery),
        Oddity("form_age", "warn", "过了退休年龄，还是全日制合同",
               "past the retirement age under a full-time contract",
               "劳动合同法实施条例 第二十一条", _form_age),
        Oddity("debt", "warn", "还有欠款，结转下次", "owes something, carried to the next slip",
               "工资支付暂行规定 第十六条", _debt),
    )
}  # fmt: skip
"""Code -> rule, in the order in which they are shown."""

_RULES = tuple(ODDITIES.values())
