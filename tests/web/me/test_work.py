"""On her phone she sees what is to be had, asks for it, and reads what became of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.registry.models import Person
from menkou.work.actions.requests import decline, give
from menkou.work.models import WorkRequest
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text
from tests.web.me.test_me import phone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def wang(hall: Floor) -> Person:
    return hall.weaver("王芳")


def ask_for(client: Client, hall: Floor, pieces: str, **more: str) -> Any:
    sent = {"pieces": pieces, "place": "home", **more}
    return client.post(f"/me/work/{hall.allotment.pk}/", sent, follow=True)


def test_she_sees_what_a_piece_pays_and_how_far_she_may_go(hall: Floor, wang: Person) -> None:
    client = phone(wang)
    page = text(client.get("/me/work/"))
    assert "藤编小篮 编织 每个 0.50 元" in page
    assert "2 月 28 日以前交" in page
    assert "最多能要 88 个" in page
    asked = client.get(f"/me/work/{hall.allotment.pk}/")
    assert 'value="20"' in asked.content.decode()


def test_one_press_asks_and_the_page_says_that_it_waits(hall: Floor, wang: Person) -> None:
    client = phone(wang)
    page = text(ask_for(client, hall, "50"))
    assert "要了 50 个，等车间答复" in page
    assert "藤编小篮 50 个 等答复 等藤编车间答复" in page
    row = WorkRequest.objects.get()
    assert (row.person, row.pieces, row.at_home) == (wang, 50, True)
    assert "这个活你已经要过了" in text(ask_for(client, hall, "50"))  # the second press
    assert WorkRequest.objects.count() == 1


def test_more_than_she_may_is_said_beside_the_entry(hall: Floor, wang: Person) -> None:
    page = text(ask_for(phone(wang), hall, "89"))
    assert "最多能要 88 个" in page
    assert not WorkRequest.objects.exists()


def test_she_reads_why_it_was_declined_and_where_to_fetch_what_was_given(
    hall: Floor, wang: Person
) -> None:
    client = phone(wang)
    ask_for(client, hall, "5")
    decline(request=WorkRequest.objects.get(), reason="late", by=hall.clerk, at=hall.now)
    assert "没有给 有过了日子的，先交回来" in text(client.get("/me/work/"))
    ask_for(client, hall, "6")
    row = WorkRequest.objects.get(state="asked")
    ticket = give(request=row, by=hall.clerk, at=moment(TODAY, "18:00"))
    assert f"给你了，去藤编车间拿工票 {ticket.pk}" in text(client.get("/me/work/"))


def test_she_takes_it_back(hall: Floor, wang: Person) -> None:
    client = phone(wang)
    ask_for(client, hall, "5")
    row = WorkRequest.objects.get()
    page = client.post(f"/me/requests/{row.pk}/withdraw/", follow=True)
    assert "好，不要了" in text(page)
    page = client.post(f"/me/requests/{row.pk}/withdraw/", follow=True)
    assert "这一条已经答复过了" in text(page)


def test_another_womans_request_is_no_such_page(hall: Floor, wang: Person) -> None:
    ask_for(phone(wang), hall, "5")
    other = phone(hall.weaver("李英"))
    row = WorkRequest.objects.get()
    assert other.post(f"/me/requests/{row.pk}/withdraw/").status_code == 404
    assert "王芳" not in other.get("/me/work/").content.decode()


def test_who_is_not_engaged_is_offered_nothing(hall: Floor, wang: Person) -> None:
    wang.engagements.all().delete()
    client = phone(wang)
    assert "现在没有活可以要" in text(client.get("/me/work/"))
    assert client.get(f"/me/work/{hall.allotment.pk}/").status_code == 404
