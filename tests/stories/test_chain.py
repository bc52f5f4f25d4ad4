"""The cases of the chain (design.md §6: D5, D10), with their numbers."""

from datetime import date

import pytest

from menkou.ledger.models import Balance
from menkou.lib.errors import Refused
from menkou.registry.models import Person
from menkou.work.actions.ending import NotEnded, cancel_order, close_order, end_recall
from menkou.work.actions.orders import NoAllotment, allot, cut
from menkou.work.actions.tickets import NoTicket
from menkou.work.models import Order, OrderEnd, Recall, Ticket
from menkou.work.queries.proof import prove_allotments
from menkou.work.queries.residues import residues, unmade
from tests.work.chain_ground import ChainGround
from tests.work.chaining import DAY, Chain, chain, organization
from tests.work.telling import proved

pytestmark = pytest.mark.django_db


def who(line: Chain) -> dict[str, object]:
    return {"by": line.hall.clerk, "at": line.hall.now}


def test_a_fee_is_booked_at_every_level_when_the_customer_accepts() -> None:
    line = chain()
    wang = line.hall.weaver("王芳")
    line.make(wang, 100)
    line.deliver(100)
    line.accept(90, refused=10)
    hall = line.hall
    assert line.fee(line.customer, line.committee) == -90 * 9000
    assert line.fee(line.committee, line.customer) == 90 * 9000
    assert line.fee(line.coop, line.committee) == 90 * 8500
    assert line.fee(hall.firm, line.coop) == 90 * 8200
    kept = {
        line.committee: 90 * 500, line.coop: 90 * 300,
        hall.firm: 90 * 8200 - line.labour(),
    }
    assert line.labour() == 100 * 5000
    assert sum(kept.values()) == 90 * 9000 - 100 * 5000
    assert (line.there("to_rework"), line.there("delivered"), line.there("good")) == (10, 0, 0)
    assert proved()


def test_d5_an_order_is_closed_short_with_a_reason_for_each_rest() -> None:
    line = chain(pieces=20_000)
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=20_000)
    line.bring(ticket, wang, good=19_400)
    owed = line.hall.owed(wang)
    line.deliver(18_950)
    line.accept(18_400, refused=550)
    order = line.hall.order
    assert unmade(order) == 600
    assert {(one.kind, one.quantity) for one in residues(order)} == {
        ("good", 450), ("to_rework", 550)
    }
    with pytest.raises(NotEnded, match="2"):
        close_order(order=order, reason="done", **who(line))
    line.asked("disposal", state="to_rework", quantity=550, to="scrap", reason="refused")
    line.asked("disposal", state="good", quantity=450, to="owner", reason="sample")
    with pytest.raises(NotEnded, match="600"):
        close_order(order=order, reason="short", **who(line))
    close_order(order=order, reason="short", unmade_reason="season", **who(line))

    order.refresh_from_db()
    end = OrderEnd.objects.get(order=order)
    assert (order.state, end.reason, end.unmade, end.unmade_reason) == (
        "closed", "short", 600, "season"
    )
    assert not residues(order)
    assert line.hall.owed(wang) == owed == 19_400 * 5000
    for part in order.allotments.all():
        assert (part.pieces, part.given) == (19_400, 19_400)
    assert line.fee(line.committee, line.customer) == 18_400 * 9000
    assert proved()
    assert not [*prove_allotments()]


def bring_back(line: Chain, ticket: Ticket, person: Person, ending: str) -> None:
    """What one home does with 20 unmade baskets and their rattan when the order is cancelled."""
    hall, key = line.hall, {"ticket": ticket.pk, "carrier": person.pk}
    if ending == "pieces":
        hall.send(hall.fact("receipt", DAY, "16:00", key | {"good": 20}))
    elif ending == "material":
        back = [{"commodity": hall.rattan.pk, "quantity": 24_000}]
        hall.send(hall.fact("return", DAY, "16:00", key | {"lines": back}))
    elif ending == "abandoned":
        dear = hall.fact("abandon", DAY, "16:00", key | {"pieces": 20, "amount": 20 * 5001},
                         stated="asked")
        assert [a.why for a in hall.send(dear)] == ["over_agreed"]
        hall.send(hall.fact("abandon", DAY, "16:00", key | {"pieces": 20, "amount": 4_0000}))
    else:
        hall.send(hall.fact("count", DAY, "16:00", {
            "order": hall.order.pk, "place": hall.workshop.pk, "carrier": person.pk,
            "lines": [{"commodity": hall.rattan.pk, "quantity": 0}],
        }))


