"""Red flags: what an auditor looks at first, over registry, work and wages.

Each rule says what it is, how grave ("block": it stops an intention at its form; "alarm": it has
happened although it must not; "warn": somebody should look), in words, by which law or agreement,
and finds it in what a reader has seen. What a close finds is in `oddities`, with the same words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from menkou.policy.guards import may_be_given_work
from menkou.policy.oddities import ODDITIES
from menkou.policy.rules import Rules
from menkou.policy.wages import pay_due

LEVELS = ("alarm", "block", "warn")


class Seen(NamedTuple):
    """What a reader saw of one case; None: not looked at.

    day       when it was: of the work, the ticket, the export; as of when, for what just stands
    since     what it is compared with: the death, the move, the last delivery
    born_on   of the person; `known`: whether her ID is registered
    n, m      pieces paid and accepted; rate printed and rate now (1/10,000 yuan); heads and members
              of a household; persons with the same account; persons in an export
    charged   taken off a slip for damage or recovered, 1/10,000 yuan; `short`: below the minimum
    """

    day: date
    since: date | None = None
    born_on: date | None = None
    known: bool | None = None
    n: int = 0
    m: int = 0
    charged: int = 0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule. `find` None: a close has found it already (`oddities`)."""

    code: str
    level: str
    zh: str
    en: str
    source: str
    find: Callable[[Seen, Rules], bool] | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """What can't come about here at all, and where it is stopped."""

    code: str
    zh: str
    en: str
    where_zh: str
    where_en: str
    source: str


def found(code: str, seen: Seen, rules: Rules) -> bool:
    """Whether a rule applies to what was seen. KeyError for an unknown code."""
    find = FLAGS[code].find
    return find is None or find(seen, rules)


def _too_young(seen: Seen, rules: Rules) -> bool:
    return seen.born_on is not None and (
        may_be_given_work(seen.born_on, seen.day, rules) is not None
    )


def _after(seen: Seen, rules: Rules) -> bool:
    return seen.since is not None and seen.day > seen.since


def _lacks_id(seen: Seen, rules: Rules) -> bool:
    return seen.known is False


def _several(seen: Seen, rules: Rules) -> bool:
    return seen.n > 1


def _always(seen: Seen, rules: Rules) -> bool:
    return True


def _two_heads(seen: Seen, rules: Rules) -> bool:
    return seen.n > 1


def _no_head(seen: Seen, rules: Rules) -> bool:
    return seen.n == 0 and seen.m > 0


def _more(seen: Seen, rules: Rules) -> bool:
    return seen.n > seen.m


def _charged_below(seen: Seen, rules: Rules) -> bool:
    return seen.charged > 0 and seen.short


def _unpaid(seen: Seen, rules: Rules) -> bool:
    return seen.since is not None and seen.day > pay_due(seen.since, rules)


def _no_delivery(seen: Seen, rules: Rules) -> bool:
    span = timedelta(days=rules.number("pay.delivery_days"))
    return seen.since is None or seen.day - seen.since > span


def _of_close(code: str) -> Flag:
    rule = ODDITIES[code]
    return Flag(code, rule.level, rule.zh, rule.en, rule.article)


_OURS = "本系统约定"
_HEADS = "户口登记条例 第五条"
_IN_PERSON = ODDITIES["shared_card"].article

