"""Each purpose on its own page, with its words; a child's with its guardian."""

from datetime import date
from typing import Any

from django.test import Client

from menkou.identity.models import User
from menkou.registry.actions.life import found_household, set_membership
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Consent, Membership, Person
from tests.builders import START, Floor
from tests.web.people.conftest import Door, Read


def child_of(wang: Person, floor: Floor, who: dict[str, Any]) -> Person:
    child = add_person(new=NewPerson(
        "小红", "f", date(2014, 5, 5), home=Home(floor.community, START)
    ), **who)
    found_household(person=wang, number="9-1", from_county="鲁甸县", relation="head",
                    from_day=START, **who)
    home = Membership.objects.get(person=wang).household
    set_membership(person=child, household=home, relation="child", from_day=START, **who)
    return child


def test_her_page_says_how_it_stands_with_each(
    desk: Client, community_officer: User, wang: Person, read: Read
) -> None:
    assert "还没有同意过什么" in read(desk.get(f"/people/{wang.pk}/"))
    page = read(desk.get(f"/people/{wang.pk}/consents/"))
    assert "记残疾和健康情况 没有问过" in page
    assert "登记孩子的信息" not in page
    yes = {"given": "yes", "read_out_by": community_officer.pk, "from_day": "2022-01-14",
           "thumb_print": "on"}
    form = desk.get(f"/people/{wang.pk}/consent/health/")
    assert "请念给本人听：想记下您的残疾和健康情况" in read(form)
    assert "监护人" not in read(form)
    desk.post(f"/people/{wang.pk}/consent/health/", yes)
    page = read(desk.get(f"/people/{wang.pk}/consents/"))
    assert "记残疾和健康情况 同意" in page
    assert "1 月 14 日起 · 示例酉念给本人听的 · 示例酉记的" in page
    assert "同意了 1 项" in read(desk.get(f"/people/{wang.pk}/"))


def test_for_a_child_the_mother_is_offered(
    desk: Client, floor: Floor, who: dict[str, Any], wang: Person, read: Read
) -> None:
    child = child_of(wang, floor, who)
    address = f"/people/{child.pk}/consent/child/"
    page = desk.get(address)
    assert "请念给监护人听：想登记您家孩子" in read(page)
    assert f'<option value="{wang.pk}">王芳' in page.content.decode()
    yes = {"given": "yes", "from_day": "2022-01-14", "thumb_print": "on"}
    assert "要监护人同意" in read(desk.post(address, yes))
    done = desk.post(address, yes | {"guardian": wang.pk})
    assert done.status_code == 302
    assert "监护人：王芳" in read(desk.get(f"/people/{child.pk}/consents/"))


def test_one_of_another_household_is_named_by_her_number_and_why(
    desk: Client, floor: Floor, who: dict[str, Any], wang: Person, read: Read
) -> None:
    child = child_of(wang, floor, who)
    aunt = floor.weaver("李英")
    address = f"/people/{child.pk}/consent/child/"
    yes = {"given": "yes", "from_day": "2022-01-14", "thumb_print": "on",
           "named": f"P-{aunt.pk:06d}"}
    assert "请选凭什么是监护人" in read(desk.post(address, yes))
    assert "没有这个编号" in read(desk.post(address, yes | {"named": "P-999999"}))
    assert desk.post(address, yes | {"guardian_why": "entrusted"}).status_code == 302
    assert Consent.objects.get().guardian == aunt


def test_a_clerk_reads_but_records_none(
    clerk: User, door: Door, floor: Floor, read: Read
) -> None:
    person = floor.weaver("李英")
    page = door(clerk).get(f"/people/{person.pk}/consents/")
    assert page.status_code == 200
    assert "/consent/health/" not in page.content.decode()
    assert door(clerk).get(f"/people/{person.pk}/consent/health/").status_code == 403
