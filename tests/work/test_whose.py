"""Whose accepted pieces are, and where pieces lie: the readers, without a page."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.work.actions.orders import allot, cut
from menkou.work.models import Allotment
from menkou.work.queries.custody import custody, with_customer
from menkou.work.queries.whose import Owner, Whose, whose
from tests.work.chaining import Chain, chain, organization

OWNERS = st.builds(
    Owner, allotment=st.integers(1, 10**6), name=st.just("示例"), operation=st.just(1),
    operation_name=st.just("编织"), good=st.integers(0, 200), accepted=st.integers(0, 100),
    room=st.integers(0, 200), here=st.booleans(),
)


@settings(max_examples=200, derandomize=True,
          suppress_health_check=list(HealthCheck))
@given(st.lists(OWNERS, min_size=1, max_size=6, unique_by=lambda one: one.allotment),
       st.integers(0, 500))
def test_parts_are_bounded_and_come_to_the_pieces_where_there_is_room(
    owners: list[Owner], pieces: int
) -> None:
    found = Whose({1: owners})
    shared = found.accepted(pieces)
    assert all(shared.get(one.allotment, 0) <= one.room for one in owners)
    assert sum(shared.values()) == min(pieces, sum(one.room for one in owners))
    back = found.returned(pieces)
    assert all(back.get(one.allotment, 0) <= one.accepted for one in owners)
    assert sum(back.values()) == min(pieces, sum(one.accepted for one in owners))


def split(line: Chain) -> Allotment:
    """Forty of the workshop's pieces go to another operator."""
    who: dict[str, Any] = {"by": line.hall.clerk, "at": line.hall.now}
    cut(allotment=line.parts[2], pieces=40, reason="season", **who)
    other = organization("示例第二车间", "sole_trader")
    return allot(order=line.hall.order, operation=line.hall.operation, holder=other, pieces=40,
                 fee=8000, due_on=date(2022, 2, 28), parent=line.parts[1], **who)


@pytest.mark.django_db
def test_what_was_made_first_is_accepted_first_and_the_rest_goes_where_there_is_room() -> None:
    line = chain(pieces=100)
    second = split(line)
    line.make(line.hall.weaver("王芳"), 30)
    first = line.parts[2].pk
    found = whose(line.hall.order, line.hall.operation)
    assert [one.allotment for one in found.owners] == [first, second.pk]  # not those above
    assert found.accepted(20) == {first: 20}
    assert found.accepted(50) == {first: 50}
    assert found.accepted(70) == {first: 60, second.pk: 10}
    line.deliver(30)
    line.accept(25)
    found = whose(line.hall.order, line.hall.operation)
    assert found.accepted(5) == {first: 5}
    assert found.returned(25) == {first: 25}


@pytest.mark.django_db
def test_where_the_pieces_lie_is_told_by_place_and_state() -> None:
    line = chain(pieces=100)
    line.make(line.hall.weaver("王芳"), 60, good=50, at_rework=6, rejected=4)
    line.asked("handing", taker=line.coop.pk, pieces=20)
    line.asked("delivery", place=line.coop, pieces=15)
    line.asked("acceptance", place=line.coop, accepted=12, refused=3, reason="size",
               parts=[{"allotment": line.parts[-1].pk, "pieces": 12}])
    hall, coop = "藤编车间", "示例山尖花合作社"
    assert {(one.name, one.state): one.pieces for one in custody(line.hall.order)} == {
        (hall, "good"): 30, (coop, "good"): 5, (hall, "at_rework"): 6, (hall, "rejected"): 4,
        (coop, "to_rework"): 3,
    }
    (there,) = with_customer(line.hall.order)
    assert (there.name, there.pieces) == (coop, 12)
