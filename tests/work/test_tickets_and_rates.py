"""Old pages, lowered rates, more than there is: each refused with a sentence."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from menkou.lib.errors import Refused
from menkou.registry.models import Person
from menkou.work.actions.ending import cancel_order, end_recall
from menkou.work.actions.orders import allot
from menkou.work.actions.products import set_rate
from menkou.work.actions.tickets import cancel_ticket, enlarge_ticket
from menkou.work.models import Recall, Ticket
from tests.builders import Floor
from tests.work.chaining import chain
from tests.work.telling import DAY, receipt

pytestmark = pytest.mark.django_db


def test_two_tabs_that_enlarge_a_ticket_take_its_room_once(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=40)
    tabs = [Ticket.objects.get(pk=ticket.pk) for _ in range(2)]
    for tab, pieces in zip(tabs, (42, 45), strict=True):
        enlarge_ticket(ticket=tab, pieces=pieces, by=hall.clerk, at=hall.now)
    hall.allotment.refresh_from_db()
    assert hall.allotment.given == 45


def test_a_second_tab_does_not_make_a_grown_ticket_smaller(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=40)
    tab = Ticket.objects.get(pk=ticket.pk)
    enlarge_ticket(ticket=ticket, pieces=45, by=hall.clerk, at=hall.now)
    with pytest.raises(Refused):
        enlarge_ticket(ticket=tab, pieces=42, by=hall.clerk, at=hall.now)


def test_a_ticket_that_grew_gives_back_all_its_room(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=40)
    tab = Ticket.objects.get(pk=ticket.pk)
    enlarge_ticket(ticket=ticket, pieces=42, by=hall.clerk, at=hall.now)
    cancel_ticket(ticket=tab, by=hall.clerk, at=hall.now)
    hall.allotment.refresh_from_db()
    assert hall.allotment.given == 0


def test_a_ticket_taken_back_does_not_grow(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=40)
    cancel_ticket(ticket=ticket, by=hall.clerk, at=hall.now)
    ticket.refresh_from_db()
    with pytest.raises(Refused):
        enlarge_ticket(ticket=ticket, pieces=42, by=hall.clerk, at=hall.now)


def test_a_ticket_of_a_cancelled_order_grows_by_what_was_made_and_no_more(
    hall: Floor, wang: Person
) -> None:
    """She brought 42 on a ticket of 40, and the order was cancelled: the 2 may still be paid; to
    give her 60 more would be new work."""
    ticket = hall.ticket((wang, 1), pieces=40)
    hall.send(receipt(hall, ticket, wang, good=42))
    cancel_order(order=hall.order, reason="customer", by=hall.clerk, at=hall.now)
    with pytest.raises(Refused, match="不在做了"):
        enlarge_ticket(ticket=ticket, pieces=102, by=hall.clerk, at=hall.now)
    enlarge_ticket(ticket=ticket, pieces=42, by=hall.clerk, at=hall.now)
    assert hall.owed(wang) == 42 * 5000


def test_work_that_was_given_up_is_not_called_brought_back() -> None:
    """3 baskets half done are agreed for 0.50: her recall ends so, and in no other way."""
    hall = chain().hall
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=10)
    cancel_order(order=hall.order, reason="customer", by=hall.clerk, at=hall.now)
    recall = Recall.objects.get(ticket=ticket)
    (said,) = hall.send(hall.fact("abandon", DAY, "15:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "pieces": 3, "amount": 5_000,
    }))
    assert (said.result, said.why) == ("accepted", "")
    with pytest.raises(Refused, match="没有交过活"):
        end_recall(recall=recall, ending="pieces", by=hall.clerk, at=hall.now)
    end_recall(recall=recall, ending="abandoned", by=hall.clerk, at=hall.now)
    ticket.refresh_from_db()
    assert (ticket.pieces, hall.owed(wang)) == (3, 5_000)


@pytest.mark.parametrize("since", [date(2022, 1, 10), date(2022, 1, 12)])
def test_a_rate_lowered_backwards_takes_nothing_from_what_was_earned(
    hall: Floor, wang: Person, since: date
) -> None:
    ticket = hall.ticket((wang, 1), pieces=40)
    who: dict[str, Any] = {"payer": hall.firm, "operation": hall.operation, "by": hall.clerk,
                           "at": hall.now}
    set_rate(**who, amount=6000, from_day=date(2022, 1, 10))
    hall.send(receipt(hall, ticket, wang, good=10))
    with pytest.raises(Refused):
        set_rate(**who, amount=5500, from_day=since)
    assert hall.owed(wang) == 10 * 6000


@pytest.mark.parametrize("pieces", [1, 1_001])
def test_an_order_gives_on_no_more_than_it_holds(hall: Floor, pieces: int) -> None:
    with pytest.raises(Refused):
        # The floor's order of 1,000 pieces is given on whole.
        allot(order=hall.order, operation=hall.operation, holder=hall.firm, pieces=pieces, fee=1,
              due_on=DAY, by=hall.clerk, at=hall.now)


def test_a_ticket_of_who_turns_out_to_be_15_is_not_enlarged(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=5)
    Person.objects.filter(pk=wang.pk).update(born_on=date(2006, 6, 1))
    with pytest.raises(Refused):
        enlarge_ticket(ticket=ticket, pieces=6, by=hall.clerk, at=hall.now)


@pytest.mark.parametrize("shares", [(0,), (1, 1), ()], ids=["no_part", "twice", "nobody"])
def test_shares_that_can_not_be_are_refused_with_a_sentence(
    hall: Floor, wang: Person, shares: tuple[int, ...]
) -> None:
    with pytest.raises(Refused), transaction.atomic():
        hall.ticket(*[(wang, parts) for parts in shares], pieces=5)
