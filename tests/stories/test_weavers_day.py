"""The cases that the design was tried on, with their numbers (design.md §6)."""

from datetime import date

import pytest

from menkou.ledger.models import Wage
from menkou.ledger.queries.books import trial_balance
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall() -> Floor:
    return floor()


def issue(hall: Floor, ticket: object, carrier: int, *lines: tuple[int, int], **more: object):
    content = {
        "ticket": ticket.pk, "carrier": carrier,
        "lines": [{"commodity": c, "quantity": q} for c, q in lines],
    }
    if "reason" in more:
        content["reason"] = more.pop("reason")
    return hall.fact("issue", TODAY, more.pop("clock", "09:00"), content,
                     stated=more.pop("stated", "asked"))


def receipt(hall: Floor, ticket: object, carrier: int, clock: str, *, day: date = TODAY,
            replaces: object = None, **pieces: int):
    return hall.fact("receipt", day, clock,
                     {"ticket": ticket.pk, "carrier": carrier, **pieces}, replaces=replaces)


def test_the_weavers_day(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 20_000)
    hall.arrive(hall.ribbon, 10_000)
    out = issue(hall, ticket, wang.pk, (hall.rattan.pk, 14_400), (hall.ribbon.pk, 4_200))
    assert [a.result for a in hall.send(out)] == ["accepted"]
    first = receipt(hall, ticket, wang.pk, "15:00", good=6, at_rework=1)
    hall.send(first)
    assert hall.owed(wang) == 3_0000
    five = receipt(hall, ticket, wang.pk, "17:30", good=5)
    mended = hall.fact("rework", TODAY, "17:30", {"ticket": ticket.pk, "good": 1})
    hall.send(five, mended)
    assert hall.owed(wang) == 6_0000

    undo = hall.fact("undo", TODAY, "17:31", {}, replaces=five.uid)
    hall.send(undo)
    assert hall.owed(wang) == 3_5000
    hall.send(receipt(hall, ticket, wang.pk, "17:32", good=5))

    assert hall.owed(wang) == 6_0000
    ticket.refresh_from_db()
    assert (ticket.back, ticket.good, ticket.at_rework) == (12, 12, 0)
    assert hall.holds(wang.pk, "hands", hall.rattan) == 0
    assert hall.holds(wang.pk, "consumed", hall.rattan) == 14_400
    sums: dict[int, int] = {}
    for line in trial_balance():
        sums[line.commodity] = sums.get(line.commodity, 0) + line.quantity
    assert set(sums.values()) == {0}


def test_d1_a_shared_ticket_a_raised_rate_and_a_late_correction(hall: Floor) -> None:
    from menkou.work.actions.products import set_rate

    hall = floor(rate=3500)
    ma, li = hall.weaver("马丽"), hall.weaver("李英")
    ticket = hall.ticket((ma, 60), (li, 40), pieces=40)
    first = receipt(hall, ticket, ma.pk, "10:00", good=20)
    hall.send(first)
    assert (hall.owed(ma), hall.owed(li)) == (4_2000, 2_8000)
    set_rate(payer=hall.firm, operation=hall.operation, amount=4000, from_day=date(2022, 1, 20),
             by=hall.clerk, at=hall.now)
    hall.send(receipt(hall, ticket, ma.pk, "10:00", day=date(2022, 1, 22), good=15))
    assert (hall.owed(ma), hall.owed(li)) == (7_8000, 5_2000)
    hall.send(receipt(hall, ticket, ma.pk, "10:00", good=18, replaces=first.uid))
    assert (hall.owed(ma), hall.owed(li)) == (7_3800, 4_9200)
    last = list(Wage.objects.order_by("pk"))[-2:]
    assert [(w.quantity, w.rate, w.transfer.quantity) for w in last] == [
        (-2, 3500, 4200), (-2, 3500, 2800)
    ]


