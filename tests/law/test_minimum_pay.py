"""劳动法 第四十八条, 最低工资规定 第五、十二条: pay below the minimum is shown, with its hours."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.minimum import floor, shortfall

RULES = policy.on(date(2022, 2, 18))
YUAN = 10_000
HOUR = 60
FORMS = ("full_time", "part_time", "retired", "home", "trainee", "")


def test_the_1200_yuan_of_the_article_are_below_the_1500_of_full_time() -> None:
    found = shortfall("full_time", 1200 * YUAN, 160 * HOUR, RULES)
    assert found is not None
    assert (found.code, found.minimum, found.per_hour) == ("below_monthly", 1500 * YUAN, 7_5000)
    assert "劳动法 第四十八条" in found.article
    assert "云南省最低工资标准（2018年）" in found.article


def test_full_time_without_hours_is_compared_and_says_that_they_are_not_recorded() -> None:
    found = shortfall("full_time", 1200 * YUAN, None, RULES)
    assert found is not None
    assert (found.code, found.minutes, found.per_hour) == ("below_monthly", None, None)


def test_the_same_1200_yuan_are_lawful_for_80_hours_of_part_time() -> None:
    assert shortfall("part_time", 1200 * YUAN, 80 * HOUR, RULES) is None
    found = shortfall("part_time", 1200 * YUAN, 90 * HOUR, RULES)
    assert found is not None
    assert (found.code, found.minimum, found.per_hour) == ("below_hourly", 14 * YUAN, 13_3333)


@pytest.mark.parametrize("form", ["home", "retired"])
def test_where_no_law_sets_a_minimum_the_hourly_pay_is_shown_and_no_law_is_named(
    form: str,
) -> None:
    found = shortfall(form, 600 * YUAN, 100 * HOUR, RULES)
    assert found is not None
    assert (found.code, found.per_hour, found.article) == ("implied_hourly", 6 * YUAN, "")
    assert floor(form, 100 * HOUR, RULES) == 0


@pytest.mark.parametrize("form", ["part_time", "home", "retired", "trainee", ""])
@pytest.mark.parametrize("minutes", [None, 0])
def test_without_hours_nothing_can_be_said_of_the_others(form: str, minutes: int | None) -> None:
    assert shortfall(form, 1 * YUAN, minutes, RULES) is None


def test_the_aid_of_a_trainee_is_no_wage() -> None:
    assert shortfall("trainee", 20 * YUAN, 8 * HOUR, RULES) is None


def test_the_floor_is_that_of_the_form() -> None:
    assert floor("full_time", 10 * HOUR, RULES) == 1500 * YUAN
    assert floor("part_time", 10 * HOUR, RULES) == 140 * YUAN
    assert floor("part_time", 1, RULES) == 2334
    assert floor("part_time", None, RULES) == 0


@pytest.mark.parametrize("form", FORMS)
def test_before_the_first_known_table_nothing_is_said(form: str) -> None:
    early = policy.on(date(2015, 8, 31))
    assert shortfall(form, 1, 160 * HOUR, early) is None
    assert floor(form, 160 * HOUR, early) == 0


@settings(max_examples=300, derandomize=True)
@given(
    form=st.sampled_from(FORMS),
    pay=st.integers(-100 * YUAN, 5_000 * YUAN),
    minutes=st.none() | st.integers(0, 400 * HOUR),
)
def test_what_falls_short_of_the_law_is_what_lies_below_the_floor(
    form: str, pay: int, minutes: int | None
) -> None:
    found = shortfall(form, pay, minutes, RULES)
    least = floor(form, minutes, RULES)
    if form == "full_time" or (form == "part_time" and minutes):
        assert (found is not None) == (pay < least)
    if found is not None and found.per_hour is not None:
        assert found.minutes is not None
        assert found.per_hour * found.minutes <= pay * HOUR < (found.per_hour + 1) * found.minutes
    if found is not None and found.code != "below_monthly":
        assert found.per_hour is not None
        assert found.per_hour < found.minimum
