"""How an order ends, through the pages: each rest a way, homes called back, reasons for both."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from menkou.identity import clock
from menkou.registry.models import Person
from menkou.work.models import Order, OrderEnd, Recall, Ticket
from menkou.work.queries.residues import residues
from tests.builders import moment
from tests.web.counter.test_counter import text
from tests.web.orders.test_levels import door
from tests.web.orders.test_order_forms import drawn
from tests.work.chaining import DAY, Chain, chain
from tests.work.telling import proved

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(clock, "now", lambda: moment(DAY, "18:30"))
    found = chain(pieces=100)
    found.hall.community.committee = found.committee
    found.hall.community.save()
    return found


@pytest.fixture
def office(line: Chain) -> Client:
    return door("office", "community_officer", community=line.hall.community)


def home(line: Chain, name: str, pieces: int = 20) -> tuple[Person, Ticket]:
    """A home with so many baskets to make, and their rattan."""
    hall, rattan = line.hall, line.hall.rattan
    person = hall.weaver(name)
    ticket = hall.ticket((person, 1), pieces=pieces)
    hall.arrive(rattan, pieces * 1200)
    hall.send(hall.fact("issue", DAY, "09:00", {
        "ticket": ticket.pk, "carrier": person.pk,
        "lines": [{"commodity": rattan.pk, "quantity": pieces * 1200}],
    }))
    return person, ticket


def cancelled(line: Chain, office: Client) -> str:
    order = f"/orders/{line.hall.order.pk}"
    assert "还在外面的" in text(office.get(f"{order}/cancel/"))
    assert "请选一项" in text(office.post(f"{order}/cancel/", {}))
    page = office.post(f"{order}/cancel/", {"reason": "customer"}, follow=True)
    assert "企业不做了" in text(page)
    return order


def test_an_order_is_closed_short_from_its_page_each_rest_with_a_reason(
    office: Client, line: Chain
) -> None:
    line.make(line.hall.weaver("王芳"), 90)
    line.deliver(80)
    line.accept(70, refused=10)
    order = f"/orders/{line.hall.order.pk}"
    page = text(office.get(f"{order}/end/"))
    assert "待返工" in page
    assert "定去处" in page
    assert "还不能结" in text(office.get(f"{order}/close/"))
    assert "先一样一样定去处" in text(office.post(f"{order}/close/", {
        "reason": "short", "unmade_reason": "season",
    }))
    for rest in residues(line.hall.order):
        url = f"{order}/dispose/?what={rest.kind}-{rest.holder}-{rest.commodity.pk}"
        sent = drawn(office.get(url)) | {"to": "owner", "reason": "left"}
        more = {"quantity": str(rest.quantity + 1)}
        assert f"那里只有 {rest.quantity}" in text(office.post(url, sent | more))
        office.post(url, sent)
    assert not residues(line.hall.order)
    assert "有 10 件没有做" in text(office.get(f"{order}/close/"))
    assert "请选一项" in text(office.post(f"{order}/close/", {"reason": "short"}))
    office.post(f"{order}/close/", {"reason": "short", "unmade_reason": "season"})
    end = OrderEnd.objects.get()
    assert (end.reason, end.unmade, end.unmade_reason) == ("short", 10, "season")
    assert "农忙、放假" in text(office.get(f"{order}/end/"))
    assert proved()


def test_what_was_rejected_may_be_good_after_all(office: Client, line: Chain) -> None:
    line.make(line.hall.weaver("王芳"), 20, good=15, rejected=5)
    order = f"/orders/{line.hall.order.pk}"
    url = f"{order}/dispose/?what=rejected-{line.hall.workshop.pk}-{line.makes}"
    sent = drawn(office.get(url)) | {"to": "good", "reason": "mended", "quantity": "3"}
    office.post(url, sent)
    assert (line.there("good"), line.there("rejected")) == (18, 2)
    good = f"{order}/dispose/?what=good-{line.hall.workshop.pk}-{line.makes}"
    office.get(good)  # has told what was done
    assert "再看过，算合格" not in text(office.get(good))


def test_a_cancelled_order_is_wound_up_home_by_home(office: Client, line: Chain) -> None:
    homes = {name: home(line, name) for name in ("示例甲", "示例乙", "示例丙", "示例丁")}
    order = cancelled(line, office)
    page = text(office.get(f"{order}/recalls/"))
    assert all(name in page for name in homes)
    assert "24 公斤" in page
    recalls = {row.ticket.holder.party.name: row for row in Recall.objects.all()}
    hall, rattan = line.hall, line.hall.rattan
    jia, ticket = homes["示例甲"]
    first = f"/orders/recalls/{recalls['示例甲'].pk}/end/"
    assert "还没有可以了结的" in text(office.get(first))
    hall.send(hall.fact("receipt", DAY, "16:00", {
        "ticket": ticket.pk, "carrier": jia.pk, "good": 20,
    }))
    assert "交了活" in text(office.get(first))
    office.post(first, {"ending": "pieces"})
    assert "已经了结了" in text(office.post(first, {"ending": "pieces"}, follow=True))

    yi, ticket = homes["示例乙"]
    hall.send(hall.fact("return", DAY, "16:00", {
        "ticket": ticket.pk, "carrier": yi.pk,
        "lines": [{"commodity": rattan.pk, "quantity": 24_000}],
    }))
    office.post(f"/orders/recalls/{recalls['示例乙'].pk}/end/", {"ending": "material"})

    url = f"/orders/recalls/{recalls['示例丙'].pk}/abandon/"
    sent = drawn(office.get(url)) | {"amount": "10.01"}
    assert "20 件最多 10.00 元" in text(office.post(url, sent))
    office.post(url, sent | {"amount": "4"})
    assert hall.owed(homes["示例丙"][0]) == 4_0000

    url = f"/orders/recalls/{recalls['示例丁'].pk}/lose/"
    sent = drawn(office.get(url))
    assert "先勾上，再记损失" in text(office.post(url, sent))
    office.post(url, sent | {"sure": "on"})
    assert sorted(Recall.objects.values_list("ending", flat=True)) == [
        "abandoned", "loss", "material", "pieces"
    ]
    for rest in residues(hall.order):
        url = f"{order}/dispose/?what={rest.kind}-{rest.holder}-{rest.commodity.pk}"
        office.post(url, drawn(office.get(url)) | {"to": "scrap", "reason": "cancelled"})
    office.post(f"{order}/close/", {"unmade_reason": "cancelled"})
    assert Order.objects.get(pk=hall.order.pk).state == "cancelled"
    assert proved()


def test_thirty_recalls_are_listed_without_a_query_for_each(
    office: Client, line: Chain, django_assert_max_num_queries: Any
) -> None:
    for n in range(3):
        home(line, f"示例{n}", 3)
    order = cancelled(line, office)
    with CaptureQueriesContext(connection) as few:
        office.get(f"{order}/recalls/")
    Order.objects.update(state="open")
    OrderEnd.objects.all().delete()
    Recall.objects.all().delete()
    for n in range(3, 30):
        home(line, f"示例{n}", 3)
    cancelled(line, office)
    with CaptureQueriesContext(connection) as many:
        page = office.get(f"{order}/recalls/")
    assert text(page).count("等收回") == 30
    assert len(many) == len(few) <= 10
    with django_assert_max_num_queries(10):
        assert "本人签字" in text(office.get(f"{order}/recalls/print/"))


def test_an_enterprise_cancels_its_own_and_sees_no_name_of_a_home(line: Chain) -> None:
    home(line, "示例甲")
    boss = door("boss", "enterprise", organization=line.customer)
    order = cancelled(line, boss)
    page = boss.get(f"{order}/end/")
    assert "1 个人家里" in text(page)
    assert "示例甲" not in page.content.decode()
    assert boss.get(f"{order}/recalls/").status_code == 403
    assert boss.get(f"{order}/close/").status_code == 403
    firm = door("firm", "enterprise", organization=line.hall.firm)
    Order.objects.update(state="open")
    assert "由下单的企业办" in text(firm.post(f"{order}/cancel/", {"reason": "price"}, follow=True))
    assert Order.objects.get(pk=line.hall.order.pk).state == "open"


def test_no_page_of_the_end_asks_more_than_ten_queries(
    office: Client, line: Chain, django_assert_max_num_queries: Any
) -> None:
    line.make(line.hall.weaver("王芳"), 50)
    line.deliver(30)
    line.accept(20)
    order = f"/orders/{line.hall.order.pk}"
    for page in ("end/", "parts/", "pieces/", "hand/", "deliver/", "accept/", "take-back/",
                 "cancel/", "close/", "dispose/"):
        with django_assert_max_num_queries(10, info=page):
            assert office.get(f"{order}/{page}").status_code == 200, page
    with django_assert_max_num_queries(10):
        office.get(f"/orders/parts/{line.parts[0].pk}/allot/")
