"""Worker groups: every tag that holds on a day, and the one main group of the reports.

Tags overlap (a disabled woman of 65 has two), main groups are disjoint. Both depend on a day:
somebody who turns 60 is in another group of next month's report and in the same of last month's.
"""

from dataclasses import dataclass
from datetime import date

from menkou.lib.days import age_on
from menkou.policy.loading import BadPolicy
from menkou.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a trait or group: formal for reports, softer ones for screens.

    What a screen shows must not tell a bystander that somebody is disabled or poor.
    """

    zh: str
    en: str
    screen_zh: str
    screen_en: str


TRAITS = {
    "disabled": Words("残疾", "disabled", "需要照顾", "needs consideration"),
    "care_duty": Words("需照顾家庭", "care duty at home", "要顾家", "cares for family"),
    "half_labour": Words("半劳动力", "half labour capacity", "半劳力", "half capacity"),
    "weak_labour": Words("弱劳动力", "weak labour capacity", "弱劳力", "light work"),
    "no_labour": Words("无劳动能力", "no labour capacity", "不安排劳动", "no work planned"),
    "registered_poor": Words(
        "建档立卡脱贫户", "registered as poor until 2020", "帮扶户", "supported household"
    ),
    "monitored": Words(
        "防止返贫监测对象", "monitored against a return to poverty", "关注户", "followed household"
    ),
    "died": Words("已去世", "deceased", "已离世", "passed away"),
}
"""Trait -> its words. Traits are dated rows of the registry. "died" makes no group and no tag."""

GROUPS = {
    "disabled": Words(
        "有劳动能力的残疾人", "disabled people able to work", "需要照顾", "needs consideration"
    ),
    "aged_80_and_over": Words("80岁及以上老人", "aged 80 and over", "80岁以上", "80 and over"),
    "aged_70_to_80": Words("70岁及以上、不满80岁老人", "aged 70 to under 80", "70–79岁", "70–79"),
    "aged_60_to_70": Words("60岁及以上、不满70岁老人", "aged 60 to under 70", "60–69岁", "60–69"),
    "cannot_migrate": Words(
        "不能外出务工的劳动力", "workers who cannot leave home for work", "守在家门口", "near home"
    ),
    "other": Words("其他", "others", "其他", "others"),
}
"""Group -> its words; which one is the main group is for the parameter `group_order` to say."""

_BANDS = ("aged_60_to_70", "aged_70_to_80", "aged_80_and_over")
_TIED = frozenset({"care_duty", "half_labour", "weak_labour"})


def tags(born_on: date, traits: frozenset[str], day: date, rules: Rules) -> frozenset[str]:
    """Every group that somebody belongs to on a day; {"other"} when none.

    An age band counts from the birthday that opens it to the day before the one that ends it
    (`age_bands.bounds`). Who cannot leave for work is of working age (`working_age`) and has a
    care duty, half or weak labour capacity. Raises ValueError for an unknown trait.
    """
    if unknown := traits - TRAITS.keys():
        raise ValueError(f"Unknown traits: {', '.join(sorted(unknown))}.")
    age = age_on(born_on, day)
    found = {"disabled"} & traits
    reached = sum(age >= bound for bound in _bounds(rules))
    if reached:
        found |= {_BANDS[reached - 1]}
    first, last = rules.number("working_age.first"), rules.number("working_age.last")
    if first <= age <= last and traits & _TIED:
        found |= {"cannot_migrate"}
    return frozenset(found or {"other"})


def main_group(born_on: date, traits: frozenset[str], day: date, rules: Rules) -> str:
    """The first of somebody's groups in the order of `group_order`: each person has exactly one.

    Raises ValueError for an unknown trait, BadPolicy when the order is not one of all groups.
    """
    order = rules.words("group_order")
    if sorted(order) != sorted(GROUPS):
        raise BadPolicy(f"group_order names each of {', '.join(GROUPS)} once.")
    held = tags(born_on, traits, day, rules)
    return next(group for group in order if group in held)


def _bounds(rules: Rules) -> list[int]:
    bounds = rules.numbers("age_bands.bounds")
    if len(bounds) != len(_BANDS) or sorted(set(bounds)) != bounds:
        raise BadPolicy(f"age_bands.bounds has {len(_BANDS)} ages, each above the one before.")
    return bounds
