"""A mother asks for work; the clerk gives it or says why not; nobody takes more than she can do."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.lib.scope import Scope
from menkou.registry.models import Engagement, Person, Tenancy
from menkou.work.actions.ending import cancel_order
from menkou.work.actions.products import set_rate
from menkou.work.actions.requests import ask, decline, give, set_limit, withdraw
from menkou.work.actions.tickets import NoTicket
from menkou.work.models import Ticket, WorkRequest
from menkou.work.queries.limits import most_of, offers, pieces_within
from menkou.work.queries.requests import asked, hers, waiting, within
from tests.builders import Floor, floor, moment
from tests.work.chaining import organization

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)
NOW = moment(TODAY, "09:00")
LIMIT = 5280 // 60  # baskets of an hour each that the policy lets her have open


def wish(hall: Floor, who: Person, pieces: int, **more: Any) -> WorkRequest:
    given = {"person": who, "allotment": hall.allotment, "pieces": pieces, "at_home": True,
             "by": hall.clerk, "at": NOW, **more}
    return ask(**given)


def answer(hall: Floor, at: Any = NOW) -> dict[str, Any]:
    return {"by": hall.clerk, "at": at}


def why(call: Any, *args: Any, **given: Any) -> str:
    """The code of a refusal; nothing of it stands."""
    before = (Ticket.objects.count(), WorkRequest.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        call(*args, **given)
    assert str(refused.value) not in ("", refused.value.code)
    assert (Ticket.objects.count(), WorkRequest.objects.count()) == before
    return refused.value.code


def may(who: Person, day: date = TODAY) -> list[int]:
    return [most_of(row) for row in offers(who.pk, day)]


def test_she_asks_for_20_and_is_given_a_ticket_of_20(hall: Floor, wang: Person) -> None:
    request = wish(hall, wang, 20)
    assert request.workshop == hall.workshop
    ticket = give(request=request, **answer(hall))
    request.refresh_from_db()
    assert (request.state, request.ticket, request.answered_by) == ("given", ticket, hall.clerk)
    assert (ticket.holder, ticket.pieces, ticket.at_home) == (wang, 20, True)
    assert (ticket.made_on, ticket.due_on) == (TODAY, hall.allotment.due_on)
    hall.allotment.refresh_from_db()
    assert hall.allotment.given == 20


def test_two_clerks_give_one_ticket(hall: Floor, wang: Person) -> None:
    request = wish(hall, wang, 20)
    pages = [WorkRequest.objects.get(pk=request.pk) for _ in range(2)]
    give(request=pages[0], **answer(hall))
    assert why(give, request=pages[1], **answer(hall)) == "answered"
    assert why(decline, request=pages[1], reason="gone", **answer(hall)) == "answered"


def test_a_request_is_not_given_at_a_workshop_that_another_runs_by_now(
    hall: Floor, wang: Person
) -> None:
    """She asked when the cooperative ran the workshop; from the 20th another does, who engages her
    too: it would pay for baskets whose fee the cooperative gets."""
    request = wish(hall, wang, 20)
    other, entered = organization("示例别家", "cooperative"), {
        "from_day": date(2022, 1, 20), "entered_at": NOW, "entered_by": hall.clerk,
    }
    Tenancy.objects.create(workshop=hall.workshop, operator=other, **entered)
    Engagement.objects.create(
        person=wang, payer=other, workshop=hall.workshop, form="home", cycle="month", **entered
    )
    set_rate(payer=other, operation=hall.operation, amount=6_000, from_day=date(2022, 1, 20),
             **answer(hall))
    later = answer(hall, moment(date(2022, 1, 21), "09:00"))
    assert why(give, request=request, **later) == "moved"
    decline(request=request, reason="other", **later)


def test_she_reads_why_it_was_declined(hall: Floor, wang: Person) -> None:
    request = wish(hall, wang, 20)
    assert why(decline, request=request, reason="", **answer(hall)) == "reason"
    decline(request=request, reason="late", **answer(hall))
    (own,) = hers(wang.pk)
    assert (own.state, own.reason, own.ticket) == ("declined", "late", None)
    assert wish(hall, wang, 5).state == "asked"  # and she may ask again


def test_she_takes_her_own_request_back_and_no_others(hall: Floor, wang: Person) -> None:
    request = wish(hall, wang, 20)
    other = User.objects.create(login="c2", shown_name="示例乙", kind="worker")
    assert why(withdraw, request=request, by=other, at=NOW) == "not_hers"
    wang.user = User.objects.create(login="c1", shown_name="示例甲", kind="worker")
    wang.save()
    withdraw(request=request, by=wang.user, at=NOW)
    assert why(give, request=request, **answer(hall)) == "answered"


def test_what_she_has_open_counts_against_her_limit(hall: Floor, wang: Person) -> None:
    assert may(wang) == [LIMIT]
    ticket = hall.ticket((wang, 1), pieces=60)
    assert may(wang) == [LIMIT - 60]
    hall.send(hall.fact("receipt", TODAY, "08:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 10, "at_rework": 2, "reason": "loose"}))
    assert may(wang) == [LIMIT - 60 + 10]
    assert why(wish, hall, wang, 39) == "beyond_limit"
    wish(hall, wang, 38)
    assert may(wang) == [0]


def test_of_a_shared_ticket_her_share_counts(hall: Floor, wang: Person) -> None:
    li = hall.weaver("李英")
    hall.ticket((wang, 3), (li, 1), pieces=40)
    assert (may(wang), may(li)) == ([LIMIT - 30], [LIMIT - 10])


def test_the_clerk_sets_a_limit_of_her_own_and_takes_it_away(hall: Floor, wang: Person) -> None:
    common = {"person": wang, "payer": hall.firm, **answer(hall)}
    set_limit(minutes=600, from_day=TODAY, **common)
    assert may(wang) == [10]
    assert may(wang, date(2022, 1, 13)) == [LIMIT]
    set_limit(minutes=None, from_day=date(2022, 1, 15), **common)
    assert may(wang, date(2022, 1, 15)) == [LIMIT]
    set_limit(minutes=0, from_day=TODAY, **common)
    assert why(wish, hall, wang, 1) == "full"


def test_what_was_given_meanwhile_stops_a_give_until_the_limit_is_raised(
    hall: Floor, wang: Person
) -> None:
    request = wish(hall, wang, 80)
    hall.ticket((wang, 1), pieces=20)
    assert why(give, request=request, **answer(hall)) == "over"
    set_limit(person=wang, payer=hall.firm, minutes=6000, from_day=TODAY, **answer(hall))
    assert give(request=request, **answer(hall)).pieces == 80


def test_each_way_in_which_it_can_not_be_had_has_its_sentence(hall: Floor, wang: Person) -> None:
    child = hall.weaver("小明", born_on=date(2007, 1, 1))
    assert why(wish, hall, child, 1) == "under_age"
    stranger = hall.weaver("张三")
    stranger.engagements.all().delete()
    assert why(wish, hall, stranger, 1) == "no_engagement"
    assert not offers(stranger.pk, TODAY)
    assert why(wish, hall, wang, 0) == "no_pieces"
    hall.ticket((hall.weaver("李英"), 1), pieces=990)
    assert why(wish, hall, wang, 11) == "no_room"
    hall.operation.at_home = False
    hall.operation.save()
    assert why(wish, hall, wang, 1) == "not_at_home"
    rate = {"payer": hall.firm, "operation": hall.operation, **answer(hall)}
    set_rate(amount=None, from_day=date(2022, 1, 14), **rate)
    assert why(wish, hall, wang, 1, at_home=False) == "no_rate"
    assert not offers(wang.pk, TODAY)
    set_rate(amount=5000, from_day=date(2022, 1, 14), **rate)
    Tenancy.objects.create(workshop=hall.workshop, operator=None, from_day=TODAY,
                           entered_at=NOW, entered_by=hall.clerk)
    assert why(wish, hall, wang, 1, at_home=False) == "no_workshop"


def test_an_order_that_is_ending_gives_no_work(hall: Floor, wang: Person) -> None:
    request = wish(hall, wang, 20)
    cancel_order(order=hall.order, reason="customer", **answer(hall))
    assert why(give, request=request, **answer(hall)) == "order_closed"
    assert why(wish, hall, hall.weaver("李英"), 1) == "order_ended"


def test_a_ticket_that_can_not_be_made_leaves_the_request_as_it_was(
    hall: Floor, wang: Person
) -> None:
    request = wish(hall, wang, 20)
    hall.ticket((hall.weaver("李英"), 1), pieces=990)
    with pytest.raises(NoTicket, match="10"), transaction.atomic():
        give(request=request, **answer(hall))
    request.refresh_from_db()
    assert (request.state, request.ticket) == ("asked", None)


def test_one_request_for_a_piece_of_work_is_open_at_a_time(hall: Floor, wang: Person) -> None:
    wish(hall, wang, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        wish(hall, wang, 6)


def test_the_inbox_says_what_she_has_open_and_what_is_late(hall: Floor, wang: Person) -> None:


    hall.ticket((wang, 1), pieces=20)
    wish(hall, wang, 10)
    wish(hall, hall.weaver("李英"), 5)
    here = Scope(workshops=frozenset({hall.workshop.pk}))
    march = date(2022, 3, 2)
    with CaptureQueriesContext(connection) as seen:
        first, second = asked(within(here, march), march)
    assert len(seen) == 2
    assert (first.request.person, first.tickets, first.late) == (wang, 1, 1)
    assert (first.open_minutes, first.limit, first.fits) == (1200, 5280, True)
    assert (second.tickets, second.late, second.open_minutes) == (0, 0, 0)
    found = waiting(here, march)
    assert (found.requests, found.persons) == (2, 2)
    assert not asked(within(Scope(workshops=frozenset({0})), march), march)


def test_a_page_of_offers_is_one_query(hall: Floor, wang: Person) -> None:
    with CaptureQueriesContext(connection) as seen:
        (row,) = offers(wang.pk, TODAY)
        assert (row.pays, row.room, row.at, most_of(row)) == (
            5000, 1000, hall.workshop.pk, LIMIT
        )
        assert row.operation.product.name
    assert len(seen) == 1


@given(seconds=st.integers(-10**6, 10**9), a_piece=st.integers(0, 10**5),
       room=st.integers(0, 10**6))
@settings(max_examples=200)
def test_the_pieces_fit_the_time_and_the_room(seconds: int, a_piece: int, room: int) -> None:
    most = pieces_within(seconds, a_piece, room)
    assert 0 <= most <= room
    assert not most or most * a_piece <= seconds or not a_piece
    assert most == room or (a_piece and (most + 1) * a_piece > max(seconds, 0))


@given(steps=st.lists(st.tuples(
    st.sampled_from(["ask", "give", "decline", "withdraw", "back"]), st.integers(0, 2),
    st.integers(1, 60),
), max_size=12))
@settings(max_examples=15)
def test_whatever_is_asked_and_given_no_one_passes_her_limit_nor_the_room(
    steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        hall = floor(pieces=150)
        people = [hall.weaver(f"示例{n}") for n in range(3)]
        for n, person in enumerate(people):
            person.user = User.objects.create(
                login=f"q{person.pk}-{n}", shown_name=f"示例{n}", kind="worker"
            )
            person.save()
        for what, who, pieces in steps:
            try_step(hall, people[who], what, pieces)
        hall.allotment.refresh_from_db()
        tickets = list(Ticket.objects.all().filter(allotment=hall.allotment))
        assert hall.allotment.given == sum(ticket.pieces for ticket in tickets) <= 150
        for person in people:
            mine = [ticket for ticket in tickets if ticket.holder_id == person.pk]
            assert sum(ticket.pieces - ticket.back for ticket in mine) <= LIMIT
        for row in WorkRequest.objects.filter(allotment=hall.allotment):
            assert (row.ticket is not None) == (row.state == "given")
            assert row.ticket is None or row.ticket.pieces == row.pieces
        transaction.set_rollback(True)


def try_step(hall: Floor, who: Person, what: str, pieces: int) -> None:
    request = WorkRequest.objects.filter(person=who, state="asked").first()
    given: dict[str, Any] = answer(hall)
    try:
        with transaction.atomic():
            if what == "ask":
                wish(hall, who, pieces)
            elif what == "back":
                ticket = Ticket.objects.filter(holder=who, state="open").first()
                if ticket is not None:
                    hall.send(hall.fact("receipt", TODAY, "10:00", {
                        "ticket": ticket.pk, "carrier": who.pk,
                        "good": min(pieces, ticket.pieces - ticket.back)}))
            elif request is not None and what == "give":
                give(request=request, **given)
            elif request is not None and what == "decline":
                decline(request=request, reason="other", **given)
            elif request is not None:
                withdraw(request=request, by=who.user, at=NOW)
    except (Refused, IntegrityError):
        pass


