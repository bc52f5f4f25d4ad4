"""The first page: what the day was, and what waits for whom."""

from datetime import date
from typing import Any

import pytest
import time_machine

from menkou.identity.models import User
from tests import builders
from tests.builders import START, Floor, moment
from tests.web.conftest import granted

DAY = date(2022, 2, 10)


@pytest.fixture(autouse=True)
def tenth_of_february() -> Any:
    with time_machine.travel(moment(DAY, "15:00"), tick=False):
        yield


@pytest.fixture
def worked(floor: Floor) -> Floor:
    """示例甲 brought 8 baskets today, 7 good, and one receipt names no ticket."""
    jia = floor.weaver("示例甲")
    floor.arrive(floor.rattan, 100_000)
    ticket = floor.ticket((jia, 1), pieces=20)
    floor.now = moment(DAY, "12:00")
    carried = {"ticket": ticket.pk, "carrier": jia.pk}
    floor.send(
        floor.fact(
            "receipt", DAY, "10:00", {**carried, "good": 7, "rejected": 1, "reason": "loose"}
        ),
        floor.fact("receipt", DAY, "11:00", {**carried, "ticket": 999999, "good": 4}),
    )
    return floor


def test_a_worker_goes_to_her_own_page(door: Any, weaver: User) -> None:
    assert door(weaver).get("/")["Location"] == "/me/"


def test_the_officer_sees_the_day(door: Any, read: Any, officer: User, worked: Floor) -> None:
    said = read(door(officer).get("/"))
    assert "2022 年 2 月 10 日，星期四" in said
    assert "今天收货 8 件 退回 1 件，本月收了 8 件" in said
    assert "今天挣出 3.50 元 1 人有收入，本月 3.50 元" in said
    assert "手里有活 1 人 1 张工票，还没交 12 件" in said
    assert "没交齐的订单 1 单 都还来得及" in said


def test_what_waits_stands_with_its_reason_and_its_button(
    door: Any, read: Any, officer: User, worked: Floor
) -> None:
    response = door(officer).get("/")
    said = read(response)
    assert "示例申，今天有 3 件事等您" in said
    assert "1 没记上的，要您看一眼 最早的一件是 2 月 10 日 12:00 收到的 去看看" in said
    assert "1 在做活的人资料不全 缺银行卡 1 人、缺电话 1 人" in said
    assert 'href="/office/tray/"' in response.content.decode()


def test_pieces_that_nobody_has_are_named(
    door: Any, read: Any, officer: User, worked: Floor
) -> None:
    response = door(officer).get("/")
    assert "1 订单还没全开成工票 最急的是" in read(response)
    assert "还有 980 件没人做 去开工票" in read(response)
    assert f'href="/orders/{worked.order.pk}/tickets/"' in response.content.decode()


def test_every_number_says_how_it_is_counted_and_leads_down(
    door: Any, read: Any, officer: User, worked: Floor
) -> None:
    page = door(officer).get("/").content.decode()
    assert page.count('class="define"') == 4
    for address in ("/counter/today/", "/office/accounts/?kind=wages_owed",
                    "/orders/tickets/?state=open", "/orders/?state=open"):  # fmt: skip
        assert f'<a class="plain" href="{address}"' in page


def test_the_days_of_the_month_are_drawn(
    door: Any, read: Any, officer: User, worked: Floor
) -> None:
    assert "2 月 10 日最多，3.50 元。今天到现在 3.50 元。" in read(door(officer).get("/"))


def test_with_nothing_late_the_next_orders_stand_there(
    door: Any, read: Any, officer: User, worked: Floor
) -> None:
    said = read(door(officer).get("/"))
    assert "接下来要交的订单" in said
    assert "992 2 月 28 日 还来得及" in said


def test_late_work_is_named(door: Any, read: Any, officer: User, worked: Floor) -> None:
    with time_machine.travel(moment(date(2022, 3, 2), "09:00"), tick=False):
        said = read(door(officer).get("/"))
    assert "1 到期没交的工票 最早的一张 2 月 28 日 就该交" in said
    assert "1 订单已经迟了" in said
    assert "已迟 2 天" in said


