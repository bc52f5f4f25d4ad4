"""What pages and lists check alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib import entries
from menkou.lib.entries import BadEntry


@given(st.dates(date(1000, 1, 1)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (day.isoformat(), f"{y}年{m}月{d}日", f"{y}．{m}．{d}", f" {y} / {m} / {d} "):
        assert entries.day(text) == day


@pytest.mark.parametrize("text", ["", "2022", "2022-2-30", "3月5日", "22-2-10"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadEntry):
        entries.day(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000007", "13800000007"), ("138 0000-0007", "13800000007"),
        ("+86 138 0000 0007", "13800000007"), ("０８７０－２１２３４５６", "08702123456"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_kept_without_signs(text: str, number: str) -> None:
    assert entries.phone(text) == number


@pytest.mark.parametrize("text", ["1380000000", "23800000007", "138000000070", "²³800000007", "a"])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(BadEntry) as refused:
        entries.phone(text)
    assert text not in str(refused.value)


def test_a_card_has_twelve_to_nineteen_digits() -> None:
    assert entries.card("6228 4800 1234 5678 903") == "6228480012345678903"
    for text in ("62284800123", "62284800123456789031", "6228480012345678²", "abc"):
        with pytest.raises(BadEntry):
            entries.card(text)


@pytest.mark.parametrize("text", ["3", "3栋", "3 号楼", "3幢", "3单元", "3室", " 3号 "])
def test_a_door_is_kept_without_its_word(text: str) -> None:
    assert entries.door(text) == "3"


def test_what_is_not_seen_is_not_kept() -> None:
    assert entries.plain("\ufeff王\u200b芳\u202c ") == "王芳"
    assert entries.plain("　红绿\xa0 安置区\n") == "红绿 安置区"
