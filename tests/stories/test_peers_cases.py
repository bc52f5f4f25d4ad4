"""The eight tests that would have caught most of what went wrong with the peers, through the chain.

(a) conservation, (b) the third and fourth part, (c) reject, rework, resend, (d) two runs that
overlap by order and by date, (e) a rate that changes in the middle, (f) cents over a split, (g)
one bad worker among 500, (h) one list twice and out of order. Of the close itself (d) and (g) are
asserted in tests/settlement/test_close.py and test_stories.py; here the same with pieces that the
customer accepts.
"""

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from menkou.ledger.models import Balance, Wage
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.periods import open_period
from menkou.settlement.models import Line, Period, Slip
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.products import (
    NewInput,
    NewOperation,
    NewProduct,
    add_operation,
    add_product,
    set_rate,
)
from menkou.work.actions.tickets import NewTicket, Of, make_tickets
from menkou.work.models import Accepted, Ticket
from menkou.work.queries.custody import custody
from menkou.work.queries.orders import reconciliation
from menkou.work.queries.whose import parts, whose
from tests.builders import moment
from tests.work.chaining import DAY, Chain, chain
from tests.work.telling import proved

pytestmark = pytest.mark.django_db


def who(line: Chain) -> dict[str, Any]:
    return {"by": line.hall.clerk, "at": line.hall.now}


def lies(line: Chain) -> Counter[str]:
    """Pieces of the order by state, over all places."""
    found: Counter[str] = Counter()
    for one in custody(line.hall.order):
        found[one.state] += one.pieces
    return found


def test_a_what_was_issued_is_consumed_returned_lost_or_in_hand_after_any_interleaving() -> None:
    line = chain(pieces=100)
    hall, rattan = line.hall, line.hall.rattan
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=40)
    hall.arrive(rattan, 60_000)
    key = {"ticket": ticket.pk, "carrier": wang.pk}

    def lines(quantity: int) -> dict[str, Any]:
        return {"lines": [{"commodity": rattan.pk, "quantity": quantity}]}

    facts = [
        hall.fact("issue", DAY, "08:00", key | lines(48_000)),
        hall.fact("receipt", DAY, "10:00", key | {"good": 12}),
        hall.fact("return", DAY, "11:00", key | lines(3_000)),
        hall.fact("receipt", DAY, "12:00", key | {"good": 18, "rejected": 2}),
        hall.fact("count", DAY, "13:00", {
            "order": hall.order.pk, "place": hall.workshop.pk, "carrier": wang.pk,
            "lines": [{"commodity": rattan.pk, "quantity": 6_000}],
        }),
        line.say("delivery", stated="happened", clock="14:00", pieces=25),
        line.say("acceptance", stated="happened", clock="15:00", accepted=20, refused=5,
                 reason="size", parts=[{"allotment": line.parts[-1].pk, "pieces": 20}]),
    ]
    random.Random(5).shuffle(facts)
    for fact in facts:
        hall.send(fact)
    (found,) = [one for one in reconciliation(hall.order) if one.commodity == rattan]
    assert found.unexplained == 0
    assert found.issued + found.difference == (
        found.consumed + found.returned + found.allowed + found.excess + found.hands
    )
    assert (found.consumed, found.hands) == (32 * 1200, 6_000)
    assert found.store == 60_000 - 48_000 + 3_000
    assert lies(line) == {"good": 5, "to_rework": 5, "rejected": 2}
    assert proved()


def test_b_the_third_and_fourth_part_are_accepted_across_two_operations() -> None:
    line, second = _sewn()
    hall = line.hall
    wang = hall.weaver("王芳")
    weave, sew = hall.ticket((wang, 1), pieces=40), _ticket(line, second, wang, 40)
    made = hall.operation.makes_id
    for part in (7, 11, 13, 9):
        line.bring(weave, wang, "10:00", good=part)
        hall.send(hall.fact("issue", DAY, "11:00", {
            "ticket": sew.pk, "carrier": wang.pk,
            "lines": [{"commodity": made, "quantity": part}],
        }))
        line.bring(sew, wang, "12:00", good=part)
        _of(line, second, "delivery", pieces=part)
        shared = whose(hall.order, second, hall.workshop.pk).accepted(part)
        assert sorted(shared.values()) == [part, part]  # one woven, one sewn
        _of(line, second, "acceptance", accepted=part, parts=parts(shared))
    assert dict(Accepted.objects.values_list("allotment__operation").annotate(
        n=Sum("pieces")
    ).order_by()) == {hall.operation.pk: 40, second.pk: 40}
    assert line.fee(hall.firm, line.customer) == 40 * (5000 + 3000)
    assert not lies(line)
    assert hall.owed(wang) == 40 * 5000 + 40 * 2000
    assert proved()


