"""What is known of many persons, corrected and added to as a list says it: one way for a list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from menkou.identity import bulk, keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.names import search_text
from menkou.registry.actions.accounts import Account, columns
from menkou.registry.actions.dated import BATCH, state_many
from menkou.registry.actions.numbers import NotRegistered, bank_index, checked_id, sealed
from menkou.registry.actions.register import Home, found_households, refuse_known
from menkou.registry.models import (
    BankAccount,
    Membership,
    Person,
    Residence,
    Skill,
    Trait,
)

NUMBERS = {
    "id": ("id_number", "id_index", "id_tail_index"),
    "phone": ("phone", "phone_index", "phone_tail_index"),
    "bank": ("bank", "bank_index", "bank_name", "bank_holder", "bank_holder_name"),
}
"""A number -> the columns of a person that go with it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a list says that is not known yet of a person; None or nothing leaves it as it is.

    `traits`: (code, holds, what it rests on). All of it holds from `day`, but for the account,
    which is known only now.
    """

    person: int
    day: date
    name: str | None = None
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    bank: str | None = field(default=None, repr=False)
    account: Account | None = None
    home: Home | None = None
    household: str | None = None
    relation: str = ""
    from_county: str = ""
    traits: tuple[tuple[str, bool, str], ...] = field(default=(), repr=False)
    skills: tuple[str, ...] = ()
    source: str = ""

    @property
    def changed(self) -> str:
        """Which entries it changes, for the log."""
        names = ("name", "id_number", "phone", "bank", "account", "home", "household", "traits",
                 "skills")
        return ",".join(name for name in names if getattr(self, name))


@transaction.atomic
def revise(revisions: Sequence[Revision], *, by: User, at: datetime) -> None:
    """Applies revisions of different persons, all or none; some twenty statements for 1,000.

    Raises NotRegistered for a wrong number, one that is another person's, a forgotten person.
    """
    if len({one.person for one in revisions}) < len(revisions):
        raise ValueError("Each person is revised once.")
    for start in range(0, len(revisions), BATCH):
        _revise(revisions[start : start + BATCH], by=by, at=at)


def _revise(some: Sequence[Revision], *, by: User, at: datetime) -> None:
    own = _keys([one.person for one in some])
    _rename([one for one in some if one.name is not None])
    _number(some, own)
    _accounts([one for one in some if one.bank is not None or one.account], own, by=by, at=at)
    households = found_households(
        {one.household: one.from_county for one in some if one.household}, by=by, at=at
    )
    said: dict[str, Any] = {"by": by, "at": at}
    state_many([
        Residence(person_id=one.person, community=one.home.community, building=one.home.building,
                  unit=one.home.unit, room=one.home.room, from_day=one.home.from_day,
                  source=one.source)
        for one in some if one.home
    ], **said)
    state_many([
        Membership(person_id=one.person, household_id=households[one.household],
                   relation=one.relation, from_day=one.day, source=one.source)
        for one in some if one.household
    ], **said)
    state_many([
        Trait(person_id=one.person, trait=trait, holds=holds, from_day=one.day, source=one.source,
              detail=keys.encrypt(own[one.person], "trait", detail) if detail else None)
        for one in some for trait, holds, detail in one.traits
    ], **said)
    state_many([
        Skill(person_id=one.person, skill=skill, holds=True, from_day=one.day, source=one.source)
        for one in some for skill in one.skills
    ], **said)
    changed: dict[str, list[int]] = defaultdict(list)
    for one in some:
        changed[one.changed].append(one.person)
    for note, persons in changed.items():
        log("registry.change_person", "person", persons, note=note[:60], **said)


def _keys(persons: Sequence[int]) -> dict[int, bytes]:
    """Person -> her own key. Raises NotRegistered for somebody who was forgotten."""
    rows = Person.objects.filter(pk__in=persons, key__isnull=False)
    found = {
        pk: keys.unwrap(bytes(wrapped), master)
        for pk, wrapped, master in rows.values_list("pk", "key__wrapped", "key__master")
    }
    if len(found) < len(persons):
        raise NotRegistered("forgotten")
    return found


def _rename(some: Sequence[Revision]) -> None:
    if not all((one.name or "").strip() for one in some):
        raise NotRegistered("name", field="name")
    named = [(one.person, (one.name or "").strip()) for one in some]
    bulk.update("registry_party", "id", ["name"], named)
    bulk.update("registry_person", "party_id", ["search"],
                [(person, search_text(name)) for person, name in named])
    users = Person.objects.filter(
        pk__in=[person for person, _ in named], user__isnull=False
    ).values_list("pk", "user")
    by_person = dict(named)
    bulk.update("identity_user", "id", ["shown_name"],
                [(user, by_person[person]) for person, user in users])


def _number(some: Sequence[Revision], own: dict[int, bytes]) -> None:
    ids = [(one.person, checked_id(one.id_number, "", None)[0]) for one in some if one.id_number]
    refuse_known([number for _, number in ids])
    phones = [(one.person, one.phone) for one in some if one.phone is not None]
    for name, rows in (("id", ids), ("phone", phones)):
        bulk.update("registry_person", "party_id", NUMBERS[name], [
            (person, *sealed(own[person], name, text)) for person, text in rows
        ])


def _accounts(
    some: Sequence[Revision], own: dict[int, bytes], *, by: User, at: datetime
) -> None:
    """Rows from the day of `at`, or from the newest where a clock was set back, and what they
    show in the person's columns."""
    newest = {
        row.person_id: row
        for row in BankAccount.objects.standing()
        .filter(person__in=[one.person for one in some]).order_by("from_day")
    }
    rows, shown = [], []
    for one in some:
        key, was, day = own[one.person], newest.get(one.person), day_of(at)
        before = (was.number, was.bank_name, was.holder, was.holder_name) if was else None
        said = one.account or Account()
        number, bank_name, holder, holder_name = (
            columns(key, one.bank, said, before) if before else columns(key, one.bank, said)
        )
        rows.append(BankAccount(
            person_id=one.person, from_day=max(day, was.from_day) if was else day,
            source=one.source, number=number, bank_name=bank_name, holder=holder,
            holder_name=holder_name,
        ))
        index = bank_index(keys.decrypt(key, "bank", bytes(number))) if number else None
        shown.append((one.person, number, index, bank_name, holder, holder_name))
    state_many(rows, by=by, at=at)
    bulk.update("registry_person", "party_id", NUMBERS["bank"], shown)
