"""What the clerk types is kept to the last unit, and what she reads is what is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib.exact import FACTOR_YUAN, NotExact, multiply, parse, show, split, yuan

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)
AMOUNTS = st.integers(-(10**15), 10**15)


@given(AMOUNTS, WEIGHTS)
def test_the_parts_always_add_up_to_the_amount(amount: int, weights: list[int]) -> None:
    assert sum(split(amount, weights)) == amount


@given(AMOUNTS, WEIGHTS)
def test_taking_back_gives_each_just_what_she_had_got(amount: int, weights: list[int]) -> None:
    assert split(-amount, weights) == [-part for part in split(amount, weights)]


@given(AMOUNTS, WEIGHTS)
def test_nobody_is_a_whole_unit_away_from_her_exact_share(amount: int, weights: list[int]) -> None:
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)


def test_twenty_shirts_shared_60_to_40_pay_420_and_280() -> None:
    assert split(20 * 3500, [60, 40]) == [4_2000, 2_8000]


def test_of_three_equal_shares_the_first_gets_the_odd_unit() -> None:
    assert split(10, [1, 1, 1]) == [4, 3, 3]


def test_the_odd_unit_goes_where_the_largest_remainder_is() -> None:
    assert split(10, [1, 1, 4]) == [2, 2, 6]
    assert split(9, [1, 1, 4]) == [2, 1, 6]


def test_who_has_no_share_gets_nothing() -> None:
    assert split(7, [0, 1, 1, 0]) == [0, 4, 3, 0]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1], [-1]])
def test_shares_that_are_none_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        split(10, weights)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.2", 1_2000),
        ("１．２", 1_2000),
        ("1。2", 1_2000),
        (" 1,234.5 ", 1234_5000),
        ("１，２３４", 1234_0000),
        ("12 345", 12345_0000),
        ("　0.0001　", 1),
        ("1.20000", 1_2000),
        (".5", 5000),
        ("5.", 5_0000),
        ("-3", -3_0000),
        ("－3", -3_0000),
        ("+0", 0),
    ],
)
def test_yuan_may_be_typed_as_people_type_them(typed: str, amount: int) -> None:
    assert parse(typed, FACTOR_YUAN) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", "-", "abc", "1.2.3", "1e3", "1,2", "1 2", "12,34,567", "1.2元", "²", "①",
        "½", "٣", "--1", "1" * 50, "1\n2",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_not_guessed_at(typed: str) -> None:
    with pytest.raises(NotExact) as refused:
        parse(typed, FACTOR_YUAN)
    assert refused.value.code == "number"


def test_a_price_finer_than_the_unit_says_how_many_decimals_there_are() -> None:
    with pytest.raises(NotExact, match="4 decimals") as refused:
        parse("0.00015", FACTOR_YUAN)
    assert (refused.value.code, refused.value.places) == ("decimals", 4)


def test_half_a_dozen_is_six_and_half_a_piece_is_nothing() -> None:
    assert parse("0.5", 12) == 6
    with pytest.raises(NotExact):
        parse("0.5", 1)


def test_an_amount_that_no_database_integer_holds_is_refused() -> None:
    assert parse("922,337,203,685,477.5807", FACTOR_YUAN) == 2**63 - 1
    with pytest.raises(NotExact) as refused:
        parse("922,337,203,685,477.5808", FACTOR_YUAN)
    assert refused.value.code == "large"


@given(AMOUNTS, st.sampled_from([1, 2, 4, 5, 10, 1000, 10_000, 10**6]), st.integers(0, 8))
def test_what_is_shown_may_be_typed_again(amount: int, factor: int, places: int) -> None:
    assert parse(show(amount, factor, places), factor) == amount
    assert parse(show(amount, factor), factor) == amount


@pytest.mark.parametrize(
    ("amount", "factor", "places", "text"),
    [
        (0, 10_000, None, "0"),
        (0, 10_000, 2, "0.00"),
        (1_2000, 10_000, None, "1.2"),
        (1_2000, 10_000, 2, "1.20"),
        (1_2345, 10_000, 2, "1.2345"),
        (1234567_0000, 10_000, 2, "1,234,567.00"),
        (-5, 10_000, None, "-0.0005"),
        (1200, 1000, 1, "1.2"),
        (42, 1, None, "42"),
        (6, 12, None, "0.5"),
        (17, 12, None, "1 5/12"),
        (-5, 12, 2, "-5/12"),
    ],
)
def test_nothing_is_rounded_when_it_is_shown(
    amount: int, factor: int, places: int | None, text: str
) -> None:
    assert show(amount, factor, places) == text


def test_yuan_show_fen_and_more_only_where_there_is_more() -> None:
    assert yuan(1200_0000) == "1,200.00"
    assert yuan(3500) == "0.35"
    assert yuan(3550) == "0.3550"
    assert yuan(-4200) == "-0.42"


def test_a_fraction_of_an_amount_is_rounded_down() -> None:
    assert multiply(40, 3, 7) == 17
    assert multiply(-40, 3, 7) == -18
    with pytest.raises(ValueError, match="denominator"):
        multiply(1, 1, 0)


@pytest.mark.parametrize("factor", [0, -1])
def test_a_unit_of_nothing_is_refused(factor: int) -> None:
    with pytest.raises(ValueError, match="base unit"):
        show(1, factor)
    with pytest.raises(ValueError, match="base unit"):
        parse("1", factor)
