"""Persons registered as a list: one, a family, a district. A dozen statements, however many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from menkou.identity import bulk, keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.names import search_text
from menkou.registry.actions.accounts import NOTHING, Account, columns
from menkou.registry.actions.dated import BATCH
from menkou.registry.actions.numbers import NotRegistered, bank_index, checked_id, sealed
from menkou.registry.models import Community, Household, Party, Person

PERSON = (
    "party_id", "key_id", "sex", "born_on", "search", "invented", "id_number", "id_index",
    "id_tail_index", "phone", "phone_index", "phone_tail_index", "bank", "bank_index",
    "bank_name", "bank_holder", "bank_holder_name", "note",
)  # fmt: skip
SAID = ("person_id", "from_day", "source", "entered_at", "entered_by_id")
TABLES = {
    "home": ("registry_residence", ("community_id", "building", "unit", "room")),
    "member": ("registry_membership", ("household_id", "relation")),
    "trait": ("registry_trait", ("trait", "holds", "detail")),
    "skill": ("registry_skill", ("skill", "holds")),
    "account": ("registry_bankaccount", ("number", "bank_name", "holder", "holder_name")),
}
"""What is said of a person -> the table of its dated rows, and the columns beside SAID."""


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
    """A person to register. Sex ("f" or "m") and `born_on` may be left to the ID number.

    `household`: its number; one that is not known is made, with `from_county`. Household, traits
    (code -> what it rests on, which is encrypted) and skills hold from the day of the home, else
    from the day she is registered; so does the account, which is known only now, from the latter.
    """

    name: str
    sex: str = ""
    born_on: date | None = None
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    bank: str = field(default="", repr=False)
    account: Account = NOTHING
    note: str = field(default="", repr=False)
    home: Home | None = None
    household: str = ""
    relation: str = ""
    from_county: str = ""
    traits: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    skills: tuple[str, ...] = ()
    source: str = ""
    invented: bool = False


@transaction.atomic
def register(news: Sequence[NewPerson], *, by: User, at: datetime) -> list[int]:
    """Registers persons, all or none; answers their keys in the order given.

    Raises NotRegistered for a name that is missing, a number that is wrong, or known already.
    """
    checked = [checked_id(new.id_number, new.sex, new.born_on) for new in news]
    today = day_of(at)
    refuse_unborn((born_on for *_, born_on in checked), today)
    refuse_known([number for number, *_ in checked if number])
    if not all(new.name.strip() for new in news):
        raise NotRegistered("name", field="name")
    households = found_households(
        {new.household: new.from_county for new in news if new.household}, by=by, at=at
    )
    own = [keys.wrap_new_key() for _ in news]
    key_ids = bulk.fresh_ids("identity_sealedkey", len(news))
    parties = bulk.fresh_ids("registry_party", len(news))
    rows = Rows(by, at)
    people = []
    for new, (number, sex, born_on), (key, _, _), key_id, pk in zip(
        news, checked, own, key_ids, parties, strict=True
    ):
        since = new.home.from_day if new.home else today
        account = _account(rows, new, key, pk, today)
        people.append((
            pk, key_id, sex, born_on, search_text(new.name), new.invented,
            *sealed(key, "id", number), *sealed(key, "phone", new.phone), *account,
            keys.encrypt(key, "note", new.note) if new.note else None,
        ))
        if new.home:
            home = new.home
            rows.say("home", pk, since, new.source, home.community.pk, home.building, home.unit,
                     home.room)
        if new.household:
            rows.say("member", pk, since, new.source, households[new.household], new.relation)
        for trait, detail in new.traits:
            rows.say("trait", pk, since, new.source, trait, True,
                     keys.encrypt(key, "trait", detail) if detail else None)
        for skill in new.skills:
            rows.say("skill", pk, since, new.source, skill, True)
    bulk.insert("registry_party", ("id", "kind", "name"),
                [(pk, Party.Kind.PERSON.value, new.name.strip())
                 for pk, new in zip(parties, news, strict=True)])
    bulk.insert("identity_sealedkey", ("id", "wrapped", "master"),
                [(key_id, wrapped, master)
                 for key_id, (_, wrapped, master) in zip(key_ids, own, strict=True)])
    bulk.insert("registry_person", PERSON, people)
    rows.write()
    log("registry.add_person", "person", parties, by=by, at=at)
    return parties


class Rows:
    """Dated rows of many persons, gathered and then written by one statement a table."""

    def __init__(self, by: User, at: datetime) -> None:
        self._entered = (at, by.pk)
        self._rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in TABLES}

    def say(self, kind: str, person: int, day: date, source: str, *values: Any) -> None:
        self._rows[kind].append((person, day, source, *self._entered, *values))

    def write(self) -> None:
        for kind, rows in self._rows.items():
            table, columns = TABLES[kind]
            bulk.insert(table, (*SAID, *columns), rows)


def found_households(wanted: dict[str, str], *, by: User, at: datetime) -> dict[str, int]:
    """Number -> key of households, `wanted` with the county they came from; made where unknown."""
    numbers = sorted(wanted)
    known: dict[str, int] = {}
    for start in range(0, len(numbers), BATCH):
        some = Household.objects.filter(number__in=numbers[start : start + BATCH])
        known |= dict(some.values_list("number", "pk"))
    fresh = [number for number in numbers if number not in known]
    if fresh:
        made = bulk.fresh_ids("registry_household", len(fresh))
        bulk.insert("registry_household", ("id", "number", "from_county"),
                    [(pk, number, wanted[number]) for pk, number in zip(made, fresh, strict=True)])
        log("registry.add_household", "household", made, by=by, at=at)
        known |= dict(zip(fresh, made, strict=True))
    return known


def _account(rows: Rows, new: NewPerson, key: bytes, pk: int, today: date) -> tuple[Any, ...]:
    """The columns of her account; its row is gathered."""
    number, bank_name, holder, holder_name = columns(key, new.bank, new.account)
    if number is None:
        return None, None, bank_name, holder, holder_name
    rows.say("account", pk, today, new.source, number, bank_name, holder, holder_name)
    return number, bank_index(new.bank), bank_name, holder, holder_name


def refuse_unborn(birthdays: Iterable[date], today: date) -> None:
    """Raises NotRegistered for a birthday to come."""
    if any(born_on > today for born_on in birthdays):
        raise NotRegistered("unborn", field="born_on")


def refuse_known(numbers: Sequence[str], but: Person | None = None) -> None:
    """Raises NotRegistered where an ID number stands twice, or is another person's."""
    indexes = [keys.blind("id", number) for number in numbers]
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if len(set(indexes)) < len(indexes) or any(
        others.filter(id_index__in=indexes[start : start + BATCH]).exists()
        for start in range(0, len(indexes), BATCH)
    ):
        raise NotRegistered("twice", field="id_number")
