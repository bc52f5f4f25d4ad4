"""A clerk gives an order to a whole workshop at once, then prints all the labels."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.registry.models import Person
from menkou.work.models import Allotment, Ticket
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text
from tests.work.chaining import chain

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor(pieces=100)


@pytest.fixture
def people(hall: Floor) -> list[Person]:
    return [hall.weaver(name) for name in ("示例甲", "示例乙", "示例丙")]


@pytest.fixture
def clerk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


def url(hall: Floor) -> str:
    return f"/orders/{hall.order.pk}/tickets/many/"


def sent(people: list[Person], **more: Any) -> dict[str, Any]:
    return {"who": [one.pk for one in people], "each": "20", "at_home": "on",
            "due_on": "2022-02-20", "press": "make", "seen": "0", **more}


def test_the_same_for_each_and_her_own_for_one(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    page = clerk.post(url(hall), sent(people, **{f"n{people[1].pk}": "35"}), follow=True)
    assert "开好了 3 张工票，一共 75 件" in text(page)
    assert page.content.decode().count("<article") == 3
    made = dict(Ticket.objects.values_list("holder__party__name", "pieces"))
    assert made == {"示例甲": 20, "示例乙": 35, "示例丙": 20}
    hall.allotment.refresh_from_db()
    assert hall.allotment.given == 75


def test_the_sum_is_seen_beside_the_room_before_anything_is_made(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    page = clerk.post(url(hall), sent(people, press="look"))
    assert "3 人，一共 60 个，派完还剩 40 个" in text(page)
    assert page.content.decode().count(" checked") == 4  # three of them, and at home
    assert not Ticket.objects.exists()


def test_more_than_the_room_is_said_and_nothing_is_made(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    page = clerk.post(url(hall), sent(people, each="40"))
    assert "一共要 120 件，只剩 100 件没有派" in text(page)
    assert not Ticket.objects.exists()


def test_nobody_ticked_and_no_number_are_said(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    assert "还没有勾人" in text(clerk.post(url(hall), sent([])))
    assert "填每人几件" in text(clerk.post(url(hall), sent(people, each="")))
    wrong = clerk.post(url(hall), sent(people, **{f"n{people[0].pk}": "十"}))
    assert "有 1 个人的件数不对" in text(wrong)
    assert 'value="十"' in wrong.content.decode()  # what was typed is not lost
    assert not Ticket.objects.exists()


def test_a_double_press_is_asked_about(hall: Floor, people: list[Person], clerk: Client) -> None:
    clerk.post(url(hall), sent(people))
    again = clerk.post(url(hall), sent(people))
    assert "刚才已经派出去过" in text(again)
    assert Ticket.objects.count() == 3


def test_the_list_is_narrowed_to_who_has_none_and_who_is_below_her_limit(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    hall.ticket((people[0], 1), pieces=10)
    hall.ticket((people[1], 1), pieces=88)

    def listed(query: str) -> set[str]:
        body = clerk.get(f"{url(hall)}?{query}").content.decode()
        return set(re.findall(r'<th scope="row">(示例.)', body))

    assert listed("") == {"示例甲", "示例乙", "示例丙"}
    assert listed("only=free") == {"示例丙"}
    assert listed("only=below") == {"示例甲", "示例丙"}
    assert listed("q=丙") == {"示例丙"}
    page = text(clerk.get(url(hall)))
    assert "1 张，约 10 小时" in page


def test_what_is_ticked_stays_though_the_filter_hides_it(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    page = clerk.post(f"{url(hall)}?q=丙", sent(people))
    assert page.status_code == 302
    assert Ticket.objects.count() == 3


def test_a_whole_workshop_fits_into_one_press(
    hall: Floor, people: list[Person], clerk: Client
) -> None:
    """A tick and an entry for each of 634: more fields than a form has as a rule."""
    more = {f"n{key}": "" for key in range(10**6, 10**6 + 1300)}
    page = clerk.post(url(hall), sent(people, **more), follow=True)
    assert page.content.decode().count("<article") == 3


def test_the_pages_cost_no_query_a_head(
    hall: Floor, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    crowd = [hall.weaver(f"示例{n}") for n in range(40)]
    with django_assert_max_num_queries(10):
        clerk.get(url(hall))
    with django_assert_max_num_queries(30):
        made = clerk.post(url(hall), sent(crowd, each="2"))
    with django_assert_max_num_queries(10):
        labels = clerk.get(made["Location"])
    assert labels.content.decode().count("<article") == 40


def test_tickets_are_made_where_there_is_a_workshop_though_a_level_above_has_room_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    line = chain(pieces=100)
    Allotment.objects.filter(pk=line.parts[1].pk).update(given=60)
    Allotment.objects.filter(pk=line.parts[2].pk).update(pieces=60)
    line.hall.weaver("示例甲")
    line.hall.community.committee = line.committee
    line.hall.community.save()
    client = Client()
    client.force_login(line.hall.clerk)  # of the whole district, too
    part = line.parts[2]
    for page in ("tickets/", "tickets/many/"):
        answer = client.get(f"/orders/{line.hall.order.pk}/{page}", follow=True)
        assert answer.context["part"] == part
        said = text(answer)
        assert "藤编车间" in said
        assert "没有车间" not in said
