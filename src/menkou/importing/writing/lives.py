"""Writes the rows of what people can and want to do, and of their accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from menkou.identity.models import User
from menkou.importing.matching.abilities import Ability
from menkou.importing.writing.base import Before, Wrote, ranges
from menkou.importing.writing.people import kept
from menkou.registry.actions.abilities import set_wishes
from menkou.registry.actions.revise import Revision, revise


def write_abilities(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "revised" are those of whom something is said."""
    said: Sequence[Ability] = writes
    skills = [one.skills for one in said if one.skills is not None]
    wishes = [one.wish for one in said if one.wish is not None]
    revise(skills, by=by, at=at)
    if wishes:
        set_wishes(wishes, by=by, at=at)
    return {"revised": ranges({one.person for one in said})}, {}


def write_accounts(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "revised" are those whose account is another."""
    revisions: Sequence[Revision] = writes
    persons = [one.person for one in revisions]
    before = kept(persons)
    revise(revisions, by=by, at=at)
    return {"revised": ranges(persons)}, before
