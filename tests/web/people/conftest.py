"""One officer, one person, and the clock of the books: shared by the tests of this room."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Person
from tests.builders import START, Floor, moment

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)
NUMBER = make_resident_id("530600", date(1985, 5, 5), 2)
Door = Callable[[User], Client]
Read = Callable[[Any], str]


@pytest.fixture(autouse=True)
def clock_of_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "10:00"))


@pytest.fixture
def who(floor: Floor) -> dict[str, Any]:
    return {"by": floor.clerk, "at": floor.now}


@pytest.fixture
def wang(floor: Floor, who: dict[str, Any]) -> Person:
    return add_person(new=NewPerson(
        "王芳", id_number=NUMBER, phone="13800000007", bank="6217000000000413",
        home=Home(floor.community, START, "3", "2", "501"),
    ), **who)


@pytest.fixture
def desk(community_officer: User, door: Door) -> Client:
    """What the community officer sits at."""
    return door(community_officer)
