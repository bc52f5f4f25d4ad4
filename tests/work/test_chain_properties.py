"""Invariants 2, 3 and 4 (design, §4) over all levels of a chain, in any order.

MENKOU_HUNT=10 tries ten times as much, from other seeds each time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from menkou.facts.models import Fact
from tests.work.chain_machine import AnyChain

HUNT = int(os.environ.get("MENKOU_HUNT", "0"))
EXAMPLES = 15 * max(HUNT, 1)


@pytest.fixture
def untouched(db: None) -> Iterator[None]:
    yield
    assert not Fact.objects.exists()


def test_whatever_happens_to_an_order_pieces_and_yuan_add_up(untouched: None) -> None:
    AnyChain.compared = AnyChain.ended = 0
    run_state_machine_as_test(
        AnyChain,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=10,
            derandomize=not HUNT, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # to shrink takes minutes: cut the steps down by hand
        ),
    )
    assert AnyChain.compared > EXAMPLES // 2
    assert AnyChain.ended > EXAMPLES // 5
