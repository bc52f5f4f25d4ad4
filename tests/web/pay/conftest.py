"""A payer's month on the screens of pay, and who may do what there."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from menkou.identity.clock import now
from tests.settlement.ground import FEB_1, Payroll
from tests.web.conftest import account, granted

MORNING = FEB_1 + timedelta(hours=2)


@pytest.fixture
def on_the_first_of_february() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def month(db: None, on_the_first_of_february: None) -> Payroll:
    """Opened as the first of February begins."""
    return Payroll()


@pytest.fixture
def seat(month: Payroll) -> Callable[..., Client]:
    """A client on which somebody sits: "clerk", "firm", "officer", "second"."""
    hall = month.hall
    users = {
        "clerk": hall.clerk,
        "firm": granted(account("firm", "示例企"), "enterprise", organization=hall.firm),
        "officer": granted(month.officer, "community_officer", community=hall.community),
        "second": granted(month.second, "community_officer", community=hall.community),
    }

    def sits(name: str) -> Client:
        now()  # its shift is read once a process: no test is to be the one that counts it
        client = Client()
        client.force_login(users[name])
        return client

    return sits
