"""Days, amounts and roles as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from menkou.access import queries as rights
from menkou.web.parts import words
from menkou.web.parts.words import Shown

DAY = date(2022, 2, 10)


def test_a_day_is_said_without_a_year_that_everybody_knows() -> None:
    assert words.day(DAY) == "2 月 10 日"
    assert words.day(DAY, date(2022, 1, 1)) == "2 月 10 日"
    assert words.day(date(2021, 12, 3), DAY) == "2021 年 12 月 3 日"
    assert words.weekday(DAY) == "星期四"
    assert words.day(None) == "—"


def test_a_moment_is_that_of_shanghai() -> None:
    late = datetime(2022, 2, 10, 16, 30, tzinfo=UTC)
    assert words.moment(late, DAY) == "2 月 11 日 00:30"


def test_english_has_its_own_order() -> None:
    with translation.override("en"):
        assert words.day(DAY) == "10 Feb"
        assert words.full_day(DAY) == "10 Feb 2022"
        assert words.role("auditor") == "Auditor"


@pytest.mark.parametrize(
    ("amount", "said"), [(12_074_500, "1,207.45"), (3_500, "0.35"), (1, "0.0001"), (0, "0.00")]
)
def test_yuan_are_exact(amount: int, said: str) -> None:
    assert words.yuan(amount) == said


def test_a_rate_has_the_decimals_that_it_needs() -> None:
    assert words.rate(3_500) == "0.35"
    assert words.rate(3_525) == "0.3525"


def test_numbers_have_separators_in_either_language() -> None:
    assert f"{Shown(1286)}" == "1,286"
    assert "%s" % Shown(1286) == "1,286"  # noqa: UP031 (as gettext fills it in)
    assert words.number(1_286) == "1,286"


def test_every_verb_has_words_for_its_reader() -> None:
    verb = rights.verbs()["work.issue"]
    assert words.verb(verb) == "发料"
    with translation.override("en"):
        assert words.verb(verb) == "Issue material"
