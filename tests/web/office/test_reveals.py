"""The log of numbers that were shown in full: read by her community, and by herself."""

from typing import Any

import pytest

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.actions.numbers import reveal
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Community, Person
from tests.builders import START, Floor, moment
from tests.web.conftest import account, granted

pytestmark = pytest.mark.django_db


def registered(floor: Floor, name: str, community: Community) -> Person:
    return add_person(
        new=NewPerson(name, "f", START.replace(year=1985), phone="13800000007",
                      home=Home(community, START)),
        by=floor.clerk, at=floor.now,
    )


@pytest.fixture
def wang(floor: Floor, community_officer: User) -> Person:
    person = registered(floor, "示例王", floor.community)
    reveal(person=person, number="phone", reason="contact", by=community_officer,
           at=moment(START, "10:00"))
    return person


@pytest.fixture
def stranger(floor: Floor, officer: User) -> Person:
    other = Community.objects.create(site=floor.community.site, name="红路二社区")
    person = registered(floor, "示例外", other)
    reveal(person=person, number="phone", reason="audit", by=officer, at=moment(START, "11:00"))
    return person


def test_her_community_reads_who_saw_what_when_and_why(
    door: Any, read: Any, community_officer: User, wang: Person, stranger: Person
) -> None:
    page = read(door(community_officer).get("/office/reveals/"))
    assert "示例王" in page
    assert "1 月 1 日 10:00" in page
    assert "示例酉 电话 打电话找本人" in page
    assert "示例外" not in page, "another community's people are nobody's here"
    assert "13800000007" not in page


def test_it_is_sorted_out_by_person_user_reason_and_day(
    door: Any, read: Any, officer: User, wang: Person, stranger: Person
) -> None:
    client = door(officer)
    for query, found, lost in (
        (f"person={wang.pk}", "示例王", "示例外"),
        (f"user={officer.pk}", "示例外", "示例王"),
        ("reason=audit", "示例外", "示例王"),
        ("shown=phone", "示例王", "没有"),
        ("q=示例酉", "示例王", "示例外"),
        ("q=示例外", "示例外", "示例王"),
        ("since=2022-01-02", "都去掉", "示例王"),
    ):
        page = client.get(f"/office/reveals/?{query}")
        text = read(page).partition("找到")[2]
        assert page.status_code == 200
        assert found in read(page)
        assert lost not in text
    file = client.get("/office/reveals/?export=csv").content.decode("utf-8-sig")
    assert "示例王,2022-01-01 10:00,示例酉,电话,打电话找本人" in file


def test_files_that_left_with_full_numbers_stand_in_it(
    door: Any, read: Any, officer: User, wang: Person
) -> None:
    at = moment(START, "12:00")
    log("settlement.export_ledger", "person", [wang.pk], by=officer, at=at, note="audit")
    log("settlement.see_bank_file", "person", [wang.pk], by=officer, at=at, note="accounts")
    page = read(door(officer).get("/office/reveals/"))
    assert "工资台账（带完整号码） 接受审计、检查" in page
    assert "给银行的代发文件 发工资" in page


def test_a_clerk_and_an_enterprise_do_not_read_it(
    door: Any, clerk: User, enterprise: User, floor: Floor
) -> None:
    assert door(clerk).get("/office/reveals/").status_code == 403
    assert door(enterprise).get("/office/reveals/").status_code == 403
    street = granted(account("jie", "示例街"), "street_officer", site=floor.community.site)
    assert door(street).get("/office/reveals/").status_code == 200


def test_her_page_leads_there(
    door: Any, community_officer: User, wang: Person
) -> None:
    page = door(community_officer).get(f"/people/{wang.pk}/").content.decode()
    assert f"/office/reveals/?person={wang.pk}" in page


def test_she_reads_it_herself_in_plain_words(
    door: Any, read: Any, wang: Person, stranger: Person
) -> None:
    wang.user = account("118099", "示例王", "worker")
    wang.save()
    here = door(wang.user)
    assert "/me/seen/" in here.get("/me/").content.decode()
    page = read(here.get("/me/seen/"))
    assert "1 月 1 日，示例酉看过你的电话，为了：打电话找本人" in page
    assert "示例申" not in page


def test_a_long_log_costs_few_queries(
    door: Any, officer: User, wang: Person, django_assert_max_num_queries: Any
) -> None:
    at = moment(START, "12:00")
    log("registry.reveal", "person", [wang.pk] * 40, by=officer, at=at, note="id:fix")
    client = door(officer)
    with django_assert_max_num_queries(8):
        assert client.get("/office/reveals/").status_code == 200
