"""What happens to a person after a month leaves that month's figures and lists alone (test k)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from menkou.figures.actions.report import compute
from menkou.registry.actions.life import engage, set_residence, set_trait
from menkou.registry.actions.sameness import merge, unmerge
from menkou.registry.models import Person
from menkou.registry.queries import people, places
from menkou.registry.queries import person as record
from menkou.registry.queries.groups import main_group
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
LAST = date(2022, 1, 31)
AFTER = date(2022, 2, 10)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def li(hall: Floor) -> Person:
    """She cares for somebody at home, and turns 60 on 5 February."""
    li = hall.weaver("李英", born_on=date(1962, 2, 5))
    set_trait(person=li, trait="care_duty", holds=True, from_day=START, by=hall.clerk, at=hall.now)
    return li


def figures(hall: Floor, day: date) -> Any:
    rows = compute(unit=hall.community.site, as_of=day, by=hall.clerk, at=hall.now)
    return sorted((one.code, one.value) for one in rows)


def told(hall: Floor, li: Person, day: date) -> tuple[Any, ...]:
    """What figures, lists and her page say of a day."""
    group = Person.objects.annotate(group=main_group(day)).get(pk=li.pk).group
    now = record.now(li, record.life(li), day)
    return (
        figures(hall, day), group, now.group, now.home and now.home.words,
        [event.words[0] for event in now.traits], [event.words[0] for event in now.jobs],
        places.crew_of(hall.workshop, day).persons,
        people.working(day).filter(person=li).count(),
    )


def turns_sixty(hall: Floor, li: Person) -> None:
    """Nothing is entered: the day comes by itself."""


def leaves(hall: Floor, li: Person) -> None:
    set_residence(person=li, community=None, from_day=AFTER, by=hall.clerk, at=hall.now)
    engage(person=li, payer=hall.firm, workshop=hall.workshop, form="", from_day=AFTER,
           by=hall.clerk, at=hall.now)


def dies(hall: Floor, li: Person) -> None:
    set_trait(person=li, trait="died", holds=True, from_day=AFTER, by=hall.clerk, at=hall.now)


def loses_a_trait(hall: Floor, li: Person) -> None:
    set_trait(person=li, trait="care_duty", holds=False, from_day=AFTER, by=hall.clerk,
              at=hall.now)


@pytest.mark.parametrize("happens", [turns_sixty, leaves, dies, loses_a_trait])
def test_last_months_figures_and_lists_do_not_move(
    happens: Callable[[Floor, Person], None], hall: Floor, li: Person
) -> None:
    before = told(hall, li, LAST)
    assert before[1] == before[2] == "cannot_migrate"
    happens(hall, li)
    assert told(hall, li, LAST) == before
    assert told(hall, li, AFTER)[1] == "aged_60_to_70"


def test_merged_she_is_counted_once_and_taken_apart_as_before(hall: Floor, li: Person) -> None:
    """Test j: the disabled registration of a worker and the one that works are one person."""
    again = hall.weaver("李英", born_on=date(1962, 2, 5))
    set_trait(person=again, trait="disabled", holds=True, from_day=START, by=hall.clerk,
              at=hall.now)
    before = figures(hall, LAST)
    assert dict(before)["workers"] == 2
    alias = merge(person=again, into=li, by=hall.clerk, at=hall.now)
    merged = dict(figures(hall, LAST))
    groups = {code: n for code, n in merged.items() if code.startswith("workers_by_group.") and n}
    assert (merged["workers"], groups) == (1, {"workers_by_group.disabled": 1})
    assert merged["wages_earned_yuan"] == dict(before)["wages_earned_yuan"]
    unmerge(alias=alias, by=hall.clerk, at=hall.now)
    assert figures(hall, LAST) == before
