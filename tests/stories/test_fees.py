"""What is owed between the levels, stated, agreed, paid: with the numbers of the chain."""

from datetime import date

import pytest

from menkou.lib.scope import Scope
from menkou.work.actions.fees import NotStated, dispute_statement, take_fee_back
from menkou.work.models import FeePayment, FeeStatement, Order
from menkou.work.queries.fee_proof import prove_statements
from menkou.work.queries.fees import in_work, levels_of, money_of, own_shares, shares, ways_of
from menkou.work.queries.levels import called
from tests.builders import moment
from tests.work.chain_ground import ChainGround
from tests.work.chaining import DAY, Chain, chain
from tests.work.owing import agree, another, levels, money_proved, open_of, pay, state

pytestmark = pytest.mark.django_db


def delivered(made: int = 100, accepted: int = 90) -> Chain:
    line = chain()
    wang = line.hall.weaver("王芳")
    line.make(wang, made)
    line.deliver(made)
    line.accept(accepted, refused=made - accepted)
    return line


def test_the_community_states_what_the_customer_owes_for_90_pieces() -> None:
    line = delivered()
    made = state(line)
    (row,) = made.lines.all()
    assert (row.kind, row.order, row.allotment) == ("new", line.hall.order, line.parts[0])
    assert (row.accepted, row.returned, row.fee, row.amount) == (90, 0, 9_000, 81_0000)
    assert (made.amount, made.due, made.carried_out, made.state) == (81_0000, 81_0000, 0, "sent")
    assert money_proved()


def test_who_sent_a_statement_does_not_agree_to_it() -> None:
    made = state(delivered())
    with pytest.raises(NotStated, match="另一个人"):
        agree(made, made.sent_by)
    agreed = agree(made, another())
    assert (agreed.state, agreed.due_on) == ("agreed", date(2022, 3, 2))
    with pytest.raises(NotStated, match="答复过"):
        agree(made, another())


def test_a_return_and_a_late_acceptance_fall_into_the_next_statement_and_say_so() -> None:
    line = delivered(200, 160)
    other = another()
    first = agree(state(line), other)
    assert first.due == 160 * 9_000
    with pytest.raises(NotStated, match="没有新的"):
        state(line)
    line.give_back(40)
    back = line.say("customer_return", pieces=5, reason="loose", day=date(2022, 2, 3),
                    parts=[{"allotment": line.parts[-1].pk, "pieces": 5}])
    assert line.send(back)[0].result == "accepted"
    second = state(line, day=date(2022, 2, 28))
    said = [(one.kind, one.accepted, one.returned, one.amount) for one in second.lines.all()]
    assert said == [("new", 0, 5, -5 * 9_000), ("late", 0, 40, -40 * 9_000)]
    assert (second.amount, second.due, second.carried_out) == (-45 * 9_000, 0, -45 * 9_000)
    assert open_of(line).open == 115 * 9_000
    assert money_proved()


def test_what_was_taken_back_is_carried_against_the_next_acceptance() -> None:
    line = delivered(100, 100)
    agree(state(line), other := another())
    line.give_back(40)
    agree(state(line, day=date(2022, 2, 5)), other)
    line.make(line.hall.weaver("李英"), 100)
    line.deliver(100)
    line.accept(100)
    third = state(line, day=date(2022, 2, 28))
    assert (third.amount, third.carried_in, third.due) == (100 * 9_000, -40 * 9_000, 60 * 9_000)
    assert money_proved()


def test_a_rest_below_one_fen_goes_on_to_the_next_statement() -> None:
    line = chain(fees=(3_333, 3_300, 3_000), rate=2_000)
    line.make(line.hall.weaver("王芳"), 7)
    line.deliver(7)
    line.accept(7)
    made = state(line)
    assert (made.amount, made.due, made.carried_out) == (23_331, 23_300, 31)
    assert open_of(line).ages["unstated"] == 31
    assert money_proved()


def test_a_disputed_statement_gives_way_to_another_after_a_correction() -> None:
    line = delivered(100, 90)
    first, other = state(line), another()
    with pytest.raises(NotStated, match="还没有认账"):
        state(line)
    with pytest.raises(NotStated, match="原因"):
        dispute_statement(statement=first, reason="", by=other, at=moment(DAY, "20:00"))
    dispute_statement(statement=first, reason="pieces", by=other, at=moment(DAY, "20:00"))
    line.give_back(2)
    second = state(line)
    assert (second.since, second.amount) == (0, 88 * 9_000)
    assert [(one.accepted, one.returned) for one in second.lines.all()] == [(90, 2)]
    assert FeeStatement.objects.count() == 2
    assert money_proved()


