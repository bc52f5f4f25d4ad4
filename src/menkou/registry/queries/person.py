"""Everything about one person: what holds on a day, how it came to be, her family, her numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, CharField, Exists, IntegerField, OuterRef, Value

from menkou import policy
from menkou.identity import keys
from menkou.lib.days import age_on
from menkou.lib.names import mask_card, mask_phone, mask_tail
from menkou.lib.scope import Scope
from menkou.policy.groups import main_group, tags
from menkou.registry.models import (
    Consent,
    Engagement,
    Household,
    Membership,
    Person,
    Residence,
    Trait,
)
from menkou.registry.queries import people
from menkou.registry.queries.profile import death

MASKS = {
    "id": ("id_number", mask_tail), "phone": ("phone", mask_phone), "bank": ("bank", mask_card),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated row of a person. What the words are depends on the kind:

    home (community, building, unit, room), household (number, relation, county), trait (code),
    job (form, payer, workshop, cycle), consent (purpose, who read it out). `ref` is the key of
    community, household or payer; None, an empty form, a trait that doesn't hold or a consent that
    isn't given: it ended.
    """

    kind: str
    day: date
    ref: int | None
    words: tuple[str, str, str, str]
    holds: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Now:
    """What holds of a person on a day. `moved_away`: her last home is known, and left. `died_on`:
    where she is dead by then; `consents`: the purposes that she agrees to."""

    home: Event | None
    moved_away: bool
    died_on: date | None
    consents: frozenset[str]
    household: Event | None
    traits: tuple[Event, ...]
    jobs: tuple[Event, ...]
    group: str
    tags: frozenset[str]
    age: int


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the same household, within the reach of whoever asks."""

    pk: int
    name: str
    relation: str
    age: int
    working: bool


def life(person: Person) -> list[Event]:
    """Every row that stands about a person, the newest first. One query."""
    standing = {"person": person, "withdrawn_at": None}
    no, yes = Value("", CharField()), Value(True, BooleanField())
    said = ("entered_by__shown_name", "entered_at")
    homes = Residence.objects.filter(**standing).values_list(
        Value("home"), "from_day", "community", "community__name", "building", "unit", "room", yes,
        *said,
    )
    households = Membership.objects.filter(**standing).values_list(
        Value("household"), "from_day", "household", "household__number", "relation",
        "household__from_county", no, yes, *said,
    )
    traits = Trait.objects.filter(**standing).values_list(
        Value("trait"), "from_day", Value(0, IntegerField()), "trait", no, no, no, "holds", *said,
    )
    jobs = Engagement.objects.filter(**standing).values_list(
        Value("job"), "from_day", "payer", "form", "payer__party__name", "workshop__party__name",
        "cycle", yes, *said,
    )
    consents = Consent.objects.filter(**standing).values_list(
        Value("consent"), "from_day", Value(0, IntegerField()), "purpose",
        "read_out_by__shown_name", no, no, "given", *said,
    )
    events = [
        Event(kind, day, ref, (a or "", b or "", c or "", d or ""), bool(holds), by, at)
        for kind, day, ref, a, b, c, d, holds, by, at in homes.union(
            households, traits, jobs, consents, all=True
        )
    ]
    return sorted(events, key=lambda event: (event.day, event.at), reverse=True)


def now(person: Person, events: Sequence[Event], day: date) -> Now:
    """What of a person's life (`life`) holds on a day."""
    past = [event for event in events if event.day <= day]

    def latest(kind: str) -> Event | None:
        return next((event for event in past if event.kind == kind), None)

    def each(kind: str, key: int) -> list[Event]:
        """The newest row of each subject: of a trait, of a payer."""
        found: dict[object, Event] = {}
        for event in past:
            if event.kind == kind:
                found.setdefault(event.words[0] if key else event.ref, event)
        return list(found.values())

    dead = [(event.day, event.holds) for event in reversed(past)
            if event.kind == "trait" and event.words[0] == "died"]
    home, household = latest("home"), latest("household")
    traits = tuple(event for event in each("trait", 1) if event.holds)
    codes = frozenset(event.words[0] for event in traits)
    rules = policy.on(day)
    return Now(
        home=home if home and home.ref else None,
        moved_away=home is not None and home.ref is None,
        died_on=death(dead),
        consents=frozenset(event.words[0] for event in each("consent", 1) if event.holds),
        household=household if household and household.ref else None,
        traits=traits,
        jobs=tuple(event for event in each("job", 0) if event.words[0]),
        group=main_group(person.born_on, codes, day, rules),
        tags=tags(person.born_on, codes, day, rules),
        age=age_on(person.born_on, day),
    )


def family(person: Person, household: int, scope: Scope, day: date) -> tuple[list[Relative], int]:
    """The others of a household within a scope, the head first, and how many they are in all."""
    reached = people.within(scope, day).filter(pk=OuterRef("person"))
    rows = (
        Membership.objects.on(day)
        .filter(household=household)
        .exclude(person=person)
        .select_related("person__party")
        .annotate(
            mine=Exists(reached),
            working=Exists(people.working(day).filter(person=OuterRef("person"))),
        )
    )
    members = sorted(rows, key=lambda row: (row.relation != "head", row.person.born_on, row.pk))
    shown = [
        Relative(
            row.person_id, row.person.party.name, row.relation, age_on(row.person.born_on, day),
            row.working,
        )
        for row in members
        if row.mine
    ]
    return shown, len(members)


def household_numbered(number: str) -> Household | None:
    """The household of a number, whoever asks: a number says nothing about anybody."""
    return Household.objects.filter(number=number).first()


def masked(person: Person) -> dict[str, str]:
    """ID, phone and bank account with their last four open; empty where nothing is registered."""
    return {name: MASKS[name][1](number) for name, number in unmasked(person).items()}


def unmasked(person: Person) -> dict[str, str]:
    """The same in full: for an action that logs who saw them and why, never for a page."""
    if person.key is None:
        return dict.fromkeys(MASKS, "")
    key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
    found = {}
    for name, (column, _mask) in MASKS.items():
        sealed = getattr(person, column)
        found[name] = keys.decrypt(key, name, sealed) if sealed else ""
    return found


def note(person: Person) -> str:
    """What the office noted about a person; for those who may change her registration."""
    if person.key is None or person.note is None:
        return ""
    key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
    return keys.decrypt(key, "note", bytes(person.note))


def holder_name(person: Person) -> str:
    """Whose account it is, where it is not her own; for those who may change her registration."""
    if person.key is None or person.bank_holder_name is None:
        return ""
    key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
    return keys.decrypt(key, "bank_holder", bytes(person.bank_holder_name))
