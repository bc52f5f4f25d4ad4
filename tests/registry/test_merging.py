"""One person registered twice: asked about, merged and taken apart; nothing ever moves."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.identity.models import VerbLog
from menkou.lib.identifiers import make_resident_id
from menkou.lib.scope import Scope
from menkou.registry.actions.abilities import set_skill
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.life import engage, found_household, set_membership, set_trait
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.actions.people import Change, add_person, change_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.actions.sameness import NotMerged, merge, not_same, unmerge
from menkou.registry.models import Alias, NotSame, Person
from menkou.registry.queries import likeness, organizations, people, places, sameness
from menkou.registry.queries import person as record
from menkou.registry.queries.likeness import Look, Pair, alike, likely, pairs
from menkou.registry.queries.profile import profiles
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
BORN = date(1985, 5, 5)
DAY = date(2022, 2, 10)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


def registered(hall: Floor, name: str = "王芳", born_on: date = BORN, **said: Any) -> Person:
    home = Home(hall.community, START, "3", "2", said.pop("room", ""))
    return add_person(new=NewPerson(name, "f", born_on, home=home, **said), by=hall.clerk,
                      at=hall.now)


def here(hall: Floor) -> Scope:
    return Scope(communities=frozenset({hall.community.pk}))


def test_the_same_name_birthday_and_telephone_are_asked_about(hall: Floor) -> None:
    one, other = (registered(hall, phone=phone) for phone in ("13800000007", "13800000007"))
    registered(hall, phone="13911112222")
    registered(hall, "王方", phone="13800000007")
    registered(hall, born_on=date(1986, 5, 5), phone="13800000007")
    assert pairs(here(hall), DAY) == [Pair(one.pk, other.pk, "phone")]


def test_a_household_of_before_and_a_door_are_signs_too(
    hall: Floor, who: dict[str, Any]
) -> None:
    one, other, third = registered(hall), registered(hall), registered(hall, "李英", room="501")
    house = found_household(person=one, number="H-1", relation="head", from_day=START,
                            **who).household
    set_membership(person=other, household=house, relation="other", from_day=START, **who)
    set_membership(person=one, household=None, from_day=DAY, **who)
    fourth = registered(hall, "李英", room="501")
    assert pairs(here(hall), DAY) == [
        Pair(third.pk, fourth.pk, "door"), Pair(one.pk, other.pk, "household"),
    ]  # whoever was registered last first
    assert pairs(Scope(), DAY) == []


def test_two_id_numbers_are_two_persons(hall: Floor) -> None:
    for serial in (2, 4):
        registered(hall, id_number=make_resident_id("530600", BORN, serial), phone="13800000007")
    assert pairs(here(hall), DAY) == []


def test_who_was_said_to_be_two_is_never_asked_about_again(
    hall: Floor, who: dict[str, Any]
) -> None:
    one, other = (registered(hall, phone="13800000007") for _ in range(2))
    said = not_same(one=other, other=one, **who)
    assert (said.one, said.other) == (one, other)
    assert not_same(one=one, other=other, **who) == said
    assert pairs(here(hall), DAY) == []
    merge(person=other, into=one, **who)
    assert not NotSame.objects.filter(withdrawn_at=None).exists()


def test_rows_of_a_list_find_whom_they_may_be(
    hall: Floor, who: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    one = registered(hall, phone="13800000007")
    other = registered(hall)
    found_household(person=other, number="H-1", relation="head", from_day=START, **who)
    rows = [("王芳", BORN, "13800000007", ""), ("王芳", BORN, "", "H-1"), ("王芳", BORN, "", ""),
            ("王芳", date(1985, 5, 6), "13800000007", ""), ("李英", BORN, "13800000007", "H-1")]
    with django_assert_max_num_queries(5):
        assert likely(rows) == {0: [one.pk], 1: [other.pk]}
    merge(person=other, into=one, **who)
    assert likely(rows) == {0: [one.pk], 1: [one.pk]}
    assert likely(rows, known={1: other.pk}) == {0: [one.pk]}
    assert likely([]) == {}


def test_a_row_that_is_somebody_is_not_asked_about_whom_she_is_not(
    hall: Floor, who: dict[str, Any]
) -> None:
    one, other = (registered(hall, phone="13800000007") for _ in range(2))
    rows = [("王芳", BORN, "13800000007", "")]
    assert likely(rows, known={0: one.pk}) == {0: [other.pk]}
    not_same(one=one, other=other, **who)
    assert likely(rows, known={0: one.pk}) == {}
    assert likely(rows) == {0: [one.pk, other.pk]}


@given(st.data())
def test_likeness_does_not_ask_who_came_first(data: st.DataObject) -> None:
    marks = st.sampled_from([b"", b"1", b"2"])
    looks = st.builds(
        Look, phone=marks, tail=marks, households=st.frozensets(st.sampled_from("ab")),
        doors=st.frozensets(st.tuples(st.integers(1, 2))), number=marks,
    )
    one, other = data.draw(looks), data.draw(looks)
    assert alike(one, other) == alike(other, one)


def test_her_page_tells_both_lives_and_she_is_listed_and_counted_once(
    hall: Floor, who: dict[str, Any]
) -> None:
    wang, again = hall.weaver("王芳"), hall.weaver("王芳")
    set_skill(person=again, skill="sewing", holds=True, from_day=START, **who)
    hall.weaver("李英")
    alias = merge(person=again, into=wang, **who)
    listed = people.once(people.within(here(hall), DAY))
    assert sorted(one.party.name for one in listed) == ["李英", "王芳"]
    assert again in people.within(here(hall), DAY)
    now = record.now(wang, record.life(wang), DAY)
    assert [event.words[0] for event in now.skills] == ["sewing"]
    crew = places.crew_of(hall.workshop, DAY)
    (firm,) = organizations.for_list(organizations.within(here(hall), DAY), DAY)
    assert (crew.persons, firm.persons) == (2, 2)
    assert sameness.of(wang) == (None, [alias])
    assert sameness.of(again) == (alias, [])
    unmerge(alias=alias, **who)
    assert places.crew_of(hall.workshop, DAY).persons == 3
    assert record.now(wang, record.life(wang), DAY).skills == ()


def test_who_reaches_one_registration_reaches_the_other(
    hall: Floor, who: dict[str, Any]
) -> None:
    elsewhere = floor()
    wang, again = hall.weaver("王芳"), elsewhere.weaver("王芳")
    assert again not in people.within(here(hall), DAY)
    alias = merge(person=again, into=wang, **who)
    assert set(people.within(here(hall), DAY)) == {wang, again}
    assert set(people.within(here(elsewhere), DAY)) == {wang, again}
    unmerge(alias=alias, **who)
    assert set(people.within(here(elsewhere), DAY)) == {again}


def test_the_search_finds_her_by_what_either_was_registered_with(
    hall: Floor, who: dict[str, Any]
) -> None:
    wang, again = registered(hall, phone="13800000007"), registered(hall, "王方", room="501")
    merge(person=again, into=wang, **who)
    rows = people.once(people.within(here(hall), DAY))
    for typed in ("王芳", "王方", "0007", "3-2-501", "wangfang"):
        assert list(people.search(rows, typed, DAY)) == [wang], typed


@pytest.mark.parametrize("case", ["herself", "merged", "holds", "forgotten", "numbers"])
def test_what_can_not_be_one_is_refused_and_nothing_changes(
    case: str, hall: Floor, who: dict[str, Any]
) -> None:
    wang, again, third = (hall.weaver(name) for name in ("王芳", "王芳", "李英"))
    person, into = again, wang
    if case == "herself":
        into = again
    if case == "merged":
        merge(person=wang, into=third, **who)
    if case == "holds":
        merge(person=third, into=again, **who)
    if case == "forgotten":
        forget_person(person=wang, **who)
    if case == "numbers":
        person, into = (
            registered(hall, id_number=make_resident_id("530600", BORN, serial))
            for serial in (2, 4)
        )
    before = list(Alias.objects.values())
    with pytest.raises(NotMerged) as refused:
        merge(person=person, into=into, **who)
    assert refused.value.code == case
    assert list(Alias.objects.values()) == before


def test_a_merge_is_taken_apart_once(hall: Floor, who: dict[str, Any]) -> None:
    alias = merge(person=hall.weaver("王芳"), into=hall.weaver("王芳"), **who)
    unmerge(alias=alias, **who)
    with pytest.raises(NotMerged, match="已经拆开"):
        unmerge(alias=alias, **who)
    logged = VerbLog.objects.filter(verb__in=("registry.merge", "registry.unmerge"))
    assert logged.count() == 4


def test_somebody_under_16_in_either_registration_is_given_no_work(
    hall: Floor, who: dict[str, Any]
) -> None:
    """劳动法 15: what is said of her twice, the guard believes the younger."""
    wang, again = hall.weaver("王芳"), hall.weaver("王芳", born_on=date(2008, 1, 1))
    hall.ticket((wang, 1), pieces=1)
    alias = merge(person=again, into=wang, **who)
    assert profiles([wang.pk]).youngest(wang.pk) == date(2008, 1, 1)
    with pytest.raises(Exception, match="未满 16 周岁"):
        hall.ticket((wang, 1), pieces=1)
    with pytest.raises(NotRegistered, match="未满 16 周岁"):
        engage(person=wang, workshop=hall.workshop, form="home", from_day=DAY, **who)
    unmerge(alias=alias, **who)
    hall.ticket((wang, 1), pieces=1)


def test_a_number_that_was_wrong_can_be_taken_away_and_then_they_are_one(
    hall: Floor, who: dict[str, Any]
) -> None:
    one, other = (
        registered(hall, id_number=make_resident_id("530600", BORN, serial)) for serial in (2, 4)
    )
    change_person(person=other, change=Change(id_number=""), **who)
    assert merge(person=other, into=one, **who).into == one


@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_however_persons_are_merged_and_taken_apart_each_is_one_of_one(
    moves: list[tuple[int, int]]
) -> None:
    """Merging twice, backwards or in circles leaves nobody who is somebody who is somebody, no row
    of anybody is touched, and with all taken apart everything is as it was."""
    hall = floor()
    who: dict[str, Any] = {"by": hall.clerk, "at": hall.now}
    crew = [hall.weaver(name) for name in "甲乙丙丁"]
    set_trait(person=crew[1], trait="care_duty", holds=True, from_day=START, **who)
    lives = [record.life(one) for one in crew]
    for one, other in moves:
        standing = sameness.standing().filter(person=crew[one]).first()
        if standing is not None:
            unmerge(alias=standing, **who)
            continue
        try:
            merge(person=crew[one], into=crew[other], **who)
        except NotMerged:
            continue
        into = set(sameness.standing().values_list("into", flat=True))
        assert not into & set(sameness.standing().values_list("person", flat=True))
        canonical = {sameness.merged([x.pk]).get(x.pk, x.pk) for x in crew}
        assert places.crew_of(hall.workshop, DAY).persons == len(canonical)
    for alias in sameness.standing():
        unmerge(alias=alias, **who)
    assert [record.life(one) for one in crew] == lives
    assert likeness.pairs(here(hall), DAY) == []
