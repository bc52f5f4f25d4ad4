"""A clerk's day at the counter, through the pages alone."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from menkou.facts.models import Fact
from menkou.identity import clock
from menkou.lib.names import search_text
from menkou.registry.models import Person
from menkou.work.actions.products import set_rate
from menkou.work.models import Ticket
from tests.builders import Floor, floor, moment

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
TODAY = date(2022, 1, 14)


class Clock:
    def __init__(self) -> None:
        self.at = moment(TODAY, "15:00")

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", found)
    return found


@pytest.fixture
def hall(watch: Clock) -> Floor:
    return floor()


@pytest.fixture
def wang(hall: Floor) -> Person:
    person = hall.weaver("王芳")
    Person.objects.filter(pk=person.pk).update(search=search_text("王芳"))
    return person


@pytest.fixture
def ticket(hall: Floor, wang: Person) -> Ticket:
    return hall.ticket((wang, 1), pieces=12)


@pytest.fixture
def desk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


def drawn(page: Any) -> dict[str, str]:
    """What a browser would send of the drawn page's form of entries."""
    text = page.content.decode().split("data-counter", 1)[1]
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if named.get("type") == "radio" and "checked" not in tag:
            continue
        found[named["name"]] = named.get("value", "")
    return found


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def receive(desk: Client, ticket: Ticket, **typed: str) -> Any:
    sent = drawn(desk.get(f"/counter/{ticket.pk}/")) | typed
    return desk.post(f"/counter/{ticket.pk}/", sent, follow=True)


