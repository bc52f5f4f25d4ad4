"""Numbers are read as people type them, and one wrong character is found."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from menkou.lib.identifiers import (
    CREDIT_CODE_LETTERS,
    BadNumber,
    credit_code,
    damm_ok,
    luhn_ok,
    make_credit_code,
    make_resident_id,
    resident_id,
    with_damm,
)

# The sample number printed in GB 11643-1999: nobody's.
SAMPLE = "11010519491231002X"
MADE_IDS = st.builds(
    make_resident_id,
    st.sampled_from(["530602", "530623", "999999"]),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


def code_of(read: object, text: str) -> str:
    assert callable(read)
    with pytest.raises(BadNumber) as refused:
        read(text)
    assert text == "" or text not in str(refused.value)
    return refused.value.code


def test_the_sample_of_the_standard_is_read() -> None:
    read = resident_id(SAMPLE)
    assert (read.number, read.born_on, read.female) == (SAMPLE, date(1949, 12, 31), True)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231\u3000002x",
        "'11010519491231002X",
    ],
)
def test_blanks_wide_digits_and_a_small_x_are_no_mistakes(typed: str) -> None:
    assert resident_id(typed).number == SAMPLE


@given(MADE_IDS)
def test_a_made_number_says_what_it_was_made_of(number: str) -> None:
    read = resident_id(number)
    assert read.number == number
    assert f"{read.born_on:%Y%m%d}" == number[6:14]
    assert read.female == (int(number[14:17]) % 2 == 0)


@given(MADE_IDS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: str, place: int, step: int) -> None:
    wrong = str((int(number[place]) + step) % 10)
    assert code_of(resident_id, number[:place] + wrong + number[place + 1 :]) in {
        "check",
        "date",
        "excel",
    }


@given(MADE_IDS, st.integers(0, 16))
def test_two_swapped_characters_are_found(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    assume(left != right)
    with pytest.raises(BadNumber):
        resident_id(number[:place] + right + left + number[place + 2 :])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "length"),
        ("110105491231002", "length"),
        ("110105194912310020X", "length"),
        ("1101051949123100AX", "characters"),
        ("X10105194912310021", "characters"),
        ("110105194902300021", "date"),
        ("110105184912310021", "date"),
        ("110105194912310021", "check"),
        ("1.10105E+17", "excel"),
        ("5.30602e17", "excel"),
        ("110105194912310000", "excel"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(typed: str, code: str) -> None:
    assert code_of(resident_id, typed) == code


def test_a_number_of_a_county_that_no_list_names_is_read_all_the_same() -> None:
    assert resident_id(make_resident_id("539999", date(1950, 2, 1), 2)).female


def test_a_number_does_not_show_in_a_log() -> None:
    assert "1949" not in repr(resident_id(SAMPLE))


@pytest.mark.parametrize(("area", "serial"), [("5306", 1), ("53060a", 1), ("530602", 1000)])
def test_parts_that_do_not_fit_make_no_number(area: str, serial: int) -> None:
    with pytest.raises(ValueError, match="six digits"):
        make_resident_id(area, date(1950, 2, 1), serial)


def test_a_credit_code_is_written_in_capitals_without_blanks() -> None:
    assert credit_code(" 9111 0000 6000 3734 1l ") == "91110000600037341L"
    assert credit_code("９１１１００００６０００３７３４１Ｌ") == "91110000600037341L"


@given(st.integers(0, 9_999_999), st.sampled_from(["91", "92", "93", "55", "N2", "Y1"]))
def test_a_made_credit_code_is_valid(serial: int, kind: str) -> None:
    code = make_credit_code(serial, kind)
    assert credit_code(code) == code
    assert code.startswith(f"{kind}530602")
    if kind.isdigit():
        assert uscc.is_valid(code)


@given(st.integers(0, 9_999_999), st.integers(0, 17), st.sampled_from(CREDIT_CODE_LETTERS))
def test_one_wrong_character_of_a_credit_code_is_found(serial: int, place: int, wrong: str) -> None:
    code = make_credit_code(serial)
    assume(code[place] != wrong)
    with pytest.raises(BadNumber):
        credit_code(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("530602600037341", "length"),
        ("9111000060003734IL", "characters"),
        ("91A10000600037341L", "characters"),
        ("000000000000000000", "characters"),
        ("911100006000373410", "check"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(typed: str, code: str) -> None:
    assert code_of(credit_code, typed) == code


@pytest.mark.parametrize(("serial", "kind"), [(-1, "91"), (10_000_000, "91"), (1, "9"), (1, "I1")])
def test_parts_that_do_not_fit_make_no_credit_code(serial: int, kind: str) -> None:
    with pytest.raises(ValueError, match="serial"):
        make_credit_code(serial, kind)


def test_a_bank_card_with_a_slip_is_asked_about_again() -> None:
    assert luhn_ok("6222 0200 0000 0000 000")
    assert not luhn_ok("6222 0200 0000 0000 001")


@pytest.mark.parametrize("text", ["", "0", "00000000000", "6222 0200 abcd", "6" * 20])
def test_what_is_no_card_at_all_is_asked_about_too(text: str) -> None:
    assert not luhn_ok(text)


@given(st.integers(1, 10**12))
def test_a_ticket_number_ends_with_its_check_digit(seq: int) -> None:
    number = with_damm(seq)
    assert number // 10 == seq
    assert damm_ok(number)


@given(st.integers(10_000, 10**9), st.data())
def test_one_wrong_or_swapped_digit_of_a_ticket_is_found(seq: int, data: st.DataObject) -> None:
    number = str(with_damm(seq))
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not damm_ok(int(number[:place] + wrong + number[place + 1 :]))
    after = number[place + 1 : place + 2]
    assume(after not in ("", number[place]))
    assert not damm_ok(int(number[:place] + after + number[place] + number[place + 2 :]))


def test_there_is_no_ticket_0() -> None:
    assert not damm_ok(0)
    assert not damm_ok(-with_damm(12345))
    with pytest.raises(ValueError, match="from 1"):
        with_damm(0)


@given(MADE_IDS)
def test_the_check_character_is_the_standard_s(number: str) -> None:
    assert ric.calc_check_digit(number) == number[-1] == resident_id(number).number[-1]


@given(st.from_regex("[0-9]{12,19}", fullmatch=True))
def test_a_card_is_checked_as_the_standard_says(number: str) -> None:
    assert luhn_ok(number) == luhn.is_valid(number)
