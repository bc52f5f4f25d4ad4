"""A wage that goes to somebody else's card names that card's holder in the bank's file."""

import pytest

from menkou.registry.actions.accounts import Account
from menkou.registry.actions.people import Change, change_person
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.queries.batches import file_of
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db


def test_the_banks_file_names_the_holder_of_the_card() -> None:
    pay = Payroll()
    wang = pay.card(pay.hall.weaver("王芳"))
    change_person(
        person=wang, change=Change(account=Account("农行", "spouse", "李强")), by=pay.officer,
        at=pay.hall.now,
    )
    pay.worked(wang, 100)
    batch = make_batch(
        period=pay.approved(), template="abc", account="5300000123456789012", by=pay.officer,
        at=FEB_1,
    )
    text = file_of(batch, day=FEB_1.date(), at=FEB_1).content.decode("gb18030")
    assert "李强" in text
    assert "王芳" not in text