def test_d10_a_cancelled_order_calls_back_30_homes_each_ended_in_one_of_four_ways() -> None:
    line = chain(pieces=600)
    hall, rattan = line.hall, line.hall.rattan
    hall.arrive(rattan, 600 * 1200)
    homes = [hall.weaver(f"示例{n}") for n in range(30)]
    tickets = [hall.ticket((person, 1), pieces=20) for person in homes]
    hall.send(*(
        hall.fact("issue", DAY, "09:00", {
            "ticket": ticket.pk, "carrier": person.pk,
            "lines": [{"commodity": rattan.pk, "quantity": 24_000}],
        })
        for ticket, person in zip(tickets, homes, strict=True)
    ))
    recalls = cancel_order(order=hall.order, reason="customer", **who(line))
    assert len(recalls) == 30
    with pytest.raises(NoTicket):
        hall.ticket((homes[0], 1), pieces=1)
    more = hall.fact("issue", DAY, "12:00", {
        "ticket": tickets[0].pk, "carrier": homes[0].pk,
        "lines": [{"commodity": rattan.pk, "quantity": 1}],
    }, stated="asked")
    assert [(a.result, a.why) for a in hall.send(more)] == [("refused", "order_ended")]
    with pytest.raises(NotEnded, match="料"):
        end_recall(recall=recalls[0], ending="loss", **who(line))

    for at, (person, ticket) in enumerate(zip(homes, tickets, strict=True)):
        ending = ("pieces", "material", "abandoned", "loss")[at % 4]
        bring_back(line, ticket, person, ending)
        end_recall(recall=Recall.objects.get(ticket=ticket), ending=ending, **who(line))
    assert Recall.objects.filter(ended_at=None).count() == 0
    owed = [hall.owed(person) for person in homes]
    assert owed[:4] == [20 * 5000, 0, 4_0000, 0]

    with pytest.raises(NotEnded):
        close_order(order=hall.order, reason="customer", unmade_reason="cancelled", **who(line))
    for one in residues(hall.order):
        line.asked("disposal", state=one.kind, quantity=one.quantity, commodity=one.commodity.pk,
                   to="owner" if one.kind == "store" else "scrap", reason="cancelled")
    close_order(order=hall.order, reason="customer", unmade_reason="cancelled", **who(line))
    assert Order.objects.get(pk=hall.order.pk).state == "cancelled"
    holding = Balance.objects.filter(
        account__job=hall.order.job_id, bounded=True
    ).exclude(quantity=0)
    assert not holding.exists()
    assert proved()
    assert not [*prove_allotments()]


def test_what_is_passed_on_stays_within_what_is_held_and_no_fee_grows() -> None:
    line = chain(pieces=100)
    other = organization("示例第二合作社", "cooperative")
    common = {"order": line.hall.order, "operation": line.hall.operation,
              "due_on": date(2022, 2, 28), **who(line)}
    with pytest.raises(NoAllotment, match="0"):
        allot(**common, holder=other, pieces=1, fee=1)
    with pytest.raises(NoAllotment, match="0"):
        allot(**common, holder=other, pieces=1, fee=1, parent=line.parts[0])
    with pytest.raises(NoAllotment, match="最多"):
        cut(allotment=line.parts[0], pieces=1, reason="season", **who(line))
    cut(allotment=line.parts[2], pieces=30, reason="season", **who(line))
    line.parts[1].refresh_from_db()
    with pytest.raises(NoAllotment, match=r"0\.85"):
        allot(**common, holder=other, pieces=10, fee=8_501, parent=line.parts[1])
    with pytest.raises(NoAllotment, match="居委会"):
        allot(**common, holder=line.committee, pieces=10, fee=8_000, parent=line.parts[1])
    made = allot(**common, holder=other, pieces=30, fee=8_500, parent=line.parts[1])
    assert (made.giver, made.parent) == (line.coop, line.parts[1])
    assert not [*prove_allotments()]


def test_a_fee_that_was_a_mistake_binds_nobody_once_its_pieces_came_back() -> None:
    """0.80 of the order's 0.90 for the weaving alone, given back whole: the binding may have 0.40
    beside a weaving of 0.50."""
    ground = ChainGround()
    ground.do("allot", None, 0, "committee", 40, 8_000)
    with pytest.raises(NoAllotment, match=r"0\.10"):
        ground.do("allot", None, 1, "committee", 40, 4_000)
    ground.do("cut", 0, 40)
    ground.do("allot", None, 0, "committee", 40, 5_000)
    ground.do("allot", None, 1, "committee", 40, 4_000)


