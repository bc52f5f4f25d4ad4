"""Products of several steps, and material counted package by package, through the pages."""

from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.ledger.models import Commodity
from menkou.work.models import Allotment, Arrival, Input, Operation, Rate
from menkou.work.queries.orders import needs, packages
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text
from tests.web.orders.test_levels import door
from tests.web.orders.test_order_forms import TODAY, drawn
from tests.work.chaining import organization

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def office(hall: Floor) -> Client:
    return door("office", "community_officer", community=hall.community)


def sewn(office: Client, hall: Floor) -> Operation:
    """A bag: woven of ribbon, then sewn with rattan for its handle and more ribbon."""
    sent = drawn(office.get("/orders/products/add/")) | {
        "name": "布包", "operation": "编织", "unit": "个", "minutes": "20",
        "m1": str(hall.ribbon.pk), "q1": "0.35", "press": "product",
    }
    office.post("/orders/products/add/", sent)
    first = Operation.objects.get(product__name="布包")
    url = f"/orders/products/{first.product_id}/operations/add/"
    sent = drawn(office.get(url)) | {
        "operation": "缝制", "minutes": "10", "skill": "会踩机", "press": "operation",
        "m1": str(hall.ribbon.pk), "q1": "0.15", "m2": str(hall.rattan.pk), "q2": "0.2",
    }
    sent.pop("at_home", None)
    answer: Any = office.post(url, sent)
    second = Operation.objects.get(product=first.product_id, number=20)
    assert answer.url.endswith(f"/rate/?operation={second.pk}")
    return second


def test_a_product_gets_a_second_step_that_takes_the_piece_of_the_first(
    office: Client, hall: Floor
) -> None:
    second = sewn(office, hall)
    assert (second.name, second.seconds, second.at_home, second.skill) == (
        "缝制", 600, False, "会踩机"
    )
    takes = dict(Input.objects.filter(operation=second).values_list("commodity", "numerator"))
    first = Operation.objects.get(product=second.product, number=10)
    assert takes == {first.makes_id: 1, hall.ribbon.pk: 150, hall.rattan.pk: 200}
    page = text(office.get(f"/orders/products/{second.product_id}/"))
    assert "2 道工序，一道接一道" in page
    assert page.index("编织") < page.index("缝制")
    assert "上一道做好的，一件" in page
    assert "只在车间" in page


def test_each_step_has_its_own_rate(office: Client, hall: Floor) -> None:
    second = sewn(office, hall)
    url = f"/orders/products/{second.product_id}/rate/?operation={second.pk}"
    office.post(url, drawn(office.get(url)) | {"amount": "0.3"})
    assert Rate.objects.get(operation=second).amount == 3000


def test_once_ordered_no_step_is_added(office: Client, hall: Floor) -> None:
    product = hall.operation.product_id
    url = f"/orders/products/{product}/operations/add/"
    sent = drawn(office.get(url)) | {"operation": "包边", "press": "operation"}
    assert "已经有订单" in text(office.post(url, sent))
    assert Operation.objects.filter(product=product).count() == 1


def test_what_a_step_makes_for_the_next_is_no_material_and_one_material_is_named_once(
    office: Client, hall: Floor
) -> None:
    second = sewn(office, hall)
    found = {goods.name: n for goods, n in needs(second.product, 10)}
    assert found == {"丝带": 10 * 500, "藤条": 10 * 200}
    assert all(goods.kind == Commodity.Kind.MATERIAL for goods, _n in needs(second.product, 1))


def test_all_steps_are_passed_on_in_one_press(office: Client, hall: Floor) -> None:
    second = sewn(office, hall)
    sent = drawn(office.get("/orders/add/")) | {
        "operation": str(second.product.operations.earliest("number").pk), "press": "add",
        "customer": str(hall.firm.pk), "pieces": "100", "fee": "0.9",
    }
    answer: Any = office.post("/orders/add/", sent)
    order = answer.url.split("/")[2]
    other = organization("示例第二合作社", "cooperative")
    url = f"/orders/{order}/allot/"
    sent = drawn(office.get(url)) | {"holder": str(other.pk), "fee": "0.5", "fee20": "0.5"}
    assert (sent["pieces"], sent["pieces20"]) == ("100", "100")
    refused = office.post(url, sent)  # together they would pay more than the customer does
    assert "每件最多 0.40 元" in text(refused)
    assert not Allotment.objects.filter(order=order).exists()
    office.post(url, sent | {"fee20": "0.4"})
    assert sorted(Allotment.objects.filter(order=order).values_list(
        "operation__name", "pieces", "fee"
    )) == [("编织", 100, 5000), ("缝制", 100, 4000)]


def test_rolls_are_counted_one_by_one_and_stand_on_the_line(office: Client, hall: Floor) -> None:
    url = f"/orders/{hall.order.pk}/arrival/"
    rattan, ribbon = hall.rattan.pk, hall.ribbon.pk
    sent = drawn(office.get(url)) | {
        f"n{rattan}": "150", f"k{rattan}": "50.2 + 49.8 + 50", f"n{ribbon}": "",
    }
    wrong = office.post(url, sent | {f"c{rattan}": "151"})
    assert "一包一包加起来是 150" in text(wrong)
    assert "这不是一个数" in text(office.post(url, sent | {f"k{rattan}": "50.2 + 三卷"}))
    office.post(url, sent)
    row = Arrival.objects.select_related("fact").get()
    assert (row.quantity, row.noted) == (150_000, 150_000)
    assert packages(row) == [50_200, 49_800, 50_000]
    assert "3 包：50.2 + 49.8 + 50" in text(office.get(url))
