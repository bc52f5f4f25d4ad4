"""Writes the rows of a register of people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from menkou.identity.models import User
from menkou.importing.matching.people import New
from menkou.importing.writing.base import Before, Wrote, ranges
from menkou.registry.actions.register import register
from menkou.registry.actions.revise import NUMBERS, Revision, revise
from menkou.registry.actions.sameness import not_same
from menkou.registry.models import Household, Person

KEPT = (
    "pk", "party__name", "search", *(column for some in NUMBERS.values() for column in some)
)  # fmt: skip


def write_people(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "person" are registered, "revised" changed, "household" made."""
    news = [one for one in writes if isinstance(one, New)]
    revisions = [one for one in writes if isinstance(one, Revision)]
    numbers = {one.person.household for one in news} | {
        one.household for one in revisions if one.household
    }
    households = Household.objects.filter(number__in=numbers)
    there = set(households.values_list("pk", flat=True))
    revised = [one.person for one in revisions]
    before = kept(revised)
    made = register([one.person for one in news], by=by, at=at)
    revise(revisions, by=by, at=at)
    for key, one in zip(made, news, strict=True):
        for other in one.unlike:  # an officer answered each of these
            not_same(one=Person(pk=key), other=Person(pk=other), by=by, at=at)
    fresh = set(households.values_list("pk", flat=True)) - there
    wrote = {"person": ranges(made), "revised": ranges(revised), "household": ranges(fresh)}
    return wrote, before


def kept(persons: Sequence[int]) -> Before:
    """The columns of some persons that a list may change, as they stand."""
    rows = Person.objects.filter(pk__in=persons).values_list(*KEPT)
    return {str(pk): values for pk, *values in rows}
