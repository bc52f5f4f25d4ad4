"""What a report says was paid is what banks and hands really paid."""

from datetime import date

import pytest

from menkou.figures.queries.indicators import counts
from menkou.settlement.actions.cash import pay_cash, return_payment
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db


def test_a_payment_returned_lowers_it_and_paid_again_it_counts_once() -> None:
    pay = Payroll()
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    pay.approved()
    site, day = pay.hall.community.site, date(2022, 2, 18)

    def paid() -> tuple[int, int]:
        return counts(site, day)["wages_paid_yuan"]

    assert paid() == (0, 0)
    pay_cash(payment=pay.payment(wang), signed="thumb", by=pay.hall.clerk, at=FEB_1)
    assert paid() == (3_5000, 1)
    return_payment(payment=pay.payment(wang), code="not_given", by=pay.officer, at=FEB_1)
    assert paid() == (0, 0)
    pay_cash(payment=pay.payment(wang), signed="signature", by=pay.hall.clerk, at=FEB_1)
    assert paid() == (3_5000, 1)
    assert counts(site, date(2022, 1, 31))["wages_paid_yuan"] == (0, 0)
