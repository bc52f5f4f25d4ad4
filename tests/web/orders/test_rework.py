"""Rework through the pages: passed on at the counter, given to another, paid in plain words."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.registry.models import Party, Person, Tenancy, Workshop
from menkou.work.models import Ticket
from menkou.work.queries.rework import waits
from tests.builders import START, moment
from tests.web.counter.test_counter import text
from tests.web.me.test_me import phone
from tests.web.orders.test_levels import door
from tests.web.orders.test_order_forms import drawn
from tests.work.chaining import DAY, Chain, chain, organization
from tests.work.telling import proved

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(clock, "now", lambda: moment(DAY, "18:00"))
    return chain(pieces=200)


@pytest.fixture
def clerk(line: Chain) -> Client:
    client = Client()
    client.force_login(line.hall.clerk)
    return client


def at_rework(line: Chain, wang: Person) -> Ticket:
    ticket = line.hall.ticket((wang, 1), pieces=20)
    line.bring(ticket, wang, good=15, at_rework=5)
    return ticket


def pass_on(clerk: Client, ticket: Ticket, pieces: str) -> Any:
    return clerk.post(f"/counter/{ticket.pk}/pass-on/", {"uid": str(uuid4()), "pieces": pieces},
                      follow=True)


def give(clerk: Client, line: Chain, who: Person, pieces: str, **more: str) -> Any:
    (one, *_rest) = waits(line.hall.order, DAY)
    sent = {"which": one.key, "person": who.pk, "pieces": pieces, "pay": "rate",
            "due_on": "2022-02-01", **more}
    return clerk.post(f"/orders/{line.hall.order.pk}/rework/", sent, follow=True)


def test_what_is_passed_on_at_the_counter_is_given_to_another_and_paid_to_her(
    line: Chain, clerk: Client
) -> None:
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    ticket = at_rework(line, wang)
    assert "转人" in text(clerk.get(f"/counter/{ticket.pk}/"))
    assert "返工的只有 5 个" in text(pass_on(clerk, ticket, "6"))
    assert "转人返工 · 5 个" in text(pass_on(clerk, ticket, "5"))
    page = text(clerk.get(f"/orders/{line.hall.order.pk}/rework/"))
    assert "藤编车间 编织 从别人那里转来的 5" in page
    assert "等着返工、还没派的有 5 件" in text(clerk.get(f"/orders/{line.hall.order.pk}/"))
    assert "只有 5 件" in text(give(clerk, line, li, "6"))
    made = text(give(clerk, line, li, "5"))
    assert "替人返工 · 按工价" in made
    assert "没有等着返工的件" in text(clerk.get(f"/orders/{line.hall.order.pk}/rework/"))
    hers = Ticket.objects.get(source="passed")
    label = clerk.get(f"/orders/{line.hall.order.pk}/labels/?ticket={hers.pk}")
    assert "返工 5 个 × 0.50 元" in text(label)
    told = text(phone(li).get("/me/"))
    assert "返工 每个 0.50 元" in told


def test_a_pass_on_is_undone_at_the_counter(line: Chain, clerk: Client) -> None:
    wang = line.hall.weaver("王芳")
    ticket = at_rework(line, wang)
    done = pass_on(clerk, ticket, "5").content.decode()
    fact = done.split('name="fact" value="')[1].split('"')[0]
    clerk.post("/counter/undo/", {"fact": fact, "uid": str(uuid4())})
    ticket.refresh_from_db()
    assert (ticket.at_rework, ticket.passed) == (5, 0)


def test_who_made_them_mends_what_the_customer_sent_back_without_further_pay(
    line: Chain, clerk: Client
) -> None:
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    line.make(wang, 20)
    line.deliver(20)
    line.accept(20)
    line.give_back(8)
    assert "客户退回来的 8" in text(clerk.get(f"/orders/{line.hall.order.pk}/rework/"))
    assert "李英没有做过" in text(give(clerk, line, li, "8", pay="none"))
    give(clerk, line, wang, "8", pay="none")
    hers = Ticket.objects.get(source="returned")
    assert (hers.pay, hers.pieces) == ("none", 8)
    label = text(clerk.get(f"/orders/{line.hall.order.pk}/labels/?ticket={hers.pk}"))
    assert "返工 8 个 · 不另付" in label
    told = text(phone(wang).get("/me/"))
    assert "不另付，头一次付过了" in told
    assert "做完还能挣" not in told


def test_only_what_the_customer_sent_back_is_at_the_customers_cost(
    line: Chain, clerk: Client
) -> None:
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    pass_on(clerk, at_rework(line, wang), "5")
    assert "才能由客户承担" in text(give(clerk, line, li, "5", pay="customer"))
    assert not Ticket.objects.exclude(source="made").exists()


def test_a_ticket_is_made_smaller_down_to_what_came_back(line: Chain, clerk: Client) -> None:
    wang = line.hall.weaver("王芳")
    ticket = line.hall.ticket((wang, 1), pieces=20)
    line.bring(ticket, wang, good=8)
    url = f"/orders/tickets/{ticket.pk}/shrink/"
    assert "减小" in text(clerk.get(f"/orders/tickets/{ticket.pk}/"))
    assert "已经交回 8 件" in text(clerk.post(url, {"pieces": "7"}))
    assert "要比现在的 20 件少" in text(clerk.post(url, {"pieces": "20"}))
    clerk.post(url, {"pieces": "10"})
    ticket.refresh_from_db()
    line.parts[-1].refresh_from_db()
    assert (ticket.pieces, line.parts[-1].given) == (10, 10)


def test_several_share_a_ticket_and_page_and_label_say_who_works_in_which_parts(
    line: Chain, clerk: Client
) -> None:
    wang, li = line.hall.weaver("王芳"), line.hall.weaver("李英")
    url = f"/orders/{line.hall.order.pk}/tickets/"
    sent = {"person": wang.pk, "pieces": "10", "workshop": line.hall.workshop.pk,
            "due_on": "2022-02-01", "parts": "3", "helper1": li.pk, "parts1": "2", "seen": "0"}
    same = clerk.post(url, sent | {"helper1": wang.pk})
    assert "一个人只能占一份" in text(same)
    lonely = clerk.post(url, sent | {"helper1": ""})
    assert "选和谁一起做" in text(lonely)
    clerk.post(url, sent)
    ticket = Ticket.objects.get()
    assert ticket.holder == wang
    assert [(one.person, one.parts) for one in ticket.shares.order_by("number")] == [
        (wang, 3), (li, 2)
    ]
    assert "王芳 3 份 、 李英 2 份" in text(clerk.get(f"/orders/tickets/{ticket.pk}/"))
    label = text(clerk.get(f"/orders/{line.hall.order.pk}/labels/?ticket={ticket.pk}"))
    assert "王芳 3 份、李英 2 份" in label


def test_the_overdue_are_listed_with_their_days_the_longest_first(
    line: Chain, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = line.hall
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    hall.ticket((wang, 1), pieces=20)
    Ticket.objects.update(due_on=date(2022, 1, 20))
    hall.ticket((li, 1), pieces=20)
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 2), "09:00"))
    page = text(clerk.get("/orders/tickets/?late=1"))
    assert page.index("王芳") < page.index("李英")
    assert "41" in page
    assert "李英" not in text(clerk.get("/orders/tickets/?late=1&due_on=2022-01-20"))
    home = text(clerk.get("/"))
    assert "1 月 20 日 迟了 41 天 1 张票" in home
    assert "2 月 28 日 迟了 2 天 1 张票" in home


def test_the_page_of_rework_costs_ten_queries_at_most(
    line: Chain, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    wang = line.hall.weaver("王芳")
    pass_on(clerk, at_rework(line, wang), "5")
    line.make(wang, 20)
    line.deliver(20)
    line.accept(12, refused=8)
    with django_assert_max_num_queries(10):
        page = text(clerk.get(f"/orders/{line.hall.order.pk}/rework/"))
    assert "客户退回来的 8" in page
    assert "从别人那里转来的 5" in page
    with django_assert_max_num_queries(10):
        clerk.get(f"/orders/{line.hall.order.pk}/")


def at_the_cooperative(line: Chain) -> None:
    """Twenty delivered from the cooperative's own store, of which the customer refuses eight."""
    line.make(line.hall.weaver("王芳"), 20)
    line.asked("handing", taker=line.coop.pk, pieces=20)
    line.asked("delivery", place=line.coop, pieces=20)
    line.asked("acceptance", place=line.coop, accepted=12, refused=8, reason="loose",
               parts=[{"allotment": line.parts[-1].pk, "pieces": 12}])


