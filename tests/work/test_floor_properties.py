"""Invariants 1, 2, 4 and 7 (design, §4) on a floor where anything happens in any order.

MENKOU_HUNT=10 tries ten times as much, from other seeds each time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from menkou.facts.models import Fact
from tests.work.floor_machine import AnyFloor

HUNT = int(os.environ.get("MENKOU_HUNT", "0"))
EXAMPLES = 20 * max(HUNT, 1)


@pytest.fixture
def untouched(db: None) -> Iterator[None]:
    yield
    assert not Fact.objects.exists()


def test_whatever_happens_on_a_floor_the_books_hold(untouched: None) -> None:
    AnyFloor.compared = 0
    run_state_machine_as_test(
        AnyFloor,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=12,
            derandomize=not HUNT, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # to shrink takes minutes: cut the steps down by hand
        ),
    )
    assert AnyFloor.compared > EXAMPLES // 2
