"""The clerk's inbox: who asks for work, one tap to the label, or a reason."""

from datetime import date

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.identity import clock
from menkou.identity.models import User
from menkou.registry.models import Person
from menkou.work.actions.requests import ask
from menkou.work.models import OpenLimit, Ticket, WorkRequest
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def wang(hall: Floor) -> Person:
    return hall.weaver("王芳")


@pytest.fixture
def clerk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


def wish(hall: Floor, who: Person, pieces: int) -> WorkRequest:
    return ask(person=who, allotment=hall.allotment, pieces=pieces, at_home=True, by=hall.clerk,
               at=moment(TODAY, "17:00"))


def test_today_and_the_counter_say_how_many_ask(hall: Floor, wang: Person, clerk: Client) -> None:
    assert "要活" not in text(clerk.get("/counter/"))
    wish(hall, wang, 20)
    wish(hall, hall.weaver("李英"), 10)
    page = clerk.get("/")
    assert "2 人要活" in text(page)
    assert 'href="/orders/requests/"' in page.content.decode()
    assert "2 人要活" in text(clerk.get("/counter/"))


def test_one_tap_makes_the_ticket_and_leads_to_its_label(
    hall: Floor, wang: Person, clerk: Client
) -> None:
    hall.ticket((wang, 1), pieces=12)
    row = wish(hall, wang, 20)
    page = text(clerk.get("/orders/requests/"))
    assert "王芳要 20 个藤编小篮" in page
    assert "手里 1 张工票，约 12 小时的活，上限 88 小时" in page
    label = clerk.post(f"/orders/requests/{row.pk}/give/", follow=True)
    ticket = Ticket.objects.get(pieces=20)
    assert f"{ticket.pk}" in text(label)
    assert "王芳" in text(label)
    assert label.content.decode().count("<article") == 1
    again = clerk.post(f"/orders/requests/{row.pk}/give/", follow=True)
    assert "已经给过了" in text(again)
    assert Ticket.objects.count() == 2


def test_what_is_overdue_is_said_beside_her_name(
    hall: Floor, wang: Person, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.ticket((wang, 1), pieces=12)
    wish(hall, wang, 20)
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 2), "09:00"))
    assert "有 1 张过了日子" in text(clerk.get("/orders/requests/"))


def test_a_decline_wants_a_reason(hall: Floor, wang: Person, clerk: Client) -> None:
    row = wish(hall, wang, 20)
    assert "先不给，是因为" in text(clerk.get(f"/orders/requests/{row.pk}/"))
    page = clerk.post(f"/orders/requests/{row.pk}/decline/", follow=True)
    assert "选一个原因" in text(page)
    page = clerk.post(f"/orders/requests/{row.pk}/decline/", {"reason": "late"}, follow=True)
    assert "没有人在等活" in text(page)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "late")


def test_beyond_her_limit_the_clerk_is_led_to_raise_it(
    hall: Floor, wang: Person, clerk: Client
) -> None:
    row = wish(hall, wang, 80)
    hall.ticket((wang, 1), pieces=40)
    page = clerk.post(f"/orders/requests/{row.pk}/give/", follow=True)
    assert "最多还能给 48 件" in text(page)
    limit = f"/people/{wang.pk}/limit/?payer={hall.firm.pk}&back=requests"
    assert limit.replace("&", "&amp;") in page.content.decode()
    sent = {"payer": hall.firm.pk, "minutes": "120", "from_day": f"{TODAY}"}
    page = clerk.post(limit, sent, follow=True)
    assert "王芳要 80 个" in text(page)
    assert OpenLimit.objects.get().minutes == 120 * 60
    clerk.post(f"/orders/requests/{row.pk}/give/")
    assert Ticket.objects.filter(pieces=80).exists()


def test_an_enterprise_reads_no_requests(hall: Floor, wang: Person) -> None:

    wish(hall, wang, 20)
    boss = User.objects.create(login="boss", shown_name="示例企", kind="staff")
    Grant.objects.create(user=boss, role="enterprise", organization=hall.firm,
                         from_day=date(2022, 1, 1), given_by=boss, given_at=hall.now)
    client = Client()
    client.force_login(boss)
    assert client.get("/orders/requests/").status_code == 403
