"""Rework in its three modes (design.md §6: D2, D6): by herself, by another, of what came back."""

from datetime import date

import pytest

from menkou.registry.models import Person
from menkou.work.actions.ending import close_order
from menkou.work.actions.tickets import NewTicket, NoTicket, Of, make_tickets
from menkou.work.models import Ticket
from menkou.work.queries.proof import prove_allotments
from menkou.work.queries.residues import residues
from menkou.work.queries.rework import waits
from tests.stories.test_chain import who
from tests.work.chaining import DAY, Chain, chain
from tests.work.telling import proved

pytestmark = pytest.mark.django_db


def rework(line: Chain, who: Person, pieces: int, source: str, pay: str = "rate") -> Ticket:
    (made,) = make_tickets(
        [NewTicket([(who, 1)], pieces, at_home=False, due_on=date(2022, 2, 28))],
        allotment=line.parts[-1], workshop=line.hall.workshop, made_on=DAY,
        of=Of(source, pay), by=line.hall.clerk, at=line.hall.now,
    )
    return made


def test_d2_reworked_by_herself_19_are_paid_once_and_nothing_is_taken_off() -> None:
    line = chain()
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=20)
    line.bring(ticket, wang, good=15, at_rework=5)
    assert line.hall.owed(wang) == 15 * 5000
    again = line.hall.fact("rework", DAY, "16:00", {"ticket": ticket.pk, "good": 4, "rejected": 1})
    line.send(again)
    assert line.hall.owed(wang) == 19 * 5000
    assert (line.there("good"), line.there("rejected")) == (19, 1)
    assert proved()


def test_d2_reworked_by_another_the_other_earns_the_four() -> None:
    line = chain()
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    ticket = line.hall.ticket((wang, 1), pieces=20)
    line.bring(ticket, wang, good=15, at_rework=5)
    with pytest.raises(NoTicket, match="0"):
        rework(line, li, 5, "passed")
    line.send(line.hall.fact("pass_on", DAY, "11:00", {"ticket": ticket.pk, "pieces": 5}))
    with pytest.raises(NoTicket, match="5"):
        rework(line, li, 6, "passed")
    hers = rework(line, li, 5, "passed")
    line.bring(hers, li, "16:00", good=4, rejected=1)
    assert (line.hall.owed(wang), line.hall.owed(li)) == (15 * 5000, 4 * 5000)
    ticket.refresh_from_db()
    assert (ticket.back, ticket.good, ticket.at_rework, ticket.passed) == (20, 15, 0, 5)
    assert ticket.state == "done"
    assert (line.there("good"), line.there("rejected"), line.there("to_rework")) == (19, 1, 0)
    line.parts[-1].refresh_from_db()
    assert line.parts[-1].given == 20
    assert proved()
    assert not [*prove_allotments()]


def test_what_waited_for_rework_and_was_thrown_away_is_given_to_nobody() -> None:
    """5 passed on by their worker and 3 refused by the customer lie in one heap of 8; 6 are
    scrapped: 2 are left to be mended."""
    line = chain()
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    ticket = line.hall.ticket((wang, 1), pieces=20)
    line.bring(ticket, wang, good=15, at_rework=5)
    line.send(line.hall.fact("pass_on", DAY, "11:00", {"ticket": ticket.pk, "pieces": 5}))
    line.deliver(15)
    line.accept(12, refused=3)
    line.asked("disposal", state="to_rework", quantity=6, to="scrap", reason="broken")
    assert [(one.source, one.pieces) for one in waits(line.hall.order, DAY)] == [("passed", 2)]
    with pytest.raises(NoTicket, match="2"):
        rework(line, li, 3, "passed")
    hers = rework(line, li, 2, "passed")
    line.bring(hers, li, "19:00", good=2)
    assert line.there("to_rework") == 0
    assert waits(line.hall.order, DAY) == []
    assert proved()


def test_d6_40_come_back_after_pay_the_fees_go_back_the_wages_stay() -> None:
    line = chain()
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    line.make(wang, 200)
    line.deliver(200)
    line.accept(200)
    owed = line.hall.owed(wang)
    line.give_back(40)
    assert line.hall.owed(wang) == owed == 200 * 5000
    assert line.fee(line.committee, line.customer) == 160 * 9000
    assert line.fee(line.coop, line.committee) == 160 * 8500
    assert line.fee(line.hall.firm, line.coop) == 160 * 8200
    assert line.there("to_rework") == 40

    with pytest.raises(NoTicket, match="40"):
        rework(line, wang, 41, "returned", "none")
    with pytest.raises(NoTicket, match="李英"):  # only her own work is mended unpaid
        rework(line, li, 10, "returned", "none")
    hers = rework(line, wang, 25, "returned", "none")
    others = rework(line, li, 15, "returned", "rate")
    with pytest.raises(NoTicket):
        rework(line, li, 1, "returned", "rate")
    line.bring(hers, wang, "15:00", good=25)
    line.bring(others, li, "15:00", good=14, rejected=1)
    assert (line.hall.owed(wang), line.hall.owed(li)) == (200 * 5000, 14 * 5000)
    assert (line.there("good"), line.there("to_rework"), line.there("rejected")) == (39, 0, 1)
    line.deliver(39)
    line.accept(39)
    assert line.fee(line.committee, line.customer) == 199 * 9000
    assert proved()


def test_what_comes_back_after_the_order_was_closed_is_mended_and_delivered_again() -> None:
    line = chain()
    hall, wang = line.hall, line.hall.weaver("王芳")
    line.make(wang, 1000)
    line.deliver(1000)
    line.accept(1000)
    close_order(order=hall.order, reason="done", **who(line))
    with pytest.raises(NoTicket, match="不在做了"):
        hall.ticket((wang, 1), pieces=1)
    line.give_back(40)
    with pytest.raises(NoTicket, match="40"):
        rework(line, wang, 41, "returned", "none")
    line.bring(rework(line, wang, 40, "returned", "none"), wang, "15:00", good=40)
    line.deliver(40)
    line.accept(40)
    assert line.fee(line.committee, line.customer) == 1000 * 9000
    assert not residues(hall.order)
    assert proved()


def test_rework_at_the_customers_cost_is_paid_and_charged() -> None:
    line = chain()
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    line.make(wang, 20)
    line.deliver(20)
    line.accept(20)
    line.give_back(20)
    mended = rework(line, li, 20, "returned", "customer")
    line.bring(mended, li, good=20)
    assert line.hall.owed(li) == 20 * 5000
    assert line.fee(line.hall.firm, line.customer) == 20 * 5000
    assert proved()
