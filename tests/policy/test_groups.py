"""Everybody belongs to one main group of a day, and to every tag that holds."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou import policy
from menkou.lib.days import birthday
from menkou.policy.groups import GROUPS, TRAITS, main_group, tags
from menkou.policy.loading import load
from menkou.policy.rules import Rules

DAY = date(2022, 2, 18)
RULES = policy.on(DAY)
NONE: frozenset[str] = frozenset()
BORN = st.dates(date(1920, 1, 1), DAY)
TRAIT_SETS = st.frozensets(st.sampled_from(sorted(TRAITS)))


def born(age: int) -> date:
    return birthday(DAY, -age)


def test_a_mother_who_cares_for_her_family_cannot_leave_for_work() -> None:
    assert main_group(born(30), frozenset({"care_duty"}), DAY, RULES) == "cannot_migrate"


@pytest.mark.parametrize("trait", ["half_labour", "weak_labour"])
def test_half_and_weak_labour_cannot_leave_for_work_either(trait: str) -> None:
    assert main_group(born(59), frozenset({trait}), DAY, RULES) == "cannot_migrate"


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (59, "other"),
        (60, "aged_60_to_70"),
        (69, "aged_60_to_70"),
        (70, "aged_70_to_80"),
        (79, "aged_70_to_80"),
        (80, "aged_80_and_over"),
        (101, "aged_80_and_over"),
    ],
)
def test_an_age_band_holds_its_first_year_and_not_its_last(age: int, group: str) -> None:
    assert main_group(born(age), NONE, DAY, RULES) == group


@pytest.mark.parametrize(("bound", "before"), [(60, "other"), (70, "aged_60_to_70")])
def test_a_band_changes_on_the_birthday_itself(bound: int, before: str) -> None:
    born_on = date(1950, 6, 15)
    turn = birthday(born_on, bound)
    assert main_group(born_on, NONE, turn - timedelta(days=1), RULES) == before
    assert main_group(born_on, NONE, turn, RULES) != before


def test_last_months_report_stays_when_she_turns_seventy() -> None:
    born_on = date(1952, 2, 10)
    assert main_group(born_on, NONE, date(2022, 1, 31), RULES) == "aged_60_to_70"
    assert main_group(born_on, NONE, date(2022, 2, 28), RULES) == "aged_70_to_80"
    assert main_group(born_on, NONE, date(2022, 1, 31), RULES) == "aged_60_to_70"


def test_a_disabled_woman_of_65_has_two_tags_and_one_main_group() -> None:
    traits = frozenset({"disabled", "care_duty"})
    assert tags(born(65), traits, DAY, RULES) == {"disabled", "aged_60_to_70"}
    assert main_group(born(65), traits, DAY, RULES) == "disabled"


def test_a_disabled_father_of_40_with_a_care_duty_is_counted_in_both() -> None:
    traits = frozenset({"disabled", "care_duty"})
    assert tags(born(40), traits, DAY, RULES) == {"disabled", "cannot_migrate"}


def test_a_child_with_a_care_duty_is_no_worker_who_cannot_leave() -> None:
    assert tags(born(15), frozenset({"care_duty"}), DAY, RULES) == {"other"}
    assert tags(born(16), frozenset({"care_duty"}), DAY, RULES) == {"cannot_migrate"}


@pytest.mark.parametrize("trait", ["registered_poor", "monitored", "no_labour", "died"])
def test_help_for_the_household_and_a_death_make_no_group(trait: str) -> None:
    assert tags(born(40), frozenset({trait}), DAY, RULES) == {"other"}


@given(BORN, TRAIT_SETS)
def test_the_main_group_is_one_of_the_tags(born_on: date, traits: frozenset[str]) -> None:
    held = tags(born_on, traits, DAY, RULES)
    assert main_group(born_on, traits, DAY, RULES) in held
    assert held <= GROUPS.keys()
    assert held == {"other"} or "other" not in held
    assert sum(tag.startswith("aged") for tag in held) <= 1


def test_the_634_of_honglu_are_336_188_67_8_and_35() -> None:
    roster = (
        [(born(35), frozenset({"care_duty"}))] * 336
        + [(born(64), NONE)] * 188
        + [(born(75), frozenset({"half_labour"}))] * 67
        + [(born(82), NONE)] * 8
        + [(born(66), frozenset({"disabled"}))] * 20
        + [(born(41), frozenset({"disabled", "care_duty"}))] * 15
    )
    disjoint = Counter(main_group(b, t, DAY, RULES) for b, t in roster)
    overlapping = Counter(tag for b, t in roster for tag in tags(b, t, DAY, RULES))
    expected = {
        "cannot_migrate": 336,
        "aged_60_to_70": 188,
        "aged_70_to_80": 67,
        "aged_80_and_over": 8,
        "disabled": 35,
    }
    assert disjoint == expected
    assert disjoint.total() == 634
    assert all(overlapping[group] >= count for group, count in expected.items())
    assert (overlapping["aged_60_to_70"], overlapping["cannot_migrate"]) == (208, 351)


def office_rules(folder: Path, name: str, value: str) -> Rules:
    text = f'[[{name}]]\nfrom = 2020-01-01\nvalue = {value}\nsource = "本区统计口径"\n'
    (folder / "office.toml").write_text(text, "utf-8")
    return Rules(DAY, load(str(folder)))


def test_an_office_may_put_age_before_disability(tmp_path: Path) -> None:
    order = ["aged_80_and_over", "aged_70_to_80", "aged_60_to_70"]
    order += ["disabled", "cannot_migrate", "other"]
    rules = office_rules(tmp_path, "group_order", str(order).replace("'", '"'))
    assert main_group(born(65), frozenset({"disabled"}), DAY, rules) == "aged_60_to_70"


def test_an_order_that_forgets_a_group_is_refused(tmp_path: Path) -> None:
    rules = office_rules(tmp_path, "group_order", '["disabled", "other"]')
    with pytest.raises(policy.BadPolicy, match="names each of"):
        main_group(born(30), NONE, DAY, rules)


@pytest.mark.parametrize("bounds", ["[60, 70]", "[60, 80, 70]", "[60, 60, 70]"])
def test_bands_that_are_none_are_refused(tmp_path: Path, bounds: str) -> None:
    rules = office_rules(tmp_path, "age_bands.bounds", bounds)
    with pytest.raises(policy.BadPolicy, match="each above the one before"):
        tags(born(65), NONE, DAY, rules)


def test_a_trait_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown traits: tall"):
        tags(born(30), frozenset({"tall"}), DAY, RULES)


def test_the_parameter_orders_just_the_groups_that_have_words() -> None:
    assert RULES.words("group_order") == list(GROUPS)


def test_a_screen_tells_no_bystander_who_is_disabled_or_poor() -> None:
    assert GROUPS["disabled"].zh == "有劳动能力的残疾人"
    assert GROUPS["disabled"].screen_zh == TRAITS["disabled"].screen_zh == "需要照顾"
    for words in [*GROUPS.values(), *TRAITS.values()]:
        assert all([words.zh, words.en, words.screen_zh, words.screen_en])
        assert not any(hard in words.screen_zh for hard in ("残疾", "贫"))
        assert not any(hard in words.screen_en for hard in ("disab", "poor", "poverty"))