def test_a_corrected_acceptance_is_a_correction_in_the_next_statement() -> None:
    line = chain()
    line.make(line.hall.weaver("王芳"), 100)
    line.deliver(100)
    accepted = line.accept(90, refused=10)
    agree(state(line), another())
    parts = [{"allotment": line.parts[-1].pk, "pieces": 85}]
    better = line.say("acceptance", accepted=85, refused=15, reason="loose", parts=parts,
                      replaces=accepted, clock="18:00")
    assert line.send(better)[0].result == "accepted"
    second = state(line, day=date(2022, 2, 28))
    (row,) = second.lines.all()
    assert (row.kind, row.accepted, row.amount) == ("correction", -5, -5 * 9_000)
    assert money_proved()


def test_a_statement_is_paid_in_parts_and_never_beyond_what_is_open() -> None:
    line = delivered()
    made, other = state(line), another()
    with pytest.raises(NotStated, match="认了才能付"):
        pay(made, 1_0000, other)
    agree(made, other)
    pay(made, 50_0000, other, "网银 0001")
    with pytest.raises(NotStated, match=r"31\.00"):
        pay(made, 31_0100, other)
    with pytest.raises(NotStated, match="0001"):
        pay(made, 1_0000, other, "网银 0001")
    with pytest.raises(NotStated, match="流水号"):
        pay(made, 1_0000, other, "   ")
    pay(made, 31_0000, other)
    made.refresh_from_db()
    assert (made.paid, made.open) == (81_0000, 0)
    assert open_of(line).open == 0
    assert money_proved()


def test_a_payment_booked_in_error_is_taken_back_and_open_again() -> None:
    line = delivered()
    other = another()
    made = agree(state(line), other)
    wrong = pay(made, 81_0000, other, "0007")
    assert open_of(line).open == 0
    at = moment(date(2022, 2, 11), "09:00")
    take_fee_back(payment=wrong, reason="bounced", by=other, at=at)
    with pytest.raises(NotStated, match="撤回"):
        take_fee_back(payment=wrong, reason="bounced", by=other, at=at)
    assert open_of(line).open == 81_0000
    pay(made, 81_0000, other, "0007")
    assert FeePayment.objects.count() == 2
    assert money_proved()


def test_what_is_open_is_shown_by_its_age() -> None:
    line = delivered(100, 50)
    other = another()
    assert open_of(line).ages["unstated"] == 50 * 9_000
    made = state(line)
    assert open_of(line).ages["sent"] == 50 * 9_000
    assert open_of(line).waits == made.pk
    agree(made, other)
    for day, age in ((date(2022, 3, 2), "coming"), (date(2022, 3, 3), "to_30"),
                     (date(2022, 4, 2), "to_90"), (date(2022, 6, 1), "over_90")):
        found = open_of(line, day=day)
        assert {name for name, amount in found.ages.items() if amount} == {age}
        assert found.open == 50 * 9_000


def test_each_level_keeps_its_part_and_they_add_up_to_the_fee() -> None:
    line = delivered()
    money = money_of(line.hall.order)
    assert money.booked == 90 * 9_000
    said = [(one.name, one.fees_in, one.fees_out, one.wages, one.kept) for one in money.levels]
    assert said == [
        ("红路一社区居委会", 90 * 9_000, 90 * 8_500, 0, 90 * 500),
        ("示例山尖花合作社", 90 * 8_500, 90 * 8_200, 0, 90 * 300),
        ("示例藤编合作社", 90 * 8_200, 0, 90 * 5_000, 90 * 3_200),
    ]
    assert money.ahead == 10 * 5_000
    assert money.kept + money.wages == money.booked
    assert money.wages + money.ahead == line.labour()


def test_pieces_that_two_share_are_met_by_the_fee_once_they_are_accepted() -> None:
    line = chain()
    wang, ma = line.hall.weaver("王芳"), line.hall.weaver("马丽")
    ticket = line.hall.ticket((wang, 60), (ma, 40), pieces=100)
    line.bring(ticket, wang, good=100)
    line.deliver(100)
    line.accept(100)
    money = money_of(line.hall.order)
    assert (money.wages, money.ahead) == (100 * 5_000, 0)


def test_one_yuan_of_the_customer_is_shared_to_the_last_unit() -> None:
    line = delivered()
    found = shares(line.hall.order)
    assert [(one.name, one.amount) for one in found] == [
        ("红路一社区居委会", 100 * 500), ("示例山尖花合作社", 100 * 300),
        ("示例藤编合作社", 100 * 3_200), ("", 100 * 5_000),
    ]
    assert [one.of_yuan for one in found] == [556, 333, 3_556, 5_555]
    assert sum(one.of_yuan or 0 for one in found) == 10_000


