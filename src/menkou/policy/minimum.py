"""Pay against the minimum wage: shown with its hours, never topped up, never hidden."""

from dataclasses import dataclass

from menkou.policy.rules import NoRuleYet, Rules
from menkou.policy.wages import MinimumWage, minimum_wage

_LAW = "劳动法 第四十八条；"
_NO_LAW = frozenset({"home", "retired"})


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Pay that is less than the minimum it is compared with; amounts in 1/10,000 yuan.

    code      "below_monthly", "below_hourly", or "implied_hourly": no law sets a minimum for
              this form, what the hours come to is shown all the same
    pay       what was compared
    minutes   of work; None: the hours were not recorded, say so beside it
    per_hour  what the pay comes to per hour, rounded down; None without hours
    minimum   by the month for "below_monthly", else by the hour
    article   law and table; empty for "implied_hourly"
    """

    code: str
    pay: int
    minutes: int | None
    per_hour: int | None
    minimum: int
    article: str


def floor(form: str, minutes: int | None, rules: Rules) -> int:
    """The least that a month's pay may come to, in 1/10,000 yuan; 0 where no law sets one.

    Full time: the monthly minimum. Part time: the hourly one for its minutes, rounded up; nothing
    can be said without them. Neither can be had from the other (最低工资规定 article 5), and
    before the first known table there is none. Forms: `registry.Engagement.Form`.
    """
    table = _table(rules)
    if table is None:
        return 0
    if form == "full_time":
        return table.monthly
    if form == "part_time":
        return -(-table.hourly * (minutes or 0) // 60)
    return 0


def shortfall(form: str, pay: int, minutes: int | None, rules: Rules) -> Shortfall | None:
    """What pay lacks to the minimum of its form; None when nothing, or when it can't be told.

    `pay` (1/10,000 yuan) and `minutes` are those of the same days: the month for full time.
    Overtime and the allowances of 最低工资规定 article 12 are not part of `pay`. A trainee's aid is
    no wage.
    """
    table = _table(rules)
    if table is None:
        return None
    per_hour = pay * 60 // minutes if minutes else None
    if form == "full_time":
        found = ("below_monthly", table.monthly, _LAW + rules.source("minimum_wage.monthly"))
        low = pay < table.monthly
    elif form == "part_time":
        found = ("below_hourly", table.hourly, _LAW + rules.source("minimum_wage.hourly"))
        low = per_hour is not None and per_hour < table.hourly
    elif form in _NO_LAW:
        found = ("implied_hourly", table.hourly, "")
        low = per_hour is not None and per_hour < table.hourly
    else:
        return None
    code, least, article = found
    return Shortfall(code, pay, minutes or None, per_hour, least, article) if low else None


def _table(rules: Rules) -> MinimumWage | None:
    try:
        return minimum_wage(rules)
    except NoRuleYet:
        return None
