"""国家税务总局公告2018年第61号 第六、八条, 附件2: what a payer withholds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.tax import CLASSES, hints, withholding

RULES = policy.on(date(2022, 2, 18))
YUAN = 10_000
INCOMES = st.integers(0, 200_000 * YUAN)


def labour(income: int) -> int:
    return withholding(
        "labour", month_income=income, year_income=income, months=1, withheld=0, rules=RULES
    )


def wages(year_income: int, months: int = 1, withheld: int = 0) -> int:
    return withholding(
        "wages", month_income=0, year_income=year_income, months=months, withheld=withheld,
        rules=RULES,
    )  # fmt: skip


def test_the_same_1200_yuan_are_taxed_with_0_as_wages_and_80_as_labour() -> None:
    assert hints(1200 * YUAN, RULES) == {"wages": 0, "labour": 80 * YUAN}


@pytest.mark.parametrize(
    ("income", "due"),
    [(800, 0), (801, "0.2"), (4000, 640), (5000, 800), (25_000, 4000), (30_000, 5200),
     (62_500, 13_000), (100_000, 25_000)],
)  # fmt: skip
def test_labour_of_a_month_is_taxed_as_table_2_has_it(income: int, due: int | str) -> None:
    """Above 800 less 800, above 4,000 less a fifth; 20, 30, 40% less 0, 2,000, 7,000."""
    assert labour(income * YUAN) == (2000 if due == "0.2" else int(due) * YUAN)


@pytest.mark.parametrize(
    ("taxable", "percent", "quick"),
    [(36_000, 3, 0), (144_000, 10, 2520), (300_000, 20, 16_920), (420_000, 25, 31_920),
     (660_000, 30, 52_920), (960_000, 35, 85_920), (1_200_000, 45, 181_920)],
)  # fmt: skip
def test_wages_are_taxed_as_table_1_has_it(taxable: int, percent: int, quick: int) -> None:
    assert wages((taxable + 60_000) * YUAN, 12) == (taxable * percent // 100 - quick) * YUAN


def test_wages_are_counted_over_the_year() -> None:
    """8,000 in January: 90 yuan; 4,000 in February: 60 would be due in all, so nothing more."""
    assert wages(8000 * YUAN) == 90 * YUAN
    assert wages(12_000 * YUAN, 2, 90 * YUAN) == 0
    assert wages(20_000 * YUAN, 3, 90 * YUAN) == 60 * YUAN


def test_two_slips_of_labour_in_a_month_are_one_payment() -> None:
    first = labour(1000 * YUAN)
    both = withholding(
        "labour", month_income=2200 * YUAN, year_income=2200 * YUAN, months=1, withheld=first,
        rules=RULES,
    )  # fmt: skip
    assert first + both == labour(2200 * YUAN) == 280 * YUAN


def test_without_a_class_nothing_is_withheld_and_another_is_refused() -> None:
    arguments = {"month_income": 9000 * YUAN, "year_income": 9000 * YUAN, "months": 1}
    assert withholding("", **arguments, withheld=0, rules=RULES) == 0
    with pytest.raises(ValueError, match="wages, labour"):
        withholding("prize", **arguments, withheld=0, rules=RULES)


def test_before_2019_it_can_not_be_told() -> None:
    with pytest.raises(policy.NoRuleYet):
        hints(1200 * YUAN, policy.on(date(2018, 12, 31)))


@settings(max_examples=200, derandomize=True)
@given(
    income=INCOMES, more=INCOMES, months=st.integers(1, 12), tax_class=st.sampled_from([*CLASSES])
)
def test_more_income_is_never_taxed_less_and_never_beyond_its_growth(
    income: int, more: int, months: int, tax_class: str
) -> None:
    def due(amount: int) -> int:
        return withholding(
            tax_class, month_income=amount, year_income=amount, months=months, withheld=0,
            rules=RULES,
        )  # fmt: skip

    assert 0 <= due(income) <= due(income + more)
    assert due(income + more) - due(income) <= more + 100
    assert due(income) % 100 == 0


@settings(max_examples=100, derandomize=True)
@given(months=st.lists(st.integers(5_000 * YUAN, 60_000 * YUAN), min_size=1, max_size=12))
def test_the_months_of_a_year_add_up_to_the_tax_of_the_year(months: list[int]) -> None:
    withheld = 0
    for count in range(1, len(months) + 1):
        withheld += wages(sum(months[:count]), count, withheld)
    assert withheld == wages(sum(months), len(months))
