"""劳动法 第十五条, for any birthday and any day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.guards import may_be_given_work

DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
BIRTHDAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))


def full_years(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@settings(max_examples=300, derandomize=True)
@given(born_on=BIRTHDAYS, day=DAYS)
def test_work_is_given_from_the_16th_birthday_on_and_never_before(
    born_on: date, day: date
) -> None:
    refused = may_be_given_work(born_on, day, policy.on(day))
    assert (refused is None) == (full_years(born_on, day) >= 16)
    if refused is not None:
        since = refused.params["allowed_from"]
        assert isinstance(since, date)
        assert since > day
        if since <= date(2030, 12, 31):
            assert may_be_given_work(born_on, since, policy.on(since)) is None
            eve = since - timedelta(days=1)
            assert may_be_given_work(born_on, eve, policy.on(eve)) is not None
