"""国发〔1978〕104号: 60, 50 and 55; since 2025 国务院关于渐进式延迟法定退休年龄的办法 第一条."""

from datetime import date

import pytest

from menkou import policy
from menkou.policy.retirement import retirement_day

BEFORE, SINCE = policy.on(date(2024, 12, 31)), policy.on(date(2025, 1, 1))


@pytest.mark.parametrize(("post", "age"), [("men", 60), ("women", 50), ("women_staff", 55)])
def test_until_2024_the_age_is_60_50_or_55(post: str, age: int) -> None:
    assert retirement_day(date(1964, 6, 15), post, BEFORE) == date(1964 + age, 6, 15)


@pytest.mark.parametrize(
    ("born_on", "post", "day"),
    [
        (date(1964, 12, 20), "men", date(2024, 12, 20)),
        (date(1965, 1, 20), "men", date(2025, 2, 20)),
        (date(1965, 4, 20), "men", date(2025, 5, 20)),
        (date(1965, 5, 20), "men", date(2025, 7, 20)),
        (date(1976, 8, 20), "men", date(2039, 7, 20)),
        (date(1976, 9, 20), "men", date(2039, 9, 20)),
        (date(1990, 9, 20), "men", date(2053, 9, 20)),
        (date(1975, 1, 20), "women", date(2025, 2, 20)),
        (date(1975, 3, 20), "women", date(2025, 5, 20)),
        (date(1984, 11, 20), "women", date(2039, 11, 20)),
        (date(1990, 1, 20), "women", date(2045, 1, 20)),
        (date(1970, 1, 20), "women_staff", date(2025, 2, 20)),
        (date(1981, 9, 20), "women_staff", date(2039, 9, 20)),
    ],
)
def test_since_2025_it_moves_as_the_tables_of_the_law_have_it(
    born_on: date, post: str, day: date
) -> None:
    assert retirement_day(born_on, post, SINCE) == day


def test_a_day_that_the_month_lacks_becomes_its_last() -> None:
    assert retirement_day(date(1965, 1, 31), "men", SINCE) == date(2025, 2, 28)


def test_there_is_no_retirement_age_of_somebody_else() -> None:
    with pytest.raises(ValueError, match="is that of men"):
        retirement_day(date(1965, 1, 1), "children", SINCE)
