"""The page that shows every part, and the frame around each page."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from menkou.identity.models import User
from menkou.web.parts.frame import ROOMS
from menkou.web.parts.icons import DRAWN


def test_every_part_is_shown_to_anybody(client: Client, read: Any, db: None) -> None:
    response = client.get("/parts/")
    assert response.status_code == 200
    text = response.content.decode()
    for name in DRAWN:
        assert f"</svg>{name}" in text
    assert "**** **** **** 0021" in read(response)


def test_a_page_needs_no_script_to_be_read(client: Client, db: None) -> None:
    text = client.get("/parts/").content.decode()
    assert "<script>" not in text
    assert text.count("<h1>") == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_language_is_named_in_its_own_words(
    client: Client, db: None, language: str
) -> None:
    client.cookies["django_language"] = language
    text = client.get("/parts/").content.decode()
    assert ("English" if language == "zh-hans" else "中文") in text
    translation.activate("zh-hans")


def test_the_menu_marks_where_one_is(door: Any, officer: User) -> None:
    text = door(officer).get("/office/users/").content.decode()
    assert '<a href="/office/" aria-current="page">' in text
    assert '<a href="/" aria-current="page">' not in text


def test_the_frame_asks_for_grants_once(
    door: Any, officer: User, django_assert_num_queries: Any
) -> None:
    here = door(officer)
    with django_assert_num_queries(3):  # session, user, grants
        here.get("/menu/")


def test_rooms_name_verbs_that_exist(officer: User) -> None:
    from menkou.access.queries import verbs

    assert {room.verb for room in ROOMS} <= verbs().keys()
