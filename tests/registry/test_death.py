"""Somebody has died: what she had is ended, nothing new is opened, and it makes no group."""

from datetime import date

import pytest

from menkou.registry.actions.life import engage, set_trait
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Engagement, Person
from menkou.registry.queries import person as record
from menkou.registry.queries.profile import profiles
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 20)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def wang(hall: Floor) -> Person:
    return hall.weaver("王芳")


def died(hall: Floor, person: Person, day: date, *, holds: bool = True) -> None:
    set_trait(person=person, trait="died", holds=holds, from_day=day, by=hall.clerk, at=hall.now)


def work(hall: Floor, person: Person, day: date, form: str = "home") -> Engagement:
    return engage(person=person, payer=hall.firm, workshop=hall.workshop, form=form, from_day=day,
                  by=hall.clerk, at=hall.now)


def test_from_that_day_on_no_engagement_is_opened_and_one_can_be_ended(
    hall: Floor, wang: Person
) -> None:
    died(hall, wang, DAY)
    with pytest.raises(NotRegistered, match="已经不在了"):
        work(hall, wang, DAY)
    assert work(hall, wang, date(2022, 1, 19)).form == "home"
    assert work(hall, wang, DAY, form="").form == ""


def test_the_day_is_the_one_that_stands(hall: Floor, wang: Person) -> None:
    def known() -> date | None:
        return profiles([wang.pk]).died_on(wang.pk)

    assert known() is None
    died(hall, wang, DAY)
    assert known() == DAY
    died(hall, wang, date(2022, 1, 18))  # it was two days earlier
    assert known() == date(2022, 1, 18)
    died(hall, wang, date(2022, 1, 18), holds=False)
    died(hall, wang, DAY, holds=False)  # it was somebody of the same name
    assert known() is None


def test_it_is_no_tag_and_no_group(hall: Floor, wang: Person) -> None:
    before = record.now(wang, record.life(wang), DAY)
    died(hall, wang, DAY)
    after = record.now(wang, record.life(wang), DAY)
    assert (after.group, after.tags) == (before.group, before.tags)
    assert (before.died_on, after.died_on) == (None, DAY)
    assert record.now(wang, record.life(wang), START).died_on is None
    assert profiles([wang.pk]).group(wang.pk, DAY) == before.group
