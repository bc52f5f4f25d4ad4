"""What a person can do and what she wishes for, each from a day and on somebody's word."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from menkou.identity.models import VerbLog
from menkou.registry.actions.abilities import set_skill, set_wish
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Skill, Wish
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
MARCH = date(2022, 3, 1)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


def test_she_can_sew_since_january_and_no_more_since_march(
    hall: Floor, who: dict[str, Any]
) -> None:
    wang = hall.weaver("王芳")
    set_skill(person=wang, skill="sewing", holds=True, source="visit", from_day=START, **who)
    set_skill(person=wang, skill="sewing", holds=False, source="self", from_day=MARCH, **who)
    set_skill(person=wang, skill="rattan", holds=True, from_day=START, **who)
    held = Skill.objects.on(date(2022, 2, 28)).filter(holds=True).values_list("skill", "source")
    assert sorted(held) == [("rattan", ""), ("sewing", "visit")]
    assert list(Skill.objects.on(MARCH).filter(holds=True).values_list("skill", flat=True)) == [
        "rattan"
    ]
    assert VerbLog.objects.filter(verb="registry.set_skill", subject=wang.pk).count() == 3


def test_she_wants_twenty_hours_at_home_and_two_kinds_of_work(
    hall: Floor, who: dict[str, Any]
) -> None:
    wang = hall.weaver("王芳")
    set_wish(person=wang, wants=True, hours=20, place="home", kinds=("rattan", "sewing"),
             source="self", from_day=START, **who)
    wish = Wish.objects.on(MARCH).get(person=wang)
    assert (wish.hours, wish.place, wish.kinds) == (20, "home", " sewing rattan ")
    set_wish(person=wang, wants=False, from_day=MARCH, **who)
    assert not Wish.objects.on(MARCH).get(person=wang).wants


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"wants": True, "kinds": ("flying",)}, "kinds"),
        ({"wants": True, "place": "moon"}, "place"),
        ({"wants": False, "hours": 20}, "wants"),
        ({"wants": False, "kinds": ("sewing",)}, "wants"),
    ],
)
def test_a_wish_that_does_not_fit_together_is_refused(
    said: dict[str, Any], field: str, hall: Floor, who: dict[str, Any]
) -> None:
    with pytest.raises(NotRegistered) as refused:
        set_wish(person=hall.weaver("王芳"), from_day=START, **said, **who)
    assert refused.value.params["field"] == field
    assert not Wish.objects.exists()


def test_nobody_can_wish_for_more_hours_than_there_are(hall: Floor, who: dict[str, Any]) -> None:
    wang = hall.weaver("王芳")
    with pytest.raises(IntegrityError, match="wish_hours"), transaction.atomic():
        set_wish(person=wang, wants=True, hours=90, from_day=START, **who)


def test_an_unknown_skill_and_a_forgotten_person_are_refused(
    hall: Floor, who: dict[str, Any]
) -> None:
    wang = hall.weaver("王芳")
    with pytest.raises(NotRegistered, match="技能"):
        set_skill(person=wang, skill="flying", holds=True, from_day=START, **who)
    forget_person(person=wang, **who)
    wang.refresh_from_db()
    with pytest.raises(NotRegistered, match="已经删除"):
        set_skill(person=wang, skill="sewing", holds=True, from_day=START, **who)
    with pytest.raises(NotRegistered, match="已经删除"):
        set_wish(person=wang, wants=True, from_day=START, **who)
