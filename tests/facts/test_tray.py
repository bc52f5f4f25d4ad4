"""What waits, laid aside and taken up again, and who sees it."""

from datetime import date

import pytest

from menkou.access.queries import scope
from menkou.facts.actions.keep import keep
from menkou.facts.actions.tray import NotInTray
from menkou.facts.models import Fact, Tray
from menkou.facts.queries import tray
from menkou.identity.models import User, VerbLog
from menkou.work.actions.again import retry
from menkou.work.actions.tray import lay_aside, take_up
from menkou.work.queries import tickets
from tests import builders
from tests.builders import Floor, moment

DAY = date(2022, 2, 10)


@pytest.fixture
def floor(db: None) -> Floor:
    return builders.floor()


@pytest.fixture
def strange(floor: Floor) -> Fact:
    """A receipt on a ticket that nobody knows: it waits."""
    carrier = floor.weaver("示例甲")
    new = floor.fact("receipt", DAY, "11:00", {"ticket": 999999, "carrier": carrier.pk, "good": 4})
    assert [answer.result for answer in floor.send(new)] == ["waiting"]
    return Fact.objects.get(uid=new.uid)


def seen_by(user: User) -> list[int]:
    reach = scope(user, "facts.see_tray", DAY)
    rows = tray.within(reach, DAY, tickets.within(reach, DAY))
    return list(tray.open_rows(rows).values_list("pk", flat=True))


def test_a_waiting_fact_is_laid_aside_with_a_reason(floor: Floor, strange: Fact) -> None:
    lay_aside(fact=strange, reason="mistake", by=floor.clerk, at=floor.now)
    row = Tray.objects.get(fact=strange)
    assert (row.state, row.aside_why, row.aside_by) == ("aside", "mistake", floor.clerk)
    assert VerbLog.objects.filter(
        verb="facts.lay_aside", noun="fact", subject=strange.pk, note="mistake"
    ).exists()


def test_it_can_be_taken_up_and_waits_again(floor: Floor, strange: Fact) -> None:
    lay_aside(fact=strange, reason="unclear", by=floor.clerk, at=floor.now)
    take_up(fact=strange, by=floor.clerk, at=floor.now)
    assert Tray.objects.get(fact=strange).state == Tray.State.WAITING


def test_two_who_press_at_once_are_told(floor: Floor, strange: Fact) -> None:
    lay_aside(fact=strange, reason="twice", by=floor.clerk, at=floor.now)
    with pytest.raises(NotInTray, match="已经不在等了"):
        lay_aside(fact=strange, reason="twice", by=floor.clerk, at=floor.now)
    take_up(fact=strange, by=floor.clerk, at=floor.now)
    with pytest.raises(NotInTray, match="没有放在一边"):
        take_up(fact=strange, by=floor.clerk, at=floor.now)


def test_a_reason_is_one_of_the_list(floor: Floor, strange: Fact) -> None:
    with pytest.raises(NotInTray, match="请选一个原因"):
        lay_aside(fact=strange, reason="because", by=floor.clerk, at=floor.now)


def test_a_waiting_correction_is_not_laid_aside_alone(floor: Floor) -> None:
    carrier = floor.weaver("示例甲")
    ticket = floor.ticket((carrier, 1), pieces=10)
    content = {"ticket": ticket.pk, "carrier": carrier.pk, "good": 4}
    first = floor.fact("receipt", DAY, "09:00", content)
    other_day = floor.fact(
        "receipt", date(2022, 2, 11), "09:00", {**content, "good": 3}, replaces=first.uid
    )
    floor.send(first, other_day)
    correction = Fact.objects.get(uid=other_day.uid)
    assert Tray.objects.get(fact=correction).state == Tray.State.WAITING
    with pytest.raises(NotInTray, match="这是一条更正"):
        lay_aside(fact=correction, reason="mistake", by=floor.clerk, at=floor.now)


def test_the_clerk_of_another_workshop_does_not_see_it(floor: Floor, strange: Fact) -> None:
    other = builders.floor()
    assert seen_by(floor.clerk) == [strange.pk]
    assert seen_by(other.clerk) == []


