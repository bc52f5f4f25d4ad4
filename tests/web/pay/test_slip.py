"""A slip on its page and on paper, what she says of it, and what is seen of one in part."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menkou.registry.models import Community, Residence
from menkou.settlement.actions.items import (
    approve_item,
    decide_deduction,
    enter_deduction,
    enter_item,
)
from menkou.settlement.actions.replies import answer, object_to
from menkou.settlement.models import Confirmation, Objection, SetAside
from menkou.web.pay.printing import FULL, LAST
from tests.settlement.ground import FEB_1, Payroll
from tests.web.conftest import account, granted
from tests.web.pay.conftest import MORNING
from tests.web.pay.test_period import page, press

pytestmark = pytest.mark.django_db
Seat = Callable[..., Client]
Read = Callable[[Any], str]


def test_a_slip_says_what_it_pays_for_down_to_the_facts(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.card(month.hall.weaver("马丽"))
    new = month.worked(ma, 20)
    month.worked(ma, 10, day=date(2022, 1, 20))
    month.approved()
    answer = page(seat("clerk"), "slip", month.slip(ma).pk)
    text = read(answer)
    for said in (
        "马丽的工资条", "1 月 14 日至20 日", "应发合计 10.50", "实发 人民币 壹拾元伍角整 10.50 元",
        "没有记考勤，按件算", "本人登记的银行卡", "1 月 14 日 20 个 7.00", "关了账，有了工资条",
        "批了 示例申",
    ):
        assert said in text, said
    facts = [one for rows in answer.context["bases"] for one in rows["rows"]]
    assert len(facts) == 2
    assert str(new.uid) in read(seat("clerk").get(reverse("fact", args=[facts[0].fact])))


def test_late_corrected_and_taken_off_is_said_in_words(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma, hall = month.hall.weaver("马丽"), month.hall
    by: dict[str, Any] = {"by": hall.clerk, "at": FEB_1}
    month.worked(ma, 20)
    month.close()
    month.worked(ma, 30, day=date(2022, 1, 28))
    month.worked(ma, 101, day=date(2022, 2, 8))
    bonus = enter_item(
        engagement=ma.engagements.get(), code="bonus", amount=5_0033, day=date(2022, 2, 9), **by
    )
    approve_item(item=bonus, by=month.officer, at=FEB_1)
    charge = enter_deduction(
        person=ma, payer=hall.firm, kind="charge", code="damage", amount=2_0000, **by
    )
    decide_deduction(deduction=charge, agreed=True, by=month.officer, at=FEB_1)
    month.close(date(2022, 2, 28), at=FEB_1 + timedelta(days=28))
    text = read(page(seat("clerk"), "slip", month.slip(ma).pk))
    assert "补记以前的" in text
    assert "奖金" in text
    assert "赔偿 -2.00" in text
    assert "不到一分的零头，带到下一张 -0.0033" in text


def test_she_says_by_word_or_paper_that_it_is_right(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    month.close()
    slip, clerk = month.slip(ma), seat("clerk")
    assert "手机上" not in read(page(clerk, "right", slip.pk))
    text = read(press(clerk, "right", slip.pk, how="paper"))
    assert "纸上签字或按手印" in text
    assert Confirmation.objects.get().how == "paper"
    assert "已经说过对了" in read(press(clerk, "right", slip.pk, how="told"))


def test_she_tells_the_clerk_what_is_not_right(month: Payroll, seat: Seat, read: Read) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    month.close()
    slip, clerk = month.slip(ma), seat("clerk")
    assert "请选一项" in read(press(clerk, "wrong", slip.pk))
    text = read(press(clerk, "wrong", slip.pk, reason="count"))
    assert "她说不对： 件数不对" in text
    assert "2 月 6 日前要答复" in text
    assert "还在等答复" in read(press(clerk, "wrong", slip.pk, reason="rate"))
    assert "还在等答复" not in read(page(clerk, "slip", slip.pk))
    assert "答复了再说对" in read(press(clerk, "right", slip.pk, how="told"))
    assert "她说不对，等答复" in read(page(clerk, "period", slip.period_id, query="?asked=1"))
    answer(objection=Objection.objects.get(), why="explained", by=month.hall.clerk, at=MORNING)
    assert "答复：核过，原来的对" in read(page(clerk, "slip", slip.pk))


def test_her_next_slip_may_be_set_aside(month: Payroll, seat: Seat, read: Read) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    month.close()
    slip, clerk = month.slip(ma), seat("clerk")
    assert "说清楚以前不结下一张" in read(press(clerk, "aside", slip.pk, why="identity"))
    assert SetAside.objects.get().why == "identity"
    assert "已经放在一边了" in read(press(clerk, "aside", slip.pk, why="asked"))


def test_of_a_slip_reached_in_part_only_its_lines_are_seen(
    month: Payroll, seat: Seat, read: Read
) -> None:
    """She moved in the middle of January: the officer of her first community sees those days."""
    hall, ma = month.hall, month.hall.weaver("马丽")
    month.worked(ma, 20)
    there = Community.objects.create(site=hall.community.site, name="示例二社区")
    Residence.objects.create(
        person=ma, community=there, from_day=date(2022, 1, 16), entered_at=hall.now,
        entered_by=hall.clerk,
    )
    month.worked(ma, 40, day=date(2022, 1, 20))
    month.close()
    slip = month.slip(ma)
    officer = seat("officer")
    text = read(page(officer, "slip", slip.pk))
    assert "只有归您看的几行" in text
    assert "7.00" in text
    assert "21.00" not in text
    assert "14.00" not in text
    assert "有别处的活，不归您看" in read(page(officer, "period", slip.period_id))
    assert "21.00" not in read(page(officer, "print", slip.period_id))
    for name in ("right", "wrong", "aside"):
        answer = officer.get(reverse(f"pay:{name}", args=[slip.pk]))
        assert answer.status_code == 404
    assert "21.00" in read(page(seat("clerk"), "slip", slip.pk))


def test_slips_of_strangers_are_no_such_pages(month: Payroll, seat: Seat) -> None:
    other = Payroll()
    wang = other.hall.weaver("王芳")
    other.worked(wang, 20)
    other.close()
    slip, clerk = other.slip(wang), seat("clerk")
    for name in ("slip", "right", "wrong", "aside"):
        assert clerk.get(reverse(f"pay:{name}", args=[slip.pk])).status_code == 404


def test_an_auditor_sees_and_says_nothing(month: Payroll, read: Read) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    month.close()
    audit = Client()
    audit.force_login(granted(account("audit", "示例审"), "auditor",
                              site=month.hall.community.site))  # fmt: skip
    slip = month.slip(ma)
    text = read(page(audit, "slip", slip.pk))
    assert "7.00" in text
    assert "她说不对" not in text
    assert audit.get(reverse("pay:wrong", args=[slip.pk])).status_code == 403


def test_slips_are_printed_one_to_a_page_or_on_as_many_as_they_want(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma, li = month.hall.weaver("马丽"), month.hall.weaver("李英")
    month.worked(ma, 20)
    month.worked(li, 40)
    items = [
        enter_item(engagement=li.engagements.get(), code="bonus", amount=1_0000 + n,
                   day=date(2022, 1, 1) + timedelta(days=n % 30), by=month.hall.clerk, at=FEB_1)
        for n in range(LAST + FULL)
    ]
    for item in items:
        approve_item(item=item, by=month.officer, at=FEB_1)
    period = month.close()
    answer = page(seat("clerk"), "print", period.pk)
    sheets = answer.context["sheets"]
    assert [(str(one.slip.person), one.page, one.pages) for one in sheets] == [
        ("李英", 1, 3), ("李英", 2, 3), ("李英", 3, 3), ("马丽", 1, 1),
    ]
    assert sum(len(one.lines) for one in sheets) == LAST + FULL + 2
    assert all(one.lines for one in sheets)
    text = read(answer)
    assert "请在 2 月 8 日前告诉车间" in text
    assert text.count("本人签字") == 2
    one = page(seat("clerk"), "print", period.pk, query=f"?slip={month.slip(ma).pk}")
    assert len(one.context["sheets"]) == 1
    assert "没有可以打印的" in read(page(seat("clerk"), "print", period.pk, query="?slip=x"))


def test_a_slips_page_asks_few_queries(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    ma = month.card(month.hall.weaver("马丽"))
    for day in (10, 14, 20):
        month.worked(ma, 20, day=date(2022, 1, day))
    month.approved()
    slip, clerk = month.slip(ma), seat("clerk")
    object_to(slip=slip, reason="count", how="told", by=month.hall.clerk, at=MORNING)
    with django_assert_max_num_queries(10):
        page(clerk, "slip", slip.pk)