def test_an_acceptance_is_bounded_by_what_was_delivered_and_by_whose_it_is() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    line.make(wang, 50)

    def why(kind: str, **content: object) -> str:
        (answer,) = line.send(line.say(kind, **content))
        return answer.why

    leaf = line.parts[-1].pk
    assert why("delivery", pieces=51) == "not_there"
    line.deliver(50)
    some = [{"allotment": leaf, "pieces": 51}]
    assert why("acceptance", accepted=51, parts=some) == "not_there"
    assert why("acceptance", accepted=50, parts=[{"allotment": leaf, "pieces": 49}]) == "parts"
    assert why("acceptance", accepted=50, parts=[]) == "parts"
    elsewhere = [{"allotment": 999_999, "pieces": 50}]
    assert why("acceptance", accepted=50, parts=elsewhere) == "no_allotment"
    line.accept(50)
    assert why("customer_return", pieces=51, reason="loose", parts=some) == "over_returned"
    assert line.there("delivered") == 0
    assert proved()


def test_a_part_is_not_cut_below_what_was_accepted_of_it_and_that_may_always_come_back() -> None:
    """Of two parts of 100 the first made 40 and had 80 accepted, as somebody said: 20 may be given
    back up, and no more. Closing leaves it the 40 of its ticket; the customer returns 10."""
    line = chain(pieces=200)
    hall, wang = line.hall, line.hall.weaver("王芳")
    cut(allotment=line.parts[-1], pieces=100, reason="season", **who(line))
    second = allot(
        order=hall.order, operation=hall.operation, holder=hall.firm, pieces=100, fee=8_200,
        due_on=date(2022, 2, 28), parent=line.parts[1], **who(line),
    )
    line.make(wang, 40)
    hall.allotment = second
    line.make(wang, 60)
    line.deliver(80)
    line.accept(80)
    with pytest.raises(NoAllotment, match="最多只能退回 20 件"):
        cut(allotment=line.parts[-1], pieces=60, reason="season", **who(line))
    cut(allotment=line.parts[-1], pieces=20, reason="season", **who(line))
    line.asked("disposal", state="good", quantity=20, to="owner", reason="season")
    close_order(order=hall.order, reason="done", unmade_reason="season", **who(line))
    line.give_back(10)
    assert line.fee(hall.firm, line.coop) == 70 * 8_200
    assert proved()


def test_pieces_change_hands_between_the_levels_before_they_are_delivered() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    line.make(wang, 60)
    line.asked("handing", taker=line.coop.pk, pieces=60)
    line.asked("handing", place=line.coop, taker=line.committee.pk, pieces=60)
    assert (line.there("good"), line.there("good", line.committee)) == (0, 60)
    line.asked("delivery", place=line.committee, pieces=60)
    line.asked("acceptance", place=line.committee, accepted=60,
               parts=[{"allotment": line.parts[-1].pk, "pieces": 60}])
    assert line.fee(line.hall.firm, line.coop) == 60 * 8200
    assert proved()


def test_what_was_taken_from_paper_out_of_order_ends_the_same_as_in_order() -> None:
    """Delivered before the pieces were recorded: the place shows what it lacks until they are."""
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=40)
    parts = [{"allotment": line.parts[-1].pk, "pieces": 40}]
    accepted = line.say("acceptance", stated="happened", accepted=40, parts=parts)
    delivered = line.say("delivery", stated="happened", pieces=40)
    assert [a.result for a in line.send(accepted, delivered)] == ["accepted", "accepted"]
    assert line.there("difference") == -40
    assert proved()
    line.bring(ticket, wang, good=40)
    assert (line.there("difference"), line.there("good")) == (0, 0)
    assert proved()


def test_an_asked_undo_of_what_was_delivered_meanwhile_is_refused() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=40)
    came = line.bring(ticket, wang, good=40)
    line.deliver(40)
    undo = line.hall.fact("undo", DAY, "19:00", {}, stated="asked", replaces=came.uid)
    assert [(a.result, a.why) for a in line.send(undo)] == [("refused", "not_there")]
    assert line.there("good") == 0


def test_each_is_refused_with_a_sentence() -> None:
    line = chain(pieces=100)
    with pytest.raises(Refused) as refused:
        allot(order=line.hall.order, operation=line.hall.operation, holder=line.coop, pieces=0,
              fee=1, due_on=DAY, **who(line))
    assert str(refused.value)
