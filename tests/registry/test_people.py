"""A person is registered, moves, is looked up as of a day, and is forgotten."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.identity.models import VerbLog
from menkou.lib.identifiers import make_resident_id
from menkou.lib.scope import Scope
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.life import engage, set_residence, set_trait
from menkou.registry.actions.numbers import NotRegistered, reveal
from menkou.registry.actions.organizations import BadCreditCode, add_organization
from menkou.registry.actions.people import add_person
from menkou.registry.actions.places import add_community
from menkou.registry.actions.register import NewPerson
from menkou.registry.models import Person, Residence
from menkou.registry.queries import people
from menkou.registry.queries.profile import profiles
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
NUMBER = make_resident_id("530600", date(1985, 5, 5), 2)


@pytest.fixture
def hall() -> Floor:
    return floor()


def wang(hall: Floor, number: str = NUMBER) -> Person:
    return add_person(new=NewPerson("王芳", "f", id_number=number, phone="13800000007"),
                      by=hall.clerk, at=hall.now)


def test_a_number_is_kept_encrypted_and_shown_for_a_reason_that_is_logged(hall: Floor) -> None:
    person = wang(hall)
    assert NUMBER.encode() not in bytes(person.id_number)
    assert reveal(person=person, number="id", reason="bank_refused", by=hall.clerk,
                  at=hall.now) == NUMBER
    line = VerbLog.objects.get(verb="registry.reveal")
    assert (line.subject, line.user, line.note) == (person.pk, hall.clerk, "id:bank_refused")


def test_a_wrong_digit_is_refused_with_a_sentence_that_does_not_repeat_the_number(
    hall: Floor,
) -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    with pytest.raises(NotRegistered) as refused:
        wang(hall, wrong)
    assert "校验位" in str(refused.value)
    assert wrong not in str(refused.value)
    assert not Person.objects.filter(party__name="王芳").exists()


def test_the_same_number_twice_is_refused(hall: Floor) -> None:
    wang(hall)
    with pytest.raises(NotRegistered, match="已经登记过"):
        wang(hall)


def test_where_she_lived_is_known_for_any_day_and_as_known_on_any_day(hall: Floor) -> None:
    person, at = wang(hall), hall.now
    other = add_community(site=hall.community.site, name="红路二社区", by=hall.clerk, at=at)
    who = {"person": person, "by": hall.clerk}
    set_residence(**who, community=hall.community, from_day=START, at=at)
    set_residence(**who, community=other, from_day=date(2022, 1, 16), at=at)
    later = at + timedelta(days=1)
    set_residence(**who, community=None, from_day=date(2022, 1, 16), at=later)

    def home(day: date, **known: object) -> int | None:
        return Residence.objects.on(day, **known).get(person=person).community_id

    assert home(date(2022, 1, 15)) == hall.community.pk
    assert home(date(2022, 1, 16)) is None
    assert home(date(2022, 1, 16), known_at=at) == other.pk


def test_an_officer_sees_who_lives_in_her_community_and_nobody_else(hall: Floor) -> None:
    person, other = wang(hall), hall.weaver("马丽")
    two = add_community(site=hall.community.site, name="红路二社区", by=hall.clerk, at=hall.now)
    set_residence(person=person, community=two, from_day=START, by=hall.clerk, at=hall.now)
    mine = people.within(Scope(communities=frozenset({two.pk})), START)
    assert list(mine) == [person]
    assert other in people.within(Scope(workshops=frozenset({hall.workshop.pk})), START)
    assert not people.within(Scope(), START).exists()


def test_a_child_of_15_can_not_be_engaged(hall: Floor) -> None:
    child = add_person(new=NewPerson("小马", "m", born_on=date(2006, 6, 1)), by=hall.clerk,
                       at=hall.now)
    with pytest.raises(NotRegistered, match="劳动法"):
        engage(person=child, payer=hall.firm, workshop=hall.workshop, form="home",
               from_day=START, by=hall.clerk, at=hall.now)


def test_part_time_is_paid_every_two_weeks(hall: Floor) -> None:
    """劳动合同法 72: 非全日制 is paid at most every 15 days."""
    person = wang(hall)
    with pytest.raises(IntegrityError, match="part_time_cycle"), transaction.atomic():
        engage(person=person, payer=hall.firm, workshop=hall.workshop, form="part_time",
               from_day=START, by=hall.clerk, at=hall.now)


def test_the_group_of_a_day_follows_traits_and_birthdays(hall: Floor) -> None:
    person = add_person(new=NewPerson("李英", "f", born_on=date(1962, 1, 20)), by=hall.clerk,
                        at=hall.now)
    set_trait(person=person, trait="care_duty", holds=True, from_day=START, by=hall.clerk,
              at=hall.now)
    found = profiles([person.pk])
    assert found.group(person.pk, date(2022, 1, 19)) == "cannot_migrate"
    assert found.group(person.pk, date(2022, 1, 20)) == "aged_60_to_70"
    set_trait(person=person, trait="disabled", holds=True, detail="肢体二级",
              from_day=date(2022, 1, 25), by=hall.clerk, at=hall.now)
    assert profiles([person.pk]).group(person.pk, date(2022, 1, 25)) == "disabled"


def test_a_forgotten_person_can_not_be_read_again(hall: Floor) -> None:
    person = wang(hall)
    forget_person(person=person, by=hall.clerk, at=hall.now)
    gone = Person.objects.get(pk=person.pk)
    assert (gone.party.name, gone.search, gone.id_number, gone.key) == ("已删除", "", None, None)
    with pytest.raises(NotRegistered, match="已经删除"):
        reveal(person=gone, number="id", reason="audit", by=hall.clerk, at=hall.now)


def test_a_credit_code_is_checked(hall: Floor) -> None:
    with pytest.raises(BadCreditCode, match="校验位"):
        add_organization(name="示例电子", kind="enterprise", code=hall.firm.credit_code[:-1] + (
            "0" if hall.firm.credit_code[-1] != "0" else "1"), by=hall.clerk, at=hall.now)
