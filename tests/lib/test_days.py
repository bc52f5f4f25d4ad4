"""A day is a day in Shanghai, an age is in full years, a month knows its ends."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib.days import (
    HALF_WORDS,
    SHANGHAI,
    Fortnight,
    Half,
    Month,
    age_on,
    birthday,
    day_of,
    span,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_work_after_midnight_in_shanghai_belongs_to_the_new_day() -> None:
    assert day_of(datetime(2022, 2, 17, 15, 59, tzinfo=UTC)) == date(2022, 2, 17)
    assert day_of(datetime(2022, 2, 17, 16, 0, tzinfo=UTC)) == date(2022, 2, 18)
    assert day_of(datetime(2022, 2, 18, 0, 0, tzinfo=SHANGHAI)) == date(2022, 2, 18)
    new_york = timezone(timedelta(hours=-5))
    assert day_of(datetime(2022, 2, 17, 11, 0, tzinfo=new_york)) == date(2022, 2, 18)


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2022, 2, 18, 9, 0))  # noqa: DTZ001


def test_she_turns_sixteen_on_her_birthday() -> None:
    born_on = date(2006, 2, 18)
    assert age_on(born_on, date(2022, 2, 17)) == 15
    assert age_on(born_on, date(2022, 2, 18)) == 16


def test_who_was_born_on_a_leap_day_turns_on_the_first_of_march() -> None:
    born_on = date(2004, 2, 29)
    assert age_on(born_on, date(2022, 2, 28)) == 17
    assert age_on(born_on, date(2022, 3, 1)) == 18
    assert age_on(born_on, date(2024, 2, 28)) == 19
    assert age_on(born_on, date(2024, 2, 29)) == 20


def test_before_birth_an_age_is_negative() -> None:
    assert age_on(date(2022, 2, 19), date(2022, 2, 18)) == -1


@given(DAYS, st.integers(0, 120))
def test_a_birthday_is_the_first_day_of_its_age(born_on: date, age: int) -> None:
    day = birthday(born_on, age)
    assert age_on(born_on, day) == age
    assert age_on(born_on, day - timedelta(days=1)) == age - 1


def test_february_2022_runs_from_the_1st_to_the_28th() -> None:
    february = Month(2022, 2)
    assert str(february) == "2022-02"
    assert (february.first, february.last) == (date(2022, 2, 1), date(2022, 2, 28))
    assert Month(2024, 2).last == date(2024, 2, 29)


def test_after_december_comes_january_of_the_next_year() -> None:
    assert Month(2021, 12).next == Month(2022, 1)
    assert Month(2022, 1).previous == Month(2021, 12)
    assert Month(2021, 12) < Month(2022, 1)


@given(DAYS)
def test_a_day_lies_in_its_month_and_the_month_in_its_address(day: date) -> None:
    month = Month.of(day)
    assert day in month
    assert month.first <= day <= month.last
    assert Month.parse(str(month)) == month
    assert month.next.previous == month
    assert day not in month.next


@pytest.mark.parametrize(
    "text", ["2022-13", "2022-00", "2022-2", "22-02", "2022-02-01", "二月", ""]
)
def test_an_address_that_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_half_days_are_kept_as_codes_and_shown_as_words() -> None:
    assert [str(half) for half in Half] == ["am", "pm"]
    assert HALF_WORDS[Half("pm")] == ("下午", "afternoon")


def test_the_first_fortnight_runs_from_monday_4_to_sunday_17_january_2016() -> None:
    first = Fortnight.of(date(2016, 1, 10))
    assert (first.first, first.last) == (date(2016, 1, 4), date(2016, 1, 17))
    assert str(first) == "2016-01-04/2"


def test_a_fortnight_passes_from_one_month_and_year_into_the_next() -> None:
    fortnight = Fortnight.of(date(2022, 2, 1))
    assert (fortnight.first, fortnight.last) == (date(2022, 1, 24), date(2022, 2, 6))
    assert fortnight.next == Fortnight(date(2022, 2, 7))
    assert fortnight.previous < fortnight < fortnight.next
    assert Fortnight.of(date(2022, 1, 1)).first == date(2021, 12, 27)


@given(DAYS)
def test_part_time_pay_never_covers_more_than_15_days(day: date) -> None:
    """劳动合同法 第七十二条."""
    fortnight = Fortnight.of(day)
    assert fortnight.first <= day <= fortnight.last
    assert (fortnight.last - fortnight.first).days + 1 == 14 <= 15
    assert (fortnight.first.weekday(), fortnight.last.weekday()) == (0, 6)


@given(DAYS)
def test_every_day_lies_in_one_fortnight_and_it_in_its_address(day: date) -> None:
    fortnight = Fortnight.of(day)
    assert day in fortnight
    assert day not in fortnight.next
    assert day not in fortnight.previous
    assert Fortnight.parse(str(fortnight)) == fortnight
    assert fortnight.next.previous == fortnight
    assert fortnight.next.first == fortnight.last + timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["2022-01-31/2", "2022-01-24", "2022-01-24/1", "2022-W04", "2022-01", "", "双周"]
)
def test_an_address_that_names_no_fortnight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fortnight"):
        Fortnight.parse(text)


def test_the_pay_cycle_of_an_engagement_gives_the_span() -> None:
    day = date(2022, 2, 1)
    assert span("month", day) == Month(2022, 2)
    assert span("two_weeks", day) == Fortnight(date(2022, 1, 24))
    with pytest.raises(ValueError, match="cycle"):
        span("", day)
