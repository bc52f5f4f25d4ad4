"""From an approved period to the bank's answer, and money by hand, on the screens."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from menkou.identity.models import VerbLog
from menkou.lib.exact import yuan
from menkou.settlement.models import AnswerFile, Batch, Payment
from menkou.settlement.queries.proof import prove_payments
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.test_money_returned import granted

pytestmark = pytest.mark.django_db
OWN = "5300000123456789012"
HEADS = "客户流水号,收款方账号,金额（元）,交易状态,失败原因"


@pytest.fixture(autouse=True)
def in_february() -> object:
    with time_machine.travel(FEB_1 + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


@pytest.fixture
def firm(pay: Payroll) -> Client:
    return granted(pay, "enterprise", organization=pay.hall.firm)


def told(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_what_is_due_to_the_answer_of_the_bank(pay: Payroll, firm: Client) -> None:
    ma, li, wang = (pay.hall.weaver(name) for name in ("马丽", "李英", "王芳"))
    pay.card(ma, "0062284801234567890")
    pay.card(li, "6228480123456789011")
    for person in (ma, li, wang):
        pay.worked(person, 100)
    period = pay.approved()
    page = told(firm, "pay:batches", period.pk)
    assert "现在能送 2 笔" in page
    assert "没有登记银行卡" in page
    sent = {"template": "abc", "account": OWN}
    firm.post(reverse("pay:batch-make", args=[period.pk]), sent)
    batch = Batch.objects.get()
    twice = firm.post(reverse("pay:batch-make", args=[period.pk]), sent)
    assert "没有可以送银行的" in twice.content.decode()
    assert Batch.objects.count() == 1
    page = told(firm, "pay:batch", batch.pk)
    assert "柒拾元整" in page
    assert "0062284801234567890" not in page
    file = firm.post(reverse("pay:bank-file", args=[batch.pk]))
    assert "0062284801234567890" in file.content.decode("gb18030")
    assert VerbLog.objects.filter(verb="settlement.see_bank_file", subject=batch.pk).exists()
    first, second = pay.payment(ma), pay.payment(li)
    rows = [
        f"{first.reference},,{yuan(first.amount)},失败,销户",
        f"{second.reference},,30.00,成功,",
    ]
    content = "\r\n".join([HEADS, *rows]).encode("gb18030")
    path = reverse("pay:answer-read", args=[batch.pk])
    for _ in range(2):
        upload = SimpleUploadedFile("回盘.csv", content)
        answer = firm.post(path, {"file": upload, "day": "2022-02-01"})
    assert "已经读过" in answer.content.decode()
    read = AnswerFile.objects.get()
    page = told(firm, "pay:answer", read.pk)
    assert "销户" in page
    assert "金额不同" in page
    path = reverse("pay:answer-settle", args=[read.pk, read.lines.get(result="other_amount").row])
    assert "请填银行真正付的数" in firm.post(path).content.decode()
    firm.post(path, {"amount": "30"})
    assert pay.payment(li).amount == 5_0000
    assert "被银行退过：销户" in told(firm, "pay:batches", period.pk)
    firm.post(reverse("pay:lift", args=[first.pk]))
    assert "被银行退过" not in told(firm, "pay:batches", period.pk)
    assert not list(prove_payments())


def test_money_by_hand_to_herself_and_to_who_takes_it(pay: Payroll, firm: Client) -> None:
    ma, li = pay.hall.weaver("马丽"), pay.card(pay.hall.weaver("李英"))
    for person in (ma, li):
        pay.worked(person, 100)
    period = pay.approved()
    assert "待付 2 笔" in told(firm, "pay:cash", period.pk)
    path = reverse("pay:cash-pay", args=[pay.payment(ma).pk])
    firm.post(path, {"self": "thumb"})
    again = firm.post(path, {"self": "thumb"}, follow=True)
    assert "不是待付" in again.content.decode()
    path = reverse("pay:cash-pay", args=[pay.payment(li).pk])
    assert "请填代领人姓名" in firm.post(path, {"signed": "signature"}).content.decode()
    firm.post(path, {
        "signed": "signature", "name": "李强", "relation": "child", "reason": "ill",
    })
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    path = reverse("pay:return", args=[pay.payment(li).pk])
    firm.post(path, {"code": "not_given"})
    assert pay.payment(li).state == "due"


def test_a_dead_workers_relative_is_paid_when_another_agrees(pay: Payroll, firm: Client) -> None:
    ma = pay.card(pay.hall.weaver("马丽"))
    pay.worked(ma, 100)
    period = pay.approved()
    pay.died(ma, FEB_1.date())
    due = pay.payment(ma).pk
    refused = firm.post(reverse("pay:cash-pay", args=[due]), {"self": "thumb"}, follow=True)
    assert "已经去世" in refused.content.decode()
    firm.post(reverse("pay:relative", args=[due]), {
        "signed": "thumb", "name": "马强", "relation": "child", "paper": "亲属关系证明 12 号",
    })
    own = firm.post(reverse("pay:relative-pay", args=[due]), follow=True)
    assert "要另一个人来批" in own.content.decode()
    second = granted(pay, "enterprise", organization=pay.hall.firm)
    assert "批，交给亲属" in told(second, "pay:cash", period.pk)
    second.post(reverse("pay:relative-pay", args=[due]))
    assert pay.payment(ma).state == "paid"


def test_pages_of_money_ask_few_queries_and_end_at_the_scope(
    pay: Payroll, firm: Client, django_assert_max_num_queries: object
) -> None:
    for name in ("马丽", "李英", "王芳"):
        pay.worked(pay.card(pay.hall.weaver(name), f"62284801234567890{len(name)}0"), 100)
    period = pay.approved()
    firm.post(reverse("pay:batch-make", args=[period.pk]), {"template": "abc", "account": OWN})
    other = Payroll()
    beside = granted(other, "enterprise", organization=other.hall.firm)
    for name, key in (
        ("pay:batches", period.pk), ("pay:cash", period.pk), ("pay:batch", Batch.objects.get().pk)
    ):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            told(firm, name, key)
        assert beside.get(reverse(name, args=[key])).status_code == 404
    clerk = Client()
    clerk.force_login(pay.hall.clerk)
    assert clerk.post(
        reverse("pay:bank-file", args=[Batch.objects.get().pk])
    ).status_code == 403
