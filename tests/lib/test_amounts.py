"""An amount in capitals is what a bank and an auditor accept, and nothing can be added to it."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.lib.amounts import capitals

FEN = st.integers(0, 10**14 - 1) | st.lists(
    st.sampled_from("0000123456789"), min_size=1, max_size=14
).map(lambda digits: int("".join(digits)))


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (120745, "壹仟贰佰零柒元肆角伍分"),
        (30000, "叁佰元整"),
        (1050, "壹拾元伍角整"),
        (1005, "壹拾元零伍分"),
        (5, "伍分"),
        (0, "零元整"),
        (10_005_000, "壹拾万零伍拾元整"),
        (10_000_000_500, "壹亿零伍元整"),
        (40_000_500_026, "肆亿零伍仟元贰角陆分"),
        (45_237_000, "肆拾伍万贰仟叁佰柒拾元整"),
        (99_999_999_999_999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts_of_slips_and_forms(fen: int, words: str) -> None:
    assert capitals(fen * 100) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
    ],
)
def test_the_examples_of_the_payment_rules(fen: int, words: str) -> None:
    """支付结算办法, 附一 正确填写票据和结算凭证的基本规定, 第三条."""
    assert capitals(fen * 100) == words


@given(FEN)
def test_capitals_are_those_of_cn2an(fen: int) -> None:
    yuan = fen // 100
    thousands_right_after_yi = yuan >= 10**8 and not yuan // 10**4 % 10**4 and yuan % 10**4 >= 1000
    theirs = cn2an.an2cn(f"{yuan}.{fen % 100:02d}", "rmb")
    if thousands_right_after_yi:  # there cn2an leaves the 零 out
        theirs = theirs.replace("亿", "亿零", 1)
    if theirs.endswith("角"):  # 整 after jiao is left to the writer; it keeps fen from being added
        theirs += "整"
    assert capitals(fen * 100) == theirs


@given(FEN)
def test_the_end_is_closed_and_zeros_never_stand_in_pairs(fen: int) -> None:
    words = capitals(fen * 100)
    assert words.endswith("分" if fen % 10 else "整")
    assert "零零" not in words
    assert fen == 0 or not words.startswith("零")
    assert ("元" in words) == (fen >= 100 or fen == 0)


@given(FEN, FEN)
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (capitals(one * 100) == capitals(other * 100)) == (one == other)


@pytest.mark.parametrize("amount", [-100, 50, 10**12 * 10_000])
def test_what_has_no_capitals_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="capitals"):
        capitals(amount)
