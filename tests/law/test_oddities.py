"""What a close looks at before wages are paid, one article each."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.oddities import ODDITIES, Looked, Odd, Oddity, look, set_aside

RULES = policy.on(date(2022, 3, 5))
YUAN = 10_000
HOUR = 60
FINE = Looked(
    born_on=date(1980, 5, 1), form="home", last=date(2022, 2, 28), closed_on=date(2022, 3, 5),
    worked_first=date(2022, 2, 1), worked_last=date(2022, 2, 26), id_ok=True, post="women",
    pay=900 * YUAN, shown=900 * YUAN, home_seconds=100 * 3600, home_days=28, delivered=120,
)  # fmt: skip


def seen(**changes: object) -> list[Odd]:
    return look(FINE._replace(**changes), RULES)  # type: ignore[arg-type]


def codes(**changes: object) -> list[str]:
    return [odd.code for odd in seen(**changes)]


def test_an_ordinary_month_has_nothing_odd() -> None:
    assert seen() == []


def test_by_article_15_of_the_labour_law_a_child_is_paid_and_raises_an_alarm() -> None:
    (odd,) = seen(born_on=date(2006, 2, 18), post="")
    assert (odd.code, odd.level) == ("under_16", "alarm")
    assert odd.params["allowed_from"] == date(2022, 2, 18)
    assert not set_aside([odd])
    assert codes(born_on=date(2006, 2, 1)) == []


def test_work_dated_after_a_death_is_set_aside() -> None:
    (odd,) = seen(died_on=date(2022, 2, 25))
    assert (odd.code, odd.level) == ("died_before_work", "block")
    assert set_aside([odd])
    assert codes(died_on=date(2022, 2, 26)) == []


def test_who_moved_away_is_asked_about_and_paid() -> None:
    (odd,) = seen(moved_out_on=date(2022, 2, 20))
    assert (odd.code, odd.level) == ("moved_before_work", "warn")


def test_by_article_4_of_the_child_labour_rules_a_wrong_id_is_set_aside() -> None:
    (odd,) = seen(id_ok=False)
    assert (odd.code, odd.level) == ("id_check_wrong", "block")
    assert codes(id_ok=None) == []


def test_by_article_11_of_the_wage_rules_pay_goes_to_herself() -> None:
    assert codes(sharing=1) == ["shared_card"]
    assert codes(holder="spouse") == ["other_holder"]
    assert codes(card=False, sharing=1, holder="spouse") == ["no_card"]


def test_who_never_misses_a_half_day_of_a_long_stretch_is_looked_at() -> None:
    assert codes(attended=40, possible=40) == ["all_present"]
    assert codes(attended=39, possible=40) == []
    assert codes(attended=4, possible=4) == []


def test_by_article_48_of_the_labour_law_pay_below_the_minimum_is_shown() -> None:
    (odd,) = seen(form="full_time", pay=1200 * YUAN)
    assert (odd.code, odd.params["minimum"]) == ("below_minimum", 1500 * YUAN)
    assert "per_hour" not in odd.params


def test_what_work_at_home_comes_to_per_hour_is_shown_and_no_law_is_named() -> None:
    (odd,) = seen(pay=600 * YUAN, minutes=100 * HOUR)
    assert (odd.code, odd.params["per_hour"]) == ("implied_hourly", 6 * YUAN)


def test_by_article_68_of_the_contract_law_part_time_is_4_hours_a_day_and_24_a_week() -> None:
    within = {"form": "part_time", "days": 6, "minutes": 24 * HOUR, "most_in_week": 24 * HOUR}
    assert codes(**within) == []
    assert codes(**within | {"most_in_week": 24 * HOUR + 1}) == ["part_time_hours"]
    assert codes(**within | {"minutes": 24 * HOUR + 1}) == ["part_time_hours"]
    assert codes(form="part_time", minutes=20 * HOUR, pay=400 * YUAN) == []
    assert codes(form="part_time") == []


def test_by_article_7_of_the_wage_rules_pay_after_the_agreed_day_is_late() -> None:
    assert codes(closed_on=date(2022, 3, 15)) == []
    (odd,) = seen(closed_on=date(2022, 3, 16))
    assert (odd.code, odd.params["due"]) == ("late_pay", date(2022, 3, 15))
    assert codes(closed_on=date(2022, 3, 11), due_on=date(2022, 3, 10)) == ["late_pay"]


def test_a_home_that_makes_more_than_its_grown_ups_can_is_looked_at() -> None:
    """娃娃不上手: eight hours a day of each grown-up, at standard times."""
    most = 28 * 8 * 3600
    assert codes(home_seconds=most) == []
    assert codes(home_seconds=most + 1) == ["home_output"]
    assert codes(home_seconds=most + 1, home_adults=2) == []


def test_pay_without_any_delivery_is_looked_at() -> None:
    assert codes(delivered=0) == ["no_delivery"]
    assert codes(delivered=None) == []


def test_a_full_time_contract_beyond_the_retirement_day_is_looked_at() -> None:
    fifty = {"form": "full_time", "pay": 1600 * YUAN, "born_on": date(1972, 2, 20)}
    assert codes(**fifty) == ["form_age"]
    assert codes(**fifty | {"post": "women_staff"}) == []
    assert codes(**fifty | {"form": "retired"}) == []


def test_a_debt_is_carried_and_said() -> None:
    (odd,) = seen(owed=30 * YUAN)
    assert (odd.code, odd.params["amount"]) == ("debt", 30 * YUAN)


def test_the_gravest_come_first() -> None:
    found = seen(born_on=date(2010, 1, 1), died_on=date(2022, 2, 2), card=False, post="")
    assert [odd.level for odd in found] == ["alarm", "block", "warn"]


@pytest.mark.parametrize("rule", ODDITIES.values(), ids=ODDITIES)
def test_every_rule_has_words_and_an_article(rule: Oddity) -> None:
    assert all((rule.code, rule.zh, rule.en, rule.article))
    assert rule.level in {"alarm", "block", "warn"}


@settings(max_examples=200, derandomize=True)
@given(
    born_on=st.dates(date(1930, 1, 1), date(2015, 1, 1)),
    form=st.sampled_from(["full_time", "part_time", "retired", "home", "trainee"]),
    died_on=st.none() | st.dates(date(2022, 1, 1), date(2022, 3, 1)),
    id_ok=st.sampled_from([True, False, None]),
    minutes=st.none() | st.integers(0, 300 * HOUR),
)
def test_only_a_death_or_a_wrong_id_keeps_anybody_from_a_slip(
    born_on: date, form: str, died_on: date | None, id_ok: bool | None, minutes: int | None
) -> None:
    found = seen(born_on=born_on, form=form, died_on=died_on, id_ok=id_ok, minutes=minutes)
    dead = died_on is not None and died_on < date(2022, 2, 26)
    assert set_aside(found) == (dead or id_ok is False)