def test_all_good_is_one_press_and_she_has_six_yuan(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    opened = desk.get("/counter/", {"q": str(ticket.pk)}, follow=True)
    sent = drawn(opened)
    assert (sent["good"], sent["at_rework"], sent["rejected"]) == ("12", "0", "0")
    done = desk.post(opened.request["PATH_INFO"], sent, follow=True)
    assert "这次挣 6.00 元" in text(done)
    assert "这张工票做完了" in text(done)
    assert hall.owed(wang) == 6_0000


def test_a_ticket_that_is_done_says_that_all_is_back(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    url = f"/counter/{ticket.pk}/"
    desk.post(url, {"uid": str(uuid4()), "good": str(ticket.pieces), "press": "asked"})
    assert f"{ticket.pieces} 个都交回了" in text(desk.get(url))


def test_a_double_press_books_once(desk: Client, hall: Floor, wang: Person, ticket: Ticket) -> None:
    sent = drawn(desk.get(f"/counter/{ticket.pk}/")) | {"good": "5"}
    for _ in range(2):
        assert desk.post(f"/counter/{ticket.pk}/", sent).status_code == 302
    assert hall.owed(wang) == 2_5000


def test_the_same_page_pressed_again_with_other_numbers_says_so_and_books_nothing(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    sent = drawn(desk.get(f"/counter/{ticket.pk}/"))
    desk.post(f"/counter/{ticket.pk}/", sent | {"good": "5"})
    again = desk.post(f"/counter/{ticket.pk}/", sent | {"good": "6"})
    assert "先来的算数" in text(again)
    assert hall.owed(wang) == 2_5000
    assert drawn(again)["uid"] != sent["uid"]


def test_more_than_the_ticket_is_asked_about_and_then_taken_as_it_happened(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    asked = receive(desk, ticket, good="13", at_rework="1", reason="loose")
    assert "比工票多" in text(asked)
    assert "照实收下，多的先记着" in text(asked)
    kept = drawn(asked)
    assert (kept["good"], kept["at_rework"], kept["reason"]) == ("13", "1", "loose")
    desk.post(f"/counter/{ticket.pk}/", kept | {"press": "happened"})
    ticket.refresh_from_db()
    assert (ticket.good, ticket.surplus) == (12, 2)
    assert hall.owed(wang) == 6_0000


def test_a_rate_that_was_raised_is_shown_before_it_is_paid(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    set_rate(payer=hall.firm, operation=hall.operation, amount=6000, from_day=TODAY,
             by=hall.clerk, at=hall.now)
    page = desk.get(f"/counter/{ticket.pk}/")
    assert "每个 0.60 元" in text(page)
    assert 'data-pay="6000"' in page.content.decode()
    receive(desk, ticket, good="5")
    assert hall.owed(wang) == 3_0000


def test_what_is_not_good_needs_a_reason_and_nothing_typed_is_lost(
    desk: Client, ticket: Ticket
) -> None:
    asked = receive(desk, ticket, good="9", rejected="2")
    assert "选一个原因" in text(asked)
    assert drawn(asked)["good"] == "9"
    assert drawn(asked)["rejected"] == "2"
    assert not Fact.objects.exists()


@pytest.mark.parametrize(("good", "sentence"), [("0", "数量是零"), ("六", "这不是一个数")])
def test_a_wrong_number_is_said_in_words(
    desk: Client, ticket: Ticket, good: str, sentence: str
) -> None:
    assert sentence in text(receive(desk, ticket, good=good))


def test_more_pieces_than_any_fact_holds_are_said_beside_the_entry(
    desk: Client, ticket: Ticket
) -> None:
    sent = {"uid": str(uuid4()), "good": "99999999", "press": "asked"}
    assert "合格 ：太大了，请再看一遍" in text(desk.post(f"/counter/{ticket.pk}/", sent))
    assert not Fact.objects.filter(kind="receipt").exists()


def test_a_number_may_have_blanks_and_full_width_digits(desk: Client, ticket: Ticket) -> None:
    digits = str(ticket.pk)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    for typed in (f"{digits[:3]} {digits[3:]}", f" {digits} ", wide):
        assert desk.get("/counter/", {"q": typed})["Location"] == f"/counter/{digits}/"


def test_a_wrong_check_digit_is_said_in_a_sentence(desk: Client, ticket: Ticket) -> None:
    wrong = ticket.pk - ticket.pk % 10 + (ticket.pk + 1) % 10
    page = desk.get("/counter/", {"q": str(wrong)})
    assert page.status_code == 200
    assert "抄错了一位" in text(page)
    assert str(wrong) in page.content.decode()


@pytest.mark.parametrize("typed", ["王芳", "王", "wf", "WangFang"])
def test_a_ticket_is_found_by_name_and_pinyin(desk: Client, ticket: Ticket, typed: str) -> None:
    assert f"/counter/{ticket.pk}/" in desk.get("/counter/", {"q": typed}).content.decode()


def test_a_ticket_of_another_workshop_is_not_here(desk: Client, ticket: Ticket) -> None:
    other = floor()
    li = other.weaver("李英")
    hers = other.ticket((li, 1), pieces=5)
    for mode in ("", "issue/", "return/", "rework/", "inspection/"):
        assert desk.get(f"/counter/{hers.pk}/{mode}").status_code == 404
        assert desk.post(f"/counter/{hers.pk}/{mode}", {"good": "5"}).status_code == 404
    assert "别的车间" in text(desk.get("/counter/", {"q": str(hers.pk)}))
    assert f"/counter/{hers.pk}/" not in desk.get("/counter/", {"q": "李英"}).content.decode()


def test_the_last_press_is_undone_within_five_minutes(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    done = receive(desk, ticket, good="5")
    fact = Fact.objects.get()
    assert "data-undo" in done.content.decode()
    watch.at += timedelta(minutes=4)
    sent = {"fact": str(fact.uid), "uid": str(uuid4())}
    assert "撤销了" in text(desk.post("/counter/undo/", sent, follow=True))
    assert hall.owed(wang) == 0
    assert "已经撤销" in text(desk.post("/counter/undo/", sent, follow=True))


def test_after_five_minutes_it_is_no_longer_undone_here(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    receive(desk, ticket, good="5")
    watch.at += timedelta(minutes=5, seconds=1)
    sent = {"fact": str(Fact.objects.get().uid), "uid": str(uuid4())}
    assert "过了能撤的时间" in text(desk.post("/counter/undo/", sent, follow=True))
    assert hall.owed(wang) == 2_5000


def test_nobody_undoes_what_another_workshop_recorded(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    receive(desk, ticket, good="5")
    stranger = Client()
    stranger.force_login(floor().clerk)
    stranger.post("/counter/undo/", {"fact": str(Fact.objects.get().uid), "uid": str(uuid4())})
    assert hall.owed(wang) == 2_5000


def test_the_missing_material_is_preset_and_handed_out(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    hall.arrive(hall.rattan, 20_000)
    hall.arrive(hall.ribbon, 10_000)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/issue/"))
    assert sent[f"m{hall.rattan.pk}"] == "14.4"
    assert sent[f"m{hall.ribbon.pk}"] == "4.2"
    done = desk.post(f"/counter/{ticket.pk}/issue/", sent, follow=True)
    assert "藤条 14.4 公斤" in text(done)
    assert hall.holds(wang.pk, "hands", hall.rattan) == 14_400
    assert drawn(desk.get(f"/counter/{ticket.pk}/issue/"))[f"m{hall.rattan.pk}"] == "0"


def test_material_beyond_the_allowance_needs_a_reason(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    hall.arrive(hall.rattan, 20_000)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/issue/"))
    sent |= {f"m{hall.rattan.pk}": "15", f"m{hall.ribbon.pk}": ""}
    asked = desk.post(f"/counter/{ticket.pk}/issue/", sent)
    assert "超出许可损耗" in text(asked)
    assert "料坏了" in text(asked)
    desk.post(f"/counter/{ticket.pk}/issue/", sent | {"press": "happened"})
    assert hall.holds(wang.pk, "hands", hall.rattan) == 0
    desk.post(f"/counter/{ticket.pk}/issue/", sent | {"reason": "broken"})
    assert hall.holds(wang.pk, "hands", hall.rattan) == 15_000


def test_material_comes_back_over_the_counter(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    hall.arrive(hall.rattan, 20_000)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/issue/")) | {f"m{hall.ribbon.pk}": "0"}
    desk.post(f"/counter/{ticket.pk}/issue/", sent)
    back = drawn(desk.get(f"/counter/{ticket.pk}/return/")) | {f"m{hall.rattan.pk}": "0.4"}
    desk.post(f"/counter/{ticket.pk}/return/", back)
    assert hall.holds(wang.pk, "hands", hall.rattan) == 14_000


def test_rework_comes_back_good_and_is_paid(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    receive(desk, ticket, good="10", at_rework="2", reason="loose")
    watch.at += timedelta(minutes=1)
    page = desk.get(f"/counter/{ticket.pk}/rework/")
    assert drawn(page)["good"] == "2"
    desk.post(f"/counter/{ticket.pk}/rework/", drawn(page))
    assert hall.owed(wang) == 6_0000


def test_what_lay_uninspected_is_inspected_and_then_paid(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    assert "验货" not in text(desk.get(f"/counter/{ticket.pk}/"))
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "uninspected": 4}))
    assert hall.owed(wang) == 0
    assert "验货" in text(desk.get(f"/counter/{ticket.pk}/"))
    page = desk.get(f"/counter/{ticket.pk}/inspection/")
    assert drawn(page)["good"] == "4"
    done = desk.post(f"/counter/{ticket.pk}/inspection/", drawn(page), follow=True)
    assert "这次挣 2.00 元" in text(done)
    assert hall.owed(wang) == 2_0000


def test_the_days_list_says_what_stands(desk: Client, ticket: Ticket) -> None:
    assert "今天还没有记" in text(desk.get("/counter/today/"))
    receive(desk, ticket, good="5")
    page = text(desk.get("/counter/today/"))
    assert "1 条，挣了 2.50 元" in page
    assert "合格 5 个" in page


def test_a_page_asks_the_database_ten_times_at_most(
    desk: Client, hall: Floor, ticket: Ticket, django_assert_max_num_queries: Any
) -> None:
    receive(desk, ticket, good="5")
    uid = Fact.objects.get().uid
    for address in (f"/counter/?done={uid}", "/counter/today/", "/counter/?q=王",
                    f"/counter/{ticket.pk}/", f"/counter/{ticket.pk}/issue/"):
        with django_assert_max_num_queries(10):
            assert desk.get(address).status_code == 200
