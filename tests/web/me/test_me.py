"""The worker's own page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.identity.models import User
from menkou.registry.models import Person
from menkou.work.actions.products import set_rate
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


def phone(person: Person) -> Client:
    user = User.objects.create(login=f"card{person.pk}", shown_name=person.party.name,
                               kind="worker")
    Person.objects.filter(pk=person.pk).update(user=user)
    client = Client()
    client.force_login(user)
    return client


def test_a_weaver_sees_six_yuan_today_and_what_she_has_left(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=20)
    hall.send(
        hall.fact("receipt", date(2022, 1, 13), "10:00",
                  {"ticket": ticket.pk, "carrier": wang.pk, "good": 2}),
        hall.fact("receipt", TODAY, "10:00",
                  {"ticket": ticket.pk, "carrier": wang.pk, "good": 12}),
    )
    page = text(phone(wang).get("/me/"))
    assert "今天挣了 6.00 元" in page
    assert "这个月 7.00 元" in page
    assert "还剩 6 个" in page
    assert "0.50 元" in page


def test_a_correction_takes_back_from_what_she_sees(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=20)
    first = hall.fact("receipt", TODAY, "10:00",
                      {"ticket": ticket.pk, "carrier": wang.pk, "good": 12})
    hall.send(first)
    hall.send(hall.fact("receipt", TODAY, "11:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 10},
                        replaces=first.uid))
    assert "今天挣了 5.00 元" in text(phone(wang).get("/me/"))


def test_she_sees_nothing_of_another_weaver(hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    hall.ticket((wang, 1), pieces=20)
    page = text(phone(li).get("/me/"))
    assert "今天挣了 0.00 元" in page
    assert "手里没有活" in page


def test_the_page_is_not_for_the_office(hall: Floor) -> None:
    client = Client()
    client.force_login(hall.clerk)
    assert client.get("/me/").status_code == 403


def test_the_page_says_what_the_rest_earns_and_reads_itself_aloud(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=20)
    hall.send(hall.fact("receipt", TODAY, "10:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 12, "at_rework": 1, "reason": "loose"}))
    page = phone(wang).get("/me/")
    said = text(page)
    assert "做完还能挣 4.00 元" in said  # seven to make, one to mend
    assert "返工 1 个" in said
    assert "今天挣了 6.00 元。这个月 6.00 元。藤编小篮，还剩 7 个，2 月 28 日交。" in said
    assert 'data-says="aloud"' in page.content.decode()


def test_of_a_shared_ticket_she_is_told_her_share(hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    hall.ticket((wang, 60), (li, 40), pieces=40)
    assert "做完还能挣 12.00 元" in text(phone(wang).get("/me/"))
    assert "做完还能挣 8.00 元" in text(phone(li).get("/me/"))


def test_the_days_of_the_month_are_told_one_by_one(
    hall: Floor, django_assert_max_num_queries: Any
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=20)
    for day, good in ((12, 2), (13, 4)):
        hall.send(hall.fact("receipt", date(2022, 1, day), "10:00",
                            {"ticket": ticket.pk, "carrier": wang.pk, "good": good}))
    client = phone(wang)
    with django_assert_max_num_queries(10):
        said = text(client.get("/me/"))
    assert "1 月 13 日 2.00 元" in said
    assert "1 月 12 日 1.00 元" in said


def test_what_is_late_says_so(hall: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = hall.weaver("王芳")
    hall.ticket((wang, 1), pieces=20)
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 1), "09:00"))
    assert "过了日子" in text(phone(wang).get("/me/"))


def test_after_a_raise_she_reads_what_she_is_paid(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.ticket((wang, 1), pieces=10)
    set_rate(payer=hall.firm, operation=hall.operation, amount=6000, from_day=TODAY,
             by=hall.clerk, at=hall.now)
    page = text(phone(wang).get("/me/"))
    assert "0.60 元" in page
    assert "0.50 元" not in page
    assert "6.00" in page  # what the ten pieces will pay
