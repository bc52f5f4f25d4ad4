"""Guards of law: they refuse an intention, never what has happened; who may agree for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from menkou.lib.days import age_on, birthday
from menkou.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be planned.

    `code` is for the sentence on the screen, `article` the law and article that forbid it,
    `params` what the sentence fills in.
    """

    code: str
    article: str
    params: Mapping[str, int | date]


def may_be_given_work(born_on: date, day: date, rules: Rules) -> Refusal | None:
    """Nobody below the minimum age on the day gets a ticket, an issue or a place in a plan.

    None when it is allowed; else a refusal "under_age" with `age` and `minimum_age` in years and
    `allowed_from`, the birthday that ends it. Source: 劳动法 articles 15 and 94.
    """
    minimum = rules.number("minimum_age.work")
    age = age_on(born_on, day)
    if age >= minimum:
        return None
    return Refusal(
        "under_age",
        rules.source("minimum_age.work"),
        {"age": age, "minimum_age": minimum, "allowed_from": birthday(born_on, minimum)},
    )


def agrees_herself(born_on: date, day: date, rules: Rules) -> bool:
    """Whether somebody is old enough on the day to agree to the use of her own data; for who is
    younger a guardian does. Source: 个人信息保护法 articles 28, 31."""
    return age_on(born_on, day) >= rules.number("consent.own_age")


def is_adult(born_on: date, day: date, rules: Rules) -> bool:
    """Whether somebody is of age on the day. Source: 民法典 article 17."""
    return age_on(born_on, day) >= rules.number("adult.age")
