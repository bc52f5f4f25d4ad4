"""What was registered wrongly is corrected; what is true over time gets a row of its own."""

from datetime import date
from typing import Any

import pytest

from menkou.identity.models import VerbLog
from menkou.lib.identifiers import make_resident_id
from menkou.lib.scope import Scope
from menkou.registry.actions.bulk import NewWorker, add_workers
from menkou.registry.actions.life import engage, found_household, set_residence, set_trait
from menkou.registry.actions.numbers import NotRegistered, reveal
from menkou.registry.actions.people import Change, add_person, change_person
from menkou.registry.actions.places import add_community, add_workshop
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Engagement, Party, Person, Trait
from menkou.registry.queries import people
from menkou.registry.queries import person as record
from menkou.registry.queries.profile import profiles
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
NUMBER = make_resident_id("530600", date(1985, 5, 5), 2)
OTHER = make_resident_id("530600", date(1985, 5, 6), 2)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


@pytest.fixture
def wang(hall: Floor, who: dict[str, Any]) -> Person:
    return add_person(new=NewPerson(
        "王方", id_number=NUMBER, phone="13800000007", note="怕吵",
        home=Home(hall.community, START, "3", "2", "501"),
    ), **who)


def test_sex_and_birthday_come_from_the_number(wang: Person) -> None:
    assert (wang.sex, wang.born_on) == ("f", date(1985, 5, 5))


def test_without_a_number_both_must_be_said(who: dict[str, Any]) -> None:
    with pytest.raises(NotRegistered, match="性别"):
        add_person(new=NewPerson("李英"), **who)
    with pytest.raises(NotRegistered, match="出生日期"):
        add_person(new=NewPerson("李英", "f"), **who)


def test_a_number_that_contradicts_what_was_said_is_refused(who: dict[str, Any]) -> None:
    with pytest.raises(NotRegistered, match="性别"):
        add_person(new=NewPerson("李英", "m", id_number=OTHER), **who)
    with pytest.raises(NotRegistered, match="出生日期"):
        add_person(new=NewPerson("李英", "f", date(1985, 5, 5), id_number=OTHER), **who)
    assert not Party.objects.filter(name="李英").exists()


def test_who_is_not_born_yet_is_not_registered(hall: Floor, who: dict[str, Any]) -> None:
    with pytest.raises(NotRegistered, match="还没到"):
        add_person(new=NewPerson("李英", "f", date(2022, 3, 2)), **who)


def test_a_name_is_corrected_and_found_by_its_new_sound(wang: Person, who: dict[str, Any]) -> None:
    change_person(person=wang, change=Change(name="王芳"), **who)
    assert list(people.search(Person.objects.all(), "王芳", START)) == [wang]
    assert not people.search(Person.objects.all(), "王方", START).exists()
    assert VerbLog.objects.get(verb="registry.change_person").note == "name"


def test_what_is_not_named_stays_as_it_was(wang: Person, who: dict[str, Any]) -> None:
    change_person(person=wang, change=Change(phone=""), **who)
    assert Person.objects.get(pk=wang.pk).phone_tail_index is None
    assert reveal(person=Person.objects.get(pk=wang.pk), number="id", reason="fix", **who) == NUMBER


def test_somebody_elses_number_is_refused_and_her_own_is_not(
    wang: Person, who: dict[str, Any]
) -> None:
    add_person(new=NewPerson("李英", id_number=OTHER), **who)
    with pytest.raises(NotRegistered, match="已经登记过"):
        change_person(person=wang, change=Change(id_number=OTHER, born_on=date(1985, 5, 6)), **who)
    change_person(person=wang, change=Change(id_number=NUMBER), **who)


def test_masks_show_the_last_four_and_the_note_is_readable(wang: Person) -> None:
    fresh = Person.objects.get(pk=wang.pk)
    assert record.masked(fresh) == {
        "id": f"**** **** **** {NUMBER[-4:]}", "phone": "*** **** 0007", "bank": "",
    }
    assert record.note(fresh) == "怕吵"
    assert "怕吵".encode() not in bytes(fresh.note or b"")


