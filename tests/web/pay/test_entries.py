"""Items and deductions: one enters, another decides; what was taken so far is seen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menkou.settlement.models import Deduction, Item
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.test_period import page, press

pytestmark = pytest.mark.django_db
Seat = Callable[..., Client]
Read = Callable[[Any], str]


def enter(client: Client, name: str, engagement: int, **sent: Any) -> Any:
    path = f"{reverse(f'pay:{name}')}?engagement={engagement}"
    return client.post(path, sent, follow=True)


def test_an_item_is_entered_by_one_and_approved_by_another(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.hall.weaver("马丽")
    clerk, officer = seat("clerk"), seat("officer")
    assert "还没有单列工资" in read(page(clerk, "items"))
    assert "马丽" in read(page(clerk, "item-enter", query="?q=马"))
    assert "没有找到“王”" in read(page(clerk, "item-enter", query="?q=王"))
    terms = ma.engagements.get().pk
    given = {"code": "bonus", "amount": "5.5", "day": "2022-01-20", "note": "月底赶工"}
    wrong = read(enter(clerk, "item-enter", terms, **{**given, "amount": "-5"}))
    assert "只有更正可以是负数" in wrong
    text = read(enter(clerk, "item-enter", terms, **given))
    assert "等另一个人批" in text
    assert "自己填的" not in text  # a clerk decides nothing
    item = Item.objects.get()
    assert clerk.post(reverse("pay:item-approve", args=[item.pk])).status_code == 403
    assert "1 月 20 日" in read(page(officer, "items", query="?verdict=entered"))
    assert "批了，会在下一张工资条里" in read(press(officer, "item-approve", item.pk))
    assert "已经批过了" in read(press(officer, "item-refuse", item.pk))
    assert "看这笔账" in read(page(officer, "item", item.pk))
    month.close()
    assert "奖金" in read(page(clerk, "slip", month.slip(ma).pk))


def test_nobody_decides_what_she_entered_herself(month: Payroll, seat: Seat, read: Read) -> None:
    ma = month.hall.weaver("马丽")
    firm = seat("firm")
    text = read(enter(firm, "item-enter", ma.engagements.get().pk, code="allowance", amount="3",
                      day="2022-01-20"))  # fmt: skip
    assert "自己填的，要另一个人来批" in text
    assert "不同意" not in text
    item = Item.objects.get()
    assert "自己填的，要另一个人来批" in read(press(firm, "item-approve", item.pk))
    assert "没有批，不进工资条" in read(press(seat("officer"), "item-refuse", item.pk))
    assert Item.objects.get().verdict == "refused"


def test_a_deduction_says_what_was_taken_and_what_is_left(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 100)
    clerk, officer = seat("clerk"), seat("officer")
    text = read(enter(clerk, "deduction-enter", ma.engagements.get().pk, kind="charge",
                      code="damage", amount="10"))  # fmt: skip
    assert "等另一个人批" in text
    row = Deduction.objects.get()
    assert "不同意" in read(page(officer, "deduction", row.pk))
    assert "从下一张工资条扣起" in read(press(officer, "decide", row.pk))
    month.close()
    text = read(page(clerk, "deduction", row.pk))
    assert "已扣 7.00 元 还剩 3.00 元" in text
    assert "五分之一" in text
    assert "7.00 3.00" in read(page(clerk, "deductions"))
    assert "请填一共多少" in read(enter(clerk, "deduction-enter", ma.engagements.get().pk))


def test_strangers_items_and_deductions_are_no_such_pages(month: Payroll, seat: Seat) -> None:
    other = Payroll()
    wang = other.hall.weaver("王芳")
    by: dict[str, Any] = {"entered_by": other.hall.clerk, "entered_at": FEB_1}
    item = Item.objects.create(engagement=wang.engagements.get(), code="bonus", amount=1_0000,
                               day=date(2022, 1, 3), **by)  # fmt: skip
    row = Deduction.objects.create(person=wang, payer=other.hall.firm, kind="charge",
                                   code="damage", amount=1_0000, **by)  # fmt: skip
    officer = seat("officer")
    for name, key in (("item", item.pk), ("deduction", row.pk)):
        assert officer.get(reverse(f"pay:{name}", args=[key])).status_code == 404
    for name, key in (("item-approve", item.pk), ("item-refuse", item.pk), ("decide", row.pk)):
        assert officer.post(reverse(f"pay:{name}", args=[key])).status_code == 404
    terms = wang.engagements.get().pk
    assert seat("clerk").get(f"{reverse('pay:item-enter')}?engagement={terms}").status_code == 404
    assert "王芳" not in seat("clerk").get(f"{reverse('pay:item-enter')}?q=王").content.decode()


def test_the_lists_of_entries_ask_few_queries(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    by: dict[str, Any] = {"entered_by": month.hall.clerk, "entered_at": FEB_1}
    for n in range(4):
        ma = month.hall.weaver(f"示例{n}")
        Item.objects.create(engagement=ma.engagements.get(), code="bonus", amount=1_0000,
                            day=date(2022, 1, 3) + timedelta(days=n), **by)  # fmt: skip
        Deduction.objects.create(person=ma, payer=month.hall.firm, kind="charge", code="damage",
                                 amount=1_0000, **by)  # fmt: skip
    officer = seat("officer")
    for name, args in (
        ("items", []), ("deductions", []), ("item", [Item.objects.latest("pk").pk]),
        ("deduction", [Deduction.objects.latest("pk").pk]),
    ):  # fmt: skip
        with django_assert_max_num_queries(10):
            page(officer, name, *args)
