"""One box finds a person by whatever is at hand."""

from datetime import date

import pytest

from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import add_household, set_membership
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Person
from menkou.registry.queries import people
from tests.builders import START, floor

pytestmark = pytest.mark.django_db
NUMBER = make_resident_id("530600", date(1981, 3, 8), 2)


@pytest.fixture
def wang() -> Person:
    """Wang Fang of 3-2-501 and her neighbour Li Ying of 3-2-502."""
    hall = floor()
    who = {"by": hall.clerk, "at": hall.now}
    found = add_person(new=NewPerson(
        "王芳", id_number=NUMBER, phone="13800000007",
        home=Home(hall.community, START, "3", "2", "501"),
    ), **who)
    household = add_household(number="H-000913", from_county="大关县", **who)
    set_membership(person=found, household=household, relation="head", from_day=START, **who)
    add_person(new=NewPerson("李英", "f", date(1970, 1, 1),
                             home=Home(hall.community, START, "3", "2", "502")), **who)
    return found


@pytest.mark.parametrize("typed", [
    "王", "王芳", "wangfang", "wf", "WF", "ｗｆ", NUMBER, NUMBER.lower(), NUMBER[-4:],
    "13800000007", "138 0000 0007", "0007",
    "3-2-501", "3栋2单元501", "3－2－501", "3-501", "501", "H-000913",
])  # fmt: skip
def test_she_is_found(wang: Person, typed: str) -> None:
    assert list(people.search(Person.objects.all(), typed, START)) == [wang]


@pytest.mark.parametrize("typed", ["李", "3-1-501", "0008", "H-000914", "1381234", "x", "%", "_"])
def test_she_is_not_found(wang: Person, typed: str) -> None:
    assert wang not in people.search(Person.objects.all(), typed, START)


@pytest.mark.parametrize("typed", ["\0王芳", "H-000913\0", "\0"])
def test_what_no_keyboard_types_stops_no_search(wang: Person, typed: str) -> None:
    assert wang in people.search(Person.objects.all(), typed, START)


def test_both_neighbours_are_found_by_their_staircase(wang: Person) -> None:
    assert people.search(Person.objects.all(), "3-2-50", START).count() == 0
    assert people.search(Person.objects.all(), "y", START).count() == 1


def test_an_old_door_finds_nobody(wang: Person) -> None:
    assert not people.search(Person.objects.all(), "3-2-501", date(2021, 12, 31)).exists()
