"""Closing a month: every wage in exactly one slip, whatever comes late."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from menkou.settlement.actions.close import cancel_close, close_chunk, run_close, start_close
from menkou.settlement.actions.periods import open_period
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Line, Period, Slip
from menkou.settlement.queries.proof import prove_payments, prove_slips
from menkou.work.actions.products import set_rate
from tests.builders import moment
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def proved() -> bool:
    assert [str(one) for one in (*prove_slips(), *prove_payments())] == []
    return True


def lines(slip: Slip) -> list[tuple[str, int, int, int]]:
    return list(slip.lines.order_by("number").values_list("kind", "quantity", "rate", "amount"))


def test_d1_a_correction_of_a_paid_month_stands_in_the_next_slip_and_says_so(
    pay: Payroll,
) -> None:
    hall = pay.hall
    ma, li = hall.weaver("马丽"), hall.weaver("李英")
    ticket = hall.ticket((ma, 60), (li, 40), pieces=40)

    def back(day: date, good: int, replaces: object = None):
        return hall.fact("receipt", day, "10:00", {
            "ticket": ticket.pk, "carrier": ma.pk, "good": good,
        }, replaces=replaces)

    first = back(date(2022, 1, 14), 20)
    hall.send(first)
    period = pay.approved(at=moment(date(2022, 1, 14), "20:00"))
    assert [pay.slip(who).net for who in (ma, li)] == [4_2000, 2_8000]
    set_rate(payer=hall.firm, operation=hall.operation, amount=4000, from_day=date(2022, 1, 20),
             by=hall.clerk, at=hall.now)
    hall.send(back(date(2022, 1, 22), 15))
    hall.send(back(date(2022, 1, 14), 18, first.uid))
    after = pay.close(date(2022, 2, 28), at=moment(date(2022, 3, 1), "08:00"))
    assert lines(pay.slip(ma, after)) == [
        ("late", 15, 4000, 3_6000), ("correction", -2, 3500, -4200)
    ]
    assert lines(pay.slip(li, after)) == [
        ("late", 15, 4000, 2_4000), ("correction", -2, 3500, -2800)
    ]
    assert pay.slip(ma, period).net == 4_2000
    assert proved()


def test_what_comes_late_falls_into_the_next_slip_whatever_its_day(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    january = pay.close()
    pay.worked(wang, 4, day=date(2022, 1, 20))
    february = pay.close(date(2022, 2, 28), at=moment(date(2022, 3, 1), "08:00"))
    assert pay.slip(wang, january).earned == 3_5000
    assert lines(pay.slip(wang, february)) == [("late", 4, 3500, 1_4000)]
    assert proved()


def test_fen_are_paid_and_the_rest_is_carried_never_lost(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    set_rate(payer=pay.hall.firm, operation=pay.hall.operation, amount=3533,
             from_day=date(2022, 1, 2), by=pay.hall.clerk, at=pay.hall.now)
    pay.worked(wang, 1)
    slip = pay.slip(wang, pay.close())
    assert (slip.earned, slip.net, slip.rounding, slip.carried_out) == (3533, 3500, 33, 33)
    pay.worked(wang, 3, day=date(2022, 2, 2))
    slip = pay.slip(wang, pay.close(date(2022, 2, 28), at=moment(date(2022, 3, 1), "08:00")))
    assert (slip.carried_in, slip.earned, slip.net, slip.carried_out) == (33, 10599, 10600, 32)
    assert proved()


def test_a_slip_never_goes_below_zero_and_its_debt_is_taken_back_within_the_bound(
    pay: Payroll,
) -> None:
    wang = pay.hall.weaver("王芳")
    first = pay.worked(wang, 20)
    pay.close()
    pay.hall.send(pay.hall.fact("undo", date(2022, 1, 14), "11:00", {}, replaces=first.uid))
    pay.worked(wang, 4, day=date(2022, 2, 2))
    slip = pay.slip(wang, pay.close(date(2022, 2, 28), at=moment(date(2022, 2, 10), "08:00")))
    assert (slip.earned, slip.net, slip.carried_out) == (1_4000 - 7_0000, 0, -5_6000)
    pay.worked(wang, 20, day=date(2022, 2, 12))
    slip = pay.slip(wang, pay.close(date(2022, 3, 31), at=moment(date(2022, 3, 1), "08:00")))
    # 20 % of the month's 7.00 yuan
    assert (slip.carried_in, slip.debt_taken, slip.net) == (-5_6000, 1_4000, 5_6000)
    assert slip.carried_out == -4_2000
    assert proved()


def test_nothing_of_a_closed_period_can_be_changed(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    period = pay.close()
    slip = pay.slip(wang)
    for change in (
        lambda: Slip.objects.filter(pk=slip.pk).update(net=0, carried_out=3_5000),
        lambda: Line.objects.filter(slip=slip).update(amount=1),
        lambda: Line.objects.filter(slip=slip).delete(),
        lambda: Period.objects.filter(pk=period.pk).update(net=1),
        lambda: Slip.objects.create(
            period=period, engagement=slip.engagement, person=wang, since=slip.upto,
            upto=slip.upto + 1, earned=0, carried_in=0, statutory=0, debt_taken=0, recovered=0,
            charged=0, rounding=0, net=0, carried_out=0, hint=0,
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert proved()


def test_a_close_that_is_stopped_leaves_nothing_and_can_begin_anew(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    period = start_close(period=pay.period(), by=pay.hall.clerk, at=FEB_1)
    assert close_chunk(period=period, at=FEB_1)
    period = cancel_close(period=period, by=pay.hall.clerk, at=FEB_1)
    assert (period.state, Slip.objects.count()) == ("open", 0)
    with pytest.raises(NotSettled, match="没有在关"):
        cancel_close(period=period, by=pay.hall.clerk, at=FEB_1)
    pay.close(at=moment(date(2022, 2, 1), "09:00"))
    assert pay.slip(wang).net == 3_5000
    assert proved()


def test_two_closes_of_one_payer_do_not_run_at_once(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    january = start_close(period=pay.period(), by=pay.hall.clerk, at=FEB_1)
    weeks = open_period(
        payer=pay.hall.firm, cycle="two_weeks", day=date(2022, 1, 31), by=None, at=FEB_1
    )
    with pytest.raises(IntegrityError):
        start_close(period=weeks, by=pay.hall.clerk, at=FEB_1)
    run_close(period=january, now=lambda: FEB_1)
    assert Slip.objects.count() == 1
