"""Real processes: two pass the last pieces of one allotment on at the same moment."""

import subprocess
from typing import Any

import pytest

from menkou.work.actions.orders import cut
from menkou.work.models import Allotment
from menkou.work.queries.proof import prove_allotments
from tests.faults.process import started
from tests.work.chaining import Chain, chain, organization

pytestmark = pytest.mark.django_db(transaction=True)


def giver(line: Chain, parent: Allotment, holder: int, pieces: int) -> "subprocess.Popen[str]":
    """One who waits for a line."""
    words = [line.hall.clerk.login, *map(str, (parent.pk, holder, pieces))]
    return started("clerk_giving", *words)


def test_of_two_who_pass_the_last_pieces_on_at_once_exactly_one_succeeds() -> None:
    line = chain(pieces=100)
    who: dict[str, Any] = {"by": line.hall.clerk, "at": line.hall.now}
    cut(allotment=line.parts[2], pieces=60, reason="season", **who)
    coop = Allotment.objects.get(pk=line.parts[1].pk)
    others = [organization(f"示例第{n}车间", "sole_trader") for n in (1, 2)]
    both = [giver(line, coop, other.pk, 60) for other in others]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    results = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert results == ["given", "no_room"]
    coop.refresh_from_db()
    assert (coop.pieces, coop.given) == (100, 100)
    assert Allotment.objects.filter(parent=coop).count() == 2
    assert not [*prove_allotments()]