def test_the_page_costs_ten_queries_at_most(
    door: Any, officer: User, worked: Floor, django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(moment(date(2022, 3, 2), "09:00"), tick=False):
        here = door(officer)
        with django_assert_max_num_queries(10):
            assert here.get("/").status_code == 200


def test_a_clerk_sees_her_own_workshop_only(door: Any, read: Any, worked: Floor) -> None:
    other = builders.floor()
    assert "今天收货 8 件" in read(door(worked.clerk).get("/"))
    said = read(door(other.clerk).get("/"))
    assert "今天收货 0 件" in said
    assert "没记上的，要您看一眼" not in said


def test_an_enterprise_sees_its_orders_and_no_people(
    door: Any, read: Any, enterprise: User, worked: Floor
) -> None:
    said = read(door(enterprise).get("/"))
    assert "没交齐的订单 1 单" in said
    assert "手里有活" not in said
    assert "资料不全" not in said


def test_each_number_reaches_as_far_as_its_own_verb(
    door: Any, read: Any, worked: Floor, django_assert_max_num_queries: Any
) -> None:
    """Who keeps a workshop and belongs to an enterprise too sees its orders, and of the wages that
    it pays elsewhere, none."""
    other = builders.floor()
    user = granted(other.clerk, "enterprise", organization=worked.firm)
    here = door(user)
    with django_assert_max_num_queries(10):
        said = read(here.get("/"))
    assert "没交齐的订单 2 单" in said
    assert "今天挣出 0.00 元" in said
    assert "手里有活 0 人" in said
    assert "没记上的，要您看一眼" not in said
    assert "资料不全" not in said
    assert "1 订单还没全开成工票" in said  # she may make tickets for her own workshop's alone


def test_with_nothing_to_do_the_page_says_so(door: Any, read: Any, auditor: User) -> None:
    assert "示例审，今天没有事等您" in read(door(auditor).get("/"))


def test_the_menu_has_what_the_person_may_open(door: Any, read: Any, clerk: User) -> None:
    said = read(door(clerk).get("/menu/"))
    assert "柜台" in said
    assert "权限与记录" not in said
    assert "车间管理员" in said


@pytest.mark.parametrize("typed", ["示例", "shili", "SLJ", "示例甲"])
def test_a_person_is_found_by_name_and_pinyin(
    door: Any, read: Any, officer: User, floor: Floor, typed: str
) -> None:
    person = floor.weaver("示例甲")
    person.search = "示例甲 shilijia slj"
    person.save()
    said = read(door(officer).get("/find/", {"q": typed}))
    assert "找到 1 个 示例甲 1985 年生" in said


def test_a_ticket_is_found_by_its_whole_number(
    door: Any, read: Any, clerk: User, floor: Floor
) -> None:
    ticket = floor.ticket((floor.weaver("示例甲"), 1), pieces=5)
    response = door(clerk).get("/find/", {"q": f" {ticket.pk} "})
    assert f"工票 {ticket.pk}" in read(response)
    assert f'href="/counter/{ticket.pk}/"' in response.content.decode()
    assert "没有找到" in read(door(clerk).get("/find/", {"q": str(ticket.pk + 1)}))


def test_what_lies_elsewhere_is_not_found(door: Any, read: Any, floor: Floor) -> None:
    other = builders.floor()
    ticket = floor.ticket((floor.weaver("示例甲"), 1), pieces=5, day=START)
    here = door(other.clerk)
    assert "没有找到" in read(here.get("/find/", {"q": str(ticket.pk)}))
    assert "没有找到" in read(here.get("/find/", {"q": "示例甲"}))


def test_search_costs_ten_queries_at_most(
    door: Any, officer: User, floor: Floor, django_assert_max_num_queries: Any
) -> None:
    here = door(officer)
    with django_assert_max_num_queries(10):
        here.get("/find/", {"q": "藤"})
