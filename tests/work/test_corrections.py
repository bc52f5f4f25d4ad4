"""Corrections and undos at their worst: the smallest input that once broke the books."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from menkou.access.models import Grant
from menkou.facts.models import Fact
from menkou.facts.new import NewFact
from menkou.registry.models import Person
from menkou.work.actions.again import retry
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.tray import lay_aside, take_up
from menkou.work.models import Ticket
from tests.builders import START, Floor, floor, moment
from tests.work.telling import (
    DAY,
    NOBODY,
    at_once,
    count,
    issue,
    proved,
    receipt,
    state,
    undo,
    with_target,
)

pytestmark = pytest.mark.django_db


def test_a_fact_that_replaces_itself_is_not_booked(hall: Floor, wang: Person) -> None:
    one = receipt(hall, hall.ticket((wang, 1), pieces=10), wang, good=3)
    with at_once():
        (answer,) = hall.send(with_target(one, one))
    assert answer.result != "accepted"
    assert hall.owed(wang) == 0


@pytest.mark.parametrize("together", [True, False])
def test_two_facts_that_replace_each_other_are_not_booked(
    hall: Floor, wang: Person, together: bool
) -> None:
    first = receipt(hall, hall.ticket((wang, 1), pieces=10), wang, good=3)
    second = with_target(receipt(hall, 1, wang, good=2), first)
    ring = [with_target(first, second), second]
    with at_once():
        answers = hall.send(*ring) if together else [a for one in ring for a in hall.send(one)]
    assert "accepted" not in {answer.result for answer in answers}
    assert hall.owed(wang) == 0


def test_an_undo_is_not_replaced(hall: Floor, wang: Person) -> None:
    first = receipt(hall, hall.ticket((wang, 1), pieces=10), wang, good=3)
    gone = undo(hall, first)
    hall.send(first, gone)
    (answer,) = hall.send(with_target(receipt(hall, first.content["ticket"], wang, good=2), gone))
    assert answer.result != "accepted"
    assert hall.owed(wang) == 0


def test_an_undo_of_nothing_is_not_accepted(hall: Floor) -> None:
    (answer,) = hall.send(hall.fact("undo", DAY, "13:00", {}))
    assert answer.result != "accepted"


def test_two_corrections_in_one_list_wait_both_for_the_first_fact(
    hall: Floor, wang: Person
) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    first = receipt(hall, ticket, wang, good=3)
    second = receipt(hall, ticket, wang, "10:01", good=2, replaces=first)
    third = receipt(hall, ticket, wang, "10:02", good=1, replaces=second)
    answers = hall.send(second, third)
    assert [(a.result, a.why) for a in answers] == [("waiting", "no_target")] * 2
    assert state(third) == ("waiting", "no_target")
    hall.send(first)
    assert hall.owed(wang) == 5000


def test_one_id_with_two_contents_in_one_list_is_a_conflict(hall: Floor, wang: Person) -> None:
    one = receipt(hall, hall.ticket((wang, 1), pieces=10), wang, good=3)
    other = NewFact(one.uid, one.kind, one.stated, one.day, one.happened_at,
                    one.content | {"good": 4})
    assert [answer.result for answer in hall.send(one, other)] == ["accepted", "conflict"]




def test_a_ticket_is_empty_when_its_only_receipt_is_corrected_to_another_ticket(
    hall: Floor, wang: Person
) -> None:
    one, two = hall.ticket((wang, 1), pieces=10), hall.ticket((wang, 1), pieces=10)
    first = receipt(hall, one, wang, good=3)
    hall.send(first)
    (answer,) = hall.send(receipt(hall, two, wang, good=3, replaces=first))
    assert (answer.result, answer.why) == ("waiting", "other_ticket")
    assert proved()


def test_another_tickets_counters_stand_when_a_correction_to_it_came_before_its_target(
    hall: Floor, wang: Person
) -> None:
    one, two = hall.ticket((wang, 1), pieces=10), hall.ticket((wang, 1), pieces=10)
    first = receipt(hall, one, wang, good=3)
    hall.send(receipt(hall, two, wang, good=4))
    hall.send(receipt(hall, two, wang, good=3, replaces=first))
    hall.send(first)
    assert proved()


def test_a_ticket_keeps_its_other_receipts_when_a_correction_to_another_is_undone(
    hall: Floor, wang: Person
) -> None:
    one, two = hall.ticket((wang, 1), pieces=10), hall.ticket((wang, 1), pieces=10)
    first = receipt(hall, one, wang, good=3)
    wrong = receipt(hall, two, wang, good=3, replaces=first)
    hall.send(receipt(hall, one, wang, good=4), first)
    hall.send(wrong)
    hall.send(undo(hall, wrong))
    assert proved()
    assert hall.owed(wang) == 4 * 5000


def test_a_receipt_corrected_to_an_unknown_ticket_waits(hall: Floor, wang: Person) -> None:
    first = receipt(hall, hall.ticket((wang, 1), pieces=10), wang, good=3)
    hall.send(first)
    (answer,) = hall.send(receipt(hall, NOBODY, wang, good=3, replaces=first))
    assert answer.result == "waiting"
    assert proved()


def test_an_issue_corrected_to_another_orders_ticket_waits(hall: Floor, wang: Person) -> None:
    one = hall.ticket((wang, 1), pieces=10)
    who: dict[str, Any] = {"by": hall.clerk, "at": hall.now, "due_on": DAY, "pieces": 100, "fee": 1}
    other = add_order(number="另一单", customer=hall.firm, operation=hall.operation,
                      ordered_on=START, **who)
    hall.allotment = allot(order=other, operation=hall.operation, holder=hall.firm, **who)
    two = hall.ticket((wang, 1), pieces=10)
    first = issue(hall, one, wang, 5)
    hall.send(first)
    (answer,) = hall.send(issue(hall, two, wang, 5, replaces=first))
    assert (answer.result, answer.why) == ("waiting", "other_ticket")
    assert proved()


def test_an_arrival_corrected_to_an_unknown_order_waits(hall: Floor) -> None:
    first = hall.arrive(hall.rattan, 100)
    (answer,) = hall.send(with_target(
        hall.fact("arrival", START, "09:00", first.content | {"order": NOBODY}), first
    ))
    assert answer.result == "waiting"
    assert proved()


@pytest.mark.parametrize("then_undone", [False, True])
def test_a_count_corrected_to_another_material_leaves_nothing_at_the_first(
    hall: Floor, wang: Person, then_undone: bool
) -> None:
    first = count(hall, (hall.rattan.pk, 5), carrier=wang.pk)
    better = count(hall, (hall.ribbon.pk, 7), carrier=wang.pk, replaces=first)
    hall.send(first)
    hall.send(better)
    if then_undone:
        hall.send(undo(hall, better))
    assert hall.holds(wang.pk, "hands", hall.rattan) == 0
    assert hall.holds(wang.pk, "hands", hall.ribbon) == (0 if then_undone else 7)


def test_a_count_corrected_to_another_place_leaves_nothing_at_the_first(hall: Floor) -> None:
    other = floor().workshop
    Grant.objects.create(user=hall.clerk, role="workshop_clerk", workshop=other, from_day=START,
                         given_by=hall.clerk, given_at=hall.now)
    first = count(hall, (hall.rattan.pk, 50))
    hall.send(first)
    hall.send(count(hall, (hall.rattan.pk, 50), place=other.pk, replaces=first))
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 0


@pytest.mark.parametrize("unknown", ["commodity", "carrier", "place"])
def test_a_count_that_names_nothing_known_waits(
    hall: Floor, wang: Person, unknown: str
) -> None:
    keys = {"carrier": wang.pk} | ({} if unknown == "commodity" else {unknown: NOBODY})
    if unknown == "place":
        del keys["carrier"]
    commodity = NOBODY if unknown == "commodity" else hall.rattan.pk
    (answer,) = hall.send(count(hall, (commodity, 3), **keys))
    assert answer.result == "waiting"
    assert proved()


@pytest.mark.parametrize(("unknown", "how"), [
    (unknown, how) for unknown in ("commodity", "carrier", "order")
    for how in ("future", "corrected", "undone") if (unknown, how) != ("commodity", "corrected")
])
def test_a_count_that_names_nothing_known_waits_whatever_else_it_waits_for(
    hall: Floor, wang: Person, unknown: str, how: str
) -> None:
    commodity = NOBODY if unknown == "commodity" else hall.rattan.pk
    keys = {"carrier": wang.pk} | ({} if unknown == "commodity" else {unknown: NOBODY})
    one = count(hall, (commodity, 3), **keys)
    if how == "future":
        one = NewFact(one.uid, "count", "happened", date(2022, 3, 2), one.happened_at, one.content)
    if how == "corrected":
        first = count(hall, (hall.rattan.pk, 3), carrier=wang.pk)
        hall.send(first)
        one = with_target(one, first)
    (answer,) = hall.send(one)
    assert answer.result == "waiting"
    if how == "undone":
        (answer,) = hall.send(undo(hall, one))
        assert answer.result == "accepted"
    assert proved()


def test_what_waits_on_a_ticket_is_counted_the_same_in_either_order(
    hall: Floor, wang: Person
) -> None:
    one, two = hall.ticket((wang, 1), pieces=10), hall.ticket((wang, 1), pieces=10)
    first, other = receipt(hall, one, wang, good=3), receipt(hall, two, wang, good=4)
    wrong = receipt(hall, two, wang, good=3, replaces=first)
    ends = []
    for facts in ((first, wrong, other), (other, wrong, first)):
        with transaction.atomic():
            for fact in facts:
                hall.send(fact)
            ends.append([Ticket.objects.get(pk=t.pk).waiting for t in (one, two)])
            transaction.set_rollback(True)
    assert ends[0] == ends[1]


def test_a_count_with_one_material_in_two_lines_is_refused_or_added_up(
    hall: Floor, wang: Person
) -> None:
    lines = [(hall.rattan.pk, 3), (hall.rattan.pk, 5)]
    (answer,) = hall.send(count(hall, *lines, carrier=wang.pk))
    assert answer.result == "refused" or hall.holds(wang.pk, "hands", hall.rattan) == 8




def test_what_was_undone_while_it_lay_aside_is_not_booked_when_taken_up(
    hall: Floor, wang: Person
) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    seen = hall.fact("inspection", DAY, "11:00", {"ticket": ticket.pk, "good": 2})
    hall.send(seen)
    kept, who = Fact.objects.get(uid=seen.uid), {"by": hall.clerk, "at": hall.now}
    lay_aside(fact=kept, reason="unclear", **who)
    hall.send(undo(hall, seen))
    take_up(fact=kept, **who)
    hall.send(receipt(hall, ticket, wang, uninspected=2))
    assert proved()
    assert hall.owed(wang) == 0


def test_an_undo_that_is_taken_up_after_its_target_came_is_booked_when_the_ticket_moves(
    hall: Floor, wang: Person
) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    first = receipt(hall, ticket, wang, good=3)
    gone = undo(hall, first)
    hall.send(gone)
    kept, who = Fact.objects.get(uid=gone.uid), {"by": hall.clerk, "at": hall.now}
    lay_aside(fact=kept, reason="unclear", **who)
    hall.send(first)
    assert hall.owed(wang) == 3 * 5000
    take_up(fact=kept, **who)
    hall.send(receipt(hall, ticket, wang, "12:00", good=1))
    assert hall.owed(wang) == 5000


def test_an_arrival_that_waited_for_its_day_is_booked_when_it_is_tried_again(hall: Floor) -> None:
    lines = [{"commodity": hall.rattan.pk, "quantity": 100, "noted": 100}]
    content = {"order": hall.order.pk, "place": hall.workshop.pk, "lines": lines}
    early = hall.fact("arrival", date(2022, 3, 2), "10:00", content)
    assert [answer.why for answer in hall.send(early)] == ["future"]
    assert retry(at=moment(date(2022, 3, 3), "10:00")) == 1
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 100