def test_a_level_that_pays_more_than_it_gets_is_shown_and_no_yuan_is_shared() -> None:
    line = chain(fees=(6_000, 5_500, 4_000))
    line.make(line.hall.weaver("王芳"), 10)
    found = shares(line.hall.order)
    assert [one.amount for one in found] == [5_000, 15_000, -10_000, 50_000]
    assert {one.of_yuan for one in found} == {None}


def test_a_customer_reads_the_same_debt_on_its_first_page_as_among_the_fees() -> None:
    """The order says 1.00 a basket at most, and was passed on at 0.90: 90 accepted are 81.00."""
    line = delivered()
    Order.objects.filter(pk=line.hall.order.pk).update(fee=10_000)
    (one,) = called(Scope(organizations=frozenset({line.customer.pk})), DAY)
    assert (one.accepted, one.owed) == (90, open_of(line).booked) == (90, 81_0000)


def test_what_is_still_in_work_is_counted_at_the_rate_of_its_tickets() -> None:
    line = chain()
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=40)
    line.bring(ticket, wang, good=10)
    ways = ways_of(line.hall.order, levels_of(line.hall.order))
    assert in_work(ways) == (30, 30 * 5_000)
    assert in_work(ways, {line.coop.pk}) == (0, 0)


def test_each_level_is_told_its_own_part_of_what_it_gets_and_no_fee_of_another_pair() -> None:
    line = delivered()
    order = line.hall.order
    rows = levels_of(order)
    ways = ways_of(order, rows)
    told = {
        party: [(one.party, one.amount, one.of_yuan)
                for one in own_shares(order, party.pk, rows, ways)]
        for party in (line.customer, line.committee, line.coop, line.hall.firm)
    }
    assert told == {
        line.customer: [(line.committee.pk, 100 * 9_000, 10_000)],
        line.committee: [(line.committee.pk, 100 * 500, 556), (line.coop.pk, 100 * 8_500, 9_444)],
        line.coop: [(line.coop.pk, 100 * 300, 353), (line.hall.firm.pk, 100 * 8_200, 9_647)],
        line.hall.firm: [(line.hall.firm.pk, 100 * 3_200, 3_902), (None, 100 * 5_000, 6_098)],
    }
    assert own_shares(order, line.hall.workshop.pk, rows, ways) == []


def test_every_level_may_be_stated_and_nothing_is_stated_twice() -> None:
    line = delivered()
    dues = [state(line, *pair).due for pair in levels(line)]
    assert dues == [90 * 9_000, 90 * 8_500, 90 * 8_200]
    assert money_proved()


def test_two_who_passed_an_operation_to_one_another_state_one_sum_with_a_line_for_each() -> None:
    """The cooperative has the committee see to the weaving (0.40), and gets the binding from it
    (0.35); 30 baskets are accepted."""
    ground = ChainGround()
    for part in (
        (None, 0, "coop", 40, 5_000), (0, 0, "committee", 40, 4_000), (1, 0, "firm", 40, 3_500),
        (None, 1, "committee", 40, 4_000), (3, 1, "coop", 40, 3_500), (4, 1, "firm", 40, 3_000),
    ):
        ground.do("allot", *part)
    hall, wang = ground.hall, ground.people[0]
    customer, committee, coop = (ground.parties[name] for name in ("customer", "committee", "coop"))
    line = Chain(hall, customer, committee, coop, [])
    for clock, lowest in (("10:00", 2), ("11:00", 5)):
        hall.allotment = ground.part(lowest)
        line.bring(hall.ticket((wang, 1), pieces=40), wang, clock, good=40)
    woven, bound = ({"allotment": ground.parts[n], "pieces": 30} for n in (2, 5))
    made = {"commodity": ground.goods("bound")}
    line.asked("delivery", pieces=30, **made)
    line.asked("acceptance", accepted=30, refused=0, parts=[woven, bound], **made)
    stated = state(line, coop, committee)
    said = [(one.allotment_id, one.accepted, one.fee, one.amount) for one in stated.lines.all()]
    assert said == [
        (ground.parts[1], 30, 4_000, 12_0000), (ground.parts[4], 30, -3_500, -10_5000)
    ]
    assert (stated.amount, stated.due) == (1_5000, 1_5000)
    assert money_proved()


def test_verify_names_the_statement_that_is_wrong() -> None:
    made = state(delivered())
    made.lines.update(accepted=80, amount=80 * 9_000)
    assert [one.key for one in prove_statements()] == [made.pk]
