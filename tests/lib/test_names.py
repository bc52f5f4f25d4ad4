"""A name is found however the clerk looks for it, and hidden from who need not see it."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib.names import mask_card, mask_phone, mask_tail, search_text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("王芳", "王芳 wangfang wf"),
        (" 王　芳 ", "王芳 wangfang wf"),
        ("吕翠花", "吕翠花 lvcuihua lch"),
        ("单芳", "单芳 shanfang danfang sf df"),
        ("吉克·阿牛", "吉克·阿牛 吉克阿牛 jikeaniu jkan"),
        ("Anna Li", "anna li annali al"),
        ("Ａ王", "a王 awang aw"),
        ("𠮷", "𠮷"),
        ("", ""),
    ],
)
def test_a_name_is_found_by_characters_pinyin_and_initials(name: str, text: str) -> None:
    assert search_text(name) == text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾小琴", "zxq"),
        ("曾小琴", "zengxiaoqin"),
        ("解云", "xieyun"),
        ("仇大妹", "qdm"),
        ("任朝珍", "rzz"),
        ("任朝珍", "rcz"),
        ("查明", "zm"),
        ("区阿妹", "ou"),
    ],
)
def test_a_family_name_that_is_read_in_its_own_way_is_found(name: str, typed: str) -> None:
    assert any(word.startswith(typed) for word in search_text(name).split())


def test_a_name_of_many_readings_stays_short() -> None:
    assert len(search_text("曾乐行朝长单解仇").split()) <= 17


@given(st.text(max_size=20))
def test_no_name_breaks_the_search(name: str) -> None:
    assert search_text(name) == search_text(name).strip().lower()


def test_the_dictionary_of_readings_is_loaded_only_when_it_is_needed() -> None:
    code = "import sys, menkou.lib.names; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_the_last_four_are_open() -> None:
    assert mask_tail("530602195002010021") == "**** **** **** 0021"
    assert mask_tail("5306 0219 5002 0100 2X") == "**** **** **** 002X"
    assert mask_phone("138 0000 0007") == "*** **** 0007"
    assert mask_card("6222020000000000413") == "**** 0413"


def test_fewer_may_be_open_and_never_more() -> None:
    assert mask_tail("530602195002010021", keep=2) == "**** **** **** 21"
    for keep in (0, 5):
        with pytest.raises(ValueError, match="one to four"):
            mask_tail("530602195002010021", keep=keep)


def test_a_short_number_is_hidden_whole_and_an_empty_one_is_empty() -> None:
    assert mask_card("0413") == "****"
    assert mask_phone("1234567") == "*** ****"
    assert mask_tail("") == mask_phone(" ") == ""


@given(st.text(alphabet="0123456789", min_size=1, max_size=30))
def test_a_mask_never_tells_more_than_four_digits_nor_the_length(text: str) -> None:
    for masked in (mask_tail(text), mask_phone(text), mask_card(text)):
        assert sum(c.isdigit() for c in masked) <= min(4, len(text) // 2)
    assert len(mask_tail(text)) in (14, 19)
