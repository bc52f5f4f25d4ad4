"""A worker who was registered twice: merged, paid, taken apart; nothing moves (test j)."""

from typing import Any

import pytest

from menkou.identity import keys
from menkou.ledger.models import Balance
from menkou.registry.actions.accounts import Account, set_account
from menkou.registry.actions.sameness import merge, unmerge
from menkou.registry.models import Person
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.models import Payment, Slip
from menkou.settlement.queries.batches import file_of
from menkou.settlement.queries.payments import by_hand, payable, with_why
from menkou.settlement.queries.proof import prove_payments, prove_slips
from menkou.work.queries.person import months
from tests.builders import START
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db
OWN = "5300000123456789012"
CARD = "6217000012345678901"


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def twice(pay: Payroll, *, second_card: str = "") -> tuple[Person, Person]:
    """王芳 with a card, and 王芳 again without one (or with another); each made ten baskets."""
    wang, again = pay.card(pay.hall.weaver("王芳"), CARD), pay.hall.weaver("王芳")
    if second_card:
        pay.card(again, second_card)
    else:
        key = keys.wrap_new_key()
        again.key = type(wang.key).objects.create(wrapped=key[1], master=key[2])
        again.save()
    for person in (wang, again):
        pay.worked(person, 10)
    return wang, again


def by(pay: Payroll) -> dict[str, Any]:
    return {"by": pay.officer, "at": FEB_1}


def test_merged_paid_and_taken_apart_every_fact_is_back_with_whom_it_was(pay: Payroll) -> None:
    wang, again = twice(pay)
    owed = {one.pk: pay.hall.owed(one) for one in (wang, again)}
    alias = merge(person=again, into=wang, **by(pay))
    period = pay.approved()
    assert payable(period).count() == 2
    batch = make_batch(period=period, template="abc", account=OWN, **by(pay))
    sent = Payment.objects.filter(batch=batch).select_related("slip__person__key")
    assert [one.account_tail for one in sent] == [CARD[-4:]] * 2
    assert sorted(one.slip.person_id for one in sent) == sorted(owed)
    own = {row.account_tail for row in sent}
    unmerge(alias=alias, **by(pay))
    assert {one.account_tail for one in sent.all()} == own
    assert {one.pk: pay.hall.owed(one) for one in (wang, again)} == owed
    assert sorted(Slip.objects.values_list("person", "net")) == sorted(
        (pk, 3_5000) for pk in owed
    )
    assert [str(one) for one in (*prove_slips(), *prove_payments())] == []
    file_of(batch, day=FEB_1.date(), at=FEB_1)


def test_without_the_merge_the_second_is_paid_by_hand(pay: Payroll) -> None:
    wang, again = twice(pay)
    alias = merge(person=again, into=wang, **by(pay))
    period = pay.approved()
    unmerge(alias=alias, **by(pay))
    assert [one.slip.person_id for one in payable(period)] == [wang.pk]
    (left,) = with_why(by_hand(period))
    assert (left.slip.person_id, left.why) == (again.pk, "no_card")


def test_each_registration_with_a_card_of_its_own_is_paid_there(pay: Payroll) -> None:
    wang, again = twice(pay, second_card="6217000012345678902")
    merge(person=again, into=wang, **by(pay))
    period = pay.approved()
    make_batch(period=period, template="abc", account=OWN, **by(pay))
    tails = Payment.objects.values_list("slip__person", "account_tail")
    assert dict(tails) == {wang.pk: CARD[-4:], again.pk: "8902"}


def test_a_death_recorded_in_either_registration_stops_the_bank(pay: Payroll) -> None:
    wang, again = twice(pay)
    merge(person=again, into=wang, **by(pay))
    period = pay.approved()
    pay.died(wang, START)
    assert not payable(period).exists()
    assert {one.why for one in with_why(by_hand(period))} == {"died"}


def test_her_months_are_those_of_both_registrations(pay: Payroll) -> None:
    from menkou.lib.scope import Scope

    wang, again = twice(pay)
    scope = Scope(organizations=frozenset({pay.hall.firm.pk}))
    (one,) = months([wang.pk], scope)
    (both,) = months([wang.pk, again.pk], scope)
    assert both.amount == 2 * one.amount
    assert Balance.objects.exists()


def test_the_file_for_the_bank_names_whose_account_it_is(pay: Payroll) -> None:
    """A card that is her husband's goes to the bank under his name."""
    wang = pay.card(pay.hall.weaver("王芳"), CARD)
    set_account(person=wang, number=None, account=Account(holder="spouse", holder_name="李强"),
                from_day=START, by=pay.hall.clerk, at=pay.hall.now)
    pay.worked(wang, 10)
    batch = make_batch(period=pay.approved(), template="abc", account=OWN, **by(pay))
    file = file_of(batch, day=FEB_1.date(), at=FEB_1)
    assert "李强" in file.content.decode("gb18030")
