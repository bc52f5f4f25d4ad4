"""A bank's answer and what comes after it: each payment once, whatever the bank writes."""

from datetime import date, timedelta

import pytest

from menkou.lib.exact import yuan
from menkou.registry.models import Person
from menkou.settlement.actions.answers import read_answer, settle_answer
from menkou.settlement.actions.cash import (
    Taker,
    ask_relative,
    lift_hold,
    pay_cash,
    pay_relative,
    return_payment,
)
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import RETURNED, approve, send_back
from menkou.settlement.banks import BadAnswer, BadPayFile
from menkou.settlement.errors import NotPaid
from menkou.settlement.models import AnswerFile, AnswerLine, Batch, Payment, Period
from menkou.settlement.queries.batches import file_of
from menkou.settlement.queries.payments import by_hand, payable
from menkou.settlement.queries.proof import prove_payments, prove_slips
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db

HEADS = "客户流水号,收款方账号,金额（元）,交易状态,失败原因"
OWN = "5300000123456789012"
FEB_2, FEB_3, FEB_4 = (FEB_1 + timedelta(days=days) for days in (1, 2, 3))


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def worker(pay: Payroll, name: str, account: str, pieces: int = 100) -> Person:
    """A weaver with a card and 35 yuan for a hundred pieces."""
    person = pay.card(pay.hall.weaver(name), account) if account else pay.hall.weaver(name)
    pay.worked(person, pieces)
    return person


def sent(pay: Payroll, period: Period) -> Batch:
    return make_batch(period=period, template="abc", account=OWN, by=pay.officer, at=FEB_1)


def row(payment: Payment, result: str = "成功", reason: str = "", amount: str = "") -> str:
    amount = amount or yuan(payment.amount)
    return f"{payment.reference},,{amount},{result},{reason}"


def answered(
    pay: Payroll, batch: Batch, *rows: str, at: object = FEB_2
) -> AnswerFile:
    content = "\r\n".join([HEADS, *rows]).encode("gb18030")
    return read_answer(batch=batch, name="回盘.csv", content=content, by=pay.officer, at=at)


def results(file: AnswerFile) -> list[str]:
    return list(file.lines.order_by("row").values_list("result", flat=True))


def proved() -> bool:
    assert [str(one) for one in (*prove_slips(), *prove_payments())] == []
    return True


def test_g_each_odd_row_has_its_own_answer_and_the_others_are_booked(pay: Payroll) -> None:
    names = ["马丽", "李英", "王芳", "赵敏", "陈静", "𠮷克䶮"]
    people = [
        worker(pay, name, f"00622848012345678{place:02d}") for place, name in enumerate(names)
    ]
    batch = sent(pay, pay.approved())
    empty, wrong, twice, zeros, good, back = (pay.payment(person) for person in people)
    rows = [
        row(empty, ""),
        "GZ99999999,,35.00,成功,",
        row(wrong, amount="30.00"),
        row(twice), row(twice),
        f",{'0062284801234567803'},35.00,成功,",
        row(good),
        row(back, "失败", "户名不符"),
    ]
    file = answered(pay, batch, *rows)
    assert results(file) == [
        "unreadable", "unknown", "other_amount", "accepted", "repeated", "accepted", "accepted",
        "refused"
    ]
    assert file.lines.get(row=7).payment == zeros
    states = [pay.payment(person).state for person in people]
    assert states == ["sent", "sent", "paid", "paid", "paid", "due"]
    back.refresh_from_db()
    assert (back.state, back.code) == ("returned", "name_mismatch")
    before = list(Payment.objects.order_by("pk").values())
    with pytest.raises(NotPaid) as seen:
        answered(pay, batch, *rows)
    assert seen.value.code == "seen"
    again = answered(pay, batch, *rows, "")
    assert "accepted" not in results(again)
    assert "refused" not in results(again)
    assert list(Payment.objects.order_by("pk").values()) == before
    assert proved()


def test_a_lost_zero_of_an_account_is_not_guessed(pay: Payroll) -> None:
    worker(pay, "马丽", "0062284801234567890")
    batch = sent(pay, pay.approved())
    file = answered(pay, batch, ",62284801234567890,35.00,成功,")
    assert results(file) == ["unknown"]
    assert batch.payments.get().state == "sent"


def test_a_file_without_rows_changes_nothing(pay: Payroll) -> None:
    worker(pay, "马丽", "6228480123456789012")
    batch = sent(pay, pay.approved())
    with pytest.raises(BadAnswer):
        answered(pay, batch)
    assert not AnswerFile.objects.exists()


def test_a_person_decides_an_odd_row_once_and_what_lacks_is_due(pay: Payroll) -> None:
    ma = worker(pay, "马丽", "6228480123456789012")
    batch = sent(pay, pay.approved())
    file = answered(pay, batch, row(pay.payment(ma), amount="30.00"))
    line: AnswerLine = file.lines.get()
    settle_answer(line=line, amount=30_0000, by=pay.officer, at=FEB_3)
    assert (pay.payment(ma).state, pay.payment(ma).amount) == ("due", 5_0000)
    with pytest.raises(NotPaid):
        settle_answer(line=line, amount=30_0000, by=pay.officer, at=FEB_3)
    assert proved()


