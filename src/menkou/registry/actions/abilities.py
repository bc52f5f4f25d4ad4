"""Writers of what a person can do, and what work she wishes for, from a day."""

from collections.abc import Collection
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
    refuse_forgotten(person)
    if set(kinds) - SKILLS.keys():
        raise NotRegistered("skill", field="kinds")
    if place not in Wish.Place.values:
        raise NotRegistered("place", field="place")
    if not wants and (hours is not None or kinds):
        raise NotRegistered("wants_none", field="wants")
    codes = [code for code in SKILLS if code in kinds]
    row = Wish(person=person, wants=wants, hours=hours, place=place,
               kinds=f" {' '.join(codes)} " if codes else "", source=source, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("registry.set_wish", "person", [person.pk], by=by, at=at)
    return made
