"""The smallest input that once broke the books, one test each: found by hunting, kept for good."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from menkou.access.models import Grant
from menkou.facts.models import Fact, Tray
from menkou.facts.new import NewFact
from menkou.ledger.queries.proof import prove_balances
from menkou.lib.errors import Refused
from menkou.registry.models import Person
from menkou.work.actions.again import retry
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.products import set_rate
from menkou.work.actions.tickets import cancel_ticket, enlarge_ticket
from menkou.work.actions.tray import lay_aside, take_up
from menkou.work.models import Ticket
from menkou.work.queries.proof import prove_others, prove_pots, prove_tickets
from tests.builders import START, Floor, floor, moment

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 14)
NOBODY = 999_999


@pytest.fixture
def hall(db: None) -> Iterator[Floor]:
    with transaction.atomic():
        yield floor()
        transaction.set_rollback(True)


@pytest.fixture
def wang(hall: Floor) -> Person:
    return hall.weaver("王芳")


@contextmanager
def at_once() -> Iterator[None]:
    """Fails where something takes more than a second: it would take for ever."""

    def late(*_: Any) -> None:
        raise TimeoutError("takes for ever")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def proved() -> bool:
    connection.check_constraints()
    proofs = (prove_balances, prove_tickets, prove_others, prove_pots)
    assert [str(one) for prove in proofs for one in prove()] == []
    return True


def state(fact: NewFact) -> tuple[str, str]:
    return Tray.objects.values_list("state", "why").get(fact__uid=fact.uid)


def receipt(hall: Floor, ticket: Ticket | int, carrier: Person, clock: str = "10:00", *,
            replaces: NewFact | None = None, **pieces: int) -> NewFact:
    number = ticket if isinstance(ticket, int) else ticket.pk
    return hall.fact("receipt", DAY, clock, {"ticket": number, "carrier": carrier.pk, **pieces},
                     replaces=replaces and replaces.uid)


def issue(hall: Floor, ticket: Ticket, carrier: Person, quantity: int, *,
          stated: str = "happened", replaces: NewFact | None = None) -> NewFact:
    lines = [{"commodity": hall.rattan.pk, "quantity": quantity}]
    return hall.fact("issue", DAY, "09:00",
                     {"ticket": ticket.pk, "carrier": carrier.pk, "lines": lines}, stated=stated,
                     replaces=replaces and replaces.uid)


def count(hall: Floor, *lines: tuple[int, int], replaces: NewFact | None = None,
          **keys: int) -> NewFact:
    content = {"order": hall.order.pk, "place": hall.workshop.pk, **keys,
               "lines": [{"commodity": c, "quantity": q} for c, q in lines]}
    return hall.fact("count", DAY, "12:00", content, replaces=replaces and replaces.uid)


def undo(hall: Floor, target: NewFact) -> NewFact:
    return hall.fact("undo", DAY, "13:00", {}, replaces=target.uid)


def with_target(fact: NewFact, target: NewFact) -> NewFact:
    return NewFact(fact.uid, fact.kind, fact.stated, fact.day, fact.happened_at, fact.content,
                   target.uid)


# Chains of corrections


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


# Corrections that name another ticket, order, place or material


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


# Laid aside and taken up


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


# Tickets and rates


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
