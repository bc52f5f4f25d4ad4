"""From a product to a ticket, through the forms of the orders room alone."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.facts.models import Fact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.registry.models import Organization, Party
from menkou.work.models import Allotment, Arrival, Input, Order, Product, Rate, Ticket
from tests.builders import START, Floor, floor, moment
from tests.web.counter.test_counter import text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def office(hall: Floor) -> Client:
    """示例申, officer of the community."""
    user = User.objects.create(login="shen", shown_name="示例申", kind="staff")
    Grant.objects.create(user=user, role="community_officer", community=hall.community,
                         from_day=START, given_by=user, given_at=moment(START, "07:00"))
    client = Client()
    client.force_login(user)
    return client


def drawn(page: Any) -> dict[str, str]:
    """What a browser would send of the first form that posts to its own page."""
    html = page.content.decode().split("<h1", 1)[1]
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if named.get("type") in ("radio", "checkbox") and "checked" not in tag:
            continue
        if "name" in named and named["name"] != "q":
            found[named["name"]] = named.get("value", "")
    for name, inside in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        picked = re.search(r'value="([^"]*)"[^>]*selected', inside)
        found[name] = picked.group(1) if picked else ""
    return found


def test_an_order_is_added_with_a_number_and_days_proposed(office: Client, hall: Floor) -> None:
    sent = drawn(office.get("/orders/add/"))
    assert sent["ordered_on"] == "2022-01-14"
    assert sent["due_on"] == "2022-02-13"
    assert sent["operation"] == str(hall.operation.pk)  # the only one
    sent |= {"customer": str(hall.firm.pk), "pieces": "2,000", "fee": "0.42"}
    done: Any = office.post("/orders/add/", sent)
    order = Order.objects.get(number=sent["number"])
    assert done.url == f"/orders/{order.pk}/"
    assert (order.pieces, order.fee) == (2000, 4200)


def test_an_order_that_is_wrong_says_where_and_keeps_what_was_typed(
    office: Client, hall: Floor
) -> None:
    sent = drawn(office.get("/orders/add/")) | {
        "customer": str(hall.firm.pk), "pieces": "许多", "fee": "0.42", "due_on": "2022-01-01",
        "number": hall.order.number,
    }
    page = office.post("/orders/add/", sent)
    said = text(page)
    assert "这不是一个数" in said
    assert "交货日期要在下单之后" in said
    assert "这个订单号用过了" in said
    assert 'value="许多"' in page.content.decode()
    assert Order.objects.count() == 1


def test_an_order_of_an_enterprise_from_outside_is_seen_until_it_is_passed_on(
    office: Client, hall: Floor
) -> None:
    outside = Organization.objects.create(
        party=Party.objects.create(kind="organization", name="示例外贸公司"), kind="enterprise",
        credit_code="91530600MA6K000007",
    )
    sent = drawn(office.get("/orders/add/")) | {
        "customer": str(outside.pk), "pieces": "100", "fee": "1",
    }
    page = office.post("/orders/add/", sent, follow=True)
    assert page.status_code == 200
    assert "还有 100 件没有分" in text(page)


def test_the_rest_of_an_order_is_preset_and_passed_on_to_who_operates(
    office: Client, hall: Floor
) -> None:
    Allotment.objects.update(pieces=600)
    url = f"/orders/{hall.order.pk}/allot/"
    sent = drawn(office.get(url))
    assert (sent["pieces"], sent["holder"], sent["fee"]) == ("400", str(hall.firm.pk), "0.8")
    wrong = office.post(url, sent | {"pieces": "401", "fee": "0.9"})
    assert "只剩 400 件" in text(wrong)
    assert "不能比订单的高" in text(wrong)
    office.post(url, sent)
    assert sum(Allotment.objects.values_list("pieces", flat=True)) == 1000
    assert "已经分完" in text(office.get(url, follow=True))


def test_what_came_short_of_the_note_is_noted_once(office: Client, hall: Floor) -> None:
    url = f"/orders/{hall.order.pk}/arrival/"
    sent = drawn(office.get(url))
    rattan, ribbon = hall.rattan.pk, hall.ribbon.pk
    assert (sent[f"n{rattan}"], sent[f"n{ribbon}"]) == ("1,200", "350")  # for all 1,000 baskets
    assert sent[f"c{rattan}"] == ""  # to be counted
    sent |= {f"n{rattan}": "20", f"c{rattan}": "19.5", f"n{ribbon}": "", f"c{ribbon}": ""}
    for _ in range(2):  # a double click
        assert "比送货单少" in text(office.post(url, sent, follow=True))
    (row,) = Arrival.objects.all()
    assert (row.commodity_id, row.noted, row.quantity) == (rattan, 20_000, 19_500)
    assert Fact.objects.count() == 1


def test_a_changed_press_from_the_same_page_is_refused_once_and_then_a_new_fact(
    office: Client, hall: Floor
) -> None:
    address = f"/orders/{hall.order.pk}/arrival/"
    counted = f"c{hall.rattan.pk}"
    sent = drawn(office.get(address)) | {f"n{hall.ribbon.pk}": "", counted: "900"}
    office.post(address, sent)
    page = office.post(address, sent | {counted: "300"})
    assert "同一个编号，内容不一样" in text(page)
    office.post(address, drawn(page))
    assert sorted(Arrival.objects.values_list("quantity", flat=True)) == [300_000, 900_000]


def test_an_arrival_of_tomorrow_or_without_a_count_is_asked_about(
    office: Client, hall: Floor
) -> None:
    url = f"/orders/{hall.order.pk}/arrival/"
    sent = drawn(office.get(url)) | {"day": "2022-01-15", f"c{hall.rattan.pk}": ""}
    said = text(office.post(url, sent))
    assert "日子还没到" in said
    assert "点一点" in said
    assert not Fact.objects.exists()


def test_an_arrival_of_another_communitys_order_is_not_here(office: Client) -> None:
    other = floor()
    for page in ("arrival/", "allot/"):
        assert office.get(f"/orders/{other.order.pk}/{page}").status_code == 404


def test_a_product_is_added_with_fractions_and_loss(office: Client, hall: Floor) -> None:
    sent = drawn(office.get("/orders/products/add/"))
    assert sent["code"].startswith("CP")
    sent |= {
        "name": "纸花", "operation": "扎花", "unit": "枝", "minutes": "4",
        "m1": str(hall.ribbon.pk), "q1": "1", "p1": "3", "l1": "2.5", "press": "product",
    }
    office.post("/orders/products/add/", sent)
    product = Product.objects.get(name="纸花")
    (takes,) = Input.objects.filter(operation__product=product)
    assert (takes.numerator, takes.denominator, takes.allowed_ppm) == (1000, 3, 25_000)
    page = text(office.get(f"/orders/products/{product.pk}/"))
    assert "每 3 枝 1 米" in page
    assert "2.5%" in page


def test_a_material_is_added_on_the_way_and_nothing_typed_is_lost(
    office: Client, hall: Floor
) -> None:
    sent = drawn(office.get("/orders/products/add/")) | {
        "name": "纸花", "material_name": "铁丝", "material_unit": "m", "press": "material",
    }
    page = office.post("/orders/products/add/", sent)
    kept = drawn(page)
    assert kept["name"] == "纸花"
    assert f'value="{kept["m1"]}" selected>铁丝' in page.content.decode()
    assert not Product.objects.filter(name="纸花").exists()


def test_a_material_whose_button_was_forgotten_is_added_first_and_not_lost(
    office: Client, hall: Floor
) -> None:
    sent = drawn(office.get("/orders/products/add/")) | {
        "name": "纸花", "material_name": "铁丝", "material_unit": "m", "press": "product",
    }
    page = office.post("/orders/products/add/", sent)
    assert "加了一种料，已经选上" in text(page)
    assert f'value="{drawn(page)["m1"]}" selected>铁丝' in page.content.decode()
    assert not Product.objects.filter(name="纸花").exists()


def test_a_product_that_is_wrong_says_where(office: Client, hall: Floor) -> None:
    sent = drawn(office.get("/orders/products/add/")) | {
        "name": "", "operation": "扎花", "q1": "2", "m2": str(hall.rattan.pk),
        "m3": str(hall.ribbon.pk), "q3": "0.0001", "press": "product",
    }
    said = text(office.post("/orders/products/add/", sent))
    assert "选一种料" in said
    assert "一件用多少" in said
    assert "最多 3 位小数" in said


def test_a_rate_is_set_from_a_day_and_the_old_one_stays_to_be_seen(
    office: Client, hall: Floor
) -> None:
    pk = hall.operation.product_id
    sent = drawn(office.get(f"/orders/products/{pk}/rate/"))
    assert (sent["payer"], sent["from_day"]) == (str(hall.firm.pk), "2022-01-14")
    office.post(f"/orders/products/{pk}/rate/", sent | {"amount": "0.55"})
    assert Rate.objects.get(from_day=TODAY).amount == 5500
    page = text(office.get(f"/orders/products/{pk}/"))
    assert "0.55" in page
    assert "0.50" in page
    assert "以前的" in page


def test_a_rate_is_not_lowered_for_work_given_out(office: Client, hall: Floor) -> None:
    hall.ticket((hall.weaver("王芳"), 1), pieces=5)
    pk = hall.operation.product_id
    sent = drawn(office.get(f"/orders/products/{pk}/rate/"))
    page = office.post(f"/orders/products/{pk}/rate/",
                       sent | {"amount": "0.4", "from_day": "2022-01-01"})
    assert "不能往回降" in text(page)
    assert 'value="0.4"' in page.content.decode()


def test_a_rate_twice_as_high_is_asked_about_once(office: Client, hall: Floor) -> None:
    url = f"/orders/products/{hall.operation.product_id}/rate/"
    page = office.post(url, drawn(office.get(url)) | {"amount": "5.00"})  # 0.50 until now
    assert "0.50 元，这是它的两倍以上" in text(page)
    assert not Rate.objects.filter(from_day=TODAY).exists()
    again = office.post(url, drawn(page) | {"amount": "50.00"})  # typed anew: asked anew
    assert "两倍以上" in text(again)
    office.post(url, drawn(page))
    assert Rate.objects.get(from_day=TODAY).amount == 50_000


def test_what_no_piece_pays_or_takes_is_a_slip_of_the_keys(office: Client, hall: Floor) -> None:
    url = f"/orders/products/{hall.operation.product_id}/rate/"
    page = office.post(url, drawn(office.get(url)) | {"amount": "99999999", "sure": "999999990000"})
    assert "太大了" in text(page)
    order = drawn(office.get("/orders/add/")) | {
        "customer": str(hall.firm.pk), "pieces": "5", "fee": "99999999",
    }
    assert "太大了" in text(office.post("/orders/add/", order))
    product = drawn(office.get("/orders/products/add/")) | {
        "name": "纸花", "operation": "扎花", "minutes": "99999999", "m1": str(hall.rattan.pk),
        "q1": "99999999", "p1": "99999999999", "press": "product",
    }
    assert text(office.post("/orders/products/add/", product)).count("太大了") == 6  # each twice
    assert not Product.objects.filter(name="纸花").exists()


def test_two_of_one_name_are_told_apart_by_their_doors(office: Client, hall: Floor) -> None:
    for room in ("501", "702"):
        person = hall.weaver("李芳")
        person.residences.update(building="3", unit="2", room=room)
    page = office.get(f"/orders/{hall.order.pk}/tickets/").content.decode()
    assert "李芳 3-2-501" in page
    assert "李芳 3-2-702" in page


def test_a_ticket_grows_and_its_surplus_is_paid(office: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=5)
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 7}))
    url = f"/orders/tickets/{ticket.pk}/enlarge/"
    sent = drawn(office.get(url))
    assert sent["pieces"] == "7"
    assert "要比原来的 5 件多" in text(office.post(url, {"pieces": "5"}))
    assert "最多 1,000 件" in text(office.post(url, {"pieces": "99999999"}))
    office.post(url, sent)
    assert hall.owed(wang) == 3_5000


def test_a_ticket_is_taken_back_until_something_was_done_on_it(office: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    first, second = (hall.ticket((wang, 1), pieces=5) for _ in range(2))
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": second.pk, "carrier": wang.pk, "good": 1}))
    assert "收回" in text(office.get(f"/orders/tickets/{first.pk}/"))
    office.post(f"/orders/tickets/{first.pk}/cancel/")
    page = office.post(f"/orders/tickets/{second.pk}/cancel/")
    assert "已经交过货" in text(page)
    assert [t.state for t in Ticket.objects.order_by("pk")] == ["cancelled", "open"]


def test_a_double_click_makes_one_order_one_part_and_one_ticket(
    office: Client, hall: Floor
) -> None:
    Allotment.objects.update(pieces=600)
    sent = drawn(office.get("/orders/add/")) | {
        "customer": str(hall.firm.pk), "pieces": "2,000", "fee": "0.42",
    }
    answers: list[Any] = [office.post("/orders/add/", sent) for _ in range(2)]
    first, second = answers
    assert first.url == second.url
    url = f"/orders/{hall.order.pk}/allot/"
    sent = drawn(office.get(url)) | {"pieces": "100"}
    office.post(url, sent)
    again = office.post(url, sent)
    assert "刚才已经派出去过" in text(again)
    assert Allotment.objects.count() == 2
    url = f"/orders/{hall.order.pk}/tickets/"
    sent = drawn(office.get(url)) | {"person": str(hall.weaver("王芳").pk), "pieces": "10"}
    office.post(url, sent)
    again = office.post(url, sent)
    assert "刚才已经派出去过" in text(again)
    assert Ticket.objects.count() == 1
    office.post(url, drawn(again))  # she does get a second one
    assert Ticket.objects.count() == 2


def test_a_ticket_proposes_the_pieces_of_the_last_one(office: Client, hall: Floor) -> None:
    hall.ticket((hall.weaver("王芳"), 1), pieces=30)
    assert drawn(office.get(f"/orders/{hall.order.pk}/tickets/"))["pieces"] == "30"


def test_without_a_rate_no_ticket_and_the_way_to_set_one(office: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    Rate.objects.all().delete()
    url = f"/orders/{hall.order.pk}/tickets/"
    page = office.get(url)
    assert "先定工价才能派活" in text(page)
    assert f"/orders/products/{hall.operation.product_id}/rate/" in page.content.decode()
    again = office.post(url, drawn(page) | {"person": str(wang.pk), "pieces": "5"})
    assert "还没有工价" in text(again)
    assert drawn(again)["pieces"] == "5"


def test_a_worker_of_fifteen_is_given_no_ticket(office: Client, hall: Floor) -> None:
    child = hall.weaver("示例小甲", born_on=date(2006, 6, 1))
    url = f"/orders/{hall.order.pk}/tickets/"
    page = office.post(url, drawn(office.get(url)) | {"person": str(child.pk), "pieces": "5"})
    assert "未满 16 周岁" in text(page)
    assert not Ticket.objects.exists()


def test_the_store_is_counted_and_what_is_missing_is_lost(office: Client, hall: Floor) -> None:
    hall.arrive(hall.rattan, 20_000)
    url = f"/orders/{hall.order.pk}/count/"
    page = office.get(url)
    assert "账上，藤编车间 20 公斤" in text(page)
    sent = drawn(page)
    assert "一种也没有点" in text(office.post(url, sent))
    sent |= {f"c{hall.rattan.pk}": "19.2"}
    for _ in range(2):  # a double click
        office.post(url, sent)
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 19_200
    shown = office.get(f"/orders/{hall.order.pk}/").content.decode()
    assert "在库 19.2 公斤，在做 0 公斤，用掉 0 公斤，损耗 0.8 公斤" in shown
