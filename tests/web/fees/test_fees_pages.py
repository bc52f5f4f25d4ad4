"""The money between the levels on its pages: who sees it, who states, agrees, pays."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from menkou.identity.models import User
from menkou.work.actions.fees import take_fee_back
from menkou.work.models import FeePayment, FeeStatement
from tests.builders import moment
from tests.web.conftest import account, granted
from tests.work.chaining import Chain, chain
from tests.work.owing import agree, another, pay, state

pytestmark = pytest.mark.django_db
Door = Callable[[User], Client]
Read = Callable[[HttpResponse], str]


@pytest.fixture
def line() -> Any:
    """90 of 100 pieces accepted, on 10 February."""
    with time_machine.travel(moment(date(2022, 2, 10), "15:00"), tick=False):
        made = chain()
        made.make(made.hall.weaver("王芳"), 100)
        made.deliver(100)
        made.accept(90, refused=10)
        community = made.hall.community
        community.committee = made.committee
        community.save()
        yield made


def coop_of(line: Chain) -> User:
    return granted(account("coop", "示例社"), "cooperative", organization=line.coop)


def customer_of(line: Chain) -> User:
    return granted(account("buyer", "示例买"), "enterprise", organization=line.customer)


def local_of(line: Chain) -> User:
    return granted(account("local", "示例居"), "community_officer", community=line.hall.community)


def test_the_cooperative_sees_what_it_is_owed_and_owes_and_never_a_weavers_name(
    line: Chain, door: Door, read: Read
) -> None:
    seen = read(door(coop_of(line)).get("/fees/"))
    assert "红路一社区居委会付给示例山尖花合作社" in seen
    assert "示例山尖花合作社付给示例藤编合作社" in seen
    assert "示例电子厂" not in seen  # not its pair
    assert "王芳" not in seen
    assert "76.50" in seen
    assert "73.80" in seen


def test_the_enterprise_sees_its_own_pair_only(line: Chain, door: Door, read: Read) -> None:
    client = door(customer_of(line))
    seen = read(client.get("/fees/"))
    assert "示例电子厂付给红路一社区居委会" in seen
    assert "藤编合作社" not in seen
    other = f"/fees/pairs/{line.coop.pk}/{line.hall.firm.pk}/"
    assert client.get(other).status_code == 404


def test_a_statement_goes_from_sent_to_paid_through_two_people(
    line: Chain, door: Door, read: Read
) -> None:
    officer, buyer = door(local_of(line)), door(customer_of(line))
    pair = f"/fees/pairs/{line.customer.pk}/{line.committee.pk}/"
    assert "送对账单" in read(officer.get(pair))
    assert "81.00" in read(officer.get(f"{pair}send/"))
    assert buyer.get(f"{pair}send/").status_code == 404  # who owes does not state
    sent = officer.post(f"{pair}send/", follow=True)
    made = FeeStatement.objects.get()
    assert "等示例电子厂认账" in read(sent)
    page = f"/fees/statements/{made.pk}/"
    assert "认账" in read(buyer.get(page))
    assert "另一个人" in read(officer.post(f"{page}agree/", follow=True))
    assert "最晚付 3 月 12 日" in read(buyer.post(f"{page}agree/", follow=True))
    typed = {"amount": "81.01", "day": "2022-02-10", "reference": "网银 7"}
    assert "只剩 81.00 元" in read(buyer.post(f"{page}pay/", typed))
    done = buyer.post(f"{page}pay/", typed | {"amount": "50"}, follow=True)
    assert "31.00" in read(done)
    assert "已经记过一笔" in read(buyer.post(f"{page}pay/", typed | {"amount": "1"}))
    payment = FeePayment.objects.get()
    back = buyer.post(f"/fees/payments/{payment.pk}/back/", {"reason": "twice"}, follow=True)
    assert "记了两次" in read(back)
    assert FeeStatement.objects.get().paid == 0


def test_a_payment_leads_to_the_fact_it_stands_on_and_the_fact_back_to_it(
    line: Chain, door: Door, read: Read
) -> None:
    other = another()
    made = agree(state(line), other)
    paid = pay(made, 50_0000, other, "网银 7")
    officer = door(local_of(line))
    page = f"/fees/payments/{paid.pk}/"
    assert f'href="{page}"' in officer.get(f"/fees/statements/{made.pk}/").content.decode()
    answer = officer.get(page)
    assert "网银 7" in read(answer)
    fact = f"/office/accounts/facts/{paid.fact_id}/"
    assert f'href="{fact}"' in answer.content.decode()
    answer = officer.get(fact)
    said = read(answer)
    assert "付加工费 50.00 元" in said
    assert f"对账单 {made.number}" in said
    assert "fee_paid" not in said
    assert "示例电子厂 · 已付加工费" in said
    assert f'href="{page}"' in answer.content.decode()


def test_a_payment_taken_back_leads_to_both_facts(line: Chain, door: Door, read: Read) -> None:
    other = another()
    paid = pay(agree(state(line), other), 50_0000, other, "网银 7")
    take_fee_back(payment=paid, reason="bounced", by=other, at=moment(date(2022, 2, 10), "14:00"))
    back = FeePayment.objects.get().back_id
    officer = door(local_of(line))
    answer = officer.get(f"/fees/payments/{paid.pk}/")
    assert "银行退回来了。这笔钱又是没付的" in read(answer)
    assert f"/office/accounts/facts/{back}/" in answer.content.decode()
    said = read(officer.get(f"/office/accounts/facts/{back}/"))
    assert "撤回付的加工费 50.00 元" in said
    assert "为什么 银行退回来了" in said


def test_the_customer_sees_its_payment_and_no_accounts_and_a_stranger_neither(
    line: Chain, door: Door, read: Read
) -> None:
    other = another()
    paid = pay(agree(state(line), other), 50_0000, other)
    page = f"/fees/payments/{paid.pk}/"
    answer = door(customer_of(line)).get(page)
    assert "示例电子厂付给红路一社区居委会" in read(answer)
    assert "/office/accounts/" not in answer.content.decode()
    assert door(coop_of(line)).get(page).status_code == 404


def test_a_dispute_says_why_and_another_may_be_sent(
    line: Chain, door: Door, read: Read
) -> None:
    made = state(line)
    buyer = door(customer_of(line))
    page = f"/fees/statements/{made.pk}/"
    assert "请选一项" in read(buyer.post(f"{page}dispute/", {"reason": ""}))
    said = read(buyer.post(f"{page}dispute/", {"reason": "pieces"}, follow=True))
    assert "有异议：件数对不上" in said


def test_an_auditor_and_a_street_see_and_change_nothing(
    line: Chain, door: Door, read: Read
) -> None:
    made = state(line)
    site = line.hall.community.site
    for user in (
        granted(account("audit", "示例审"), "auditor", site=site),
        granted(account("street", "示例街"), "street_officer", division=site.division),
    ):
        client = door(user)
        assert "红路一社区居委会" in read(client.get("/fees/"))
        seen = client.get(f"/fees/statements/{made.pk}/")
        assert seen.status_code == 200
        assert "agree/" not in seen.content.decode()
        assert client.post(f"/fees/statements/{made.pk}/agree/").status_code == 403


def test_a_statement_prints_with_capitals_and_leaves_as_the_offices_columns(
    line: Chain, door: Door, read: Read
) -> None:
    made = state(line)
    client = door(local_of(line))
    seen = read(client.get(f"/fees/statements/{made.pk}/print/"))
    assert "捌拾壹元整" in seen
    assert "收款单位（盖章）" in seen
    file = client.get(f"/fees/statements/{made.pk}/print/?export=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["序号", "订单号", "品名", "验收日期"]
    assert rows[1][5:9] == [90.0, 0.0, 0.9, 81.0]


def test_the_list_is_sought_by_initials_chosen_by_age_and_exported(
    line: Chain, door: Door, read: Read
) -> None:
    other = another()
    made = agree(state(line), other, date(2022, 1, 5))
    client = door(local_of(line))
    assert "找到 1 对" in read(client.get("/fees/?only=late"))
    pay(made, 81_0000, other)
    assert "找到 0 对" in read(client.get("/fees/?only=late"))
    found = client.get("/fees/?q=slsjh")
    assert "找到 2 对" in read(found)
    assert 'class="cards flush dense many-cols"' in found.content.decode()  # else wider than it
    file = client.get("/fees/?export=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4


def test_a_page_of_fees_costs_ten_queries_at_most(
    line: Chain, door: Door, django_assert_max_num_queries: Any
) -> None:
    made = state(line)
    client = door(local_of(line))
    pair = f"/fees/pairs/{line.committee.pk}/{line.coop.pk}/"
    other = another()
    paid = pay(agree(made, other), 1_0000, other)
    for page in ("/fees/", "/fees/statements/", f"/fees/statements/{made.pk}/", pair,
                 f"{pair}send/", f"/fees/payments/{paid.pk}/",
                 f"/office/accounts/facts/{paid.fact_id}/"):
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code in (200, 404), page
