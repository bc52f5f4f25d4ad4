"""A verb is registered once, and a slip in its row is found when the program starts."""

from dataclasses import FrozenInstanceError, replace

import pytest

from menkou.lib.verb import ROLE_WORDS, ROLES, Verb

ISSUE = Verb(
    name="work.issue",
    zh="发料",
    en="Issue material",
    roles=frozenset({"workshop_clerk", "community_officer"}),
    undo="work.undo_issue",
    action="menkou.work.actions.record:record",
)


def test_a_verb_says_its_package_and_is_one_thing() -> None:
    assert ISSUE.package == "work"
    assert not ISSUE.reads
    assert {ISSUE: 1}[replace(ISSUE)] == 1


def test_a_verb_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        ISSUE.zh = "别的"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["issue", "work.", "Work.issue", "work.issue.now", "work issue"])
def test_a_verb_is_named_by_package_and_verb(name: str) -> None:
    with pytest.raises(ValueError, match="package"):
        replace(ISSUE, name=name)


def test_a_verb_has_words_in_both_languages() -> None:
    with pytest.raises(ValueError, match="both languages"):
        replace(ISSUE, zh=" ")
    with pytest.raises(ValueError, match="both languages"):
        replace(ISSUE, en="")


def test_a_role_that_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown roles: boss"):
        replace(ISSUE, roles=frozenset({"worker", "boss"}))


@pytest.mark.parametrize("undo", ["work.issue", "undo", ""])
def test_a_verb_is_undone_by_another_verb(undo: str) -> None:
    with pytest.raises(ValueError, match="undone by another"):
        replace(ISSUE, undo=undo)


def test_looking_cannot_be_undone() -> None:
    with pytest.raises(ValueError, match="nothing to undo"):
        replace(ISSUE, reads=True)
    assert replace(ISSUE, reads=True, undo=None).reads


@pytest.mark.parametrize("action", ["record", "menkou.work.actions.record", "os:system", "a:b"])
def test_an_action_lies_in_this_house(action: str) -> None:
    with pytest.raises(ValueError, match=r"menkou\.package\.module:function"):
        replace(ISSUE, action=action)


def test_every_role_has_words_in_both_languages() -> None:
    assert tuple(ROLE_WORDS) == ROLES
    assert ROLE_WORDS["community_officer"] == ("社区专干", "Community officer")
    assert all(zh and en for zh, en in ROLE_WORDS.values())
