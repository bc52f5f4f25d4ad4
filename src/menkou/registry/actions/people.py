"""Writers of persons: registering, changing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User
from menkou.lib.days import day_of
from menkou.lib.names import search_text
from menkou.registry.actions.accounts import (
    NOTHING,
    PROJECTED,
    Account,
    project,
    restate,
    stated,
)
from menkou.registry.actions.dated import BATCH, state_many
from menkou.registry.actions.numbers import NotRegistered, checked_id, key_of, seal
from menkou.registry.models import Community, Party, Person, Residence

CHANGED = ("sex", "born_on", "search", "id_number", "id_index", "id_tail_index", "phone",
           "phone_index", "phone_tail_index", "note", *PROJECTED)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives from a day: community, building, unit, room."""

    community: Community
    from_day: date
    building: str = ""
    unit: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register. Sex ("f" or "m") and `born_on` may be left to the ID number."""

    name: str
    sex: str = ""
    born_on: date | None = None
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    bank: str = field(default="", repr=False)
    account: Account = NOTHING
    note: str = field(default="", repr=False)
    home: Home | None = None
    invented: bool = False


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
    """Registers persons with their homes and, from the day of `at`, their accounts, all or none.

    Raises NotRegistered for a wrong number, or one that is known already.
    """
    checked = [(new, *checked_id(new.id_number, new.sex, new.born_on)) for new in news]
    today = day_of(at)
    _refuse_unborn([born_on for *_, born_on in checked], today)
    _refuse_known([number for _, number, _, _ in checked if number])
    if not all(new.name.strip() for new in news):
        raise NotRegistered("name", field="name")
    parties = Party.objects.bulk_create(
        [Party(kind=Party.Kind.PERSON, name=new.name) for new in news], batch_size=BATCH
    )
    own = [keys.wrap_new_key() for _ in news]
    sealed = SealedKey.objects.bulk_create(
        [SealedKey(wrapped=wrapped, master=master) for _, wrapped, master in own], batch_size=BATCH
    )
    people, homes, accounts = [], [], []
    for (new, number, sex, born_on), party, (key, _, _), row in zip(
        checked, parties, own, sealed, strict=True
    ):
        person = Person(
            party=party, key=row, sex=sex, born_on=born_on, search=search_text(new.name),
            invented=new.invented,
        )
        for name, text in (("id", number), ("phone", new.phone), ("note", new.note)):
            seal(person, key, name, text)
        account = stated(person, key, new.bank, new.account, from_day=today)
        if account.number is not None:
            accounts.append(account)
            project(person, key, account)
        people.append(person)
        if new.home:
            homes.append(_residence(person, new.home))
    Person.objects.bulk_create(people, batch_size=BATCH)
    state_many(homes, by=by, at=at)
    state_many(accounts, by=by, at=at)
    log("registry.add_person", "person", [person.pk for person in people], by=by, at=at)
    return people


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
        _refuse_known([number] if number else [], but=person)
        seal(person, key, "id", number)
    _refuse_unborn([born_on], day_of(at))
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


def _refuse_unborn(birthdays: Sequence[date], today: date) -> None:
    if any(born_on > today for born_on in birthdays):
        raise NotRegistered("unborn", field="born_on")


def _refuse_known(numbers: Sequence[str], but: Person | None = None) -> None:
    indexes = [keys.blind("id", number) for number in numbers]
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if len(set(indexes)) < len(indexes) or any(
        others.filter(id_index__in=indexes[start : start + BATCH]).exists()
        for start in range(0, len(indexes), BATCH)
    ):
        raise NotRegistered("twice", field="id_number")


def _residence(person: Person, home: Home) -> Residence:
    return Residence(
        person=person, community=home.community, building=home.building, unit=home.unit,
        room=home.room, from_day=home.from_day,
    )
