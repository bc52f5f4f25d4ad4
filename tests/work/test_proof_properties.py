"""`verify` proves every projection: one field of one row is changed, and the row is named."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import models
from django.db.models import F

from menkou.facts.models import HalfDay, HalfDayUse, Tray
from menkou.ledger.models import Balance
from menkou.ledger.queries.proof import Finding, prove_balances
from menkou.work.models import (
    Allotment,
    Arrival,
    Attendance,
    Count,
    Inspection,
    Issue,
    MaterialReturn,
    Pot,
    Receipt,
    Rework,
    SurplusAway,
    Ticket,
)
from menkou.work.queries import proof
from tests.builders import Floor, floor
from tests.work.attending import attend, next_door, pay

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 14)
MORE = F("quantity") + 1


def found() -> Iterator[Finding]:
    """All that `verify` proves of the projections of work and of the balances."""
    yield from prove_balances()
    for name in sorted(vars(proof)):
        if name.startswith("prove_"):
            yield from getattr(proof, name)()


@pytest.fixture
def hall(db: None) -> Floor:
    """A floor on which each kind of fact is booked once, and one waits."""
    hall = floor()
    pay(hall, 400_000)
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=9)
    lines = [{"commodity": hall.rattan.pk, "quantity": 3_000}]
    on = {"ticket": ticket.pk}
    hall.arrive(hall.rattan, 20_000)
    came = hall.fact("receipt", DAY, "10:00", {
        **on, "carrier": wang.pk, "good": 4, "uninspected": 3, "at_rework": 2, "rejected": 1,
    })
    hall.send(
        hall.fact("issue", DAY, "09:00", {**on, "carrier": wang.pk, "lines": lines}),
        came,
        hall.fact("inspection", DAY, "10:10", {**on, "good": 2}),
        hall.fact("rework", DAY, "10:20", {**on, "good": 1}),
        hall.fact("return", DAY, "10:30", {**on, "carrier": wang.pk, "lines": lines}),
        hall.fact("count", DAY, "10:40", {
            "order": hall.order.pk, "place": hall.workshop.pk, "carrier": wang.pk, "lines": lines,
        }),
        hall.fact("surplus", DAY, "10:50", {
            **on, "receipt": came.uid.hex, "pieces": 1, "to": "owner",
        }),
        hall.fact("rework", DAY, "11:00", {**on, "good": 9}),
        attend(hall, wang),
    )
    assert Tray.objects.filter(state="waiting").count() == 1
    assert list(found()) == []
    return hall


def stands(*rows: tuple[type[models.Model], str, Any]) -> list[Any]:
    return [pytest.param(*row, id=f"{row[0].__name__}.{row[1]}") for row in rows]


@pytest.mark.parametrize(("model", "field", "value"), stands(
    (Balance, "quantity", MORE),
    (Ticket, "back", F("back") - 1), (Ticket, "good", F("good") - 1),
    (Ticket, "surplus", F("surplus") + 1),
    (Pot, "moved", F("moved") + 1), (Pot, "used", F("used") + 1),
    (Pot, "x_before", F("x_before") + 1),
))
def test_verify_finds_a_counter_that_is_not_what_its_facts_come_to(
    hall: Floor, model: type[models.Model], field: str, value: Any
) -> None:
    if field in ("back", "good"):
        Ticket.objects.update(**{field: value, **_other(field)})
    else:
        model._default_manager.update(**{field: value})
    assert list(found())


def _other(field: str) -> dict[str, Any]:
    """Keeps the row's own constraint: the pieces of a ticket add up."""
    return {"good": F("good") - 1} if field == "back" else {"rejected": F("rejected") + 1}


@pytest.mark.parametrize(("model", "field", "value"), stands(
    (Receipt, "rejected", 7), (Inspection, "good", 7), (Rework, "good", 7),
    (SurplusAway, "pieces", 7), (Arrival, "quantity", MORE), (Issue, "quantity", MORE),
    (MaterialReturn, "quantity", MORE), (Count, "quantity", MORE), (Attendance, "minutes", 7),
    (HalfDayUse, "minutes", 7), (HalfDay, "half", "pm"), (HalfDayUse, "use", "training"),
))
def test_verify_finds_a_detail_that_is_not_what_its_fact_says(
    hall: Floor, model: type[models.Model], field: str, value: Any
) -> None:
    assert model._default_manager.update(**{field: value}) == 1
    assert list(found())


@pytest.mark.parametrize(("model", "field", "value"), stands(
    (Ticket, "waiting", 0), (Ticket, "state", "done"), (Allotment, "given", F("given") + 1),
    (Pot, "count_at", None),
))
def test_verify_finds_a_state_that_is_not_what_its_facts_come_to(
    hall: Floor, model: type[models.Model], field: str, value: Any
) -> None:
    if field == "count_at":
        # A count that no fact stands behind, with books that fit it: as if one stayed behind.
        Count.objects.all().delete()
    else:
        model._default_manager.update(**{field: value})
    assert list(found())


@pytest.mark.parametrize("kind", [
    "arrival", "issue", "receipt", "inspection", "return", "surplus",
    "count", "attend",
])
def test_verify_finds_a_booked_fact_that_the_tray_says_waits(hall: Floor, kind: str) -> None:
    changed = Tray.objects.filter(fact__kind=kind).update(state="waiting", why="no_right")
    assert changed == 1
    assert list(found())


def test_verify_finds_a_half_day_that_is_held_by_another_or_by_nobody(hall: Floor) -> None:
    there = next_door(hall)
    wang = HalfDay.objects.get().person
    hall.send(attend(hall, wang, place=there))
    assert list(found()) == []
    HalfDay.objects.update(place=there)
    assert list(found())
    HalfDay.objects.update(place=hall.workshop)
    HalfDayUse.objects.all().delete()
    assert list(found())


def test_verify_finds_a_half_day_under_somebody_elses_engagement(hall: Floor) -> None:
    HalfDayUse.objects.update(engagement=hall.weaver("马丽").engagements.get())
    assert list(found())
