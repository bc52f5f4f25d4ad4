"""Invariants 3 (wages), 5, 6, 7 and 8 (design, §4) where anything happens in any order.

MENKOU_HUNT=10 tries ten times as much, from other seeds each time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from menkou.facts.models import Fact
from tests.settlement.machine import AnyPay

HUNT = int(os.environ.get("MENKOU_HUNT", "0"))
EXAMPLES = 12 * max(HUNT, 1)


@pytest.fixture
def untouched(db: None) -> Iterator[None]:
    yield
    assert not Fact.objects.exists()


def test_whatever_happens_each_wage_is_in_one_slip_and_paid_once(untouched: None) -> None:
    AnyPay.closed = 0
    run_state_machine_as_test(
        AnyPay,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=50,
            derandomize=not HUNT, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert AnyPay.closed > EXAMPLES // 2
