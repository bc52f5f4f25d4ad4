"""The picture of an order's way: five levels, forty workshops, and who may see which names."""

import re
from collections import Counter
from datetime import date

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.identity import clock
from menkou.identity.models import User
from menkou.registry.models import Engagement, Party, Person, Tenancy, Workshop
from menkou.web.orders.layout import Node, laid_out
from menkou.work.actions.orders import allot
from menkou.work.models import Order
from tests.builders import START, Floor, floor, moment
from tests.stories.test_two_operations import shirts, step
from tests.web.counter.test_counter import text
from tests.work.chaining import Chain, chain, organization

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "20:00"))
    return chain()


def desk(line: Chain) -> Client:
    client = Client()
    client.force_login(line.hall.clerk)
    return client


def office(line: Chain) -> Client:
    user = User.objects.create(login="office", shown_name="示例居", kind="staff")
    Grant.objects.create(user=user, role="community_officer", community=line.hall.community,
                         from_day=START, given_by=user, given_at=moment(START, "07:00"))
    client = Client()
    client.force_login(user)
    return client


def shown(line: Chain, client: Client) -> str:
    page = client.get(f"/orders/{line.hall.order.pk}/")
    assert page.status_code == 200
    return page.content.decode()


def test_each_level_says_its_pieces_its_fee_and_what_it_keeps(line: Chain) -> None:
    line.make(line.hall.weaver("王芳"), 400, good=390, rejected=10)
    said = text(office(line).get(f"/orders/{line.hall.order.pk}/"))
    assert "示例电子厂 1,000 个 · 每个付 0.90 元" in said
    assert "红路一社区居委会 1,000 个 · 每个 0.90 元 · 留 0.05 元 · 都派下去了" in said
    assert "示例山尖花合作社 1,000 个 · 每个 0.85 元 · 留 0.03 元 · 都派下去了" in said
    assert "藤编车间 留 0.32 元 400 个 · 每个 0.82 元 · 验收 390，退回 10" in said
    assert "王芳家 挣 195.00 元 400 个，交回 400" in said


def test_a_level_that_pays_on_more_than_it_gets_is_said_to_lose(line: Chain) -> None:
    line.make(line.hall.weaver("王芳"), 10)
    Order.objects.filter(pk=line.hall.order.pk).update(fee=4_000)
    line.hall.order.allotments.update(fee=4_000)
    page = shown(line, desk(line))
    assert "亏 0.10 元" in page
    assert re.search(r'class="t2 loses"[^>]*>亏 0.10 元<', page)


def test_a_cooperative_in_the_middle_sees_counts_and_no_name(line: Chain) -> None:
    line.make(line.hall.weaver("王芳"), 20)
    user = User.objects.create(login="coop", shown_name="示例合", kind="staff")
    Grant.objects.create(user=user, role="cooperative", organization=line.coop, from_day=START,
                         given_by=user, given_at=moment(START, "07:00"))
    client = Client()
    client.force_login(user)
    page = shown(line, client)
    assert "1 户" in page
    assert "王芳" not in page
    said = text(client.get(f"/orders/{line.hall.order.pk}/"))
    assert "示例山尖花合作社 1,000 个 · 每个 0.85 元 · 留 0.03 元" in said
    assert "每个 0.82 元" in said
    for others in ("0.90", "0.05", "0.50", "0.32", "10.00"):  # what the others get, keep and pay
        assert others not in said
    listed = text(client.get(f"/orders/{line.hall.order.pk}/parts/"))
    assert "0.85" in listed
    assert "0.82" in listed
    assert "0.90" not in listed


def forty(line: Chain, spare: int = 0) -> None:
    """Forty workshops of the cooperative's, each with one weaver at home and some pieces that
    nobody has."""
    hall = line.hall
    entered = {"from_day": START, "entered_at": hall.now, "entered_by": hall.clerk}
    for n in range(39):
        place = Workshop.objects.create(
            party=Party.objects.create(kind="workshop", name=f"第{n:02}车间"),
            community=hall.community,
        )
        firm = organization(f"示例厂{n:02}", "sole_trader")
        Tenancy.objects.create(workshop=place, operator=firm, **entered)
        person = Person.objects.create(
            party=Party.objects.create(kind="person", name=f"示例{n:02}"), sex="f",
            born_on=date(1985, 5, 5), search="",
        )
        Engagement.objects.create(person=person, payer=firm, workshop=place, form="home",
                                  cycle="month", **entered)
        _give(hall, line, place, firm, person, 5 + n, spare)


