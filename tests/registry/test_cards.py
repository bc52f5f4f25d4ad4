"""A worker gets a card, signs in with it, and loses it."""

import pytest
from django.contrib.auth import authenticate

from menkou.identity.models import VerbLog
from menkou.lib.identifiers import damm_ok
from menkou.registry.actions.cards import give_card
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Person
from tests.builders import Floor, floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Floor:
    return floor()


def test_she_signs_in_with_her_card_and_pin(hall: Floor) -> None:
    person = hall.weaver("王芳")
    card = give_card(person=person, by=hall.clerk, at=hall.now)
    assert len(card.number) == 6
    assert damm_ok(int(card.number))
    assert card.pin not in repr(card)
    user = authenticate(None, login=card.number, password=card.pin)
    assert user == Person.objects.get(pk=person.pk).user
    assert VerbLog.objects.filter(verb="registry.give_card", subject=person.pk).exists()


def test_a_lost_card_is_given_again_with_a_new_pin(hall: Floor) -> None:
    person = hall.weaver("王芳")
    first = give_card(person=person, by=hall.clerk, at=hall.now)
    second = give_card(person=person, by=hall.clerk, at=hall.now)
    assert first.number == second.number
    if first.pin != second.pin:
        assert authenticate(None, login=first.number, password=first.pin) is None
    assert authenticate(None, login=second.number, password=second.pin) is not None


def test_two_people_have_two_numbers(hall: Floor) -> None:
    cards = [give_card(person=hall.weaver(name), by=hall.clerk, at=hall.now)
             for name in ("王芳", "李英")]
    assert cards[0].number != cards[1].number


def test_a_forgotten_person_cannot_sign_in_any_more(hall: Floor) -> None:
    person = hall.weaver("王芳")
    card = give_card(person=person, by=hall.clerk, at=hall.now)
    forget_person(person=person, by=hall.clerk, at=hall.now)
    assert authenticate(None, login=card.number, password=card.pin) is None
    gone = Person.objects.get(pk=person.pk)
    with pytest.raises(NotRegistered, match="已经删除"):
        give_card(person=gone, by=hall.clerk, at=hall.now)
