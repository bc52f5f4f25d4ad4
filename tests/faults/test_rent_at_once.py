"""Two at once: the day's own work and an officer book the same month's rent."""

from datetime import date
from typing import Any

import pytest

from menkou.identity.tries import tried
from menkou.lib.days import Month
from menkou.work.actions.rent import book_rent, set_rent
from menkou.work.models import RentDue
from tests.builders import START, moment
from tests.faults.test_requests_at_once import at_once
from tests.work.chaining import chain

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_months_rent_that_two_book_at_once_is_owed_once_and_neither_fails() -> None:
    line = chain()
    by: dict[str, Any] = {"by": line.hall.clerk, "at": moment(date(2022, 2, 20), "10:00")}
    set_rent(workshop=line.hall.workshop, payee=line.committee, amount=1_200_0000, from_day=START,
             **by)
    both = [lambda: tried(book_rent, month=Month(2022, 2), **by)] * 2
    assert at_once(*both) == ["done", "done"]
    assert RentDue.objects.get().amount == 1_200_0000
