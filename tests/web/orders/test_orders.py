"""Orders as the office sees them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.work.models import Ticket
from menkou.work.queries.orders import reconciliation
from tests.builders import Floor, floor, moment
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


def woven(hall: Floor) -> Ticket:
    """Wang Fang took rattan for 12 baskets, brought 10 good and 1 for rework, and 150 g back."""
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 20_000)
    lines = [{"commodity": hall.rattan.pk, "quantity": 14_400}]
    content: dict[str, Any] = {"ticket": ticket.pk, "carrier": wang.pk}
    back = [{"commodity": hall.rattan.pk, "quantity": 150}]
    hall.send(
        hall.fact("issue", TODAY, "09:00", content | {"lines": lines}),
        hall.fact("receipt", TODAY, "15:00",
                  content | {"good": 10, "at_rework": 1, "reason": "loose"}),
        hall.fact("return", TODAY, "16:00", content | {"lines": back}),
    )
    return ticket


def test_the_list_says_how_far_each_order_is(desk: Client, hall: Floor) -> None:
    woven(hall)
    page = text(desk.get("/orders/"))
    assert "1 个订单" in page
    assert f"{hall.order.number} 藤编小篮 示例藤编合作社 1,000 11 10" in page


@pytest.mark.parametrize("typed", ["藤编", "tb", "2022-"])
def test_an_order_is_found_by_words_and_initials(desk: Client, hall: Floor, typed: str) -> None:
    assert hall.order.number in text(desk.get("/orders/", {"q": typed}))


def test_the_record_shows_pieces_yuan_and_where_the_material_is(desk: Client, hall: Floor) -> None:
    woven(hall)
    page = text(desk.get(f"/orders/{hall.order.pk}/"))
    assert "已验收 10" in page
    assert "工人已挣 5.00 元" in page
    (rattan,) = [one for one in reconciliation(hall.order) if one.commodity == hall.rattan]
    assert (rattan.arrived, rattan.store) == (20_000, 5_750)
    assert (rattan.issued, rattan.returned, rattan.consumed) == (14_400, 150, 13_200)
    assert (rattan.hands, rattan.difference, rattan.unexplained) == (1_050, 0, 0)


def test_what_was_used_beyond_what_was_issued_is_a_difference(hall: Floor) -> None:
    woven(hall)
    (ribbon,) = [one for one in reconciliation(hall.order) if one.commodity == hall.ribbon]
    assert (ribbon.issued, ribbon.consumed, ribbon.difference) == (0, 3_850, 3_850)
    assert ribbon.unexplained == 0


def test_another_firms_order_is_not_here(desk: Client, hall: Floor) -> None:
    other = floor()
    for page in ("", "labels/", "tickets/"):
        assert desk.get(f"/orders/{other.order.pk}/{page}").status_code == 404


def test_a_ticket_is_made_for_whom_the_search_finds(desk: Client, hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    page = desk.get(f"/orders/{hall.order.pk}/tickets/", {"q": "王"}).content.decode()
    assert re.search(rf'<option value="{wang.pk}"', page)
    assert not re.search(rf'<option value="{li.pk}"', page)
    done = desk.post(f"/orders/{hall.order.pk}/tickets/?q=王", {
        "person": wang.pk, "pieces": "40", "workshop": hall.workshop.pk, "at_home": "on",
        "due_on": "2022-02-20",
    })
    assert done["Location"] == f"/orders/{hall.order.pk}/"
    ticket = Ticket.objects.get()
    assert (ticket.holder_id, ticket.pieces, ticket.at_home) == (wang.pk, 40, True)
    assert ticket.made_on == TODAY


def test_more_pieces_than_are_left_are_refused_and_nothing_typed_is_lost(
    desk: Client, hall: Floor
) -> None:
    wang = hall.weaver("王芳")
    page = desk.post(f"/orders/{hall.order.pk}/tickets/", {
        "person": wang.pk, "pieces": "1001", "workshop": hall.workshop.pk, "due_on": "2022-02-20",
    })
    assert "只剩 1,000 件" in text(page)
    assert 'value="1001"' in page.content.decode()
    assert not Ticket.objects.exists()


def test_a_stranger_cannot_be_given_a_ticket(desk: Client, hall: Floor) -> None:
    li = floor().weaver("李英")
    page = desk.post(f"/orders/{hall.order.pk}/tickets/", {
        "person": li.pk, "pieces": "5", "workshop": hall.workshop.pk, "due_on": "2022-02-20",
    })
    assert page.status_code == 200
    assert not Ticket.objects.exists()


def test_labels_carry_a_code_number_pieces_and_rate(desk: Client, hall: Floor) -> None:
    ticket = woven(hall)
    page = desk.get(f"/orders/{hall.order.pk}/labels/")
    assert page.content.decode().count('class="qr"') == 1
    assert "style=" not in page.content.decode()
    assert f"{ticket.pk} 王芳" in text(page)
    assert "12 个 × 0.50 元" in text(page)


def test_a_page_asks_the_database_a_dozen_times_at_most(
    desk: Client, hall: Floor, django_assert_max_num_queries: Any
) -> None:
    woven(hall)
    for page in ("", f"{hall.order.pk}/", f"{hall.order.pk}/tickets/"):
        with django_assert_max_num_queries(10):
            assert desk.get(f"/orders/{page}").status_code == 200
