"""What begins a day: a seal, another try for what waits, the day's figures."""

from datetime import date

import pytest
from django.core.management import call_command

from menkou.figures.models import StoredFigure
from menkou.identity.clock import today
from menkou.ledger.models import Seal, Transfer
from menkou.ledger.queries.proof import prove_seals
from menkou.settlement.models import Period
from tests.builders import floor

pytestmark = pytest.mark.django_db


def test_a_day_begins_with_a_seal_another_try_and_the_figures() -> None:
    hall = floor()
    hall.arrive(hall.rattan, 5_000)
    carrier = hall.weaver("示例甲")
    nobody = carrier.pk + 1
    ticket = hall.ticket((carrier, 1), pieces=10)
    content = {"ticket": ticket.pk, "carrier": nobody, "good": 4}
    hall.send(hall.fact("receipt", date(2022, 1, 14), "11:00", content))
    hall.weaver("示例乙")
    before = Transfer.objects.order_by("-pk").values_list("pk", flat=True)[0]

    call_command("daily")

    assert Seal.objects.get().last == before
    assert not list(prove_seals())
    ticket.refresh_from_db()
    assert ticket.good == 4
    assert StoredFigure.objects.filter(site=hall.community.site, code="workers").exists()
    counted = StoredFigure.objects.filter(site=hall.community.site)
    stood = list(counted.values_list("pk", "computed_at"))
    call_command("daily")
    assert list(counted.values_list("pk", "computed_at")) == stood  # a number that stands, stays
    assert Seal.objects.count() == 2  # the receipt was booked after the first


def test_a_day_opens_the_period_of_pay_that_it_falls_in_once() -> None:
    """Else nobody would find a month to close."""
    hall = floor()
    hall.weaver("示例甲")
    for _again in range(2):
        call_command("daily")
    period = Period.objects.get()
    assert (period.payer_id, period.cycle, period.state) == (hall.firm.pk, "month", "open")
    assert period.first <= today() <= period.last
