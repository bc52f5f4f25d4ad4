"""Pay posted on the wall names only who agreed to it."""

import pytest
from django.urls import reverse

from menkou.registry.actions.consents import record_consent
from tests.builders import START
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.test_money_returned import granted

pytestmark = pytest.mark.django_db


def test_only_who_agreed_is_posted_and_the_others_are_counted() -> None:
    pay = Payroll()
    ma, li = pay.hall.weaver("马丽"), pay.hall.weaver("李英")
    for person in (ma, li):
        pay.worked(person, 100)
    period = pay.approved()
    record_consent(person=ma, purpose="post_pay", given=True, thumb_print=True,
                   read_out_by=pay.hall.clerk, from_day=START, by=pay.hall.clerk, at=FEB_1)
    firm = granted(pay, "enterprise", organization=pay.hall.firm)
    told = firm.get(reverse("pay:posting", args=[period.pk])).content.decode()
    assert "马丽" in told
    assert "李英" not in told
    assert "另有 1 人" in told
    assert "35.00" in told
