"""What of an account lies within a scope, and what is only counted."""

from datetime import date

import pytest

from menkou.ledger.models import Balance
from menkou.lib.scope import Scope
from menkou.registry.models import Community
from menkou.work.queries import statements
from tests.builders import floor

pytestmark = pytest.mark.django_db


def test_wages_out_of_reach_are_counted_and_added_up() -> None:
    """Two receipts of 7 and 3 at 0.50, the second corrected down to 1: 4.00 in three transfers."""
    hall, day = floor(), date(2022, 1, 10)
    lan = hall.weaver("示例兰")
    carried = {"ticket": hall.ticket((lan, 1), pieces=20).pk, "carrier": lan.pk}
    wrong = hall.fact("receipt", day, "16:00", carried | {"good": 3})
    hall.send(hall.fact("receipt", day, "15:00", carried | {"good": 7}), wrong)
    hall.send(hall.fact("receipt", day, "17:00", carried | {"good": 1}, replaces=wrong.uid))
    balance = Balance.objects.select_related("account").get(
        account__party=lan.pk, account__kind="wages_owed"
    )
    other = Community.objects.create(site=hall.community.site, name="红路二社区")
    strange = Scope(communities=frozenset({other.pk}))
    assert statements.elsewhere(balance, strange) == (3, 40_000)
    assert statements.elsewhere(balance, Scope(workshops=frozenset({hall.workshop.pk}))) == (0, 0)
