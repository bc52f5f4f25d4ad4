"""A guard says what forbids an intention, and until when."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from menkou import policy
from menkou.lib.days import birthday
from menkou.policy.guards import Refusal, may_be_given_work

DAY = date(2022, 2, 18)
RULES = policy.on(DAY)


def test_a_refusal_says_what_forbids_it_and_from_when_it_is_allowed() -> None:
    assert may_be_given_work(date(2006, 2, 19), DAY, RULES) == Refusal(
        "under_age",
        "劳动法 第十五条、第九十四条",
        {"age": 15, "minimum_age": 16, "allowed_from": date(2022, 2, 19)},
    )


@given(st.dates(date(1920, 1, 1), DAY))
def test_everybody_may_work_from_one_birthday_on(born_on: date) -> None:
    turn = birthday(born_on, 16)
    assert may_be_given_work(born_on, turn, RULES) is None
    refused = may_be_given_work(born_on, turn - timedelta(days=1), RULES)
    assert refused is not None
    assert refused.params["allowed_from"] == turn
