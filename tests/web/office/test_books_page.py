"""The books: what stands on every account, its statement, and the fact behind each line."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.facts.models import Fact
from menkou.identity.models import User
from menkou.ledger.models import Account
from menkou.registry.models import Community, Engagement, Person, Residence
from menkou.web.office import paper
from menkou.work.actions.record import submit
from menkou.work.queries import statements
from tests import builders
from tests.builders import START, Floor
from tests.web.conftest import granted

DAY = date(2022, 1, 20)


@pytest.fixture
def lan(floor: Floor) -> Person:
    return floor.weaver("示例兰")


@pytest.fixture
def worked(floor: Floor, lan: Person) -> Fact:
    """She took rattan home, brought 7 good baskets back, then 3 more."""
    floor.arrive(floor.rattan, 20_000)
    ticket = floor.ticket((lan, 1), pieces=10)
    carried = {"ticket": ticket.number, "carrier": lan.pk}
    floor.send(floor.fact("issue", START, "09:00", carried | {
        "lines": [{"commodity": floor.rattan.pk, "quantity": 12_000}],
    }))
    receipt = floor.fact("receipt", DAY, "15:00", carried | {"good": 7})
    floor.send(receipt, floor.fact("receipt", DAY, "17:00", carried | {"good": 3}))
    return Fact.objects.get(uid=receipt.uid)


def owed(person: Person) -> Account:
    return Account.objects.get(party=person.pk, kind="wages_owed")


def account(floor: Floor, kind: str) -> str:
    return f"/office/accounts/{Account.objects.get(party=floor.workshop.pk, kind=kind).pk}/"


def test_the_list_says_who_holds_what(
    door: Any, read: Any, clerk: User, floor: Floor, worked: Fact
) -> None:
    here = door(clerk)
    assert "藤编车间 在库 藤条 8 公斤" in read(here.get("/office/accounts/", {"who": "workshop"}))
    hers = read(here.get("/office/accounts/", {"q": "示例兰", "left": "yes"}))
    assert "示例兰 应付工资 人民币 5.00 元" in hers
    assert "藤条 0 公斤" not in hers
    assert here.get("/office/accounts/", {"export": "xlsx"}).status_code == 200


def test_the_list_of_one_party_is_named_above(
    door: Any, read: Any, clerk: User, lan: Person, worked: Fact
) -> None:
    here = door(clerk)
    assert "户头：示例兰" in read(here.get("/office/accounts/", {"party": lan.pk}))
    assert "户头" not in read(here.get("/office/accounts/"))
    stranger = builders.floor().workshop
    page = read(here.get("/office/accounts/", {"party": stranger.pk}))
    assert stranger.party.name not in page
    assert "示例兰" not in page


def test_the_statement_runs_from_the_newest_down(
    door: Any, read: Any, clerk: User, lan: Person, worked: Fact
) -> None:
    page = read(door(clerk).get(f"/office/accounts/{owed(lan).pk}/"))
    assert "示例兰 · 应付工资" in page
    assert "共 2 笔" in page
    first = page.index("+1.50 元 5.00 元")
    assert page.index("+3.50 元 3.50 元") > first
    assert "藤编小篮，编织后 7 个 × 0.50 元" in page


def test_a_statement_is_printed_oldest_first(
    door: Any, read: Any, clerk: User, floor: Floor, lan: Person, worked: Fact
) -> None:
    here = door(clerk)
    assert "/print/?commodity=" in here.get(f"/office/accounts/{owed(lan).pk}/").content.decode()
    page = read(here.get(f"/office/accounts/{owed(lan).pk}/print/"))
    assert page.index("+3.50 元 3.50 元") < page.index("+1.50 元 5.00 元")
    assert "余额 5.00 元" in page
    assert "本人签字" in page
    sibling = door(builders.floor().clerk)
    assert sibling.get(f"/office/accounts/{owed(lan).pk}/print/").status_code == 404


def test_paper_does_not_read_what_is_older_than_its_lines(
    door: Any, clerk: User, floor: Floor, lan: Person, worked: Fact,
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any,
) -> None:
    ticket = floor.ticket((lan, 1), pieces=10)
    for minute in range(10):
        floor.send(floor.fact("receipt", DAY, f"18:{minute:02}", {
            "ticket": ticket.number, "carrier": lan.pk, "good": 1,
        }))
    monkeypatch.setattr(statements, "BATCH", 1)
    monkeypatch.setattr(paper, "MOST", 2)
    here = door(clerk)
    with django_assert_max_num_queries(12):
        assert here.get(f"/office/accounts/{owed(lan).pk}/print/").status_code == 200


def test_each_material_has_its_own_balance(
    door: Any, read: Any, clerk: User, floor: Floor, worked: Fact
) -> None:
    page = read(door(clerk).get(account(floor, "store")))
    assert "+20 公斤 20 公斤" in page
    assert "-12 公斤 8 公斤" in page
    assert "到 示例兰 · 在手" in page


def test_a_long_statement_goes_on_where_the_page_before_ended(
    door: Any, clerk: User, floor: Floor
) -> None:
    for n in range(1, 31):
        floor.arrive(floor.rattan, n * 1000)
    here, address = door(clerk), account(floor, "store")
    shown = [
        row.get_cell_value("after")
        for n in (1, 2)
        for row in here.get(address, {"page": n}).context["page"].object_list
    ]
    assert shown[:2] == ["465 公斤", "435 公斤"]
    assert shown[24:27] == ["21 公斤", "15 公斤", "10 公斤"]
    assert shown[-1] == "1 公斤"


def test_a_yuan_leads_to_its_fact_and_the_fact_back_to_it(
    door: Any, read: Any, clerk: User, lan: Person, worked: Fact
) -> None:
    here = door(clerk)
    statement = here.get(f"/office/accounts/{owed(lan).pk}/").content.decode()
    assert f"/office/accounts/facts/{worked.pk}/" in statement
    response = here.get(f"/office/accounts/facts/{worked.pk}/")
    page = read(response)
    assert "收货 7 件，工票" in page
    assert "示例庚" in page
    assert "示例藤编合作社 · 人工" in page
    assert "3.50 元" in page
    assert f"/office/accounts/{owed(lan).pk}/?commodity=" in response.content.decode()


def test_a_correction_is_seen_from_both_ends(
    door: Any, read: Any, clerk: User, floor: Floor, worked: Fact
) -> None:
    undo = floor.fact("undo", DAY, "18:00", {}, replaces=worked.uid)
    floor.send(undo)
    here = door(clerk)
    page = read(here.get(f"/office/accounts/facts/{worked.pk}/"))
    assert "撤销了这一条" in page
    assert "已被更正" in page
    later = read(here.get(f"/office/accounts/facts/{Fact.objects.get(uid=undo.uid).pk}/"))
    assert "被这一条撤销" in later


def test_a_fact_that_waits_says_why(
    door: Any, read: Any, clerk: User, floor: Floor, lan: Person
) -> None:
    new = floor.fact("receipt", DAY, "11:00", {"ticket": 999999, "carrier": lan.pk, "good": 4})
    floor.send(new)
    fact = Fact.objects.get(uid=new.uid)
    page = read(door(clerk).get(f"/office/accounts/facts/{fact.pk}/"))
    assert "没有这个工票号" in page
    assert "还没有记上，没有动账。" in page


def test_what_was_booked_with_a_question_says_it(
    door: Any, read: Any, clerk: User, floor: Floor, lan: Person
) -> None:
    ticket = floor.ticket((lan, 1), pieces=10)
    Engagement.objects.create(person=lan, payer=floor.firm, workshop=floor.workshop, form="",
                              from_day=date(2022, 1, 15), entered_at=floor.now,
                              entered_by=floor.clerk)
    new = floor.fact("receipt", DAY, "15:00", {
        "ticket": ticket.number, "carrier": lan.pk, "good": 2,
    })
    floor.send(new)
    fact = Fact.objects.get(uid=new.uid)
    page = read(door(clerk).get(f"/office/accounts/facts/{fact.pk}/"))
    assert "记上了，要问清楚： 那天她和付工钱的单位已经没有用工关系" in page


def test_a_sibling_workshop_finds_no_such_page(
    door: Any, read: Any, floor: Floor, lan: Person, worked: Fact
) -> None:
    here = door(builders.floor().clerk)
    assert "还没有账" in read(here.get("/office/accounts/"))
    assert here.get(f"/office/accounts/{owed(lan).pk}/").status_code == 404
    assert here.get(account(floor, "store")).status_code == 404
    assert here.get(f"/office/accounts/facts/{worked.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["enterprise", "weaver"])
def test_others_have_no_books(
    who: str, request: pytest.FixtureRequest, door: Any, lan: Person, worked: Fact
) -> None:
    here = door(request.getfixturevalue(who))
    for address in ("/office/accounts/", f"/office/accounts/{owed(lan).pk}/",
                    f"/office/accounts/facts/{worked.pk}/"):
        assert here.get(address).status_code == 403


def test_who_moved_is_seen_by_the_new_community_without_the_old_wages(
    door: Any, read: Any, floor: Floor, lan: Person, worked: Fact, community_officer: User
) -> None:
    second = Community.objects.create(site=floor.community.site, name="红路二社区")
    Residence.objects.create(person=lan, community=second, from_day=date(2022, 2, 1),
                             entered_at=floor.now, entered_by=floor.clerk)
    user = User.objects.create(login="new", shown_name="示例戌", kind="staff")
    new: Client = door(granted(user, "community_officer", community=second))
    page = read(new.get(f"/office/accounts/{owed(lan).pk}/"))
    assert "另有 2 笔不归您看（别的社区或别的车间的活），合计 5.00 元，已经算在余额里。" in page
    assert "收货" not in page
    old: Client = door(community_officer)
    assert old.get(f"/office/accounts/{owed(lan).pk}/").status_code == 404
    page = read(old.get(f"/office/accounts/facts/{worked.pk}/"))
    assert "示例兰 · 应付工资" in page


def test_a_share_of_somebody_elsewhere_is_not_named(
    door: Any, read: Any, floor: Floor, lan: Person
) -> None:
    mei = floor.weaver("示例梅")
    second = Community.objects.create(site=floor.community.site, name="红路二社区")
    Residence.objects.create(person=mei, community=second, from_day=date(2022, 1, 2),
                             entered_at=floor.now, entered_by=floor.clerk)
    ticket = floor.ticket((lan, 60), (mei, 40), pieces=10)
    new = floor.fact("receipt", DAY, "15:00", {
        "ticket": ticket.number, "carrier": lan.pk, "good": 10,
    })
    floor.send(new)
    fact = Fact.objects.get(uid=new.uid)
    user = User.objects.create(login="new", shown_name="示例戌", kind="staff")
    page = read(door(granted(user, "community_officer", community=second)).get(
        f"/office/accounts/facts/{fact.pk}/"
    ))
    assert "示例梅 · 应付工资" in page
    assert "不归您管的人" in page
    assert "3.00 元" not in page


def test_what_was_measured_for_another_workshop_in_the_same_list_is_not_shown(
    door: Any, read: Any, floor: Floor, lan: Person
) -> None:
    other = builders.floor()
    mei = other.weaver("示例梅")
    boss = User.objects.create(login="boss", shown_name="示例申", kind="staff")
    for hall in (floor, other):
        granted(boss, "workshop_clerk", workshop=hall.workshop)
    news = [
        hall.fact("receipt", DAY, clock, {
            "ticket": hall.ticket((person, 1), pieces=10).pk, "carrier": person.pk, "good": 3,
        })
        for hall, person, clock in ((floor, lan, "09:00"), (other, mei, "10:00"))
    ]
    assert [one.result for one in submit(news, by=boss, at=floor.now)] == ["accepted"] * 2
    last = Fact.objects.get(uid=news[1].uid)
    page = read(door(other.clerk).get(f"/office/accounts/facts/{last.pk}/"))
    assert "示例梅 · 差异" in page
    assert "示例兰" not in page


@pytest.mark.parametrize("page", ["list", "statement", "fact"])
def test_a_page_costs_ten_queries_at_most(
    door: Any, clerk: User, floor: Floor, lan: Person, worked: Fact, page: str,
    django_assert_max_num_queries: Any,
) -> None:
    address = {
        "list": f"/office/accounts/?party={lan.pk}",
        "statement": f"/office/accounts/{owed(lan).pk}/",
        "fact": f"/office/accounts/facts/{worked.pk}/",
    }[page]
    here = door(clerk)
    with django_assert_max_num_queries(10):
        here.get(address)
