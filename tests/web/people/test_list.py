"""The list of people: found, filtered, sorted, taken away as a file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity.models import User
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import set_trait
from menkou.registry.models import Person
from tests.builders import START, Floor

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)
NUMBER = make_resident_id("530600", date(1985, 5, 5), 2)
Door = Callable[[User], Client]
Read = Callable[[Any], str]


@pytest.mark.parametrize("word", ["王", "wf", "wangfang", "3-2-501", "0007", NUMBER[-4:]])
def test_the_list_finds_her(
    desk: Client, floor: Floor, wang: Person, read: Read, word: str
) -> None:
    floor.weaver("李英")
    page = read(desk.get("/people/", {"q": word}))
    assert "找到 1 人" in page
    assert "王芳" in page
    assert "李英" not in page


def test_the_list_shows_door_group_and_where_she_works(
    desk: Client, floor: Floor, wang: Person, who: dict[str, Any], read: Read
) -> None:
    set_trait(person=wang, trait="care_duty", holds=True, from_day=START, **who)
    floor.weaver("李英")
    page = read(desk.get("/people/"))
    assert "王芳 女 36 红路一社区 3 栋 2 单元 501 守在家门口 — — 没有活" in page
    assert "李英 女 36 红路一社区 其他 藤编车间 — 在做活" in page


@pytest.mark.parametrize(("asked", "names"), [
    ({"engaged": "yes"}, ["李英"]),
    ({"engaged": "no"}, ["王芳"]),
    ({"lacks": "bank"}, ["李英"]),
    ({"group": "cannot_migrate"}, ["王芳"]),
    ({"group": "other"}, ["李英"]),
    ({"sex": "m"}, []),
    ({"sort": "-home"}, ["王芳", "李英"]),
    ({"sort": "age"}, ["王芳", "李英"]),
])
def test_the_list_is_filtered_and_sorted(
    desk: Client, floor: Floor, wang: Person, who: dict[str, Any], asked: dict[str, str],
    names: list[str],
) -> None:
    set_trait(person=wang, trait="care_duty", holds=True, from_day=START, **who)
    floor.weaver("李英", born_on=date(1985, 5, 4))
    page = desk.get("/people/", asked)
    shown = [row.record.party.name for row in page.context["page"].object_list]
    assert shown == names


def test_the_list_by_community_and_workshop(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    floor.weaver("李英")
    here = read(desk.get("/people/", {"community": floor.community.pk}))
    assert "找到 2 人" in here
    there = desk.get("/people/", {"workshop": floor.workshop.pk})
    assert "找到 1 人" in read(there)
    assert "李英" in read(there)


def test_the_list_leaves_as_a_file_of_just_what_is_shown(
    desk: Client, floor: Floor, wang: Person
) -> None:
    floor.weaver("李英")
    file = desk.get("/people/", {"q": "wf", "export": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines() == [
        "姓名,性别,岁,住处,归类,在哪做,上次来,现在",
        "王芳,女,36,红路一社区 3 栋 2 单元 501,其他,,,没有活",
    ]
    assert desk.get("/people/", {"export": "xlsx"}).status_code == 200


def test_what_may_be_picked_is_in_the_readers_language(desk: Client, wang: Person) -> None:
    for language, words in (("en", "At least 20 hours a week"), ("zh-hans", "每周至少 20 小时")):
        desk.cookies["django_language"] = language
        assert words in desk.get("/people/").content.decode()
