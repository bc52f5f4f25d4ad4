"""Who may open a page, in which language, and that looking never writes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from menkou.access import queries as rights
from menkou.identity.models import User
from menkou.web.parts.edge import Edge, WroteInGet, demand, screen
from menkou.web.parts.errors import NotYours

FIRST_PAGE = "/office/"


def addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern), pattern.callback


def test_every_address_names_its_verb_or_is_public() -> None:
    unmarked = [
        address
        for address, view in addresses(get_resolver().url_patterns)
        if getattr(view, "verb", None) not in rights.verbs() and not hasattr(view, "public")
    ]
    assert not unmarked


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    response = client.get("/office/log/?sort=-at")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/office/log/%3Fsort%3D-at"


def test_who_may_not_is_told_who_can(door: Any, read: Any, clerk: User) -> None:
    response = door(clerk).get("/office/log/")
    assert response.status_code == 403
    said = read(response)
    assert "“看办事记录”不在您的事里" in said
    assert "区级专干、社区专干、审计" in said
    assert "您现在是：车间管理员" in said


def test_another_method_is_refused_in_words(door: Any, read: Any, officer: User) -> None:
    response = door(officer).post(FIRST_PAGE)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "这样打开不行" in read(response)


def test_a_head_is_as_good_as_a_get(door: Any, officer: User) -> None:
    assert door(officer).head(FIRST_PAGE).status_code == 200


def test_what_does_not_exist_says_so(door: Any, read: Any, officer: User) -> None:
    response = door(officer).get("/nowhere/")
    assert response.status_code == 404
    assert "没有这一页" in read(response)
    assert "404" not in read(response)


def through_edge(view: Any, user: User, method: str = "get") -> HttpResponse:
    request = getattr(RequestFactory(), method)("/")
    request.user = user
    return Edge(view)(request)


def test_a_name_that_is_not_ours_is_refused_in_words(client: Client, read: Any, db: None) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "门口" in read(answer)


def test_a_get_cannot_write(officer: User) -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        User.objects.filter(pk=officer.pk).update(shown_name="别人")
        return HttpResponse()

    with pytest.raises(WroteInGet), transaction.atomic():
        through_edge(careless, officer)
    through_edge(careless, officer, "post")
    officer.refresh_from_db()
    assert officer.shown_name == "别人"


def test_a_view_of_several_verbs_asks_for_each(clerk: User) -> None:
    @screen("work.use_counter")
    def two_verbs(request: HttpRequest) -> HttpResponse:
        demand(request, "access.give_grant")
        return HttpResponse()

    with pytest.raises(NotYours):
        through_edge(two_verbs, clerk)


def test_behind_the_edge_a_view_knows_the_day_and_how_far_it_reaches(clerk: User) -> None:
    seen: dict[str, Any] = {}

    @screen("work.use_counter")
    def look(request: Any) -> HttpResponse:
        seen.update(scope=request.scope, day=request.day, at=request.at, verb=request.verb)
        return HttpResponse()

    through_edge(look, clerk)
    workshop = clerk.grants.get().workshop_id
    assert seen["scope"].workshops == frozenset({workshop})
    assert seen["verb"] == "work.use_counter"
    assert seen["at"].utcoffset() is not None


def test_pages_speak_chinese_whatever_the_browser_says(client: Client, db: None) -> None:
    response = client.get("/sign-in/", headers={"accept-language": "en-US"})
    assert 'lang="zh-CN"' in response.content.decode()


def test_the_chosen_language_stays_on_the_device_and_with_the_account(
    door: Any, officer: User
) -> None:
    here = door(officer)
    response = here.post("/language/", {"language": "en", "next": FIRST_PAGE})
    assert response["Location"] == FIRST_PAGE
    assert 'lang="en"' in here.get(FIRST_PAGE).content.decode()
    assert 'lang="en"' in door(officer).get(FIRST_PAGE).content.decode()


def test_an_unknown_language_changes_nothing(door: Any, officer: User) -> None:
    door(officer).post("/language/", {"language": "xx"})
    officer.refresh_from_db()
    assert officer.language == ""
