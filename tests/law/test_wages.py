"""The law of wages and hours, as parameters with their articles."""

from datetime import date, timedelta

import pytest

from menkou import policy
from menkou.policy.loading import Entry, Policy
from menkou.policy.rules import Rules
from menkou.policy.wages import MinimumWage, minimum_wage, pay_due


def test_part_time_is_4_hours_a_day_and_24_a_week_by_article_68() -> None:
    rules = policy.on(date(2022, 2, 18))
    assert rules.number("part_time.hours_per_day") == 4
    assert rules.number("part_time.hours_per_week") == 24
    assert rules.source("part_time.hours_per_week") == "劳动合同法 第六十八条"


def test_part_time_is_paid_every_15_days_at_most_by_article_72() -> None:
    rules = policy.on(date(2022, 2, 18))
    assert rules.number("part_time.pay_cycle_days") == 15
    assert rules.source("part_time.pay_cycle_days") == "劳动合同法 第七十二条"


def test_for_damage_no_more_than_a_fifth_is_deducted_by_article_16() -> None:
    rules = policy.on(date(2022, 2, 18))
    assert rules.number("wage.deduction_percent") == 20
    assert rules.source("wage.deduction_percent") == "工资支付暂行规定 第十六条"


def test_the_wage_ledger_is_kept_three_years_since_may_2020_and_two_before() -> None:
    start = date(2020, 5, 1)
    assert policy.on(start).number("wage.ledger_years") == 3
    assert policy.on(start).source("wage.ledger_years") == "保障农民工工资支付条例 第十五条"
    assert policy.on(start - timedelta(days=1)).number("wage.ledger_years") == 2


@pytest.mark.parametrize(
    ("start", "monthly", "hourly"),
    [
        (date(2015, 9, 1), 1400, 13),
        (date(2018, 5, 1), 1500, 14),
        (date(2022, 10, 1), 1750, 17),
        (date(2023, 10, 1), 1840, 18),
        (date(2024, 10, 1), 1920, 19),
        (date(2025, 10, 1), 2020, 20),
        (date(2026, 9, 1), 2120, 21),
    ],
)
def test_the_minimum_wage_of_zhaoyang_is_that_of_class_2(
    start: date, monthly: int, hourly: int
) -> None:
    expected = MinimumWage(2, monthly * 10_000, hourly * 10_000)
    assert minimum_wage(policy.on(start)) == expected
    if start > date(2015, 9, 1):
        assert minimum_wage(policy.on(start - timedelta(days=1))).monthly < expected.monthly


def test_when_the_article_was_written_class_1_and_3_had_1670_and_1350() -> None:
    assert policy.on(date(2022, 2, 18)).numbers("minimum_wage.monthly") == [
        1670_0000,
        1500_0000,
        1350_0000,
    ]


def test_before_the_first_known_table_no_minimum_is_made_up() -> None:
    with pytest.raises(policy.NoRuleYet):
        minimum_wage(policy.on(date(2015, 8, 31)))


def test_an_area_of_a_class_that_the_table_lacks_is_refused() -> None:
    day = date(2022, 2, 18)
    known = policy.on(day).policy
    wrong = Entry(date(2020, 1, 1), 4, "本区文件", "", "office.toml")
    rules = Rules(day, Policy({**known.entries, "minimum_wage.area_class": (wrong,)}, known.hash))
    with pytest.raises(ValueError, match="no class 4"):
        minimum_wage(rules)


def test_where_nothing_was_agreed_february_is_paid_by_15_march_article_7() -> None:
    rules = policy.on(date(2022, 2, 28))
    assert pay_due(date(2022, 2, 28), rules) == date(2022, 3, 15)
    assert pay_due(date(2022, 2, 14), rules) == date(2022, 3, 15)
    assert pay_due(date(2021, 12, 31), rules) == date(2022, 1, 15)
    assert "工资支付暂行规定 第七条" in rules.source("pay.day")


def test_wages_need_one_approval_and_two_above_50000_yuan() -> None:
    rules = policy.on(date(2022, 2, 28))
    assert rules.number("pay.approvals") == 1
    assert rules.number("pay.approvals_above") == 50_000 * 10_000
    assert rules.number("pay.approvals_large") == 2
    assert rules.number("pay.objection_days") == 7
    assert rules.number("pay.answer_days") == 5