FLAGS: Mapping[str, Flag] = {
    rule.code: rule
    for rule in (
        Flag("under_16_ticket", "alarm", "不满 16 周岁的人手里有工票",
             "somebody under 16 holds a ticket", "劳动法 第十五条、第九十四条", _too_young),
        Flag("under_16_paid", "alarm", "干活那天不满 16 周岁（钱照付）",
             "was under 16 on a day of work (paid all the same)",
             "劳动法 第十五条；禁止使用童工规定 第六条", _too_young),
        Flag("died_before_work", "block", "干活的日期在去世之后", "work dated after the death",
             _OURS, _after),
        Flag("half_day_twice", "block", "同一个半天记在两处", "one half-day in two places", _OURS,
             _always),
        Flag("moved_before_work", "warn", "搬走以后还有工钱", "wages after moving away", _OURS,
             _after),
        Flag("id_missing", "warn", "在做活，没有登记身份证号", "works, and no ID is registered",
             "禁止使用童工规定 第四条", _lacks_id),
        Flag("shared_card", "warn", "几个人用同一张银行卡", "several people share one account",
             _IN_PERSON, _several),
        Flag("other_holder", "warn", "银行卡不是本人的", "the account is somebody else's",
             ODDITIES["other_holder"].article, _always),
        Flag("two_heads", "warn", "一户有两个户主", "a household with two heads", _HEADS,
             _two_heads),
        Flag("no_head", "warn", "户里没有户主", "a household without a head", _HEADS, _no_head),
        Flag("price_lowered", "warn", "派了活以后工价降了（票上的价照付）",
             "the rate was cut after work was given out (the ticket's is paid)",
             "劳动法 第三十七条、第五十条", _more),
        Flag("paid_over_accepted", "warn", "付了工钱的件数多过客户收下的",
             "more pieces paid for than the customer accepted", _OURS, _more),
        Flag("no_delivery", "warn", "很久没有交货，工资照发", "paid, yet nothing was delivered",
             ODDITIES["no_delivery"].article, _no_delivery),
        Flag("charged_below_floor", "warn", "扣了赔偿以后低于最低工资",
             "below the minimum after a charge for damage", "工资支付暂行规定 第十六条",
             _charged_below),
        Flag("unpaid_late", "warn", "过了发工资日还没有发到", "not paid by the agreed pay day",
             "工资支付暂行规定 第七条；保障农民工工资支付条例 第十三条", _unpaid),
        *(_of_close(code) for code in (
            "late_pay", "below_minimum", "implied_hourly", "part_time_hours", "form_age",
            "home_output", "all_present",
        )),
        Flag("export_full", "warn", "带完整号码的名单导出去了", "a list left with full numbers",
             "个人信息保护法 第五十一条", _always),
    )
}  # fmt: skip
"""Code -> rule, in the order in which they are shown. Source of the list: what auditors of such
programmes found (see `docs/decisions/0013`)."""

OF_SLIPS = frozenset(code for code, rule in FLAGS.items() if rule.find is None)

STOPS = (
    Stop("id_check", "身份证号的校验位不对", "a wrong check digit of an ID",
         "登记、改登记、导入时", "registering, correcting, importing", "GB 11643"),
    Stop("two_households", "一个人在两户", "a person in two households",
         "一个人同一天只有一条户籍关系", "one membership a person and day", _HEADS),
    Stop("under_16", "给不满 16 周岁的人派活", "work given to somebody under 16",
         "开工票、发料、用工登记时", "ticket, issue, engagement", "劳动法 第十五条"),
    Stop("after_death", "给已经去世的人登记用工、派活", "work given to the dead",
         "用工登记、开工票时", "engagement, ticket", _OURS),
    Stop("backwards", "派了活往回降工价", "a rate lowered backwards",
         "定工价时", "setting a rate", "劳动法 第三十七条"),
    Stop("over_good", "工钱的件数多过合格的", "pieces paid for that are not good",
         "工钱只从合格件算，核账时再算一遍", "wages come from good pieces alone, and verify counts",
         _OURS),
    Stop("charge_bound", "赔偿扣过了两成", "charges above a fifth of the wage",
         "关账时", "closing a period", "工资支付暂行规定 第十六条"),
    Stop("half_day", "同一个半天记两处", "a half-day used twice",
         "记考勤时，后来的等着", "attendance: the second waits", _OURS),
)  # fmt: skip
"""What an auditor need not look for: it is refused where it would be made."""

NOT_SEEN = (
    ("签字图样重复用", "the same image of a signature twice"),
    ("本年度已经在别处算过", "counted elsewhere this year already"),
)
"""Flags of the list that nothing of this kind is recorded for yet."""
