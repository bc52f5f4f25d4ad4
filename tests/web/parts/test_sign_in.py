"""Coming in, by two doors, and going out."""

from typing import Any

import pytest
from django.test import Client

from menkou.identity.models import User


def by_name(client: Client, login: str, password: str, **more: str) -> Any:
    return client.post(
        "/sign-in/", {"door": "staff", "login": login, "password": password, **more}
    )


def test_an_officer_comes_in_by_name_and_password(client: Client, officer: User) -> None:
    response = by_name(client, "shen", "menkou-1234", next="/office/log/")
    assert response["Location"] == "/office/log/"
    assert client.get("/office/").status_code == 200


def test_a_worker_types_her_card_as_it_is_printed(client: Client, weaver: User) -> None:
    weaver.set_password("1234")
    weaver.save()
    response = client.post(
        "/sign-in/", {"door": "worker", "login": "118 041", "password": "１２３４"}
    )
    assert response.status_code == 302


def test_the_card_opens_the_page_with_its_number(client: Client, db: None) -> None:
    assert 'value="118041"' in client.get("/sign-in/?card=118041").content.decode()


def test_a_wrong_password_says_how_often_may_be_tried(
    client: Client, read: Any, officer: User
) -> None:
    response = by_name(client, "shen", "wrong")
    assert "账号或密码不对，还可以试 4 次" in read(response)
    assert 'value="shen"' in response.content.decode()


def test_an_unknown_name_counts_down_like_a_known_one(
    client: Client, read: Any, officer: User
) -> None:
    known = [read(by_name(client, "shen", "wrong")).count("4 次")]
    unknown = [read(by_name(client, "nobody", "wrong")).count("4 次")]
    assert known == unknown
    assert "还可以试 3 次" in read(by_name(client, "nobody", "wrong"))


def test_too_many_wrong_tries_lock_and_say_until_when(
    client: Client, read: Any, officer: User
) -> None:
    for _try in range(5):
        response = by_name(client, "shen", "wrong")
    assert "错了太多次，到 " in read(response)
    assert "错了太多次" in read(by_name(client, "shen", "menkou-1234"))


def test_nothing_typed_is_asked_for_beside_its_field(client: Client, read: Any, db: None) -> None:
    assert "请填账号" in read(by_name(client, "", ""))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:1"])
def test_the_way_back_never_leads_to_another_house(
    client: Client, officer: User, elsewhere: str
) -> None:
    assert by_name(client, "shen", "menkou-1234", next=elsewhere)["Location"] == "/"


def test_a_shared_computer_forgets_when_the_browser_closes(client: Client, officer: User) -> None:
    by_name(client, "shen", "menkou-1234")
    assert client.session.get_expire_at_browser_close()


def test_my_own_computer_remembers(client: Client, officer: User) -> None:
    by_name(client, "shen", "menkou-1234", keep="on")
    assert not client.session.get_expire_at_browser_close()


def test_going_out_needs_a_button(door: Any, officer: User) -> None:
    here = door(officer)
    assert here.get("/sign-out/").status_code == 405
    here.post("/sign-out/")
    assert here.get("/office/").status_code == 302


def test_a_page_left_open_too_long_is_refused_in_words(read: Any, officer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = by_name(strict, "shen", "menkou-1234")
    assert response.status_code == 403
    assert "这一页开得太久，没有收下" in read(response)
