"""A life on her page: as of any day, as known on any moment, in one timeline; and two lives."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from menkou.identity.models import User
from menkou.registry.actions.life import found_household, set_membership, set_residence, set_trait
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.actions.sameness import merge, not_same
from menkou.registry.models import Alias, BankAccount, Person, Skill, Wish
from menkou.registry.queries import person as record
from tests.builders import START, Floor, moment
from tests.web.people.conftest import Door, Read

pytestmark = pytest.mark.django_db


def page(here: Client, person: Person, **asked: str) -> Any:
    return here.get(f"/people/{person.pk}/", asked)


def test_a_skill_a_wish_and_an_account_are_recorded_on_somebodys_word(
    desk: Client, wang: Person, read: Read
) -> None:
    desk.post(f"/people/{wang.pk}/skill/", {
        "skill": "sewing", "holds": "yes", "source": "visit", "from_day": "2022-01-03"})
    desk.post(f"/people/{wang.pk}/wish/", {
        "wants": "yes", "hours": "20", "place": "home", "kinds": ["sewing", "rattan"],
        "source": "self", "from_day": "2022-01-03"})
    desk.post(f"/people/{wang.pk}/account/", {
        "number": "6217 0000 0000 0421", "bank_name": "农行", "source": "paper",
        "from_day": "2022-01-04"})
    said = read(page(desk, wang))
    assert "会做 缝纫" in said
    assert "想做活 每周 20 小时 · 在家做 · 缝纫、藤编" in said
    assert "会缝纫" in said
    assert "上门看的" in said
    assert Skill.objects.get().source == "visit"
    assert Wish.objects.get().kinds == " sewing rattan "
    assert BankAccount.objects.filter(person=wang, source="paper").get().bank_name == "农行"
    assert "2022-01-03" not in said


def test_an_account_from_tomorrow_on_is_refused_and_nothing_typed_is_lost(
    desk: Client, wang: Person, read: Read
) -> None:
    sent = desk.post(f"/people/{wang.pk}/account/", {
        "number": "6217000000000421", "bank_name": "农行", "from_day": "2030-01-01"})
    assert "不能是以后的日子" in read(sent)
    assert 'value="农行"' in sent.content.decode()


def test_a_wish_of_too_many_hours_is_refused_in_words(
    desk: Client, wang: Person, read: Read
) -> None:
    sent = desk.post(f"/people/{wang.pk}/wish/", {
        "wants": "yes", "hours": "90", "place": "any", "from_day": "2022-01-03"})
    assert "每周要在 1 到 84 小时之间" in read(sent)


def test_her_page_of_a_day_shows_what_held_then_and_says_so(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    set_residence(person=wang, community=floor.community, building="9", unit="1", room="101",
                  from_day=date(2022, 1, 10), **who)
    set_trait(person=wang, trait="care_duty", holds=True, from_day=date(2022, 1, 10), **who)
    assert "住处 红路一社区 9 栋 1 单元 101" in read(page(desk, wang))
    then = read(page(desk, wang, on="2022-01-05"))
    assert "这是 2022-01-05 那天的情况" in then
    assert "住处 红路一社区 3 栋 2 单元 501" in then
    assert "记为" not in then
    assert "接下来可以" not in then
    for odd in ("2022-13-01", "", "1999-01-01", "9999-12-31", "x"):
        assert page(desk, wang, on=odd, known=odd).status_code == 200


def test_as_known_then_what_was_entered_later_is_not_there(
    floor: Floor, wang: Person
) -> None:
    late = moment(date(2022, 3, 5), "09:00")
    set_residence(person=wang, community=None, from_day=date(2022, 1, 10), by=floor.clerk, at=late)
    known = record.life(wang, late - timedelta(days=1))
    assert record.now(wang, known, date(2022, 2, 1)).home is not None
    assert record.now(wang, record.life(wang), date(2022, 2, 1)).moved_away


def test_her_groups_over_time_are_told_by_age_and_by_what_was_recorded(
    floor: Floor, who: dict[str, Any]
) -> None:
    """She turns 60 on 12 January, cares for somebody until then, and is disabled from March."""
    li = add_person(new=NewPerson("李英", "f", date(1962, 1, 12), home=Home(
        floor.community, START)), **who)
    set_trait(person=li, trait="care_duty", holds=True, from_day=date(2022, 1, 5), **who)
    set_trait(person=li, trait="disabled", holds=True, from_day=date(2022, 3, 1), **who)
    assert record.groups(li, record.life(li), date(2022, 12, 31)) == [
        (date(2022, 3, 1), "disabled"), (date(2022, 1, 12), "aged_60_to_70"),
        (date(2022, 1, 5), "cannot_migrate"),
    ]
    assert record.groups(li, [], START) == []


def test_a_household_tells_who_joined_left_was_born_died_and_moved(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    house = found_household(person=wang, number="H-1", relation="head", from_day=START,
                            **who).household
    assert house is not None
    born = date(2022, 1, 8)
    child = add_person(new=NewPerson("小芳", "f", born, home=Home(floor.community, born)), **who)
    gran = add_person(new=NewPerson("奶奶", "f", date(1940, 1, 1), home=Home(
        floor.community, START)), **who)
    aunt = add_person(new=NewPerson("姑姑", "f", date(1980, 1, 1), home=Home(
        floor.community, START)), **who)
    set_membership(person=child, household=house, relation="child", from_day=born, **who)
    for one in (gran, aunt):
        set_membership(person=one, household=house, relation="other", from_day=START, **who)
    set_trait(person=gran, trait="died", holds=True, from_day=date(2022, 1, 9), **who)
    set_membership(person=aunt, household=None, from_day=date(2022, 1, 10), **who)
    set_residence(person=aunt, community=None, from_day=date(2022, 1, 11), **who)
    set_residence(person=wang, community=floor.community, room="9", from_day=date(2022, 1, 12),
                  **who)
    said = read(desk.get(f"/people/households/{house.pk}/"))
    for told in ("小芳出生，子女", "奶奶离世", "姑姑离开这户", "奶奶记进这户，其他",
                 "王芳住进红路一社区"):
        assert told in said, told
    assert "姑姑搬走了" not in said  # she had left the household by then


def test_two_who_look_alike_stand_side_by_side_are_merged_and_taken_apart(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    again = add_person(new=NewPerson("王芳", "f", wang.born_on, phone="13800000007", home=Home(
        floor.community, START, "9", "1", "101")), **who)
    said = read(desk.get("/people/same/"))
    assert "1 对要看" in said
    assert "电话一样或者后四位一样" in said
    assert "13800000007" not in said
    assert "不一样" in said
    assert desk.post(f"/people/same/{wang.pk}/{again.pk}/merge/").url == f"/people/{wang.pk}/"
    assert "没有要看的" in read(desk.get("/people/same/"))
    told = read(page(desk, wang))
    assert f"王芳（P-{again.pk:06d}）是同一个人" in told
    assert "9 栋 1 单元 101" in told
    assert f"这条登记已经并到 P-{wang.pk:06d}" in read(page(desk, again))
    assert [row.record for row in desk.get("/people/", {"q": "wf"}).context["page"].object_list
            ] == [wang]
    alias = Alias.objects.get()
    assert desk.post(f"/people/{wang.pk}/apart/{alias.pk}/").url == f"/people/{wang.pk}/"
    assert "是同一个人，" not in read(page(desk, wang))
    assert "1 对要看" in read(desk.get("/people/same/"))


def test_many_pairs_ask_no_more_often_than_one(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any],
    django_assert_max_num_queries: Any,
) -> None:
    """Each of them at work, in a household, said to be another than somebody or merged."""
    alike = [wang, *(floor.weaver("王芳") for _ in range(4)),
             *(add_person(new=NewPerson("王芳", "f", wang.born_on, phone="13800000007", home=Home(
                 floor.community, START, "9", "1", str(door))), **who) for door in range(5))]
    for one in alike:
        found_household(person=one, number=f"H-{one.pk}", relation="head", from_day=START, **who)
    merge(person=alike[6], into=wang, **who)
    not_same(one=alike[7], other=alike[8], **who)
    with django_assert_max_num_queries(10):
        pairs = desk.get("/people/same/").context["pairs"]
    assert {pair.goes for pair in pairs[:3]} == {alike[-1]}  # whoever came last, first
    assert not any({pair.keeps, pair.goes} == {alike[7], alike[8]} for pair in pairs)


def test_who_is_said_to_be_two_is_not_asked_about_again_and_can_be_looked_for(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    again = add_person(new=NewPerson("王芳", "f", wang.born_on, phone="13800000007", home=Home(
        floor.community, START)), **who)
    assert desk.post(f"/people/same/{wang.pk}/{again.pk}/differ/").url == "/people/same/"
    assert "没有要看的" in read(desk.get("/people/same/"))
    assert f"/people/same/{wang.pk}/{again.pk}/" in desk.get(
        f"/people/{wang.pk}/twin/").content.decode()
    assert "P-" in read(desk.get(f"/people/same/{wang.pk}/{again.pk}/"))


def test_what_can_not_be_merged_says_why(
    desk: Client, wang: Person, floor: Floor, read: Read
) -> None:
    refused = desk.post(f"/people/same/{wang.pk}/{wang.pk}/merge/", follow=True)
    assert "这是同一条登记" in read(refused)
    assert not Alias.objects.exists()


def test_both_at_work_in_one_half_day_is_a_doubt(
    desk: Client, wang: Person, floor: Floor, who: dict[str, Any], read: Read, officer: User,
    door: Door,
) -> None:
    from menkou.facts.models import HalfDay

    again = floor.weaver("王芳")
    for one in (wang, again):
        HalfDay.objects.create(person=one, day=date(2022, 1, 7), half="am", place=floor.workshop)
    HalfDay.objects.create(person=again, day=date(2022, 1, 8), half="am", place=floor.workshop)
    merge(person=again, into=wang, **who)
    said = read(page(desk, wang))
    assert "两条登记在同一个半天都有考勤：1 月 7 日。" in said
