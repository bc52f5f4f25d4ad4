"""Wages that fall due unfunded are told five days before, and stop nothing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.funding import UNFUNDED, lacking

PAY_BY = date(2022, 2, 10)
RULES = policy.on(PAY_BY)
AMOUNT = st.integers(-(10**9), 10**9)


def on(day: date, wages: int = 100_0000, fees_open: int = 60_0000) -> int:
    return lacking(wages=wages, pay_by=PAY_BY, fees_open=fees_open, on=day, rules=RULES)


def test_five_days_before_pay_day_what_waits_for_fees_is_told() -> None:
    assert on(date(2022, 2, 4)) == 0
    assert on(date(2022, 2, 5)) == 60_0000
    assert on(date(2022, 3, 1)) == 60_0000
    assert UNFUNDED.article


def test_where_the_fees_came_or_no_wages_are_owed_nothing_is_told() -> None:
    assert on(PAY_BY, fees_open=0) == 0
    assert on(PAY_BY, wages=0) == 0


@given(AMOUNT, AMOUNT, st.integers(-30, 30))
def test_never_more_than_the_wages_or_the_fees(wages: int, fees: int, days: int) -> None:
    found = on(PAY_BY + timedelta(days=days), wages, fees)
    assert 0 <= found <= max(0, min(wages, fees))
