"""Wages that fall due while the fees that fund them have not come: told before it is too late.

Nothing is stopped by it: wages are paid whether a fee came or not (民法典 第五百零九条 binds each
contract by itself; 保障农民工工资支付条例 第三条).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from menkou.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Words:
    """What the warning says, and by which article."""

    zh: str
    en: str
    article: str


UNFUNDED = Words(
    "工资快到发的日子，该收的加工费还没有到",
    "wages fall due, and the fees that fund them have not come",
    "工资支付暂行规定 第七条；保障农民工工资支付条例 第三条",
)


def lacking(*, wages: int, pay_by: date, fees_open: int, on: date, rules: Rules) -> int:
    """How much of the wages waits for fees that are owed and not paid, in 1/10,000 yuan: nothing
    until `fee.warn_days` before the day on which wages are to be paid."""
    if on < pay_by - timedelta(days=rules.number("fee.warn_days")):
        return 0
    return max(0, min(wages, fees_open))