def test_a_fact_that_names_nothing_known_is_seen_where_its_recorder_works(floor: Floor) -> None:
    new = floor.fact("inspection", DAY, "11:00", {"ticket": 999999, "good": 4})
    floor.send(new)
    other = builders.floor()
    assert seen_by(floor.clerk) == [Fact.objects.get(uid=new.uid).pk]
    assert seen_by(other.clerk) == []


def test_the_oldest_tells_since_when_something_waits(floor: Floor, strange: Fact) -> None:
    reach = scope(floor.clerk, "facts.see_tray", DAY)
    found = tray.waiting(tray.within(reach, DAY, tickets.within(reach, DAY)))
    assert found == tray.Waiting(1, moment(date(2022, 3, 1), "20:00"))


def test_what_waited_for_a_person_is_booked_when_she_is_registered(floor: Floor) -> None:
    carrier = floor.weaver("示例甲")
    ticket = floor.ticket((carrier, 1), pieces=10)
    nobody = carrier.pk + 1
    new = floor.fact("receipt", DAY, "11:00", {"ticket": ticket.pk, "carrier": nobody, "good": 4})
    assert [str(answer) for answer in floor.send(new)] == ["没有这个人的登记"]
    assert retry(at=floor.now) == 0
    assert floor.weaver("示例乙").pk == nobody
    assert retry(at=floor.now) == 1
    ticket.refresh_from_db()
    assert (ticket.good, ticket.waiting) == (4, 0)


def test_what_waited_without_a_ticket_is_tried_again_too(floor: Floor) -> None:
    line = {"commodity": floor.rattan.pk, "quantity": 500, "noted": 500}
    soon = floor.fact(
        "arrival", date(2022, 3, 2), "09:00",
        {"order": floor.order.pk, "place": floor.workshop.pk, "lines": [line]},
    )
    assert [answer.why for answer in floor.send(soon)] == ["future"]
    assert retry(at=floor.now) == 0
    assert retry(at=moment(date(2022, 3, 2), "10:00")) == 1


def test_a_correction_that_came_first_and_was_missed_finds_its_target(floor: Floor) -> None:
    carrier = floor.weaver("示例甲")
    ticket = floor.ticket((carrier, 1), pieces=10)
    content = {"ticket": ticket.pk, "carrier": carrier.pk, "good": 4}
    first = floor.fact("receipt", DAY, "09:00", content)
    undo = floor.fact("undo", DAY, "09:05", {}, replaces=first.uid)
    floor.send(first)
    # Two lists at once on PostgreSQL: neither saw the other's fact.
    (late,) = keep([undo], by=floor.clerk, at=floor.now)
    Tray.objects.create(
        fact=late, state="waiting", why="no_target", order_at=late.happened_at, order_uid=late.uid
    )
    assert retry(at=floor.now) == 1
    ticket.refresh_from_db()
    assert ticket.good == 0


def test_a_ticket_forgets_what_was_laid_aside_and_remembers_it_when_taken_up(
    floor: Floor,
) -> None:
    carrier = floor.weaver("示例甲")
    ticket = floor.ticket((carrier, 1), pieces=10)
    early = floor.fact("inspection", DAY, "11:00", {"ticket": ticket.pk, "good": 4})
    floor.send(early)
    fact = Fact.objects.get(uid=early.uid)
    lay_aside(fact=fact, reason="unclear", by=floor.clerk, at=floor.now)
    ticket.refresh_from_db()
    assert ticket.waiting == 0
    content = {"ticket": ticket.pk, "carrier": carrier.pk, "uninspected": 4}
    floor.send(floor.fact("receipt", DAY, "12:00", content))
    take_up(fact=fact, by=floor.clerk, at=floor.now)
    ticket.refresh_from_db()
    assert (ticket.good, ticket.uninspected, ticket.waiting) == (4, 0, 0)
    assert Tray.objects.get(fact=fact).state == Tray.State.BOOKED
