"""A person is forgotten when the law lets her be: 个人信息保护法 47, the terms of domain 3.13."""

from datetime import date, timedelta
from typing import Any

import pytest

from menkou import policy
from menkou.figures.actions.report import compute
from menkou.figures.queries.report import report
from menkou.ledger.models import Transfer
from menkou.ledger.queries.proof import prove_balances, prove_seals, prove_transfers
from menkou.lib.scope import Scope
from menkou.policy.retention import term
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Party, Person
from menkou.settlement.actions.sounds import NotForgotten, forget_worker
from menkou.settlement.models import Payment
from menkou.settlement.queries import retention
from menkou.settlement.queries.proof import prove_payments, prove_slips
from tests.builders import moment
from tests.settlement.ground import FEB_1, YEARS_LATER, Payroll

pytestmark = pytest.mark.django_db
LAST = date(2025, 1, 31)
"""The last day of the three years since she was paid, on 1 February 2022."""


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def worked(pay: Payroll, name: str = "王芳") -> Person:
    person = pay.hall.weaver(name)
    pay.worked(person, 100)
    pay.approved()
    return person


def forget(pay: Payroll, person: Person, at: Any = YEARS_LATER) -> None:
    forget_worker(person=person, by=pay.hall.clerk, at=at)


def refused(pay: Payroll, person: Person, at: Any = YEARS_LATER) -> str:
    with pytest.raises(NotForgotten) as found:
        forget(pay, person, at)
    assert Person.objects.get(pk=person.pk).forgotten_at is None
    return str(found.value)


def test_article_15_of_the_regulation_a_ledger_is_kept_three_years(pay: Payroll) -> None:
    """保障农民工工资支付条例 第十五条: to the day, and the sentence says until when and why."""
    wang = worked(pay)
    pay.gone(wang)
    said = refused(pay, wang, moment(LAST, "23:59"))
    assert "要留到 2025-02-01" in said
    assert "保障农民工工资支付条例 第十五条" in said
    forget(pay, wang)
    assert Party.objects.get(pk=wang.pk).name == "已删除"


def test_article_50_of_the_contract_law_a_contract_is_kept_two_years(pay: Payroll) -> None:
    """劳动合同法 第五十条: of somebody who was engaged and never earned anything."""
    wang = pay.hall.weaver("王芳")
    pay.gone(wang)
    said = refused(pay, wang, moment(date(2024, 1, 31), "12:00"))
    assert "要留到 2024-02-01（劳动合同法 第五十条）" in said
    forget(pay, wang, moment(date(2024, 2, 1), "12:00"))


def test_the_terms_follow_the_law_of_the_day() -> None:
    early, late = policy.on(date(2019, 2, 28)), policy.on(date(2022, 6, 1))
    two, three = term("ledger", date(2017, 3, 1), early), term("ledger", date(2019, 6, 2), late)
    assert two is not None
    assert three is not None
    assert (two.until, three.until) == (date(2019, 3, 1), date(2022, 6, 2))
    assert term("ledger", date(2019, 6, 1), late) is None
    assert term("contract", date(2020, 2, 29), policy.on(date(2022, 2, 28))) is not None


def test_claims_are_no_data_whatever_the_years(pay: Payroll) -> None:
    """Domain 3.13 and design 2.4: what is owed is paid first, what is at home comes back first."""
    far = moment(date(2040, 1, 1), "08:00")
    wang = worked(pay)
    assert "没有结清" in refused(pay, wang, far)
    li = pay.hall.weaver("李英")
    pay.hall.ticket((li, 1), pieces=5)
    assert "没有做完的工票" in refused(pay, li, far)
    ma = pay.hall.weaver("马丽")
    assert "还在用工" in refused(pay, ma, far)


def test_material_at_home_comes_back_first(pay: Payroll) -> None:
    hall, wang = pay.hall, pay.hall.weaver("王芳")
    hall.arrive(hall.rattan, 50_000)
    ticket = hall.ticket((wang, 1), pieces=5)
    (answer,) = hall.send(hall.fact("issue", date(2022, 1, 14), "09:00", {
        "ticket": ticket.pk, "carrier": wang.pk,
        "lines": [{"commodity": hall.rattan.pk, "quantity": 6_000}],
    }))
    assert answer.result == "accepted"
    assert retention.of(wang, date(2040, 1, 1)).claims[0] == "material"
    assert "料没有退清" in refused(pay, wang)


def test_whom_nothing_was_kept_of_is_forgotten_at_once(pay: Payroll) -> None:
    party = Party.objects.create(kind="person", name="过客")
    passer = Person.objects.create(party=party, sex="f", born_on=date(1990, 1, 1), search="过客")
    assert not retention.of(passer, FEB_1.date())
    forget(pay, passer, FEB_1)
    with pytest.raises(NotRegistered, match="已经删除"):
        forget(pay, Person.objects.get(pk=passer.pk), FEB_1)


def test_figures_and_transfers_stay_true(pay: Payroll) -> None:
    """PIPL 47 against design 3: names and numbers go, what was made and paid stands."""
    wang = worked(pay)
    pay.card(wang)
    pay.gone(wang)
    site, day = pay.hall.community.site, date(2022, 2, 18)

    def figures() -> dict[str, Any]:
        compute(unit=site, as_of=day, by=None, at=FEB_1)
        return {one.indicator.code: one.number for one in report(site, day)}

    before, rows = figures(), list(Transfer.objects.order_by("pk").values_list())
    forget(pay, wang)
    assert figures() == before
    assert list(Transfer.objects.order_by("pk").values_list()) == rows
    wrong = (*prove_slips(), *prove_payments(), *prove_balances(), *prove_seals(),
             *prove_transfers())
    assert [str(one) for one in wrong] == []
    payment = Payment.objects.get(slip__person=wang)
    assert payment.paid is not None
    assert (payment.account, payment.account_index, payment.account_tail) == (None, None, "")


def test_the_district_lists_who_may_be_forgotten_now(pay: Payroll) -> None:
    """Gone, settled and past every term: and nobody else."""
    wang, li = worked(pay), pay.hall.weaver("李英")
    pay.gone(wang)
    scope = Scope(communities=frozenset({pay.hall.community.pk}))

    def due(day: date) -> list[int]:
        return list(retention.due(scope, day).values_list("pk", flat=True))

    assert due(LAST) == []
    assert due(LAST + timedelta(days=1)) == [wang.pk]
    assert li.pk not in due(date(2040, 1, 1)), "she lives and works here"
    for day in (LAST, LAST + timedelta(days=1)):
        assert (wang.pk in due(day)) == (not retention.of(wang, day))
    forget(pay, wang)
    assert due(date(2040, 1, 1)) == []