def test_what_came_back_to_the_cooperative_goes_to_a_workshop_and_is_mended_there(
    line: Chain, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    at_the_cooperative(line)
    order = f"/orders/{line.hall.order.pk}"
    coop = door("coop", "cooperative", organization=line.coop)
    told = text(clerk.get(f"{order}/rework/"))
    assert "示例山尖花合作社 编织 客户退回来的 先交给车间 8" in told
    assert "开不了返工的工票：先把件交给接了这个订单的车间" in told
    assert "开返工的工票" not in told.split("先把件交给")[0]
    assert "交给车间返工 等着返工、不在车间的有 8 件" in text(coop.get(f"{order}/"))
    assert f'{order}/mend/' in coop.get(f"{order}/pieces/").content.decode()
    with django_assert_max_num_queries(10):
        page = coop.get(f"{order}/mend/")
    sent = drawn(page) | {"taker": str(line.hall.workshop.pk)}
    assert sent["pieces"] == "8"
    assert "那里只有 8 个" in text(coop.post(f"{order}/mend/", sent | {"pieces": "9"}))
    for _press in range(2):
        done = coop.post(f"{order}/mend/", sent, follow=True)
        assert "接下来，由它开返工的工票" in text(done)
    assert "交给藤编车间返工 8 个" in text(done)
    assert (line.there("to_rework", line.coop), line.there("to_rework")) == (0, 8)
    assert "不在车间的有" not in text(coop.get(f"{order}/"))
    give(clerk, line, line.hall.weaver("李英"), "8")
    hers = Ticket.objects.get(source="returned")
    hall = line.hall
    hall.send(hall.fact("receipt", DAY, "17:00",
                        {"ticket": hers.pk, "carrier": hers.holder_id, "good": 8}))
    assert (line.there("to_rework"), line.there("good")) == (0, 8)
    assert proved()


def test_what_is_on_a_ticket_of_rework_stays_where_that_was_made(
    line: Chain, clerk: Client
) -> None:
    at_the_cooperative(line)
    order = f"/orders/{line.hall.order.pk}"
    coop = door("coop", "cooperative", organization=line.coop)
    sent = drawn(coop.get(f"{order}/mend/")) | {"taker": str(line.hall.workshop.pk)}
    coop.post(f"{order}/mend/", sent)
    give(clerk, line, line.hall.weaver("李英"), "5")
    undone = coop.post(f"{order}/undo/", {"fact": sent["uid"], "uid": str(uuid4())}, follow=True)
    assert "还没派返工的没有这么多" in text(undone)
    back = line.say("handing", taker=line.coop.pk, pieces=4, state="to_rework")
    (answer,) = line.send(back)
    assert (answer.result, answer.why) == ("refused", "not_waiting")
    (answer,) = line.send(line.say("handing", taker=line.coop.pk, pieces=3, state="to_rework"))
    assert answer.result == "accepted"
    assert "没有等着返工的件" not in text(clerk.get(f"{order}/rework/"))
    assert proved()


def test_only_a_workshop_that_can_make_its_ticket_is_offered_to_mend(line: Chain) -> None:
    at_the_cooperative(line)
    other = line.hall.community
    strange = Workshop.objects.create(
        party=Party.objects.create(kind="workshop", name="别家车间"), community=other
    )
    Tenancy.objects.create(workshop=strange, operator=organization("别家厂", "sole_trader"),
                           from_day=START, entered_at=line.hall.now, entered_by=line.hall.clerk)
    coop = door("coop", "cooperative", organization=line.coop)
    url = f"/orders/{line.hall.order.pk}/mend/"
    page = coop.get(url).content.decode()
    assert "藤编车间" in page
    assert "别家车间" not in page
    assert "没有这一项" in text(coop.post(url, drawn(coop.get(url)) | {"taker": str(strange.pk)}))
    stranger = door("stranger", "cooperative", organization=organization("别社", "cooperative"))
    assert stranger.get(url).status_code == 404