def test_her_life_is_read_by_one_query(
    hall: Floor, wang: Person, who: dict[str, Any], django_assert_num_queries: Any
) -> None:
    found_household(person=wang, number="H-1", from_county="大关县", relation="head",
                    from_day=START, **who)
    set_trait(person=wang, trait="care_duty", holds=True, from_day=START, **who)
    engage(person=wang, payer=hall.firm, workshop=hall.workshop, form="home", from_day=START, **who)
    with django_assert_num_queries(1):
        events = record.life(wang)
    now = record.now(wang, events, START)
    assert now.home is not None
    assert now.home.words == ("红路一社区", "3", "2", "501")
    assert now.household is not None
    assert now.household.words[0] == "H-1"
    assert [job.words[0] for job in now.jobs] == ["home"]
    assert (now.group, now.age) == ("cannot_migrate", 36)


def test_what_ended_holds_no_more(hall: Floor, wang: Person, who: dict[str, Any]) -> None:
    later = date(2022, 2, 1)
    engage(person=wang, payer=hall.firm, workshop=hall.workshop, form="home", from_day=START, **who)
    engage(person=wang, payer=hall.firm, workshop=None, form="", from_day=later, **who)
    set_trait(person=wang, trait="disabled", holds=True, detail="肢体二级", from_day=START, **who)
    set_trait(person=wang, trait="disabled", holds=False, from_day=later, **who)
    events = record.life(wang)
    before, after = record.now(wang, events, START), record.now(wang, events, later)
    assert (len(before.jobs), before.group) == (1, "disabled")
    assert (len(after.jobs), after.group) == (0, "other")
    assert b"\xe8\x82\xa2" not in bytes(Trait.objects.get(holds=True).detail or b"")


def test_the_payer_is_the_operator_of_the_workshop_that_day(
    hall: Floor, wang: Person, who: dict[str, Any]
) -> None:
    made = engage(person=wang, workshop=hall.workshop, form="home", from_day=START, **who)
    assert made.payer == hall.firm
    empty = add_workshop(name="空车间", community=hall.community, **who)
    with pytest.raises(NotRegistered, match="入驻"):
        engage(person=wang, workshop=empty, form="home", from_day=START, **who)


def test_who_moved_away_stays_in_reach_until_another_community_takes_her_in(
    hall: Floor, wang: Person, who: dict[str, Any]
) -> None:
    one = Scope(communities=frozenset({hall.community.pk}))
    two = add_community(site=hall.community.site, name="红路二社区", **who)
    set_residence(person=wang, community=None, from_day=date(2022, 1, 10), **who)
    assert wang in people.within(one, date(2022, 1, 20))
    assert profiles([wang.pk]).community(wang.pk, date(2022, 1, 20)) is None
    set_residence(person=wang, community=two, from_day=date(2022, 2, 1), **who)
    assert wang not in people.within(one, date(2022, 2, 1))
    assert wang in people.within(Scope(communities=frozenset({two.pk})), date(2022, 2, 1))


def test_family_shows_whom_the_reader_may_see_and_counts_the_others(
    hall: Floor, wang: Person, who: dict[str, Any]
) -> None:
    household = found_household(person=wang, number="H-1", relation="head", from_day=START,
                                **who).household
    assert household is not None
    two = add_community(site=hall.community.site, name="红路二社区", **who)
    for name, community in (("小芳", hall.community), ("小强", two)):
        child = add_person(new=NewPerson(name, "f", date(2016, 6, 1),
                                         home=Home(community, START)), **who)
        from menkou.registry.actions.life import set_membership

        set_membership(person=child, household=household, relation="child", from_day=START, **who)
    shown, count = record.family(
        [wang.pk], household.pk, Scope(communities=frozenset({hall.community.pk})), START
    )
    assert ([one.name for one in shown], count) == (["小芳"], 2)


def test_a_whole_register_comes_in_at_once(
    hall: Floor, who: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    news = [
        NewWorker(
            name=f"示例{index}", sex="f", born_on=date(1980, 1, 1),
            id_number=make_resident_id("530600", date(1980, 1, 1), 2 * index),
            household=f"H-{index // 2}", relation="head", from_county="大关县",
            community=hall.community, home=("1", "1", "101"), lives_since=START,
            traits=("care_duty",), payer=hall.firm, workshop=hall.workshop, form="home",
            engaged_since=START, invented=True,
        )
        for index in range(200)
    ]
    with django_assert_max_num_queries(40):
        made = add_workers(news, **who)
    assert [one.party.name for one in made] == [new.name for new in news]
    assert Engagement.objects.filter(person__in=made).count() == 200
    assert reveal(person=made[7], number="id", reason="audit", **who) == news[7].id_number
    with pytest.raises(NotRegistered, match="已经登记过"):
        add_workers(news[:1], **who)
