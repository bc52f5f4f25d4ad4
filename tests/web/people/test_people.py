"""People as the office registers, finds and changes them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from menkou.identity.models import User, VerbLog
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import set_trait
from menkou.registry.actions.people import add_person
from menkou.registry.actions.places import add_community
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Engagement, Membership, Person, Residence, Trait
from menkou.registry.queries.profile import profiles
from tests.builders import START, Floor

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)
NUMBER = make_resident_id("530600", date(1985, 5, 5), 2)
Door = Callable[[User], Client]
Read = Callable[[Any], str]


def typed(floor: Floor, **other: str) -> dict[str, str]:
    return {
        "name": "王芳", "id_number": NUMBER, "phone": "138 0000 0007",
        "community": str(floor.community.pk), "building": "3栋", "unit": "2单元", "room": "501",
        "lives_since": "2022-01-01", **other,
    }


def test_an_officer_registers_a_person_and_comes_to_her_page(
    desk: Client, floor: Floor, read: Read
) -> None:
    done = desk.post("/people/add/", typed(floor))
    person = Person.objects.get(party__name="王芳")
    assert done.url == f"/people/{person.pk}/"
    assert (person.sex, person.born_on) == ("f", date(1985, 5, 5))
    home = Residence.objects.get(person=person)
    assert (home.building, home.unit, home.room) == ("3", "2", "501")
    page = read(desk.get(done.url))
    assert "女，36 岁" in page
    assert "红路一社区 3 栋 2 单元 501" in page
    assert f"**** **** **** {NUMBER[-4:]}" in page
    assert NUMBER not in page


def test_a_wrong_last_digit_is_refused_and_nothing_typed_is_lost(
    desk: Client, floor: Floor, read: Read
) -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    page = desk.post("/people/add/", typed(floor, id_number=wrong))
    assert "最后一位对不上" in read(page)
    for kept in (f'value="{wrong}"', 'value="王芳"', 'value="138 0000 0007"', 'value="3栋"'):
        assert kept in page.content.decode()
    assert not Person.objects.filter(party__name="王芳").exists()


def test_the_same_number_twice_is_refused(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    page = desk.post("/people/add/", typed(floor, name="王方"))
    assert "这个身份证号已经登记过" in read(page)
    assert 'value="王方"' in page.content.decode()
    assert Person.objects.filter(id_number__isnull=False).count() == 1


def test_a_form_works_in_english_too(
    community_officer: User, desk: Client, floor: Floor
) -> None:
    User.objects.filter(pk=community_officer.pk).update(language="en")
    page = desk.post("/people/add/", typed(floor, name="", lives_since="1.1.22"))
    assert page.status_code == 200
    assert not Person.objects.exists()
    assert '<html lang="en">' in page.content.decode()
    assert 'value="1.1.22"' in page.content.decode()
    done = desk.post("/people/add/", typed(floor))
    assert desk.get(done.url).status_code == 200
    assert Person.objects.count() == 1


def test_a_birth_of_two_hundred_years_ago_is_a_slip_of_the_keys(
    desk: Client, floor: Floor, read: Read
) -> None:
    sent = typed(floor, id_number="", sex="f", born_on="1790-05-05")
    assert "出生日期太早了" in read(desk.post("/people/add/", sent))
    assert not Person.objects.filter(party__name="王芳").exists()


def test_an_officer_registers_into_her_own_communities_only(
    desk: Client, floor: Floor, who: dict[str, Any]
) -> None:
    other = add_community(site=floor.community.site, name="红路二社区", **who)
    page = desk.post("/people/add/", typed(floor, community=str(other.pk)))
    assert page.status_code == 200
    assert not Person.objects.exists()


def test_people_of_another_community_are_strangers(
    desk: Client, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    two = add_community(site=floor.community.site, name="红路二社区", **who)
    stranger = add_person(new=NewPerson("马丽", "f", date(1990, 1, 1), home=Home(two, START)),
                          **who)
    assert "马丽" not in read(desk.get("/people/"))
    for page in ("", "change/", "home/", "household/", "trait/", "work/", "card/",
                 "reveal/phone/"):
        assert desk.get(f"/people/{stranger.pk}/{page}").status_code == 404
        if page:
            assert desk.post(f"/people/{stranger.pk}/{page}").status_code == 404


def test_a_number_is_shown_for_a_reason_and_the_log_says_so(
    desk: Client, community_officer: User, wang: Person, read: Read
) -> None:
    page = desk.post(f"/people/{wang.pk}/reveal/id/", {"reason": ""})
    assert NUMBER not in read(page)
    assert not VerbLog.objects.filter(verb="registry.reveal").exists()
    page = desk.post(f"/people/{wang.pk}/reveal/id/", {"reason": "bank_refused"})
    assert NUMBER in read(page)
    assert "no-store" in page["Cache-Control"]
    line = VerbLog.objects.get(verb="registry.reveal")
    assert (line.user, line.subject, line.note) == (community_officer, wang.pk, "id:bank_refused")
    record = read(desk.get(f"/people/{wang.pk}/"))
    assert "示例酉看过证件号：核对银行退回的工资" in record
    assert NUMBER not in record


def test_a_number_that_is_not_registered_or_no_number_at_all(
    desk: Client, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    person = add_person(new=NewPerson("李英", "f", date(1980, 1, 1),
                                      home=Home(floor.community, START)), **who)
    page = desk.post(f"/people/{person.pk}/reveal/phone/", {"reason": "fix"})
    assert "没有登记过" in read(page)
    assert desk.get(f"/people/{person.pk}/reveal/note/").status_code == 404


def test_a_clerk_may_not_see_numbers_in_full(
    clerk: User, door: Door, floor: Floor
) -> None:
    person = floor.weaver("李英")
    assert door(clerk).get(f"/people/{person.pk}/").status_code == 200
    assert door(clerk).get(f"/people/{person.pk}/reveal/id/").status_code == 403


def test_an_employer_sees_its_people_and_neither_groups_nor_traits(
    enterprise: User, door: Door, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    person = floor.weaver("李英")
    set_trait(person=person, trait="disabled", holds=True, from_day=START, **who)
    office = door(enterprise)
    page = read(office.get("/people/"))
    assert "李英" in page
    record = read(office.get(f"/people/{person.pk}/"))
    assert "李英" in record
    assert "需要照顾" not in page + record
    assert "归类" not in page + record
    hers = office.get("/people/", {"group": "other"}).context["page"].object_list
    assert [row.record for row in hers] == [person]


def test_where_she_lives_changes_and_stays_known_for_the_days_before(
    desk: Client, floor: Floor, wang: Person, who: dict[str, Any], read: Read
) -> None:
    two = add_community(site=floor.community.site, name="红路二社区", **who)
    page = desk.get(f"/people/{wang.pk}/home/")
    assert 'value="501"' in page.content.decode()
    done = desk.post(f"/people/{wang.pk}/home/", {
        "community": two.pk, "building": "1", "unit": "1", "room": "101", "from_day": "2022-1-10",
    })
    assert done.url == f"/people/{wang.pk}/"
    found = profiles([wang.pk])
    assert found.community(wang.pk, date(2022, 1, 9)) == floor.community.pk
    assert found.community(wang.pk, date(2022, 1, 10)) == two.pk
    assert desk.get(f"/people/{wang.pk}/").status_code == 404


def test_who_moved_away_can_be_brought_back(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    page = desk.post(f"/people/{wang.pk}/home/", {"from_day": "2022-01-10"})
    assert "请选社区" in read(page)
    desk.post(f"/people/{wang.pk}/home/", {"away": "on", "from_day": "2022-01-10"})
    assert "搬走了" in read(desk.get(f"/people/{wang.pk}/"))
    desk.post(f"/people/{wang.pk}/home/", {
        "community": floor.community.pk, "room": "102", "from_day": "2022-01-12",
    })
    assert "红路一社区 102" in read(desk.get(f"/people/{wang.pk}/"))


def test_a_household_is_joined_by_its_number_or_founded(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    day = {"from_day": "2022-01-01", "relation": "head"}
    page = desk.post(f"/people/{wang.pk}/household/", day | {"number": "H-000913"})
    assert "没有这个户编号" in read(page)
    assert 'value="H-000913"' in page.content.decode()
    desk.post(f"/people/{wang.pk}/household/",
              day | {"number": "H-000913", "fresh": "on", "from_county": "大关县"})
    li = floor.weaver("李英")
    desk.post(f"/people/{li.pk}/household/", day | {"number": "H-000913", "relation": "parent"})
    page = read(desk.get(f"/people/{wang.pk}/"))
    assert "从大关县搬来" in page
    assert "李英 父母 在做活 36" in page
    desk.post(f"/people/{li.pk}/household/", {"left": "on", "from_day": "2022-01-10"})
    assert Membership.objects.on(TODAY).get(person=li).household is None


def test_a_trait_is_stated_with_what_it_rests_on_sealed(
    desk: Client, wang: Person, read: Read
) -> None:
    desk.post(f"/people/{wang.pk}/trait/", {
        "trait": "disabled", "holds": "yes", "detail": "肢体二级", "from_day": "2022-01-01",
    })
    row = Trait.objects.get()
    assert row.holds
    assert "肢体".encode() not in bytes(row.detail or b"")
    page = read(desk.get(f"/people/{wang.pk}/"))
    assert "记为：需要照顾" in page
    assert "肢体" not in page


def test_she_is_engaged_by_the_operator_of_the_workshop(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    done = desk.post(f"/people/{wang.pk}/work/", {
        "form": "home", "workshop": floor.workshop.pk, "cycle": "month", "from_day": "2022-01-05",
    })
    assert done.status_code == 302
    made = Engagement.objects.get()
    assert (made.payer, made.form) == (floor.firm, "home")
    assert "在示例藤编合作社做活，承揽（在家做）" in read(desk.get(done.url))
    desk.post(f"/people/{wang.pk}/work/", {
        "form": "end", "payer": floor.firm.pk, "cycle": "month", "from_day": "2022-01-10",
    })
    assert "没有活" in read(desk.get(f"/people/{wang.pk}/"))


def test_a_child_of_15_is_refused_by_the_law(
    desk: Client, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    child = add_person(new=NewPerson("小马", "m", date(2006, 6, 1),
                                     home=Home(floor.community, START)), **who)
    page = desk.post(f"/people/{child.pk}/work/", {
        "form": "home", "workshop": floor.workshop.pk, "cycle": "month", "from_day": "2022-01-05",
    })
    assert "未满 16 周岁，不能用工（劳动法" in read(page)
    assert not Engagement.objects.exists()


def test_part_time_by_the_month_is_refused_by_the_law(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    page = desk.post(f"/people/{wang.pk}/work/", {
        "form": "part_time", "workshop": floor.workshop.pk, "cycle": "month",
        "from_day": "2022-01-05",
    })
    assert "劳动合同法第七十二条" in read(page)
    assert not Engagement.objects.exists()


def test_a_correction_leaves_alone_what_was_not_typed(
    desk: Client, wang: Person, read: Read
) -> None:
    page = desk.get(f"/people/{wang.pk}/change/")
    assert "现在是 *** **** 0007，不改就空着" in read(page)
    desk.post(f"/people/{wang.pk}/change/", {
        "name": "王方", "sex": "f", "born_on": "1985-05-05", "gone": ["bank"],
    })
    fresh = Person.objects.get(pk=wang.pk)
    assert (fresh.party.name, fresh.bank) == ("王方", None)
    assert fresh.phone == wang.phone
    assert VerbLog.objects.get(verb="registry.change_person").note == "name,bank"


def test_a_card_is_printed_with_a_pin_that_opens(
    desk: Client, wang: Person, read: Read
) -> None:
    assert "发卡" in read(desk.get(f"/people/{wang.pk}/card/"))
    page = desk.post(f"/people/{wang.pk}/card/")
    card = page.context["card"]
    assert f"四位密码 {card.pin}" in read(page)
    assert 'class="qr"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert authenticate(None, login=card.number, password=card.pin) is not None
    assert card.pin not in read(desk.get(f"/people/{wang.pk}/"))


def test_a_person_is_forgotten_by_the_district_after_her_name_was_typed(
    officer: User, desk: Client, door: Door, wang: Person, floor: Floor, read: Read
) -> None:
    assert desk.get(f"/people/{wang.pk}/forget/").status_code == 403
    district = door(officer)
    page = district.post(f"/people/{wang.pk}/forget/", {"name": "王方"})
    assert "和登记的姓名不一样" in read(page)
    assert district.post(f"/people/{wang.pk}/forget/", {"name": "王芳"}).url == "/people/"
    page = district.get(f"/people/{wang.pk}/")
    assert "个人信息已经删除" in read(page)
    assert "王芳" not in read(page)
    assert profiles([wang.pk]).community(wang.pk, TODAY) is not None
    assert "找到 0" not in read(district.get("/people/"))
    for word in ("wf", NUMBER[-4:], "3-2-501"):
        assert wang not in [
            row.record for row in district.get("/people/", {"q": word}).context["page"].object_list
        ]


def test_no_page_asks_more_than_ten_times(
    desk: Client, wang: Person, floor: Floor, django_assert_max_num_queries: Any
) -> None:
    floor.weaver("李英")
    desk.post(f"/people/{wang.pk}/household/", {
        "from_day": "2022-01-01", "relation": "head", "number": "H-1", "fresh": "on"})
    pages = ["", "?q=wf", f"?community={floor.community.pk}&workshop={floor.workshop.pk}",
             "?group=other&sort=-home", "add/", *(f"{wang.pk}/{page}" for page in (
                 "", "?only=job", "change/", "home/", "household/", "trait/", "work/", "card/",
                 "consent/", "reveal/id/"))]
    for page in pages:
        with django_assert_max_num_queries(10):
            assert desk.get(f"/people/{page}").status_code == 200, page


def test_who_still_works_is_not_forgotten_and_the_page_says_why(
    officer: User, door: Door, floor: Floor, read: Read
) -> None:
    person = floor.weaver("李英")
    page = door(officer).get(f"/people/{person.pk}/forget/")
    assert "现在还不能删" in read(page)
    assert "还在用工" in read(page)
    answer = door(officer).post(f"/people/{person.pk}/forget/", {"name": "李英"})
    assert answer.status_code == 200
    assert "李英" in read(door(officer).get(f"/people/{person.pk}/"))
    assert "现在没有可以删的人" in read(door(officer).get("/people/leaving/"))


def test_the_form_says_what_should_be_looked_at_once_more(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    """The same card, a second head: taken, and said where it was typed."""
    done = desk.post("/people/add/", typed(
        floor, name="李英", id_number="", sex="f", born_on="1990-01-01", phone="",
        bank="6217 0000 0000 0413",
    ), follow=True)
    assert "要留意：几个人用同一张银行卡" in read(done)
    li = Person.objects.get(party__name="李英")
    head = {"from_day": "2022-01-01", "relation": "head", "number": "H-1"}
    desk.post(f"/people/{wang.pk}/household/", head | {"fresh": "on"})
    done = desk.post(f"/people/{li.pk}/household/", head, follow=True)
    assert "要留意：一户有两个户主" in read(done)
