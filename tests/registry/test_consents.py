"""个人信息保护法 14, 15, 25: pay is posted with a name only where, and while, she agrees."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from menkou.identity.models import VerbLog
from menkou.registry.actions.consents import record_consent
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Consent, Person
from menkou.registry.queries import consents
from menkou.registry.queries import person as record
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
LATER = date(2022, 2, 1)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now, "purpose": "post_pay"}


def agree(person: Person, who: dict[str, Any], day: date = START) -> Consent:
    return record_consent(person=person, given=True, thumb_print=True, from_day=day, **who)


def test_a_consent_says_who_read_out_what(hall: Floor, who: dict[str, Any]) -> None:
    person = hall.weaver("王芳")
    made = agree(person, who)
    assert (made.read_out_by, made.version, made.thumb_print) == (hall.clerk, 1, True)
    line = VerbLog.objects.get(verb="registry.record_consent")
    assert (line.subject, line.note) == (person.pk, "post_pay:given")


def test_without_her_thumb_print_it_is_none(hall: Floor, who: dict[str, Any]) -> None:
    person = hall.weaver("王芳")
    with pytest.raises(NotRegistered, match="手印"):
        record_consent(person=person, given=True, from_day=START, **who)
    made = agree(person, who)
    with pytest.raises(IntegrityError, match="consent_given_whole"), transaction.atomic():
        Consent.objects.filter(pk=made.pk).update(thumb_print=False)
    with pytest.raises(IntegrityError, match="consent_given_whole"), transaction.atomic():
        Consent.objects.filter(pk=made.pk).update(read_out_by=None)


def test_it_is_taken_back_from_a_day_without_any_paper(hall: Floor, who: dict[str, Any]) -> None:
    person = hall.weaver("王芳")
    agree(person, who)
    record_consent(person=person, given=False, from_day=LATER, **who)
    assert consents.given([person.pk], "post_pay", date(2022, 1, 31)) == {person.pk}
    assert consents.given([person.pk], "post_pay", LATER) == set()
    assert consents.given([person.pk], "post_pay", date(2021, 12, 1)) == set()
    events = record.life(person)
    assert record.now(person, events, START).consents == {"post_pay"}
    assert record.now(person, events, LATER).consents == frozenset()


def test_who_agreed_is_read_at_once(
    hall: Floor, who: dict[str, Any], django_assert_num_queries: Any
) -> None:
    wang, li, ma = (hall.weaver(name) for name in ("王芳", "李英", "马丽"))
    agree(wang, who)
    agree(li, who)
    record_consent(person=li, given=False, from_day=START, **who)
    with django_assert_num_queries(1):
        assert consents.given([wang.pk, li.pk, ma.pk], "post_pay", START) == {wang.pk}
    assert consents.given([], "post_pay", START) == set()


def test_of_a_forgotten_person_nothing_is_recorded(hall: Floor, who: dict[str, Any]) -> None:
    person = hall.weaver("王芳")
    forget_person(person=person, by=hall.clerk, at=hall.now)
    with pytest.raises(NotRegistered, match="已经删除"):
        agree(Person.objects.get(pk=person.pk), who)