def test_h_sent_back_approved_paid_returned_and_paid_stays_visible_and_is_paid_once(
    pay: Payroll,
) -> None:
    ma = worker(pay, "马丽", "6228480123456789012")
    period = pay.close()
    approve(period=period, by=pay.officer, at=FEB_1)
    send_back(period=period, why=next(iter(RETURNED)), by=pay.second, at=FEB_1)
    approve(period=period, by=pay.officer, at=FEB_1)
    assert list(period.approvals.order_by("pk").values_list("verdict", flat=True)) == [
        "approved", "returned", "approved"
    ]
    batch = sent(pay, period)
    first = pay.payment(ma)
    answered(pay, batch, row(first))
    return_payment(payment=first, code="closed", by=pay.officer, at=FEB_3)
    pay_cash(payment=pay.payment(ma), signed="thumb", by=pay.hall.clerk, at=FEB_4)
    steps = Payment.objects.filter(slip=pay.slip(ma)).order_by("pk")
    assert [(one.state, one.way, one.paid) for one in steps] == [
        ("returned", "bank", 35_0000), ("paid", "cash", 35_0000)
    ]
    assert results(AnswerFile.objects.get()) == ["accepted"]
    with pytest.raises(NotPaid):
        pay_cash(payment=steps[1], signed="thumb", by=pay.hall.clerk, at=FEB_4)
    assert proved()


def test_d9_she_dies_after_a_return_and_a_relative_is_paid_once(pay: Payroll) -> None:
    ma = worker(pay, "马丽", "6228480123456789012")
    period = pay.approved()
    answered(pay, sent(pay, period), row(pay.payment(ma), "失败", "销户"))
    pay.died(ma, FEB_2.date())
    due = pay.payment(ma)
    assert list(by_hand(period)) == [due]
    with pytest.raises(NotPaid) as refused:
        pay_cash(payment=due, signed="thumb", by=pay.hall.clerk, at=FEB_3)
    assert refused.value.code == "died"
    son = Taker("马强", "child", "died", "亲属关系证明 示例 12 号")
    with pytest.raises(NotPaid):
        ask_relative(payment=due, signed="thumb", taker=Taker("马强", "child", "died"),
                     by=pay.hall.clerk, at=FEB_3)
    ask_relative(payment=due, signed="thumb", taker=son, by=pay.hall.clerk, at=FEB_3)
    with pytest.raises(NotPaid) as own:
        pay_relative(payment=due, by=pay.hall.clerk, at=FEB_3)
    assert own.value.code == "own"
    pay_relative(payment=due, by=pay.officer, at=FEB_4)
    with pytest.raises(NotPaid):
        pay_relative(payment=due, by=pay.officer, at=FEB_4)
    assert pay.payment(ma).paid == 35_0000
    assert proved()


def test_a_held_card_never_goes_into_a_batch_until_it_is_mended_or_lifted(
    pay: Payroll,
) -> None:
    ma = worker(pay, "马丽", "6228480123456789010")
    li = worker(pay, "李英", "6228480123456789011")
    period = pay.approved()
    first = [pay.payment(who) for who in (ma, li)]
    answered(pay, sent(pay, period), *(row(one, "失败", "冻结") for one in first))
    assert not payable(period).exists()
    with pytest.raises(NotPaid):
        sent(pay, period)
    pay.card(ma, "6228480123456780000")
    lift_hold(payment=first[1], by=pay.officer, at=FEB_3)
    batch = sent(pay, period)
    assert sorted(batch.payments.values_list("account_tail", flat=True)) == ["0000", "9011"]
    assert b"6228480123456780000" in file_of(batch, day=date(2022, 2, 3), at=FEB_3).content


def test_two_tabs_make_one_batch(pay: Payroll) -> None:
    worker(pay, "马丽", "6228480123456789012")
    period = pay.approved()
    sent(pay, period)
    with pytest.raises(NotPaid) as refused:
        sent(pay, period)
    assert refused.value.code == "nothing_due"
    assert Batch.objects.count() == 1


def test_a_batch_for_a_bank_that_nobody_described_is_not_made(pay: Payroll) -> None:
    ma = worker(pay, "马丽", "6228480123456789012")
    period = pay.approved()
    with pytest.raises(NotPaid) as refused:
        make_batch(period=period, template="nobody", account=OWN, by=pay.officer, at=FEB_1)
    assert refused.value.code == "no_template"
    assert pay.payment(ma).state == "due"


def test_a_batch_whose_file_can_not_be_written_sends_nothing(pay: Payroll) -> None:
    ma = worker(pay, "马丽", "6228480123456789012")
    period = pay.approved()
    with pytest.raises(BadPayFile) as refused:
        make_batch(period=period, template="abc", account="", by=pay.officer, at=FEB_1)
    assert refused.value.code == "payer_account"
    assert pay.payment(ma).state == "due"
    assert not Batch.objects.exists()


def test_the_file_keeps_zeros_of_an_account_and_rare_characters(pay: Payroll) -> None:
    worker(pay, "𠮷克䶮", "0062284801234567890")
    content = file_of(sent(pay, pay.approved()), day=date(2022, 2, 1), at=FEB_1).content
    told = content.decode("gb18030")
    assert "0062284801234567890" in told
    assert "𠮷克䶮" in told
