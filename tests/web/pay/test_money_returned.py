"""Pay that came back stands in one list, what is still owed first."""

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.settlement.actions.cash import pay_cash, return_payment
from tests.builders import START, moment
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db


def granted(pay: Payroll, role: str, **unit: object) -> Client:
    user = pay.user("示例甲")
    Grant.objects.create(
        user=user, role=role, from_day=START, given_by=user, given_at=moment(START, "07:00"),
        **unit,
    )
    client = Client()
    client.force_login(user)
    return client


def test_what_is_still_owed_stands_first_and_only_those_of_her_scope_see_it() -> None:
    pay, other = Payroll(), Payroll()
    ma, li = pay.hall.weaver("马丽"), pay.hall.weaver("李英")
    for person in (ma, li):
        pay.worked(person, 100)
    pay.approved()
    for person in (ma, li):
        pay_cash(payment=pay.payment(person), signed="thumb", by=pay.hall.clerk, at=FEB_1)
        return_payment(payment=pay.payment(person), code="not_given", by=pay.officer, at=FEB_1)
    pay_cash(payment=pay.payment(ma), signed="thumb", by=pay.hall.clerk, at=FEB_1)
    page = granted(pay, "enterprise", organization=pay.hall.firm).get("/pay/returned/")
    told = page.content.decode()
    assert page.status_code == 200
    assert told.index("李英") < told.index("马丽")
    assert "没有交到本人手里" in told
    assert "还没付到" in told
    assert "后来付了" in told
    beside = granted(other, "enterprise", organization=other.hall.firm).get("/pay/returned/")
    assert beside.status_code == 200
    assert "李英" not in beside.content.decode()
