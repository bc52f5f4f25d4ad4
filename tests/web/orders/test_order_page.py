"""What an order's, a ticket's and a product's page show, and to whom."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.facts.models import Fact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.registry.models import Household, Membership
from menkou.work.actions.orders import allot
from menkou.work.models import Allotment, Ticket
from tests.builders import START, Floor, floor, moment
from tests.web.counter.test_counter import text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def desk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


@pytest.fixture
def firm(hall: Floor) -> Client:
    """The customer, who sees counts."""
    user = User.objects.create(login="firm", shown_name="示例企", kind="staff")
    Grant.objects.create(user=user, role="enterprise", organization=hall.firm, from_day=START,
                         given_by=user, given_at=moment(START, "07:00"))
    client = Client()
    client.force_login(user)
    return client


def many(hall: Floor, number: int) -> None:
    """So many weavers, each with 10 baskets of which 4 are back."""
    for n in range(number):
        person = hall.weaver(f"示例{n:02}")
        ticket = hall.ticket((person, 1), pieces=10)
        hall.send(hall.fact("receipt", TODAY, "10:00",
                            {"ticket": ticket.pk, "carrier": person.pk, "good": 4}))


def test_the_flow_names_eight_households_and_counts_the_rest(desk: Client, hall: Floor) -> None:
    many(hall, 12)
    page = desk.get(f"/orders/{hall.order.pk}/")
    said = text(page)
    assert "示例00家" in said
    assert "还有 4 户 挣 8.00 元" in said
    assert "挣 2.00 元" in said
    assert "10 个，交回 4" in said
    assert "120 个 · 每个 0.80 元" in said
    assert "style=" not in page.content.decode()


def test_two_of_one_household_are_one_node(desk: Client, hall: Floor) -> None:
    many(hall, 2)
    home = Household.objects.create(number="H1")
    for person in hall.order.allotments.get().tickets.values_list("holder", flat=True):
        Membership.objects.create(person_id=person, household=home, relation="head",
                                  from_day=START, entered_at=hall.now, entered_by=hall.clerk)
    said = text(desk.get(f"/orders/{hall.order.pk}/"))
    assert "20 个，交回 8" in said
    assert "挣 4.00 元" in said


def test_the_customer_sees_counts_and_no_name(firm: Client, hall: Floor) -> None:
    many(hall, 3)
    said = text(firm.get(f"/orders/{hall.order.pk}/"))
    assert "3 户" in said
    assert "示例00" not in said
    assert firm.get("/orders/tickets/").status_code == 403


def test_every_number_of_an_order_has_its_unit(desk: Client, hall: Floor) -> None:
    hall.ticket((hall.weaver("王芳"), 1), pieces=12)
    page = text(desk.get(f"/orders/{hall.order.pk}/"))
    assert "在工人手里 12 个" in page
    assert "开工票 1 张 12 个" in page
    assert "下单 1,000 个" in page


def test_the_steps_and_what_comes_next(desk: Client, hall: Floor) -> None:
    many(hall, 1)
    said = text(desk.get(f"/orders/{hall.order.pk}/"))
    assert "记来料 料到了" in said
    assert "还有 990 件没有派" in said
    assert "在工人手里的还有 6 件" in said
    assert "能办的：" in said


def test_the_order_waits_until_each_of_its_materials_has_come(desk: Client, hall: Floor) -> None:
    hall.arrive(hall.rattan, 50_000)
    assert "料到了，点好数记在这里" in text(desk.get(f"/orders/{hall.order.pk}/"))
    hall.arrive(hall.ribbon, 50_000)
    assert "料到了，点好数记在这里" not in text(desk.get(f"/orders/{hall.order.pk}/"))


def test_a_home_stands_under_each_part_with_its_pieces(desk: Client, hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    ticket = hall.ticket((wang, 1), pieces=600)
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 4}))
    Allotment.objects.filter(pk=hall.allotment.pk).update(pieces=600)
    hall.allotment = allot(
        order=hall.order, operation=hall.operation, holder=hall.firm, pieces=400, fee=8000,
        due_on=hall.order.due_on, by=hall.clerk, at=hall.now,
    )
    hall.ticket((wang, 1), pieces=150)
    hall.ticket((li, 1), pieces=250)
    said = text(desk.get(f"/orders/{hall.order.pk}/"))
    assert "王芳家 挣 2.00 元 600 个，交回 4" in said
    assert "王芳家 挣 0.00 元 150 个，交回 0" in said
    assert "李英家 挣 0.00 元 250 个，交回 0" in said
    assert "还有 1 户" not in said


def test_an_order_that_is_late_says_so(
    desk: Client, hall: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 3), "09:00"))
    assert "迟了 3 天" in text(desk.get(f"/orders/{hall.order.pk}/"))


def test_an_orders_page_asks_ten_times_at_most_with_any_number_of_tickets(
    desk: Client, hall: Floor, django_assert_max_num_queries: Any
) -> None:
    hall.arrive(hall.rattan, 50_000)
    many(hall, 15)
    with django_assert_max_num_queries(10):
        assert desk.get(f"/orders/{hall.order.pk}/").status_code == 200


def test_a_tickets_page_tells_its_life(
    desk: Client, hall: Floor, django_assert_max_num_queries: Any
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 20_000)
    hold = {"ticket": ticket.pk, "carrier": wang.pk}
    wrong = hall.fact("receipt", TODAY, "14:00", hold | {"good": 1})
    hall.send(
        hall.fact("issue", TODAY, "09:00",
                  hold | {"lines": [{"commodity": hall.rattan.pk, "quantity": 14_400}]}),
        wrong,
        hall.fact("receipt", TODAY, "15:00", hold | {"good": 6, "at_rework": 1, "reason": "loose"}),
        hall.fact("rework", TODAY, "17:30", {"ticket": ticket.pk, "good": 1}),
    )
    hall.send(hall.fact("undo", TODAY, "14:05", {}, replaces=wrong.uid))
    with django_assert_max_num_queries(10):
        page = desk.get(f"/orders/tickets/{ticket.pk}/")
    said = text(page)
    assert "合格 7 个" in said
    assert "还没交 5 个" in said
    assert "挣了 3.50 元" in said
    assert "合格 6 个 · 返工 1 个" in said
    assert "+3.00" in said
    assert "撤销了：收货" in said
    assert "已更正" in said
    assert "藤条 14.4 公斤 14.4 公斤 6 公斤" in said


def test_an_unknown_material_that_waits_is_said_so(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    lines = [{"commodity": 999_999, "quantity": 500}]
    (answer,) = hall.send(hall.fact("issue", TODAY, "09:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "lines": lines}))
    assert answer.result == "waiting"
    page = desk.get(f"/orders/tickets/{ticket.pk}/")
    assert page.status_code == 200
    assert "不认得的料" in text(page)
    assert desk.get(f"/counter/{ticket.pk}/").status_code == 200
    assert desk.get("/counter/today/").status_code == 200


@pytest.mark.urls("menkou.urls")
def test_a_ticket_leads_to_the_facts_of_its_life(desk: Client, hall: Floor) -> None:
    many(hall, 1)
    (fact,) = Fact.objects.filter(kind="receipt")
    ticket = Ticket.objects.get()
    page = desk.get(f"/orders/tickets/{ticket.pk}/").content.decode()
    assert f'/accounts/facts/{fact.pk}/">收货</a>' in page


def test_a_ticket_of_another_workshop_is_not_here(desk: Client) -> None:
    other = floor()
    ticket = other.ticket((other.weaver("李英"), 1), pieces=5)
    for page in ("", "enlarge/", "cancel/"):
        assert desk.get(f"/orders/tickets/{ticket.pk}/{page}").status_code == 404


@pytest.mark.parametrize("query", ["?late=1", "?q=王芳", "?state=open", ""])
def test_the_list_of_tickets_finds_what_is_late(
    desk: Client, hall: Floor, query: str, monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    hall.ticket((hall.weaver("王芳"), 1), pieces=12)
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 1), "09:00"))
    with django_assert_max_num_queries(10):
        assert "1 张工票" in text(desk.get(f"/orders/tickets/{query}"))


def test_the_forms_and_lists_ask_ten_times_at_most(
    desk: Client, hall: Floor, django_assert_max_num_queries: Any
) -> None:
    ticket = hall.ticket((hall.weaver("王芳"), 1), pieces=12)
    pages = (
        f"{hall.order.pk}/arrival/", "products/", f"products/{hall.operation.product_id}/",
        f"products/{hall.operation.product_id}/rate/", f"tickets/{ticket.pk}/enlarge/",
        f"tickets/{ticket.pk}/cancel/",
    )
    for page in pages:
        with django_assert_max_num_queries(10):
            assert desk.get(f"/orders/{page}").status_code == 200