def _give(
    hall: Floor, line: Chain, place: Workshop, firm: object, person: Person, n: int, spare: int
) -> None:
    from menkou.work.actions.products import set_rate
    from menkou.work.actions.tickets import NewTicket, make_tickets

    who = {"by": hall.clerk, "at": hall.now}
    set_rate(payer=firm, operation=hall.operation, amount=5_000, from_day=START, **who)
    part = allot(order=hall.order, operation=hall.operation, holder=firm, pieces=n + spare,
                 fee=8_000, due_on=hall.order.due_on, parent=line.parts[1], **who)
    make_tickets([NewTicket([(person, 1)], n, True, date(2022, 2, 28))], allotment=part,
                 workshop=place, made_on=START, **who)


def test_of_forty_workshops_eight_are_drawn_and_the_rest_are_counted(line: Chain) -> None:
    from menkou.work.actions.orders import cut

    hall = line.hall
    cut(allotment=line.parts[2], pieces=1000, reason="season", by=hall.clerk, at=hall.now)
    line.parts[1].refresh_from_db()
    forty(line)
    page = shown(line, desk(line))
    svg = page[page.index("<svg class=\"flow") : page.index("</svg>", page.index("class=\"flow"))]
    assert "还有 31 个车间" in svg
    levels = Counter(re.findall(r'<rect class="box" x="(\d+)"', svg))
    assert max(levels.values()) == 9
    assert len(levels) == 5
    assert "第38车间" in svg
    assert "第00车间" not in svg


def test_what_no_household_has_yet_is_one_box_and_no_workshop(line: Chain) -> None:
    from menkou.work.actions.orders import cut

    hall = line.hall
    cut(allotment=line.parts[2], pieces=1000, reason="season", by=hall.clerk, at=hall.now)
    line.parts[1].refresh_from_db()
    forty(line, spare=1)
    page = shown(line, desk(line))
    svg = page[page.index("<svg class=\"flow") : page.index("</svg>", page.index("class=\"flow"))]
    assert "还有 31 个车间" in svg
    assert svg.count("还没派活") == 2  # drawn, and as the box's title
    assert ">39 个<" in svg


def test_nothing_is_cut_short_in_the_boxes_of_five_levels(line: Chain) -> None:
    line.make(line.hall.weaver("王芳"), 400, good=390, rejected=10)
    Party.objects.filter(pk=line.coop.party_id).update(name="示例红路来料加工专业合作社")
    page = shown(line, desk(line))
    svg = page[page.index("<svg class=\"flow") : page.index("</svg>", page.index("class=\"flow"))]
    assert "…" not in svg
    for said in (">示例红路来料加<", ">工专业合作社<", ">400 个 · 每个 0.82 元<", ">留 0.32 元<",
                 ">王芳家<", ">挣 195.00 元<"):
        assert said in svg, said


@pytest.mark.parametrize(
    ("earned", "beside"), [("挣 195.00 元", True), ("挣 12,345,678.90 元", False)]
)
def test_a_sum_that_leaves_no_room_for_the_name_stands_below_it(earned: str, beside: bool) -> None:
    rest = Node("还有 22 户", "home", weight=10, beside=earned)
    bench = Node("藤编车间", "bench", weight=10, children=[rest])
    laid_out(Node("示例厂", weight=10, children=[bench]), Order(pieces=10), "个")
    assert [line for _y, line in rest.names] == ["还有 22 户"]
    assert rest.aside == (earned if beside else "")
    assert [line for _y, line in rest.lines] == ([] if beside else [earned])


@pytest.mark.parametrize("operation", ["10", "20", "nothing"])
def test_an_order_of_one_operation_shows_no_choice_of_it(line: Chain, operation: str) -> None:
    page = desk(line).get(f"/orders/{line.hall.order.pk}/?op={operation}")
    assert page.status_code == 200
    assert "看哪一道工序" not in page.content.decode()


def test_a_plain_floor_still_leads_from_the_firm_to_its_own_workshop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "20:00"))
    hall = floor()
    hall.ticket((hall.weaver("王芳"), 1), pieces=12)
    client = Client()
    client.force_login(hall.clerk)
    said = text(client.get(f"/orders/{hall.order.pk}/"))
    assert "藤编车间 12 个 · 每个 0.80 元" in said
    assert "还没派活 988 个" in said


def test_of_two_operations_the_tickets_of_the_one_that_is_looked_at_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "20:00"))
    hall = shirts()
    for number, name, pieces in ((10, "王芳", 40), (20, "李英", 30)):
        step(hall, number)
        hall.ticket((hall.weaver(name), 1), pieces=pieces)
    client = Client()
    client.force_login(hall.clerk)
    for number, there, elsewhere in ((10, "王芳", "李英"), (20, "李英", "王芳")):
        page = client.get(f"/orders/{hall.order.pk}/?op={number}").content.decode()
        assert there in page
        assert elsewhere not in page
        assert "共 1 张，迟 0 张" in page