def _sewn() -> tuple[Chain, Any]:
    """The customer's order of a product that is woven and then sewn, both at the workshop."""
    line = chain(pieces=1)
    hall = line.hall
    first = add_product(
        NewProduct("sewn1", "布包", "个", "编织", 600, at_home=True),
        inputs=[NewInput(hall.ribbon, 350)], **who(line),
    )
    second = add_operation(
        NewOperation("缝制", 300, at_home=True), product=first.product, inputs=[], **who(line)
    )
    for operation, amount in ((first, 5000), (second, 2000)):
        set_rate(payer=hall.firm, operation=operation, amount=amount, from_day=date(2022, 1, 1),
                 **who(line))
    order = add_order(number="2022-布包", customer=line.customer, operation=first, pieces=60,
                      fee=9000, ordered_on=date(2022, 1, 1), due_on=date(2022, 2, 28), **who(line))
    held = [
        allot(order=order, operation=operation, holder=hall.firm, pieces=60, fee=fee,
              due_on=date(2022, 2, 28), **who(line))
        for operation, fee in ((first, 5000), (second, 3000))
    ]
    hall.order, hall.operation, hall.allotment, line.parts = order, first, held[0], held
    return line, second


def _ticket(line: Chain, operation: Any, person: Any, pieces: int) -> Ticket:
    part = next(one for one in line.parts if one.operation_id == operation.pk)
    (made,) = make_tickets(
        [NewTicket([(person, 1)], pieces, at_home=True, due_on=date(2022, 2, 28))],
        allotment=part, workshop=line.hall.workshop, made_on=DAY, **who(line),
    )
    return made


def _of(line: Chain, operation: Any, kind: str, **content: Any) -> None:
    line.asked(kind, commodity=operation.makes_id, **content)


def test_c_rejected_by_the_customer_reworked_and_sent_again_it_is_paid_and_charged_once() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    line.make(wang, 30)
    line.deliver(30)
    line.accept(22, refused=8)
    (again,) = make_tickets(
        [NewTicket([(wang, 1)], 8, at_home=False, due_on=date(2022, 2, 28))],
        allotment=line.parts[-1], workshop=line.hall.workshop, made_on=DAY,
        of=Of("returned", "none"), **who(line),
    )
    line.bring(again, wang, "15:00", good=7, rejected=1)
    line.deliver(7)
    line.accept(5, refused=2)
    assert lies(line) == {"to_rework": 2, "rejected": 1}
    assert line.hall.owed(wang) == 30 * 5000
    assert line.fee(line.committee, line.customer) == 27 * 9000
    assert proved()


def closed(line: Chain, first: date) -> Period:
    period = open_period(payer=line.hall.firm, cycle="month", day=first, **who(line))
    return run_close(period=start_close(period=period, **who(line)), now=lambda: line.hall.now)


def test_d_two_runs_by_month_over_one_order_pay_each_piece_once_whenever_it_is_accepted() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    line.make(wang, 30)
    january = closed(line, date(2022, 1, 31))
    line.deliver(30)
    line.accept(30)
    late = line.hall.ticket((wang, 1), pieces=10)
    line.bring(late, wang, "09:00", good=10)  # of January, recorded after its close
    line.give_back(4)
    line.hall.now = moment(date(2022, 3, 2), "20:00")
    february = closed(line, date(2022, 2, 28))
    nets = {one.period_id: one.earned for one in Slip.objects.all()}
    assert nets == {january.pk: 30 * 5000, february.pk: 10 * 5000}
    assert sum(Line.objects.values_list("quantity", flat=True)) == 40
    assert Wage.objects.count() == 2


def test_e_a_rate_that_changes_in_the_middle_leaves_every_fee_as_it_was() -> None:
    line = chain(pieces=100)
    wang = line.hall.weaver("王芳")
    line.make(wang, 10)
    line.deliver(10)
    line.accept(10)
    set_rate(payer=line.hall.firm, operation=line.hall.operation, amount=6000,
             from_day=date(2022, 1, 10), **who(line))
    assert line.hall.owed(wang) == 10 * 6000  # raised backwards: the difference is paid
    fees = [line.fee(line.committee, line.customer), line.fee(line.coop, line.committee),
            line.fee(line.hall.firm, line.coop)]
    assert fees == [10 * 9000, 10 * 8500, 10 * 8200]
    line.make(wang, 10)
    line.deliver(10)
    line.accept(10)
    assert line.labour() == 20 * 6000
    assert line.fee(line.hall.firm, line.coop) == 20 * 8200
    assert proved()


