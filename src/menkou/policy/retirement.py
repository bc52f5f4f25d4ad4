"""When somebody reaches the retirement age, as the rules of a day say it."""

import calendar
from datetime import date

from menkou.policy.rules import Rules

POSTS = ("men", "women", "women_staff")
"""Whose age: men, women, women in management or technical posts."""


def retirement_day(born_on: date, post: str, rules: Rules) -> date:
    """The day on which the retirement age is reached.

    Since 2025 it moves by one month for every few months after the start of the delay, up to a
    most (国务院关于渐进式延迟法定退休年龄的办法, article 1). A day that the month lacks becomes
    its last.
    Raises ValueError for a post that is none of `POSTS`, and NoRuleYet before 1978.
    """
    if post not in POSTS:
        raise ValueError(f"A retirement age is that of {', '.join(POSTS)}, not of {post!r}.")
    month = _month_number(born_on) + 12 * rules.number(f"retirement.{post}")
    delay = f"retirement.{post}_delay"
    if rules.has(delay):
        step, most = rules.numbers(delay)
        late = month - _month_number(rules.entry(delay).since)
        month += min(most, late // step + 1) if late >= 0 else 0
    year, index = divmod(month, 12)
    return date(year, index + 1, min(born_on.day, calendar.monthrange(year, index + 1)[1]))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
