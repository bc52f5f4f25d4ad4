"""个人信息保护法: who agrees to what, how it is read out, and how it is taken back."""

from datetime import date
from typing import Any

import pytest

from menkou.identity.models import VerbLog
from menkou.registry.actions.consents import TEXTS, NotAgreed, record_consent
from menkou.registry.actions.life import found_household, set_membership, set_trait
from menkou.registry.models import Consent, Membership, Person
from menkou.registry.queries import consents
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
FOURTEENTH = date(2022, 6, 1)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


@pytest.fixture
def child(hall: Floor) -> Person:
    """Thirteen until the first of June 2022."""
    return hall.weaver("小红", born_on=date(2008, 6, 1))


@pytest.fixture
def family(hall: Floor, child: Person, who: dict[str, Any]) -> dict[str, Person]:
    people = {"mother": hall.weaver("王芳"), "brother": hall.weaver("小明", date(2005, 1, 1)),
              "aunt": hall.weaver("李英")}  # fmt: skip
    found_household(person=people["mother"], number="9-1", from_county="鲁甸县", relation="head",
                    from_day=START, **who)
    home = Membership.objects.get(person=people["mother"]).household
    for one in (child, people["brother"]):
        set_membership(person=one, household=home, relation="child", from_day=START, **who)
    return people


def ask(person: Person, purpose: str, who: dict[str, Any], **more: Any) -> Consent:
    return record_consent(person=person, purpose=purpose, **{
        "given": True, "thumb_print": True, "from_day": START, **who, **more,
    })


@pytest.mark.parametrize("purpose", Consent.Purpose.values)
def test_article_17_each_text_says_why_until_when_and_that_it_may_be_taken_back(
    purpose: str,
) -> None:
    version, text = TEXTS[purpose]
    assert version >= 1
    for word in ("随时可以收回", "不同意"):
        assert word in str(text)
    if purpose != "post_pay":
        assert "为的是" in str(text) or "让买的人" in str(text)


def test_article_16_whoever_does_not_agree_works_and_is_paid_all_the_same() -> None:
    for _version, text in TEXTS.values():
        assert any(word in str(text) for word in ("照样", "照发", "不受影响"))


def test_articles_23_25_29_each_purpose_is_asked_by_itself(
    hall: Floor, who: dict[str, Any]
) -> None:
    """Separate consent: to one is no consent to another."""
    wang = hall.weaver("王芳")
    ask(wang, "health", who)
    assert consents.given([wang.pk], "health", START) == {wang.pk}
    for other in ("post_pay", "contact", "picture"):
        assert consents.given([wang.pk], other, START) == set()
    stand = {one.purpose: one.given for one in consents.of(wang, START)}
    assert stand == {"post_pay": False, "health": True, "contact": False, "picture": False}


def test_article_31_for_a_child_under_14_a_guardian_agrees(
    child: Person, family: dict[str, Person], who: dict[str, Any]
) -> None:
    with pytest.raises(NotAgreed, match=r"要监护人同意.*个人信息保护法 第三十一条"):
        ask(child, "child", who)
    assert not Consent.objects.exists()
    made = ask(child, "child", who, guardian=family["mother"])
    assert made.guardian == family["mother"]
    assert VerbLog.objects.filter(note="child:given:household", subject=child.pk).exists()
    assert consents.given([child.pk], "child", START) == {child.pk}


def test_article_31_the_guardian_is_an_adult_who_lives(
    child: Person, family: dict[str, Person], who: dict[str, Any]
) -> None:
    with pytest.raises(NotAgreed, match="满 18 周岁"):
        ask(child, "child", who, guardian=family["brother"])
    with pytest.raises(NotAgreed, match="要监护人同意"):
        ask(child, "child", who, guardian=child)
    set_trait(person=family["mother"], trait="died", holds=True, from_day=START, **who)
    with pytest.raises(NotAgreed, match="已经不在了"):
        ask(child, "child", who, guardian=family["mother"])


def test_article_31_one_of_another_household_is_named_with_a_reason(
    child: Person, family: dict[str, Person], who: dict[str, Any]
) -> None:
    with pytest.raises(NotAgreed, match="不在孩子的户里"):
        ask(child, "child", who, guardian=family["aunt"])
    ask(child, "child", who, guardian=family["aunt"], guardian_why="entrusted")
    assert VerbLog.objects.filter(note="child:given:entrusted").exists()


def test_article_31_who_is_14_agrees_herself(
    child: Person, family: dict[str, Person], who: dict[str, Any]
) -> None:
    """To the day: a guardian's consent ends with the fourteenth birthday."""
    ask(child, "picture", who, guardian=family["mother"])
    assert consents.given([child.pk], "picture", date(2022, 5, 31)) == {child.pk}
    assert consents.given([child.pk], "picture", FOURTEENTH) == set()
    assert [one.outgrown for one in consents.of(child, FOURTEENTH) if one.row] == [True]
    with pytest.raises(NotAgreed, match="本人自己同意"):
        ask(child, "picture", who, guardian=family["mother"], from_day=FOURTEENTH)
    ask(child, "picture", who, from_day=FOURTEENTH)
    assert consents.given([child.pk], "picture", FOURTEENTH) == {child.pk}
    with pytest.raises(NotAgreed, match="本人不用记"):
        ask(child, "child", who, from_day=FOURTEENTH)


def test_article_15_taking_it_back_needs_nobody(
    child: Person, family: dict[str, Person], who: dict[str, Any]
) -> None:
    ask(child, "child", who, guardian=family["mother"])
    back = record_consent(person=child, purpose="child", given=False, from_day=START, **who)
    assert (back.guardian, back.read_out_by, back.thumb_print) == (None, None, False)
    assert consents.given([child.pk], "child", START) == set()


def test_articles_14_and_28_a_thumb_print_for_each(hall: Floor, who: dict[str, Any]) -> None:
    wang = hall.weaver("王芳")
    for purpose in ("health", "contact", "picture"):
        with pytest.raises(Exception, match="手印"):
            ask(wang, purpose, who, thumb_print=False)
