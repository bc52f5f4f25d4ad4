"""工资支付暂行规定 第十六条: a fifth at most is taken for damage, and the minimum left."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from menkou import policy
from menkou.policy.deductions import room
from menkou.policy.minimum import floor

RULES = policy.on(date(2022, 2, 18))
YUAN = 10_000


def test_of_2000_yuan_at_home_400_may_be_taken() -> None:
    taken = room(shown=2000 * YUAN, taken=0, net=2000 * YUAN, floor=0, rules=RULES)
    assert taken == 400 * YUAN


def test_what_was_taken_earlier_in_the_month_counts() -> None:
    """Two-week slips of 800 and 1,200 yuan; 160 were taken from the first."""
    left = room(shown=2000 * YUAN, taken=160 * YUAN, net=1840 * YUAN, floor=0, rules=RULES)
    assert left == 240 * YUAN


def test_in_full_time_the_monthly_minimum_of_1500_is_left() -> None:
    least = floor("full_time", None, RULES)
    pay = 1650 * YUAN
    assert room(shown=pay, taken=0, net=pay, floor=least, rules=RULES) == 150 * YUAN


def test_from_less_than_the_minimum_nothing_is_taken() -> None:
    least = floor("full_time", None, RULES)
    pay = 1200 * YUAN
    assert room(shown=pay, taken=0, net=pay, floor=least, rules=RULES) == 0


def test_a_correction_after_the_taking_leaves_no_room_and_no_minus() -> None:
    left = room(shown=500 * YUAN, taken=160 * YUAN, net=340 * YUAN, floor=0, rules=RULES)
    assert left == 0


AMOUNTS = st.integers(0, 20_000 * YUAN)


@settings(max_examples=200, derandomize=True)
@given(
    shown=AMOUNTS,
    least=st.sampled_from([0, 700 * YUAN, 1500 * YUAN]),
    wishes=st.lists(AMOUNTS, max_size=5),
)
def test_however_often_it_is_taken_the_sum_keeps_both_bounds(
    shown: int, least: int, wishes: list[int]
) -> None:
    taken = 0
    for wish in wishes:
        may = room(shown=shown, taken=taken, net=shown - taken, floor=least, rules=RULES)
        assert may >= 0
        taken += min(wish, may)
    assert taken * 100 <= shown * 20
    assert taken == 0 or shown - taken >= least
