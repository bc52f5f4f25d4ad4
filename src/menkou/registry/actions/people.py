"""Writers of persons: registering, changing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.names import search_text
from menkou.registry.actions.accounts import (
    NOTHING,
    PROJECTED,
    Account,
    restate,
)
from menkou.registry.actions.dated import BATCH
from menkou.registry.actions.numbers import NotRegistered, checked_id, key_of, seal
from menkou.registry.actions.register import NewPerson, refuse_known, refuse_unborn, register
from menkou.registry.models import Person

CHANGED = ("sex", "born_on", "search", "id_number", "id_index", "id_tail_index", "phone",
           "phone_index", "phone_tail_index", "note", *PROJECTED)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What of a person becomes something else: None leaves it as it is, "" takes it away."""

    name: str | None = None
    sex: str | None = None
    born_on: date | None = None
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    bank: str | None = field(default=None, repr=False)
    account: Account | None = None
    note: str | None = field(default=None, repr=False)


@transaction.atomic
def add_people(news: Sequence[NewPerson], *, by: User, at: datetime) -> list[Person]:
    """Registers persons with all that is said of them, all or none; in the order given.

    Raises NotRegistered for a wrong number, or one that is known already.
    """
    keys = register(news, by=by, at=at)
    found: dict[int, Person] = {}
    for start in range(0, len(keys), BATCH):
        rows = Person.objects.select_related("party", "key")
        found |= rows.in_bulk(keys[start : start + BATCH])
    return [found[key] for key in keys]


def add_person(*, new: NewPerson, by: User, at: datetime) -> Person:
    """Registers one person; see `add_people`."""
    return add_people([new], by=by, at=at)[0]


@transaction.atomic
def change_person(*, person: Person, change: Change, by: User, at: datetime) -> Person:
    """Corrects what was registered. The log says which entries changed, never their content.

    Raises NotRegistered for a wrong number, one that is another person's, or a forgotten person.
    """
    key = key_of(person)
    sex = person.sex if change.sex is None else change.sex
    born_on = person.born_on if change.born_on is None else change.born_on
    if change.id_number is not None:
        number, sex, born_on = checked_id(change.id_number, sex, born_on)
        refuse_known([number] if number else [], but=person)
        seal(person, key, "id", number)
    refuse_unborn([born_on], day_of(at))
    person.sex, person.born_on = sex, born_on
    for name in ("phone", "note"):
        if (text := getattr(change, name)) is not None:
            seal(person, key, name, text)
    if change.bank is not None or change.account is not None:
        restate(person, change.bank, change.account or NOTHING, by=by, at=at)
    if change.name is not None:
        _rename(person, change.name)
    person.save(update_fields=CHANGED)
    changed = [name for name in Change.__slots__ if getattr(change, name) is not None]
    log("registry.change_person", "person", [person.pk], by=by, at=at, note=",".join(changed))
    return person


def _rename(person: Person, name: str) -> None:
    if not name.strip():
        raise NotRegistered("name", field="name")
    person.search = search_text(name)
    person.party.name = name
    person.party.save()
    if person.user is not None:
        User.objects.filter(pk=person.user.pk).update(shown_name=name)
