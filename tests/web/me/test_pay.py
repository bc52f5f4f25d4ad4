"""Her pay on her own phone: a slip in plain words, right or not right, her own and no other's."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from menkou.identity import clock
from menkou.registry.models import Engagement, Person
from menkou.settlement.actions.answers import read_answer
from menkou.settlement.actions.cash import pay_cash
from menkou.settlement.actions.close import close_chunk, run_close, start_close
from menkou.settlement.actions.items import decide_deduction, enter_deduction
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import open_period
from menkou.settlement.actions.replies import answer
from menkou.settlement.models import Confirmation, Objection, Payment
from tests.builders import moment
from tests.settlement.ground import FEB_1, Payroll
from tests.web.counter.test_counter import text
from tests.web.me.test_me import phone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
AMR = b"#!AMR\n" + b"\x0c" * 800


@pytest.fixture
def pay(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Payroll:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(clock, "now", lambda: FEB_1 + timedelta(hours=2))
    return Payroll()


@pytest.fixture
def wang(pay: Payroll) -> Person:
    person = pay.hall.weaver("王芳", born_on=date(1946, 1, 16))
    pay.worked(person, 20)
    return person


def sounds(settings: Any) -> list[Path]:
    return list(Path(settings.MEDIA_ROOT).glob("sounds/*"))


def recorded(content: bytes = AMR) -> SimpleUploadedFile:
    return SimpleUploadedFile("Recording 1.amr", content, "audio/amr")


def test_before_the_close_nothing_is_shown(pay: Payroll, wang: Person) -> None:
    client = phone(wang)
    assert "还没有工资条" in text(client.get("/me/pay/"))
    period = start_close(period=pay.period(), by=pay.hall.clerk, at=FEB_1)
    assert close_chunk(period=period, at=FEB_1)
    slip = pay.slip(wang)  # it is written, but the close is not done
    assert "的工资" not in text(client.get("/me/"))
    assert "还没有工资条" in text(client.get("/me/pay/"))
    for path in ("", "wrong/"):
        assert client.get(f"/me/pay/{slip.pk}/{path}").status_code == 404
    assert client.post(f"/me/pay/{slip.pk}/right/").status_code == 404


def test_her_newest_slip_stands_above_her_tickets(
    pay: Payroll, wang: Person, django_assert_max_num_queries: Any
) -> None:
    pay.close()
    pay.hall.ticket((wang, 1), pieces=20)
    client = phone(wang)
    with django_assert_max_num_queries(10):
        page = client.get("/me/")
    said = text(page)
    assert "一月的工资" in said
    assert "7.00 元" in said
    assert "还没发，还在等人批" in said
    assert said.index("一月的工资 等你看") < said.index("手里的活")
    assert "一月的工资，一共 7 元。还没发，还在等人批。" in said  # for the ear
    with django_assert_max_num_queries(10):
        client.get("/me/pay/")
    with django_assert_max_num_queries(10):
        client.get(f"/me/pay/{pay.slip(wang).pk}/")


def test_another_workers_slip_is_no_such_page(pay: Payroll, wang: Person) -> None:
    li = pay.hall.weaver("李英")
    pay.worked(li, 4)
    pay.close()
    client, hers = phone(wang), pay.slip(li)
    for path in ("", "wrong/"):
        assert client.get(f"/me/pay/{hers.pk}/{path}").status_code == 404
    for path in ("right/", "wrong/"):
        assert client.post(f"/me/pay/{hers.pk}/{path}", {"reason": "count"}).status_code == 404
    assert not Confirmation.objects.exists()
    assert not Objection.objects.exists()


def test_she_says_that_it_is_right_and_a_second_press_is_harmless(
    pay: Payroll, wang: Person
) -> None:
    pay.close()
    slip, client = pay.slip(wang), phone(wang)
    for _press in range(2):
        page = client.post(f"/me/pay/{slip.pk}/right/", {"from": "page"}, follow=True)
        assert "你说对了，记下了" in text(page)
    assert Confirmation.objects.get().how == "phone"
    said = text(client.get("/me/"))
    assert "2 月 1 日，你说对了" in said
    assert "等你看" not in said


def test_a_reason_is_one_press_and_the_answer_stays_to_be_read(
    pay: Payroll, wang: Person
) -> None:
    pay.close()
    slip, client = pay.slip(wang), phone(wang)
    page = client.post(f"/me/pay/{slip.pk}/wrong/", {"reason": "count"}, follow=True)
    assert page.redirect_chain == [(f"/me/pay/{slip.pk}/", 302)]
    assert "你说不对：件数不对 等答复，最迟 2 月 6 日" in text(page)
    said = text(client.get("/me/"))
    assert "等答复，最迟 2 月 6 日" in said
    assert "对的 不对" not in said
    refused = text(client.post(f"/me/pay/{slip.pk}/right/", follow=True))
    assert "这张工资条还在等答复" in refused
    answer(objection=Objection.objects.get(), why="evidence", by=pay.hall.clerk, at=FEB_1)
    said = text(client.get("/me/"))
    assert "答复是：和你一起对了底单，数目是对的（示例庚，2 月 1 日）" in said
    assert "对的 不对" in said  # and she may say now that it is right


def test_who_is_not_answered_in_time_is_told_to_ask(
    pay: Payroll, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay.close()
    client = phone(wang)
    client.post(f"/me/pay/{pay.slip(wang).pk}/wrong/", {"reason": "count"})
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 2, 7), "09:00"))
    assert "过了该答复的日子（2 月 6 日），请当面问车间" in text(client.get("/me/"))


def test_after_the_term_she_is_told_what_to_do(
    pay: Payroll, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay.close()
    slip, client = pay.slip(wang), phone(wang)
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 2, 9), "09:00"))
    said = text(client.get(f"/me/pay/{slip.pk}/wrong/"))
    assert "手机上说不对，2 月 8 日就截止了" in said
    assert "请当面找车间" in said
    assert 'name="reason"' not in client.get(f"/me/pay/{slip.pk}/wrong/").content.decode()
    client.post(f"/me/pay/{slip.pk}/wrong/", {"reason": "count"})
    assert not Objection.objects.exists()


def test_a_recording_is_kept_and_needs_no_reason(
    pay: Payroll, wang: Person, settings: Any
) -> None:
    pay.close()
    client = phone(wang)
    page = client.post(
        f"/me/pay/{pay.slip(wang).pk}/wrong/", {"sound": recorded()}, follow=True
    )
    assert "你说不对：录了音" in text(page)
    objection = Objection.objects.get()
    assert (objection.how, objection.reason) == ("sound", "other")
    (kept,) = sounds(settings)
    assert kept.name == objection.sound
    assert kept.read_bytes() == AMR


@pytest.mark.parametrize("content", [b"", b"MZ" + bytes(900), b"#!AMR" + bytes(2 * 1024 * 1024)])
def test_what_is_no_recording_is_said_in_words(
    pay: Payroll, wang: Person, settings: Any, content: bytes
) -> None:
    pay.close()
    page = phone(wang).post(f"/me/pay/{pay.slip(wang).pk}/wrong/", {"sound": recorded(content)})
    expected = "录音不能超过 2 MB" if content else "这段录音是空的"
    assert expected in text(page)
    assert not sounds(settings)
    assert not Objection.objects.exists()


def test_a_refused_recording_leaves_no_file(pay: Payroll, wang: Person, settings: Any) -> None:
    pay.close()
    slip, client = pay.slip(wang), phone(wang)
    client.post(f"/me/pay/{slip.pk}/wrong/", {"reason": "count"})
    page = client.post(f"/me/pay/{slip.pk}/wrong/", {"sound": recorded(), "reason": "rate"})
    assert page.status_code == 200
    assert Objection.objects.count() == 1
    assert not sounds(settings)


def test_each_line_is_pieces_times_price_with_its_picture(pay: Payroll, wang: Person) -> None:
    pay.close()
    page = phone(wang).get(f"/me/pay/{pay.slip(wang).pk}/")
    said = text(page)
    assert "20 个 × 0.35 元 = 7.00 元" in said
    assert 'class="picture"' in page.content.decode()
    assert "藤编小篮，20 个，7 元。" in said
    assert "一天一天看" in said
    assert "1 月 14 日 藤编小篮 20 个 7.00 元" in said
    assert "有话问藤编车间" in said


def test_a_shared_line_says_her_share(pay: Payroll, wang: Person) -> None:
    li = pay.hall.weaver("李英")
    ticket = pay.hall.ticket((wang, 60), (li, 40), pieces=40)
    pay.hall.send(pay.hall.fact("receipt", date(2022, 1, 15), "10:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 20}))
    pay.close()
    said = text(phone(wang).get(f"/me/pay/{pay.slip(wang).pk}/"))
    assert "20 个 × 0.35 元，几个人一起做，你分 60/100 = 4.20 元" in said


def test_a_correction_is_told_in_plain_words(
    pay: Payroll, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = pay.hall.ticket((wang, 1), pieces=20)
    sent = pay.hall.fact("receipt", date(2022, 1, 14), "11:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 20})
    pay.hall.send(sent)
    pay.close()
    pay.hall.send(pay.hall.fact("receipt", date(2022, 1, 14), "11:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 18}, replaces=sent.uid))
    pay.worked(wang, 10, day=date(2022, 2, 10))
    late = moment(date(2022, 3, 1), "08:00")
    pay.close(date(2022, 2, 28), at=late)
    monkeypatch.setattr(clock, "now", lambda: late)
    client = phone(wang)
    said = text(client.get(f"/me/pay/{pay.slip(wang).pk}/"))
    assert "一月的 2 个，后来更正，扣回 0.70 元" in said
    assert "2.80 元" in said
    assert re.search("二月的工资.*一月的工资", text(client.get("/me/pay/")))


def test_what_was_taken_off_says_why(pay: Payroll, wang: Person) -> None:
    row = enter_deduction(
        person=wang, payer=pay.hall.firm, kind="charge", code="damage", amount=1_0000,
        note="剪坏一捆藤", by=pay.hall.clerk, at=FEB_1,
    )
    decide_deduction(deduction=row, agreed=True, by=pay.second, at=FEB_1)
    pay.close()
    said = text(phone(wang).get(f"/me/pay/{pay.slip(wang).pk}/"))
    assert "赔偿 损坏：剪坏一捆藤 -1.00 元" in said
    assert "挣的 7.00 元 扣掉的 -1.00 元 发给你 6.00 元" in said


def test_what_could_not_be_taken_yet_is_said(
    pay: Payroll, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = pay.worked(wang, 20)
    pay.close()
    pay.hall.send(pay.hall.fact("receipt", date(2022, 1, 14), "10:00", {
        "ticket": sent.content["ticket"], "carrier": wang.pk, "good": 1}, replaces=sent.uid))
    late = moment(date(2022, 3, 1), "08:00")
    pay.close(date(2022, 2, 28), at=late)
    monkeypatch.setattr(clock, "now", lambda: late)
    said = text(phone(wang).get(f"/me/pay/{pay.slip(wang).pk}/"))
    assert "还有 6.65 元没有扣完，下次再扣" in said
    assert "这次没有要发的钱" in said


def test_where_the_money_is(pay: Payroll, wang: Person) -> None:
    pay.card(wang)
    period = pay.approved()
    client, slip = phone(wang), pay.slip(wang)

    def said() -> str:
        return text(client.get("/me/"))

    assert "还没发，会发到你的卡上，卡尾号 8901" in said()
    batch = make_batch(period=period, template="abc", account="5300000123456789012",
                       by=pay.hall.clerk, at=FEB_1)
    assert "送到银行了，还在路上，卡尾号 8901" in said()
    content = (
        "客户流水号,收款方账号,金额（元）,交易状态,失败原因\r\n"
        f"{pay.payment(wang).reference},,7.00,失败,户名不符\r\n"
    )
    read_answer(batch=batch, name="a.csv", content=content.encode("gb18030"),
                by=pay.hall.clerk, at=FEB_1)
    assert Payment.objects.get(slip=slip, state="returned").code == "name_mismatch"
    assert "银行退回来了：户名不符，请拿新卡来车间" in said()
    pay.card(Person.objects.get(pk=wang.pk), "6217000099999990413")
    assert "银行退回来过：户名不符。卡已经弄好了，等着再发" in said()
    pay_cash(payment=pay.payment(wang), signed="thumb", by=pay.hall.clerk, at=FEB_1)
    assert "2 月 1 日发的现金" in said()


def test_without_a_card_she_will_be_paid_in_cash(pay: Payroll, wang: Person) -> None:
    pay.approved()
    assert "还没发，会发现金" in text(phone(wang).get("/me/"))


def test_two_weeks_are_named_by_their_days(pay: Payroll, wang: Person) -> None:
    Engagement.objects.filter(person=wang).update(cycle="two_weeks")
    by: dict[str, Any] = {"by": pay.hall.clerk, "at": FEB_1}
    period = open_period(payer=pay.hall.firm, cycle="two_weeks", day=date(2022, 1, 14), **by)
    run_close(period=start_close(period=period, **by), now=lambda: FEB_1)
    said = text(phone(wang).get("/me/pay/"))
    first, last = period.first, period.last
    assert f"{first.month} 月 {first.day} 日到{last.month} 月 {last.day} 日的工资" in said


def test_the_office_has_no_business_here(pay: Payroll, wang: Person) -> None:
    pay.close()
    client, slip = Client(), pay.slip(wang)
    client.force_login(pay.hall.clerk)
    for path in ("/me/pay/", f"/me/pay/{slip.pk}/", f"/me/pay/{slip.pk}/wrong/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/me/pay/{slip.pk}/right/").status_code == 403


def test_her_slips_come_by_pages(
    pay: Payroll, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("menkou.web.me.pay.A_PAGE", 1)
    pay.close()
    pay.worked(wang, 10, day=date(2022, 2, 10))
    pay.close(date(2022, 2, 28), at=moment(date(2022, 3, 1), "08:00"))
    client = phone(wang)
    newest, older = (text(client.get(f"/me/pay/?page={n}")) for n in (1, 2))
    assert "一共 2 张" in newest
    assert "二月的工资" in newest
    assert "一月的工资" not in newest
    assert "一月的工资" in older
