"""The wage ledger and the pay sheet: all that the regulation lists, masked, and in full with a
reason. 保障农民工工资支付条例 第十五条."""

import csv
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from menkou.identity.models import VerbLog
from menkou.registry.actions.numbers import key_of
from menkou.registry.actions.numbers import seal as seal_number
from menkou.registry.models import Person
from menkou.settlement.actions.cash import Taker, pay_cash
from menkou.settlement.actions.payments import make_batch
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.test_money_returned import granted

pytestmark = pytest.mark.django_db
ID, PHONE = "530600198505050021", "14000000007"


@pytest.fixture(autouse=True)
def in_february() -> object:
    with time_machine.travel(FEB_1 + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def pay() -> Payroll:
    """王芳 is paid by the bank, 李英 by a proxy's hand, 马丽 not yet."""
    pay = Payroll()
    wang, li, ma = (pay.hall.weaver(name) for name in ("王芳", "李英", "马丽"))
    pay.card(wang)
    for name, text in (("id", ID), ("phone", PHONE)):
        seal_number(wang, key_of(wang), name, text)
    wang.save()
    pay.card(li, "6217000012345678902")
    for person in (wang, li, ma):
        pay.worked(person, 10)
    period = pay.approved()
    pay_cash(payment=pay.payment(li), signed="thumb", by=pay.hall.clerk, at=FEB_1,
             taker=Taker("李强", "spouse", "ill"))
    make_batch(period=period, template="rural_credit", account="5300000123456789012",
               by=pay.officer, at=FEB_1)
    return pay


@pytest.fixture
def firm(pay: Payroll) -> Client:
    return granted(pay, "enterprise", organization=pay.hall.firm)


def seen(content: bytes, soffice: list[str], folder: Path) -> list[list[str]]:
    """The rows that LibreOffice sees of a workbook."""
    source, out = folder / "ledger.xlsx", folder / "out"
    source.write_bytes(content)
    subprocess.run(
        [*soffice, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir",
         str(out), str(source)],
        check=True, capture_output=True, timeout=120,
    )
    return list(csv.reader((out / "ledger.csv").read_text("utf-8").splitlines()))


def test_the_ledger_says_who_was_paid_what_and_how(firm: Client) -> None:
    page = firm.get(reverse("pay:ledger")).content.decode()
    for words in ("2022 年 1 月", "王芳", "代领人，手印", "**** **** **** 0021", "*** **** 0007"):
        assert words in page
    assert ID not in page
    assert PHONE not in page
    assert "共 3 条" in page
    assert "找到 1 条" in firm.get(reverse("pay:ledger"), {"q": "王芳"}).content.decode()
    assert "找到 0 条" in firm.get(
        reverse("pay:ledger"), {"until": "2021-12-31"}
    ).content.decode()


def test_numbers_in_full_want_a_reason_and_are_logged(
    pay: Payroll, firm: Client, soffice: list[str], tmp_path: Path
) -> None:
    address = reverse("pay:ledger-numbers")
    assert firm.post(address, {"reason": ""}).status_code == 302
    assert not VerbLog.objects.filter(verb="settlement.export_ledger").exists()
    rows = seen(firm.post(address, {"reason": "audit"}).content, soffice, tmp_path)
    heads = rows[0]
    wang = next(row for row in rows if "王芳" in row)
    assert wang[heads.index("身份证号码")] == ID
    assert wang[heads.index("联系方式")] == PHONE
    assert wang[heads.index("实发（元）")].replace(",", "") in ("3.50", "3.5")
    logged = VerbLog.objects.filter(verb="settlement.export_ledger")
    assert set(logged.values_list("note", flat=True)) == {"audit"}
    assert set(logged.values_list("subject", flat=True)) == set(
        Person.objects.values_list("pk", flat=True)
    )


def test_a_clerk_sees_the_ledger_and_exports_no_full_numbers(pay: Payroll) -> None:
    clerk = granted(pay, "workshop_clerk", workshop=pay.hall.workshop)
    page = clerk.get(reverse("pay:ledger")).content.decode()
    assert "王芳" in page
    assert "写明原因" not in page
    assert clerk.post(reverse("pay:ledger-numbers"), {"reason": "audit"}).status_code == 403


def test_the_sheet_has_a_place_to_sign_and_what_it_comes_to(pay: Payroll, firm: Client) -> None:
    page = firm.get(reverse("pay:sheet", args=[pay.period().pk])).content.decode()
    for words in ("工资发放表", "3 人合计", "壹拾元伍角整", "藤编小篮", "本人签字（手印）"):
        assert words in page
    assert page.count("页小计") == 1


def test_office_programs_open_the_sheet(
    pay: Payroll, firm: Client, soffice: list[str], tmp_path: Path
) -> None:
    answer = firm.get(reverse("pay:sheet", args=[pay.period().pk]), {"export": "xlsx"})
    rows = seen(answer.content, soffice, tmp_path)
    assert len(rows) == 4
    assert "**** **** **** 0021" in next(row for row in rows if "王芳" in row)


def test_a_page_of_the_ledger_costs_few_queries(
    firm: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        firm.get(reverse("pay:ledger"))