def test_f_what_a_share_rounds_goes_to_somebody_and_the_sum_is_the_pieces_times_the_rate() -> None:
    line = chain(pieces=100, rate=3333)
    hall = line.hall
    wang, li, zhang = (hall.weaver(name) for name in ("王芳", "李英", "张梅"))
    ticket = hall.ticket((wang, 3), (li, 2), (zhang, 2), pieces=50)
    for part in (1, 7, 11, 13):
        line.bring(ticket, wang, good=part)
    line.deliver(32)
    line.accept(32)
    owed = [hall.owed(person) for person in (wang, li, zhang)]
    assert sum(owed) == 32 * 3333 == line.labour()
    assert owed[0] > owed[1] >= owed[2]
    kept = line.fee(hall.firm, line.coop) - line.labour()
    passed = sum(
        line.fee(giver, holder) for giver, holder in
        ((line.committee, line.customer), (line.coop, line.committee))
    ) + sum(
        line.fee(giver, holder) for giver, holder in
        ((line.committee, line.coop), (line.coop, hall.firm))
    )
    assert passed + kept == 32 * 9000 - 32 * 3333


def test_g_one_bad_fact_in_a_list_of_500_keeps_nobody_else_from_being_booked() -> None:
    line = chain(pieces=600)
    hall = line.hall
    people = [hall.weaver(f"织工{n}") for n in range(10)]
    tickets = [hall.ticket((person, 1), pieces=50) for person in people]
    facts = [
        hall.fact("receipt", DAY, f"{8 + n // 60:02}:{n % 60:02}", {
            "ticket": tickets[n % 10].pk, "carrier": people[n % 10].pk, "good": 1,
        }, stated="asked")
        for n in range(500)
    ]
    bad = hall.fact("receipt", DAY, "09:00", {
        "ticket": tickets[0].pk, "carrier": people[0].pk, "good": 51,
    }, stated="asked")
    found = Counter(answer.result for answer in line.send(*facts[:250], bad, *facts[250:]))
    assert found == {"accepted": 500, "refused": 1}
    line.deliver(500)
    line.accept(500)
    assert {hall.owed(person) for person in people} == {50 * 5000}
    assert line.fee(line.committee, line.customer) == 500 * 9000


def test_h_one_list_sent_twice_and_out_of_order_ends_the_same_with_the_facts_of_the_chain() -> None:
    def told(seed: int | None) -> list[tuple[str, str, int]]:
        line = chain(pieces=100)
        hall, leaf = line.hall, line.parts[-1].pk
        wang = hall.weaver("王芳")
        ticket = hall.ticket((wang, 1), pieces=60)
        facts = [
            hall.fact("receipt", DAY, "09:00",
                      {"ticket": ticket.pk, "carrier": wang.pk, "good": 40, "at_rework": 3}),
            hall.fact("rework", DAY, "10:00", {"ticket": ticket.pk, "good": 2, "rejected": 1}),
            line.say("handing", stated="happened", clock="11:00", taker=line.coop.pk, pieces=42),
            line.say("delivery", stated="happened", clock="12:00", place=line.coop, pieces=42),
            line.say("acceptance", stated="happened", clock="13:00", place=line.coop, accepted=40,
                     refused=2, reason="size", parts=[{"allotment": leaf, "pieces": 40}]),
            line.say("customer_return", stated="happened", clock="14:00", place=line.coop,
                     pieces=5, reason="dirty", parts=[{"allotment": leaf, "pieces": 5}]),
        ]
        if seed is None:
            line.send(*facts)
        else:
            for _ in range(2):
                random.Random(seed).shuffle(facts)
                for fact in facts:
                    line.send(fact)
            assert {answer.result for answer in line.send(*facts)} == {"known"}
        assert proved()
        rows = Balance.objects.filter(account__job=hall.order.job_id).exclude(quantity=0)
        return sorted(
            (row.account.kind, row.account.party.name, row.quantity)
            for row in rows.select_related("account__party")
            if row.account.kind != "difference"
        )

    once = told(None)
    assert ("to_rework", "示例山尖花合作社", 7) in once
    assert told(1) == told(2) == once
