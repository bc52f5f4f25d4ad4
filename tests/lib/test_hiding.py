"""A log holds no full number, however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib.hiding import HIDDEN, hide_numbers, holds_number

NUMBERS = [
    "530602198505050021", "53060219850505002X", "13800000007", "6222021234567890123",
    "62220212345678", "53060219850505002143", "５３０６０２１９８５０５０５００２１",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_hidden_wherever_it_stands(number: str) -> None:
    for text in ("{}", "q={}&page=2", "/people/{}/", "('{}',)", "号{}"):
        said = hide_numbers(text.format(number))
        assert number not in said
        assert HIDDEN in said
        assert number[:6] not in said
    assert holds_number(number)
    assert holds_number(f"王芳 {number}")


@pytest.mark.parametrize("text", ["6222 0212 3456 7890", "138-0000-0007", "530602-1985-0505-0021"])
def test_also_in_groups(text: str) -> None:
    assert hide_numbers(f"x {text}.") == f"x {HIDDEN}."
    assert holds_number(text)


@pytest.mark.parametrize("text", [
    "2026-11-30 08:00:00", "工票 1002341", "3-2-501", "E-4711", "尾号 0021", "2022-03-01",
    "1234567890",
])  # fmt: skip
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert hide_numbers(text) == text
    assert not holds_number(text)


@given(st.text(), st.text("0123456789", min_size=11, max_size=19), st.text())
def test_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number not in hide_numbers(f"{before}{number}{after}")
