"""Writers of what a person can do, and what work she wishes for, from a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.policy.skills import SKILLS
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.numbers import NotRegistered, refuse_forgotten
from menkou.registry.models import Person, Skill, Wish


@transaction.atomic
def set_skill(
    *, person: Person, skill: str, holds: bool, source: str = "", from_day: date, by: User,
    at: datetime,
) -> Skill:
    """Whether a person can do something from a day; `skill` of `policy.skills.SKILLS`.

    Raises NotRegistered for a code that is none, and for a forgotten person.
    """
    refuse_forgotten(person)
    if skill not in SKILLS:
        raise NotRegistered("skill", field="skill")
    row = Skill(person=person, skill=skill, holds=holds, source=source, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_skill", "person", [person.pk], by=by, at=at)
    return made


@transaction.atomic
def set_wish(
    *, person: Person, wants: bool, hours: int | None = None, place: str = Wish.Place.ANY,
    kinds: Collection[str] = (), source: str = "", from_day: date, by: User, at: datetime,
) -> Wish:
    """What work a person wishes for from a day: hours a week, where, which kinds (none: any).

    Raises NotRegistered for a kind or place that is none, for hours or kinds of who wants no
    work, and for a forgotten person; IntegrityError, with a sentence, for impossible hours.
    """
    new = NewWish(person.pk, from_day, wants, hours, place, tuple(kinds), source)
    (made,) = set_wishes([new], by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class NewWish:
    """What work a person wishes for from a day: see `set_wish`."""

    person: int
    day: date
    wants: bool
    hours: int | None = None
    place: str = Wish.Place.ANY.value
    kinds: tuple[str, ...] = ()
    source: str = ""


@transaction.atomic
def set_wishes(wishes: Sequence[NewWish], *, by: User, at: datetime) -> list[Wish]:
    """The wishes of many, all or none, by a handful of statements; raises as `set_wish` does."""
    persons = [one.person for one in wishes]
    if Person.objects.filter(pk__in=persons, forgotten_at__isnull=False).exists():
        raise NotRegistered("forgotten")
    made = state_many([_wish(one) for one in wishes], by=by, at=at)
    log("registry.set_wish", "person", persons, by=by, at=at)
    return made


def _wish(new: NewWish) -> Wish:
    if set(new.kinds) - SKILLS.keys():
        raise NotRegistered("skill", field="kinds")
    if new.place not in Wish.Place.values:
        raise NotRegistered("place", field="place")
    if not new.wants and (new.hours is not None or new.kinds):
        raise NotRegistered("wants_none", field="wants")
    codes = [code for code in SKILLS if code in new.kinds]
    return Wish(person_id=new.person, wants=new.wants, hours=new.hours, place=new.place,
                kinds=f" {' '.join(codes)} " if codes else "", source=new.source,
                from_day=new.day)
