"""What an order's page asks: who earned what on which part of it, and when the rest comes back."""

from datetime import date, timedelta

import pytest

from menkou.lib.scope import Scope
from menkou.registry.models import Party, Tenancy, Workshop
from menkou.work.actions.orders import allot
from menkou.work.models import Allotment, Ticket
from menkou.work.queries import order_life, tickets
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 14)


@pytest.fixture
def hall() -> Floor:
    return floor()


def brought(hall: Floor, ticket: Ticket, good: int, day: date = DAY) -> None:
    hall.send(hall.fact("receipt", day, "10:00",
                        {"ticket": ticket.pk, "carrier": ticket.holder_id, "good": good}))


def earned(hall: Floor, *workshops: Workshop) -> list[tuple[str, int, int, int]]:
    """(name, allotment, pieces, yuan) of each home that a clerk of those workshops is shown."""
    reach = Scope(workshops=frozenset(one.pk for one in workshops or (hall.workshop,)))
    homes = order_life.homes(hall.order, tickets.within(reach, DAY), DAY)
    return [(one.name, one.allotment, one.pieces, one.earned // 10_000) for one in homes]


def second(hall: Floor) -> Workshop:
    """Another workshop of the firm."""
    there = Workshop.objects.create(
        party=Party.objects.create(kind="workshop", name="藤编二车间"), community=hall.community
    )
    Tenancy.objects.create(workshop=there, operator=hall.firm, from_day=START,
                           entered_at=hall.now, entered_by=hall.clerk)
    return there


def test_a_correction_downwards_is_taken_off_a_home(hall: Floor) -> None:
    ticket = hall.ticket((hall.weaver("王芳"), 1), pieces=30)
    carried = {"ticket": ticket.pk, "carrier": ticket.holder_id}
    wrong = hall.fact("receipt", DAY, "10:00", carried | {"good": 20})
    hall.send(wrong)
    hall.send(hall.fact("receipt", DAY, "11:00", carried | {"good": 18}, replaces=wrong.uid))
    assert earned(hall) == [("王芳", hall.allotment.pk, 30, 9)]


def test_a_home_is_told_what_it_earned_in_the_workshops_that_are_reached(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    brought(hall, hall.ticket((wang, 1), pieces=20), 10)
    there, here = second(hall), hall.workshop
    hall.workshop = there
    brought(hall, hall.ticket((wang, 1), pieces=40), 40)
    hall.workshop = here
    part = hall.allotment.pk
    assert earned(hall) == [("王芳", part, 20, 5)]
    assert earned(hall, there) == [("王芳", part, 40, 20)]
    assert earned(hall, here, there) == [("王芳", part, 40, 20), ("王芳", part, 20, 5)]


def test_a_home_is_told_by_part(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    brought(hall, hall.ticket((wang, 1), pieces=60), 20)
    first = hall.allotment
    Allotment.objects.filter(pk=first.pk).update(pieces=600)
    hall.allotment = allot(
        order=hall.order, operation=hall.operation, holder=hall.firm, pieces=400, fee=8000,
        due_on=hall.order.due_on, by=hall.clerk, at=hall.now,
    )
    brought(hall, hall.ticket((wang, 1), pieces=50), 10)
    assert earned(hall) == [("王芳", first.pk, 60, 10), ("王芳", hall.allotment.pk, 50, 5)]


def test_her_share_of_a_ticket_that_another_holds_is_hers(hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    brought(hall, hall.ticket((wang, 1), (li, 1), pieces=40), 40)
    brought(hall, hall.ticket((li, 1), pieces=10), 10)
    part = hall.allotment.pk
    assert earned(hall) == [("王芳", part, 40, 10), ("李英", part, 10, 15)]


def test_the_rest_comes_at_the_pace_of_two_weeks_of_days(hall: Floor) -> None:
    """Ten a day, with tickets and material on each of those days: 140 left take 14 days."""
    for back in range(14):
        on = DAY - timedelta(days=back)
        ticket = hall.ticket((hall.weaver(f"示例{back:02}"), 1), pieces=20, day=on)
        brought(hall, ticket, 10, on)
        hall.arrive(hall.rattan, 20_000, on)
    events = order_life.life(hall.order)
    assert order_life.done_by(events, 140, DAY) == DAY + timedelta(days=14)
    assert order_life.done_by(events, 0, DAY) is None
    assert order_life.done_by(events, 140, date(2022, 2, 20)) is None
