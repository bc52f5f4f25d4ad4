"""Who gets what of one yuan of an order: the office sees the whole, each level its own."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.identity.models import User
from menkou.work.models import Order
from tests import builders
from tests.builders import Floor, moment
from tests.web.conftest import account, granted
from tests.work.chaining import Chain, chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    """100 baskets of a chain woven, 90 of them accepted; 20 more on a ticket, 5 of them back."""
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 1, 14), "20:00"))
    made = chain()
    wang = made.hall.weaver("王芳")
    made.make(wang, 100)
    made.deliver(100)
    made.accept(90, refused=10)
    made.bring(made.hall.ticket((wang, 1), pieces=20), wang, "11:00", good=5)
    return made


def local(line: Chain) -> User:
    return granted(account("local", "示例居"), "community_officer", community=line.hall.community)


def of(line: Chain, role: str, organization: Any) -> User:
    return granted(account("own", "示例自"), role, organization=organization)


def page(line: Chain) -> str:
    return f"/orders/{line.hall.order.pk}/money/"


def test_the_community_sees_who_gets_what_of_one_yuan_of_the_customer(
    line: Chain, door: Any, read: Any
) -> None:
    client = door(local(line))
    assert f'href="{page(line)}"' in client.get(f"/orders/{line.hall.order.pk}/").content.decode()
    said = read(client.get(page(line)))
    assert "示例电子厂付的一元" in said
    assert "红路一社区居委会 0.0556 6.00" in said
    assert "示例山尖花合作社 0.0333 3.60" in said
    assert "示例藤编合作社 0.3556 38.40" in said
    assert "工人的手工钱 0.5555 60.00" in said
    assert "红路一社区居委会 81.00 76.50 0.00 4.50" in said
    assert "示例藤编合作社 73.80 0.00 45.00 28.80" in said
    assert "各级留下 36.00 元，工钱 45.00 元，合起来就是客户要付的 81.00 元。" in said
    assert "工钱先付的 7.50 元" in said
    assert "还在做的 15 件 做好了要付工钱 7.50 元" in said
    assert "王芳" not in said


def test_the_yuan_is_drawn_in_as_many_fills_as_it_has_parts_and_none_is_a_colour_alone(
    line: Chain, door: Any
) -> None:
    drawn = door(local(line)).get(page(line)).content.decode()
    bar = drawn[drawn.index('<svg class="yuan"'):]
    bar = bar[:bar.index("</svg>")]
    assert "示例山尖花合作社 0.0333 元、" in bar
    fills = re.findall(r'fill="url\(#(fill-\w+)\)"', bar)
    assert fills == ["fill-1", "fill-2", "fill-3", "fill-hands"]
    assert all(f'id="{fill}"' in drawn for fill in fills)
    widths = [int(width) for width in re.findall(r' width="(\d+)"', bar)]
    assert sum(widths) == 1000
    assert widths[-1] in (555, 556)


def test_a_cooperative_sees_what_it_gets_keeps_and_passes_on_and_nothing_of_the_others(
    line: Chain, door: Any, read: Any
) -> None:
    said = read(door(of(line, "cooperative", line.coop)).get(page(line)))
    assert "示例山尖花合作社收到的一元" in said
    assert "自己留下 0.0353" in said
    assert "付给示例藤编合作社 0.9647" in said
    assert "示例山尖花合作社 76.50 73.80 0.00 2.70" in said
    assert "红路一社区居委会" not in said
    assert "手工钱" not in said
    for other in ("81.00", "45.00", "4.50", "28.80", "工钱先付的"):
        assert other not in said, other


def test_the_customer_sees_what_it_pays_and_to_whom(
    line: Chain, door: Any, read: Any
) -> None:
    said = read(door(of(line, "enterprise", line.customer)).get(page(line)))
    assert "示例电子厂付的一元" in said
    assert "付给红路一社区居委会 1.00" in said
    assert "客户要付的 81.00 元" in said
    for other in ("76.50", "73.80", "45.00", "合作社", "手工钱"):
        assert other not in said, other


def test_who_pays_the_workers_sees_her_wages_and_what_is_ahead_of_the_fees(
    line: Chain, door: Any, read: Any
) -> None:
    said = read(door(of(line, "enterprise", line.hall.firm)).get(page(line)))
    assert "自己留下 0.3902" in said
    assert "工人的手工钱 0.6098" in said
    assert "示例藤编合作社 73.80 0.00 45.00 28.80" in said
    assert "工钱先付的 7.50 元" in said
    assert "81.00" not in said
    clerk = Client()
    clerk.force_login(granted(account("desk", "示例柜"), "workshop_clerk",
                              workshop=line.hall.workshop))
    assert "红路一社区居委会" not in read(clerk.get(page(line)))


def test_the_officer_of_another_community_has_no_such_page(line: Chain, door: Any) -> None:
    other = builders.floor()
    stranger = granted(account("far", "示例远"), "community_officer", community=other.community)
    assert door(stranger).get(page(line)).status_code == 404


def test_where_a_level_pays_on_more_than_it_gets_no_yuan_is_drawn(
    line: Chain, door: Any, read: Any
) -> None:
    Order.objects.filter(pk=line.hall.order.pk).update(fee=4_000)
    line.hall.order.allotments.update(fee=4_000)
    answer = door(local(line)).get(page(line))
    assert "一元钱分不成" in read(answer)
    assert '<svg class="yuan"' not in answer.content.decode()
    assert "示例藤编合作社 — -12.00" in read(answer)


def test_of_an_order_without_tickets_nothing_is_shared_yet(
    floor: Floor, door: Any, read: Any, community_officer: User
) -> None:
    said = read(door(community_officer).get(f"/orders/{floor.order.pk}/money/"))
    assert "还没有开工票" in said
    assert "还没有记加工费" in said


@pytest.mark.parametrize("who", ["office", "coop", "firm", "desk"])
def test_the_page_costs_ten_queries_at_most(
    line: Chain, door: Any, who: str, django_assert_max_num_queries: Any
) -> None:
    user = {
        "office": lambda: local(line), "coop": lambda: of(line, "cooperative", line.coop),
        "firm": lambda: of(line, "enterprise", line.hall.firm),
        "desk": lambda: granted(
            account("desk", "示例柜"), "workshop_clerk", workshop=line.hall.workshop),
    }[who]()
    client = door(user)
    with django_assert_max_num_queries(10):
        assert client.get(page(line)).status_code == 200
