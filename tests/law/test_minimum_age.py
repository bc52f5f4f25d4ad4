"""劳动法 第十五条、第九十四条; 未成年人保护法 第六十一条: nobody under 16 is given work."""

from datetime import date

import pytest

from menkou import policy
from menkou.policy.guards import may_be_given_work


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2022, 2, 17), False), (date(2022, 2, 18), True)]
)
def test_li_xiaoyan_is_given_no_ticket_before_she_turns_16(day: date, allowed: bool) -> None:
    born_on = date(2006, 2, 18)
    assert (may_be_given_work(born_on, day, policy.on(day)) is None) == allowed


def test_who_was_born_on_29_february_2008_waits_until_29_february_2024() -> None:
    born_on = date(2008, 2, 29)
    before, turn = date(2024, 2, 28), date(2024, 2, 29)
    assert may_be_given_work(born_on, before, policy.on(before)) is not None
    assert may_be_given_work(born_on, turn, policy.on(turn)) is None


def test_no_age_is_too_high_for_work() -> None:
    day = date(2022, 2, 18)
    assert may_be_given_work(date(1938, 1, 1), day, policy.on(day)) is None


def test_the_refusal_names_the_law() -> None:
    day = date(2022, 2, 18)
    refused = may_be_given_work(date(2012, 6, 1), day, policy.on(day))
    assert refused is not None
    assert "劳动法 第十五条" in refused.article
    assert refused.params["age"] == 9
