"""A full number that is searched for stands in no address, page link or log."""

import logging
import sys
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse

from menkou.identity import keys
from menkou.identity.models import User
from menkou.identity.quiet import Quiet
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Person
from tests.builders import START, Floor

ID, PHONE = make_resident_id("530602", date(1985, 5, 5), 2), "13800000007"


@pytest.fixture
def wang(floor: Floor) -> Person:
    return add_person(
        new=NewPerson("示例王", id_number=ID, phone=PHONE, home=Home(floor.community, START)),
        by=floor.clerk, at=floor.now,
    )


@pytest.mark.parametrize("number", [ID, PHONE, f" {PHONE} "])
def test_a_search_by_a_full_number_is_answered_elsewhere(
    door: Any, read: Any, officer: User, wang: Person, number: str
) -> None:
    client = door(officer)
    for way in (
        client.get("/people/", {"q": number, "sort": "name"}),
        client.post("/people/?_find=1", {"q": number, "sort": "name", "csrfmiddlewaretoken": "x"}),
    ):
        assert way.status_code == 302
        assert number.strip() not in way["Location"]
        assert "csrf" not in way["Location"]
        page = client.get(way["Location"])
        assert "示例王" in read(page)
        assert page["Cache-Control"] == "no-store, private"
        links = [part for part in page.content.decode().split('href="') if number in part[:300]]
        assert not links
        further = client.get(way["Location"] + "&export=csv")
        assert "示例王" in further.content.decode()


def test_a_search_over_the_house_is_answered_elsewhere_too(door: Any, officer: User) -> None:
    way = door(officer).get("/find/", {"q": PHONE})
    assert PHONE not in way["Location"]
    assert door(officer).get(way["Location"]).status_code == 200


def test_who_is_not_signed_in_is_not_asked_back_with_the_number(client: Any, db: None) -> None:
    way = client.get("/people/", {"q": ID})
    assert ID not in way["Location"]
    assert ID not in client.get(way["Location"])["Location"]


def test_what_was_not_sealed_here_is_a_text_like_any_other(door: Any, officer: User) -> None:
    assert keys.open_text("AAAA") is None
    assert keys.open_text("好") is None
    assert door(officer).get("/people/", {"q": "~AAAA"}).status_code == 200
    assert door(officer).get("/people/?q=wang").get("Cache-Control", "") != "no-store, private"


def test_a_form_that_writes_is_no_search(door: Any, officer: User, wang: Person) -> None:
    """A number in the body of any other form stays there."""
    answer: HttpResponse = door(officer).post(f"/people/{wang.pk}/change/", {"phone": PHONE})
    assert answer.status_code == 200


def test_every_handler_of_the_log_hides_numbers() -> None:
    """PIPL 51: also in what an error says and in its traceback."""
    assert {one["formatter"] for one in settings.LOGGING["handlers"].values()} == {"quiet"}
    assert all(
        not one.get("handlers") for one in settings.LOGGING["loggers"].values()
    ), "all of it goes through the root"
    try:
        raise ValueError(f"no such person {ID}")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "%s %s", (f"/people/{ID}/", PHONE),
            sys.exc_info(),
        )
    said = Quiet().format(record)
    assert "Traceback" in said
    assert ID not in said
    assert PHONE not in said
    assert quote(ID) not in said
