"""What is refused, what waits, and under which day it stands."""

from datetime import date
from typing import Any

import pytest

from menkou.facts.models import Tray
from menkou.facts.new import NewFact
from menkou.ledger.models import Transfer
from menkou.lib.identifiers import with_damm
from menkou.registry.models import Person
from menkou.work.actions.tickets import NoTicket, cancel_ticket
from menkou.work.models import TicketNumber
from menkou.work.queries.earnings import earned
from menkou.work.queries.proof import prove_pots, prove_tickets
from tests.builders import Floor, floor

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 14)


def receipt(hall: Floor, number: int, carrier: Person, clock: str, stated: str = "happened",
            **pieces: int) -> NewFact:
    content: dict[str, Any] = {"ticket": number, "carrier": carrier.pk, **pieces}
    return hall.fact("receipt", DAY, clock, content, stated=stated)


def test_an_asked_receipt_before_others_does_not_push_them_off_the_ticket(
    hall: Floor, wang: Person
) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    hall.send(receipt(hall, ticket.pk, wang, "12:00", good=10))
    (answer,) = hall.send(receipt(hall, ticket.pk, wang, "10:30", "asked", rejected=5))
    assert (answer.result, answer.why) == ("refused", "over_ticket")
    assert hall.owed(wang) == 10 * 5000


def test_more_than_is_surplus_is_not_sent_away_when_asked(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    came = receipt(hall, ticket.pk, wang, "12:00", good=12)
    hall.send(came)
    for pieces, result in ((3, "refused"), (2, "accepted")):
        content = {"ticket": ticket.pk, "receipt": came.uid.hex, "pieces": pieces, "to": "owner"}
        (answer,) = hall.send(hall.fact("surplus", DAY, "13:00", content, stated="asked"))
        assert answer.result == result
    assert hall.owed(wang) == 10 * 5000


def test_a_ticket_on_which_something_waits_is_not_taken_back(hall: Floor, wang: Person) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    hall.send(hall.fact("inspection", DAY, "11:00", {"ticket": ticket.pk, "good": 4}))
    with pytest.raises(NoTicket, match="不能收回"):
        cancel_ticket(ticket=ticket, by=hall.clerk, at=hall.now)


@pytest.mark.parametrize(("stated", "result"), [("asked", "refused"), ("happened", "waiting")])
def test_nothing_is_booked_on_a_ticket_that_was_taken_back(
    hall: Floor, wang: Person, stated: str, result: str
) -> None:
    ticket = hall.ticket((wang, 1), pieces=10)
    cancel_ticket(ticket=ticket, by=hall.clerk, at=hall.now)
    (answer,) = hall.send(receipt(hall, ticket.pk, wang, "12:00", stated, good=2))
    assert (answer.result, answer.why) == (result, "ticket_closed")
    assert not [*prove_tickets(), *prove_pots()]


def test_a_neighbour_fetches_what_the_ticket_takes(hall: Floor, wang: Person) -> None:
    hall.arrive(hall.rattan, 50_000)
    ticket = hall.ticket((wang, 1), pieces=10)
    lines = [{"commodity": hall.rattan.pk, "quantity": 12_000}]
    neighbour = hall.weaver("马丽")
    content = {"ticket": ticket.pk, "carrier": neighbour.pk, "lines": lines}
    (answer,) = hall.send(hall.fact("issue", DAY, "09:00", content, stated="asked"))
    assert answer.result == "accepted"


def test_a_difference_stands_under_the_day_and_the_fact_that_brought_it(
    hall: Floor, wang: Person
) -> None:
    one, two = (hall.ticket((wang, 1), pieces=10) for _ in range(2))
    ma = hall.weaver("马丽")
    other = hall.ticket((ma, 1), pieces=10)
    early = receipt(hall, one.pk, wang, "10:00", good=3)
    late = hall.fact("receipt", date(2022, 1, 20), "10:00",
                     {"ticket": other.pk, "carrier": ma.pk, "good": 1})
    hall.send(early, late)
    assert two.pk
    rows = Transfer.objects.filter(measured=True).values_list("day", "root__uid", "target__party")
    assert {(day, uid) for day, uid, party in rows if party == wang.pk} == {(DAY, early.uid)}
    assert {(day, uid) for day, uid, party in rows if party == ma.pk} == {
        (date(2022, 1, 20), late.uid)
    }


def test_what_she_earned_is_what_she_is_owed_when_a_share_falls_as_pieces_rise() -> None:
    hall = floor(rate=300)
    people = [hall.weaver(name) for name in ("王芳", "马丽", "赵敏")]
    shares = zip(people, (1, 3, 9_973), strict=True)
    ticket = hall.ticket(*shares, pieces=40)
    first = receipt(hall, ticket.pk, people[0], "10:00", good=16)
    hall.send(first)
    more = first.content | {"good": 17}
    hall.send(hall.fact("receipt", DAY, "10:00", more, replaces=first.uid))
    for person in people:
        assert earned(person.pk, DAY) == (hall.owed(person), hall.owed(person))


def test_a_receipt_on_a_number_that_is_made_later_is_booked_then(
    hall: Floor, wang: Person
) -> None:
    hall.ticket((wang, 1), pieces=1)
    number = with_damm(TicketNumber.objects.get().next)
    new = receipt(hall, number, wang, "10:00", good=3)
    assert [answer.why for answer in hall.send(new)] == ["no_ticket"]
    ticket = hall.ticket((wang, 1), pieces=10)
    assert ticket.pk == number
    assert Tray.objects.get(fact__uid=new.uid).state == Tray.State.BOOKED
    assert hall.owed(wang) == 3 * 5000
    assert not list(prove_tickets())