def test_d3_loss_is_first_allowed_then_excess(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.arrive(hall.rattan, 200_000)
    hall.arrive(hall.ribbon, 50_000)
    one, two, three = (hall.ticket((wang, 1), pieces=n) for n in (40, 40, 20))
    rattan, ribbon = hall.rattan.pk, hall.ribbon.pk
    for facts, expected in (
        ([issue(hall, one, wang.pk, (rattan, 48_000), (ribbon, 14_000))], "accepted"),
        ([issue(hall, one, wang.pk, (rattan, 1_400))], "accepted"),
        ([issue(hall, two, wang.pk, (rattan, 48_000), (ribbon, 14_000))], "accepted"),
        ([issue(hall, three, wang.pk, (rattan, 24_000), (ribbon, 7_000))], "accepted"),
        ([issue(hall, three, wang.pk, (rattan, 2_600))], "refused"),
        ([issue(hall, three, wang.pk, (rattan, 2_600), reason="broken")], "accepted"),
        ([issue(hall, three, wang.pk, (ribbon, 700))], "refused"),
        ([issue(hall, three, wang.pk, (ribbon, 700), reason="broken")], "accepted"),
    ):
        assert [a.result for a in hall.send(*facts)] == [expected]
    for ticket, pieces in ((one, 40), (two, 40), (three, 20)):
        hall.send(receipt(hall, ticket, wang.pk, "16:00", good=pieces))
    hall.send(hall.fact("count", TODAY, "17:00", {
        "order": hall.order.pk, "place": hall.workshop.pk, "carrier": wang.pk,
        "lines": [{"commodity": rattan, "quantity": 150}, {"commodity": ribbon, "quantity": 0}],
    }))
    assert hall.holds(wang.pk, "allowed_loss", rattan) == 3_600
    assert hall.holds(wang.pk, "excess_loss", rattan) == 250
    assert hall.holds(wang.pk, "hands", rattan) == 150
    assert hall.holds(wang.pk, "excess_loss", ribbon) == 700
    assert hall.holds(wang.pk, "allowed_loss", ribbon) == 0


def test_more_than_the_ticket_is_surplus_when_it_has_happened_and_refused_when_asked(
    hall: Floor,
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=40)
    asked = hall.fact("receipt", TODAY, "10:00",
                      {"ticket": ticket.pk, "carrier": wang.pk, "good": 42}, stated="asked")
    (answer,) = hall.send(asked)
    assert (answer.result, answer.why) == ("refused", "over_ticket")
    hall.send(receipt(hall, ticket, wang.pk, "10:00", good=42))
    assert hall.owed(wang) == 40 * 5000
    assert hall.holds(hall.workshop.pk, "surplus", hall.operation.makes_id) == 2


def test_material_that_is_not_there_is_refused_and_nothing_changes(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 1_000)
    (answer,) = hall.send(issue(hall, ticket, wang.pk, (hall.rattan.pk, 1_001)))
    assert (answer.result, answer.why) == ("refused", "no_material")
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 1_000


def test_the_same_press_twice_is_booked_once(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    one = receipt(hall, ticket, wang.pk, "10:00", good=5)
    assert [a.result for a in hall.send(one)] == ["accepted"]
    assert [a.result for a in hall.send(one)] == ["known"]
    assert hall.owed(wang) == 5 * 5000


def test_a_correction_that_comes_before_what_it_corrects_waits_for_it(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    first = receipt(hall, ticket, wang.pk, "10:00", good=5)
    better = receipt(hall, ticket, wang.pk, "11:00", good=4, replaces=first.uid)
    assert [(a.result, a.why) for a in hall.send(better)] == [("waiting", "no_target")]
    hall.send(first)
    assert hall.owed(wang) == 4 * 5000


def test_nobody_under_16_is_given_a_ticket(hall: Floor) -> None:
    from menkou.work.actions.tickets import NoTicket

    child = hall.weaver("小马", born_on=date(2006, 6, 1))
    with pytest.raises(NoTicket, match="16"):
        hall.ticket((child, 1), pieces=5, day=START)


def test_a_ticket_that_grows_takes_in_what_lay_as_surplus(hall: Floor) -> None:
    from menkou.work.actions.tickets import enlarge_ticket

    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=40)
    hall.send(receipt(hall, ticket, wang.pk, "10:00", good=42))
    assert hall.owed(wang) == 40 * 5000
    enlarge_ticket(ticket=ticket, pieces=42, by=hall.clerk, at=hall.now)
    assert hall.owed(wang) == 42 * 5000
    assert hall.holds(hall.workshop.pk, "surplus", hall.operation.makes_id) == 0


def test_a_rate_raised_backwards_is_paid_for_what_was_made_since(hall: Floor) -> None:
    from menkou.work.actions.products import RateLowered, set_rate

    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=40)
    hall.send(receipt(hall, ticket, wang.pk, "10:00", good=10))
    who = {"payer": hall.firm, "operation": hall.operation, "by": hall.clerk, "at": hall.now}
    set_rate(**who, amount=6000, from_day=date(2022, 1, 10))
    assert hall.owed(wang) == 10 * 6000
    with pytest.raises(RateLowered):
        set_rate(**who, amount=4500, from_day=START)


def test_an_asked_undo_that_would_strand_an_inspection_is_refused_a_happened_one_says_so(
    hall: Floor,
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    came = receipt(hall, ticket, wang.pk, "10:00", uninspected=5)
    seen = hall.fact("inspection", TODAY, "11:00", {"ticket": ticket.pk, "good": 5})
    hall.send(came, seen)
    assert hall.owed(wang) == 5 * 5000

    asked = hall.fact("undo", TODAY, "12:00", {}, stated="asked", replaces=came.uid)
    (answer,) = hall.send(asked)
    assert (answer.result, answer.why) == ("refused", "others_wait")
    assert hall.owed(wang) == 5 * 5000

    told = hall.fact("undo", TODAY, "12:00", {}, replaces=came.uid)
    (answer,) = hall.send(told)
    assert (answer.result, answer.moved) == ("accepted", (seen.uid,))
    assert hall.owed(wang) == 0


@pytest.mark.parametrize("wrong", ["place", "commodity", "ticket", "order", "carrier"])
def test_a_key_that_names_nothing_is_refused_when_asked_and_kept_when_it_has_happened(
    hall: Floor, wrong: str
) -> None:
    wang, nothing = hall.weaver("王芳"), 999_999_999
    ticket = hall.ticket((wang, 1), pieces=12)
    line = {"commodity": hall.rattan.pk, "quantity": 5}
    keys = {"ticket": ticket.pk, "carrier": wang.pk, "order": hall.order.pk,
            "place": hall.workshop.pk, wrong: nothing}
    if wrong == "commodity":
        line["commodity"] = nothing
    names = ("ticket", "carrier") if wrong in ("ticket", "carrier") else ("order", "place")
    kind = "issue" if "ticket" in names else "arrival"
    lines = [line if kind == "issue" else line | {"noted": 5}]
    content = {name: keys[name] for name in names} | {"lines": lines}
    for stated, result in (("asked", "refused"), ("happened", "waiting")):
        (answer,) = hall.send(hall.fact(kind, TODAY, "10:00", content, stated=stated))
        assert (answer.result, answer.why) != (result, "")
        assert answer.result == result
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 0


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "5", None, 10**14])
def test_a_quantity_that_can_not_be_is_refused_with_a_sentence(
    hall: Floor, quantity: object
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    bad = hall.fact("receipt", TODAY, "10:00",
                    {"ticket": ticket.pk, "carrier": wang.pk, "good": quantity})
    (answer,) = hall.send(bad)
    assert answer.result == "refused"
    assert hall.owed(wang) == 0


def test_pieces_of_somebody_without_an_engagement_wait_and_the_books_still_prove(
    hall: Floor,
) -> None:
    from menkou.ledger.queries.proof import prove_balances
    from menkou.registry.models import Engagement
    from menkou.work.queries.proof import prove_pots, prove_tickets

    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    Engagement.objects.filter(person=wang).update(withdrawn_at=hall.now, withdrawn_by=hall.clerk)
    (answer,) = hall.send(receipt(hall, ticket, wang.pk, "10:00", good=5))
    assert (answer.result, answer.why) == ("waiting", "no_engagement")
    ticket.refresh_from_db()
    assert (ticket.back, ticket.waiting) == (0, 1)
    assert not [*prove_tickets(), *prove_pots(), *prove_balances()]
