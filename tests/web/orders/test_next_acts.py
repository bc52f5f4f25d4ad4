"""What an order's page says comes next, and where the order's other pages are."""

from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.work.models import Order
from tests.builders import moment
from tests.web.counter.test_counter import text
from tests.web.orders.test_levels import door
from tests.work.chaining import DAY, Chain, chain

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(clock, "now", lambda: moment(DAY, "18:30"))
    return chain(pieces=200)


@pytest.fixture
def clerk(line: Chain) -> Client:
    client = Client()
    client.force_login(line.hall.clerk)
    return client


def worked(line: Chain) -> None:
    """Pieces of every kind: at her home, not looked at, at rework, too many, good, delivered, and
    refused by the customer."""
    hall = line.hall
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    line.make(wang, 60)
    line.deliver(30)
    line.accept(10, refused=8)
    ticket = hall.ticket((li, 1), pieces=40)
    line.bring(ticket, li, good=10, at_rework=5, uninspected=7)
    more = hall.ticket((wang, 1), pieces=4)
    hall.send(hall.fact("receipt", DAY, "11:00",
                        {"ticket": more.pk, "carrier": wang.pk, "good": 6}, stated="happened"))


LIVE = (
    "验货 收了还没验的有 7 件", "派返工 等着返工、还没派的有 8 件", "收返工 拿去返工的有 5 件",
    "处理多出件 交得比工票多的有 2 件", "收货 在工人手里的还有 18 件",
    "移交、送货 做好还没送走的有 44 件", "客户验收 送到了、等着验收的有 12 件",
)
INTENDED = ("开工票 还有", "记来料 料到了", "往下分、退回上级 还有")


def test_an_order_that_goes_on_says_what_to_do_with_the_pieces_that_lie_somewhere(
    line: Chain, clerk: Client
) -> None:
    worked(line)
    said = text(clerk.get(f"/orders/{line.hall.order.pk}/"))
    for act in (*LIVE, *INTENDED):
        assert act in said, act


def test_an_order_that_is_wound_up_says_so_too_beside_its_recalls_and_takes_no_new_work(
    line: Chain, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    worked(line)
    Order.objects.filter(pk=line.hall.order.pk).update(state="ending")
    with django_assert_max_num_queries(10):
        page = clerk.get(f"/orders/{line.hall.order.pk}/")
    said = text(page)
    for act in (*LIVE, "一家一家收回", "收尾、结订单 剩下的一样一样定去处"):
        assert act in said, act
    for act in INTENDED:
        assert act not in said, act
    assert "能办的：" in said
    assert "照这两个星期的速度" not in said


def test_what_is_out_on_a_ticket_of_rework_is_out_too(line: Chain, clerk: Client) -> None:
    from tests.web.orders.test_rework import give

    wang = line.hall.weaver("王芳")
    line.make(wang, 20)
    line.deliver(20)
    line.accept(12, refused=8)
    give(clerk, line, wang, "8", pay="none")
    said = text(clerk.get(f"/orders/{line.hall.order.pk}/"))
    assert "收货 在工人手里的还有 8 件" in said
    assert "派返工" not in said


@pytest.mark.parametrize("state", Order.State.values)
def test_the_orders_other_pages_are_a_tap_away_in_every_state(
    line: Chain, clerk: Client, state: str
) -> None:
    order = f"/orders/{line.hall.order.pk}"
    Order.objects.filter(pk=line.hall.order.pk).update(state=state)
    for client in (clerk, door("boss", "enterprise", organization=line.customer)):
        page = client.get(f"{order}/").content.decode()
        for name, where in (("货在哪里", "pieces"), ("一级一级", "parts"), ("收尾", "end")):
            assert f'<a class="chip" href="{order}/{where}/">{name}</a>' in page
            assert client.get(f"{order}/{where}/").status_code == 200
