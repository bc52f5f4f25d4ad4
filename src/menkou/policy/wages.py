"""The minimum wage of the place, and the day by which wages are paid."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from menkou.lib.days import Month
from menkou.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The minimum of one class of area, in 1/10,000 yuan.

    `monthly` is for full time, `hourly` for part time: neither can be had from the other.
    """

    area_class: int
    monthly: int
    hourly: int


@lru_cache(maxsize=64)
def minimum_wage(rules: Rules) -> MinimumWage:
    """The minimum wage where the office is (`minimum_wage.area_class`), on the day of the rules.

    Raises NoRuleYet before the first table, and ValueError for a class that the table lacks.
    """
    area_class = rules.number("minimum_wage.area_class")
    monthly, hourly = (rules.numbers(f"minimum_wage.{kind}") for kind in ("monthly", "hourly"))
    if not 1 <= area_class <= min(len(monthly), len(hourly)):
        raise ValueError(f"The minimum wage has no class {area_class}.")
    return MinimumWage(area_class, monthly[area_class - 1], hourly[area_class - 1])


@lru_cache(maxsize=64)
def pay_due(last: date, rules: Rules) -> date:
    """The day by which the wages of a stretch that ends on `last` are paid, where nothing else
    was agreed: `pay.day` of the next month. Source: 工资支付暂行规定 article 7."""
    following = Month.of(last).next
    return min(following.first + timedelta(days=rules.number("pay.day") - 1), following.last)
