"""Invariant 3 and what is owed (design.md §4) where anything happens in any order.

MENKOU_HUNT=10 tries ten times as much, from other seeds each time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from menkou.facts.models import Fact
from tests.work.fee_machine import AnyFees

HUNT = int(os.environ.get("MENKOU_HUNT", "0"))
EXAMPLES = 8 * max(HUNT, 1)


@pytest.fixture
def untouched(db: None) -> Iterator[None]:
    yield
    assert not Fact.objects.exists()


def test_whatever_happens_what_is_owed_is_stated_once_and_paid_once(untouched: None) -> None:
    AnyFees.paid = 0
    run_state_machine_as_test(
        AnyFees,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=20, derandomize=not HUNT,
            phases=[Phase.generate], database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert AnyFees.paid > 0
