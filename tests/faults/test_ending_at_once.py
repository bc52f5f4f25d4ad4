"""Two at once: an order is ended while material of it is on its way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from menkou.facts.new import NewFact
from menkou.work.actions.ending import cancel_order, close_order
from menkou.work.actions.record import submit
from menkou.work.queries.residues import held
from tests.builders import Floor, floor, moment

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2022, 1, 14)


@contextmanager
def meanwhile(hall: Floor, kind: str, content: dict[str, Any]) -> Iterator[list[str]]:
    """A clerk sends a fact while what stands inside is not committed yet; (result, why)."""
    said: list[str] = []

    def send() -> None:
        new = NewFact(uuid4(), kind, "asked", DAY, moment(DAY, "10:00"), content)
        try:
            (answer,) = submit([new], by=hall.clerk, at=hall.now)
            said.extend((answer.result, answer.why))
        finally:
            connection.close()

    clerk = Thread(target=send)
    with transaction.atomic():
        yield said
        clerk.start()
        clerk.join(timeout=1)
    clerk.join(timeout=60)


def test_no_material_comes_for_an_order_that_is_closed_at_the_same_moment() -> None:
    hall = floor()
    with meanwhile(hall, "arrival", {
        "order": hall.order.pk, "place": hall.workshop.pk,
        "lines": [{"commodity": hall.rattan.pk, "quantity": 1_200, "noted": 1_200}],
    }) as said:
        close_order(order=hall.order, reason="done", unmade_reason="season", by=hall.clerk,
                    at=hall.now)
    assert said == ["refused", "order_ended"]
    assert not held(hall.order).exists()


def test_no_material_goes_home_of_an_order_that_is_cancelled_at_the_same_moment() -> None:
    hall = floor()
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 1_200)
    with meanwhile(hall, "issue", {
        "ticket": ticket.pk, "carrier": wang.pk,
        "lines": [{"commodity": hall.rattan.pk, "quantity": 1_200}],
    }) as said:
        cancel_order(order=hall.order, reason="customer", by=hall.clerk, at=hall.now)
    assert said == ["refused", "order_ended"]
    assert hall.holds(wang.pk, "hands", hall.rattan) == 0
