"""The counter beyond the plain way: other hands, counts, surplus, two tabs, what rests on what."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from menkou.facts.models import Fact
from menkou.lib.names import search_text
from menkou.registry.models import Person
from menkou.work.models import Count, SurplusAway, Ticket
from menkou.work.queries.counter import surplus_of
from tests.builders import Floor, floor
from tests.web.counter.test_counter import (
    TODAY,
    Clock,
    desk,
    drawn,
    hall,
    receive,
    text,
    ticket,
    wang,
    watch,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]
__all__ = ["desk", "hall", "ticket", "wang", "watch"]  # fixtures


@pytest.fixture
def li(hall: Floor) -> Person:
    person = hall.weaver("李英")
    Person.objects.filter(pk=person.pk).update(search=search_text("李英"))
    return person


def test_her_neighbour_brings_the_pieces_and_she_is_paid(
    desk: Client, hall: Floor, wang: Person, li: Person, ticket: Ticket
) -> None:
    page = desk.get(f"/counter/{ticket.pk}/", {"by": "ly", "good": "5"})
    assert "李英" in text(page)
    assert drawn(page)["good"] == "5"  # what was typed came along
    page = desk.get(f"/counter/{ticket.pk}/", {"carrier": li.pk, "good": "5"})
    assert "李英来的" in text(page)
    desk.post(f"/counter/{ticket.pk}/", drawn(page))
    assert f'"carrier":{li.pk}' in Fact.objects.get().content
    assert (hall.owed(wang), hall.owed(li)) == (2_5000, 0)


def test_a_stranger_is_nobody_who_came(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    stranger = floor().weaver("赵远")
    assert "没有这个人" in text(desk.get(f"/counter/{ticket.pk}/", {"by": "赵远"}))
    sent = drawn(desk.get(f"/counter/{ticket.pk}/")) | {"carrier": str(stranger.pk), "good": "1"}
    desk.post(f"/counter/{ticket.pk}/", sent)
    assert f'"carrier":{wang.pk}' in Fact.objects.get().content


def test_pieces_are_taken_in_now_and_inspected_later(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    done = receive(desk, ticket, good="0", uninspected="4")
    assert "待验 4 个" in text(done)
    assert hall.owed(wang) == 0
    desk.post(f"/counter/{ticket.pk}/inspection/",
              drawn(desk.get(f"/counter/{ticket.pk}/inspection/")))
    assert hall.owed(wang) == 2_0000


def test_what_she_has_is_counted_and_the_loss_found(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    hall.arrive(hall.rattan, 20_000)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/issue/")) | {f"m{hall.ribbon.pk}": ""}
    desk.post(f"/counter/{ticket.pk}/issue/", sent)
    watch.at += timedelta(minutes=1)
    page = desk.get(f"/counter/{ticket.pk}/count/")
    sent = drawn(page)
    assert sent[f"m{hall.rattan.pk}"] == "14.4"
    sent |= {f"m{hall.rattan.pk}": "14.3", f"m{hall.ribbon.pk}": ""}
    done = desk.post(f"/counter/{ticket.pk}/count/", sent, follow=True)
    assert "盘点 · 藤条 14.3 公斤" in text(done)
    (count,) = Count.objects.all()
    assert (count.carrier_id, count.quantity) == (wang.pk, 14_300)
    assert hall.holds(wang.pk, "hands", hall.rattan) == 14_300
    assert "盘点" in text(desk.get("/counter/today/"))


def test_a_count_of_nothing_left_is_a_count_and_of_nothing_at_all_is_none(
    desk: Client, hall: Floor, ticket: Ticket
) -> None:
    rattan, ribbon = f"m{hall.rattan.pk}", f"m{hall.ribbon.pk}"
    url = f"/counter/{ticket.pk}/count/"
    assert "一种也没有点" in text(desk.post(url, drawn(desk.get(url)) | {rattan: "", ribbon: ""}))
    desk.post(url, drawn(desk.get(url)) | {rattan: "0", ribbon: ""})
    assert Count.objects.get().quantity == 0


def test_a_count_is_undone_and_the_loss_with_it(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    hall.arrive(hall.rattan, 20_000)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/issue/")) | {f"m{hall.ribbon.pk}": ""}
    desk.post(f"/counter/{ticket.pk}/issue/", sent)
    watch.at += timedelta(minutes=1)
    sent = drawn(desk.get(f"/counter/{ticket.pk}/count/")) | {f"m{hall.rattan.pk}": "10"}
    desk.post(f"/counter/{ticket.pk}/count/", sent)
    fact = Fact.objects.get(kind="count")
    page = desk.post("/counter/undo/", {"fact": str(fact.uid), "uid": str(uuid4())}, follow=True)
    assert "撤销了 王芳：盘点 · 藤条 10 公斤" in text(page)
    assert hall.holds(wang.pk, "hands", hall.rattan) == 14_400


def test_surplus_goes_to_the_customer_once(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 15}))
    url = f"/counter/{ticket.pk}/surplus/"
    page = desk.get(url)
    sent = drawn(page)
    assert (sent["pieces"], sent["to"]) == ("3", "owner")
    assert "多出" in text(desk.get(f"/counter/{ticket.pk}/"))
    for _ in range(2):  # a double click
        desk.post(url, sent)
    (away,) = SurplusAway.objects.all()
    assert (away.pieces, away.to) == (3, "owner")
    assert surplus_of(ticket) == []
    assert "没有多出的件" in text(desk.get(url))


def test_more_surplus_than_there_is_is_refused(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    hall.send(hall.fact("receipt", TODAY, "10:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 13}))
    url = f"/counter/{ticket.pk}/surplus/"
    page = desk.post(url, drawn(desk.get(url)) | {"pieces": "2", "to": "worker"})
    assert "没有多出这么多，只有 1" in text(page)
    assert drawn(page)["to"] == "worker"


def test_a_second_tab_is_told_that_the_numbers_moved(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    first, second = (drawn(desk.get(f"/counter/{ticket.pk}/")) for _ in range(2))
    desk.post(f"/counter/{ticket.pk}/", first | {"good": "5"})
    page = desk.post(f"/counter/{ticket.pk}/", second | {"good": "5"})
    assert "刚才在别处记过" in text(page)
    assert drawn(page)["good"] == "5"
    assert hall.owed(wang) == 2_5000
    desk.post(f"/counter/{ticket.pk}/", drawn(page))  # she did bring five more
    assert hall.owed(wang) == 5_0000


def test_what_others_rest_on_is_not_undone_and_says_which(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, watch: Clock
) -> None:
    receive(desk, ticket, good="10", at_rework="2", reason="loose")
    first = Fact.objects.get()
    watch.at += timedelta(minutes=1)
    desk.post(f"/counter/{ticket.pk}/rework/", drawn(desk.get(f"/counter/{ticket.pk}/rework/")))
    page = desk.post("/counter/undo/", {"fact": str(first.uid), "uid": str(uuid4())}, follow=True)
    assert "还不能撤：后面有靠着它的记录，先撤 15:01 收返工 · 合格 2 个" in text(page)
    assert hall.owed(wang) == 6_0000


def test_an_undo_tells_what_it_took_back(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket
) -> None:
    receive(desk, ticket, good="5", rejected="1", reason="broken")
    fact = Fact.objects.get()
    page = desk.post("/counter/undo/", {"fact": str(fact.uid), "uid": str(uuid4())}, follow=True)
    assert "撤销了 王芳：收货 · 合格 5 个 · 退回 1 个 · 断了，2.50 元也退了" in text(page)


def test_another_workshops_count_is_not_in_the_days_list(
    desk: Client, hall: Floor, ticket: Ticket
) -> None:
    other = floor()
    her = other.weaver("李英")
    hers = other.ticket((her, 1), pieces=3)
    other.send(other.fact("count", TODAY, "10:00", {
        "order": other.order.pk, "place": other.workshop.pk, "carrier": her.pk,
        "lines": [{"commodity": other.rattan.pk, "quantity": 0}],
    }))
    assert "今天还没有记" in text(desk.get("/counter/today/"))
    for mode in ("count/", "surplus/"):
        assert desk.get(f"/counter/{hers.pk}/{mode}").status_code == 404


def test_every_mode_asks_ten_times_at_most(
    desk: Client, hall: Floor, wang: Person, ticket: Ticket, django_assert_max_num_queries: Any
) -> None:
    hall.arrive(hall.rattan, 20_000)
    hall.send(hall.fact("receipt", TODAY, "10:00", {
        "ticket": ticket.pk, "carrier": wang.pk, "good": 10, "uninspected": 5}))
    modes = ("", "issue/", "return/", "rework/", "inspection/", "count/", "surplus/", "?by=李")
    for page in (*(f"{ticket.pk}/{mode}" for mode in modes), "today/"):
        with django_assert_max_num_queries(10):
            assert desk.get(f"/counter/{page}").status_code == 200
