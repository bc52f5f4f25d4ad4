"""A month is opened, closed, judged by somebody who entered nothing, and looked at slip by slip."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from menkou.ledger.actions.seal import seal
from menkou.settlement.actions.close import close_chunk, run_close, start_close
from menkou.settlement.actions.periods import resolve, set_aside
from menkou.settlement.models import Approval, Payment, Period
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.conftest import MORNING

pytestmark = pytest.mark.django_db
Seat = Callable[..., Client]
Read = Callable[[Any], str]


def page(client: Client, name: str, *args: Any, query: str = "") -> Any:
    answer = client.get(reverse(f"pay:{name}", args=args) + query)
    assert answer.status_code == 200, name
    return answer


def press(client: Client, name: str, *args: Any, **sent: Any) -> Any:
    return client.post(reverse(f"pay:{name}", args=args), sent, follow=True)


def test_the_clerk_closes_the_month_and_the_worker_goes_on(
    month: Payroll, seat: Seat, read: Read
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period, clerk = month.period(), seat("clerk")
    text = read(page(clerk, "period", period.pk))
    assert "2022 年 1 月工资" in text
    assert "可以关账" in text
    assert "都清了" in text
    assert "期末以后的 1 天记的活也会算进来" in text
    text = read(press(clerk, "close", period.pk))
    assert "开始关了" in text
    assert "0 / 1 人" in text
    run_close(period=period, now=lambda: MORNING)
    text = read(page(clerk, "period", period.pk))
    assert "1 张，7.00 元" in text
    assert "柒元整" in text
    assert "马丽" in text


def test_what_is_open_is_listed_first_and_keeps_nobody_from_closing(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.hall.weaver("马丽")
    ticket = month.hall.ticket((ma, 1), pieces=30)
    month.hall.send(month.hall.fact(
        "receipt", date(2022, 1, 14), "10:00",
        {"ticket": ticket.pk, "carrier": ma.pk, "good": 5, "uninspected": 4},
    ))
    text = read(page(seat("clerk"), "period", month.period().pk))
    assert "4 收了还没验的件" in text
    assert "21 还在工人手里的件" in text


def test_a_close_may_take_what_stood_on_the_first_morning(
    month: Payroll, seat: Seat, read: Read
) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    seal(at=FEB_1)
    month.worked(ma, 10, day=date(2022, 2, 3))
    period = month.period()
    with time_machine.travel(MORNING + timedelta(days=7), tick=False):
        clerk = seat("clerk")
        answer = page(clerk, "period", period.pk)
        text = read(answer)
        assert "到 2 月 1 日早上为止 期末以后的一天都不算进来" in text
        assert "期末以后的 8 天记的活也会算进来" in text
        mark = answer.context["marks"][0][0]
        assert "没有这个时刻" in read(press(clerk, "close", period.pk, mark="99999"))
        press(clerk, "close", period.pk, mark=str(mark.pk))
        run_close(period=period, now=lambda: MORNING)
        assert Period.objects.get().net == 7_0000


def test_a_close_that_stands_still_says_so_and_goes_on(
    month: Payroll, seat: Seat, read: Read
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period, clerk = month.period(), seat("clerk")
    start_close(period=period, by=month.hall.clerk, at=MORNING)
    assert "没有动静" not in read(page(clerk, "period", period.pk))
    with time_machine.travel(MORNING + timedelta(seconds=90), tick=False):
        assert "90 秒没有动静了" in read(page(clerk, "period", period.pk))
        assert "接着关了" in read(press(clerk, "go-on", period.pk))
    close_chunk(period=period, at=MORNING)
    assert "1 / 1 人" in read(page(clerk, "period", period.pk))
    assert "停下了，和没关过一样" in read(press(clerk, "cancel", period.pk))
    assert Period.objects.get().state == "open"
    assert "没有在关" in read(press(clerk, "cancel", period.pk))


def test_only_who_entered_nothing_approves_and_once(
    month: Payroll, seat: Seat, read: Read
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period = month.close()
    assert "对，批了" not in read(page(seat("clerk"), "period", period.pk))
    officer = seat("officer")
    text = read(page(officer, "period", period.pk))
    assert "等您批" in text
    assert "抽出来的 5 人" in text
    assert "马丽" in read(page(officer, "period", period.pk, query="?sample=1"))
    assert "批了 1 / 1" in read(press(officer, "approve", period.pk))
    assert "您已经批过这一期了" in read(press(officer, "approve", period.pk))
    assert Payment.objects.get().amount == 7_0000
    assert "待付" in read(page(officer, "list"))


def test_the_drawn_five_beside_who_is_set_aside_take_ten_queries(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    ma, other = month.hall.weaver("马丽"), month.hall.weaver("何英")
    month.worked(ma, 20)
    month.worked(other, 20)
    set_aside(engagement=other.engagements.get(), why="identity", by=month.hall.clerk, at=MORNING)
    period, officer = month.close(), seat("officer")
    page(officer, "period", period.pk)
    with django_assert_max_num_queries(10):
        text = page(officer, "period", period.pk, query="?sample=1").content.decode()
    assert "何英" in text
    assert "对，批了" in text


def test_who_had_a_hand_in_it_reads_why_she_may_not_approve(
    month: Payroll, seat: Seat, read: Read
) -> None:
    li = month.hall.weaver("李英")
    month.worked(month.hall.weaver("马丽"), 20)
    row = set_aside(engagement=li.engagements.get(), why="identity", by=month.officer, at=MORNING)
    period = month.close()
    officer = seat("officer")
    text = read(page(officer, "period", period.pk))
    assert "要没有经手的人来批" in text
    assert "对，批了" not in text
    assert "要没有经手的人来批" in read(press(officer, "approve", period.pk))
    assert row.period_id is None
    assert Approval.objects.count() == 0


def test_sent_back_with_a_reason_and_approved_again(
    month: Payroll, seat: Seat, read: Read
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period, officer = month.close(), seat("officer")
    assert "请选一项" in read(press(officer, "send-back", period.pk))
    text = read(press(officer, "send-back", period.pk, why="rate"))
    assert "退回：工价不对" in text
    assert "批了 1 / 1" in read(press(seat("second"), "approve", period.pk))


def test_who_is_cleared_is_paid_in_a_later_run(month: Payroll, seat: Seat, read: Read) -> None:
    ma, li = month.hall.weaver("马丽"), month.hall.weaver("李英")
    month.worked(ma, 20)
    month.worked(li, 40)
    row = set_aside(
        engagement=li.engagements.get(), why="asked", by=month.hall.clerk, at=MORNING
    )
    period, clerk = month.period(), seat("clerk")
    text = read(page(clerk, "period", period.pk))
    assert "先放一边的 1 人" in text
    assert "她自己要求晚点结" in text
    period = month.close()
    assert "补发" not in read(page(clerk, "period", period.pk))
    text = read(press(clerk, "resolve", row.pk))
    assert "李英说清楚了" in text
    assert "有 1 人说清楚了" in text
    assert "这个人没有放在一边" in read(press(clerk, "resolve", row.pk))
    assert "补发第 1 次" in read(press(clerk, "again", period.pk))
    later = month.close(number=1)
    text = read(page(clerk, "period", later.pk))
    assert "李英" in text
    assert "马丽" not in text
    with pytest.raises(Exception, match="没有放在一边"):
        resolve(aside=row, by=month.officer, at=MORNING)


def test_tax_is_decided_beside_what_each_class_comes_to(
    month: Payroll, seat: Seat, read: Read
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period, firm = month.period(), seat("firm")
    text = read(page(firm, "tax", period.pk))
    assert "1,200.00 0.00 80.00" in text
    assert "按每个人的计税类别代扣" in read(press(firm, "tax", period.pk, withholds="yes"))
    assert Period.objects.get().withholds
    month.close()
    assert "已经关了" in read(press(firm, "tax", period.pk, withholds="no"))


def test_periods_are_opened_found_and_exported(month: Payroll, seat: Seat, read: Read) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    clerk = seat("clerk")
    assert "还没有工资期" in read(page(clerk, "list"))
    text = read(press(clerk, "open", payer=month.hall.firm.pk, cycle="month", day="2022-01-14"))
    assert "2022 年 1 月开着" in text
    assert "请填哪一天所在的期" in read(
        press(clerk, "open", payer=month.hall.firm.pk, cycle="month", day="")
    )
    month.close()
    text = read(page(clerk, "list"))
    assert "最近关的：2022 年 1 月" in text
    assert "1 张工资条，7.00 元" in text
    assert "2 月 15 日" in text
    assert "共 1 期" in read(page(clerk, "list", query="?stage=approve&q=2022-01"))
    assert "没有这样的" in read(page(clerk, "list", query="?stage=open"))
    table = clerk.get(reverse("pay:period", args=[month.period().pk]) + "?export=csv")
    assert "马丽" in table.content.decode("utf-8-sig")


def test_a_period_of_a_stranger_is_no_such_page(month: Payroll, seat: Seat) -> None:
    other = Payroll()
    other.worked(other.hall.weaver("王芳"), 20)
    period = other.close()
    clerk = seat("clerk")
    for name in ("period", "print", "tax"):
        answer = clerk.get(reverse(f"pay:{name}", args=[period.pk]))
        assert answer.status_code == (403 if name == "tax" else 404)
    assert clerk.post(reverse("pay:close", args=[period.pk])).status_code == 404


def test_pages_of_a_period_ask_few_queries(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    for n in range(8):
        month.worked(month.hall.weaver(f"示例{n}"), 20)
    period, officer = month.period(), seat("officer")
    start_close(period=period, by=month.hall.clerk, at=MORNING)
    with django_assert_max_num_queries(10):
        page(officer, "period", period.pk)
    run_close(period=period, now=lambda: MORNING)
    for name, args in (("period", [period.pk]), ("list", [])):
        with django_assert_max_num_queries(10):
            page(officer, name, *args)
    later = month.period(date(2022, 2, 10))
    with django_assert_max_num_queries(10):
        page(officer, "period", later.pk)
