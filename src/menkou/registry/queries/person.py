"""Everything about one person: what holds on a day, how it came to be, her family, her numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from menkou import policy
from menkou.identity import keys
from menkou.lib.days import age_on, birthday
from menkou.lib.names import mask_card, mask_phone, mask_tail
from menkou.lib.scope import Scope
from menkou.policy.groups import main_group, tags
from menkou.policy.rules import NoRuleYet
from menkou.registry.models import (
    Alias,
    BankAccount,
    Consent,
    Engagement,
    Household,
    Membership,
    Person,
    Residence,
    Skill,
    Trait,
    Wish,
)
from menkou.registry.queries import people, reveals
from menkou.registry.queries.profile import death
from menkou.registry.queries.sameness import not_merged, standing

MASKS = {
    "id": ("id_number", mask_tail), "phone": ("phone", mask_phone), "bank": ("bank", mask_card),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated row of a person. What the words are depends on the kind:

    home (community, building, unit, room), household (number, relation, county), trait (code),
    skill (code), wish (place, kinds; `ref`: hours a week), account (bank, holder), job (form,
    payer, workshop, cycle), consent (purpose, who read it out). `ref` is the key of community,
    household or payer; None, an empty form, a trait that doesn't hold or a consent that isn't
    given: it ended. `source` of `Stated.Source`, "" where nobody said.
    """

    kind: str
    day: date
    ref: int | None
    words: tuple[str, str, str, str]
    holds: bool
    source: str
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
    skills: tuple[Event, ...]
    wish: Event | None
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


def life(person: Person, known_at: datetime | None = None) -> list[Event]:
    """Every row that stands about a person, or stood at a moment, the newest first; what was
    written for those who were merged into her is hers too. One query."""
    merged = Alias.objects.filter(into=person, withdrawn_at=None).values("person")
    hers = Q(person=person) | Q(person__in=merged)
    no, yes = Value("", CharField()), Value(True, BooleanField())
    nobody = Value(0, IntegerField())

    def rows(model: Any) -> Any:
        return model.objects.standing(known_at).filter(hers)

    told = ("entered_by__shown_name", "entered_at")
    said, unsaid = ("source", *told), (no, *told)
    homes = rows(Residence).values_list(
        Value("home"), "from_day", "community", "community__name", "building", "unit", "room", yes,
        *said,
    )
    households = rows(Membership).values_list(
        Value("household"), "from_day", "household", "household__number", "relation",
        "household__from_county", no, yes, *said,
    )
    traits = rows(Trait).values_list(
        Value("trait"), "from_day", nobody, "trait", no, no, no, "holds", *said,
    )
    skills = rows(Skill).values_list(
        Value("skill"), "from_day", nobody, "skill", no, no, no, "holds", *said,
    )
    wishes = rows(Wish).values_list(
        Value("wish"), "from_day", "hours", "place", "kinds", no, no, "wants", *said,
    )
    accounts = rows(BankAccount).values_list(
        Value("account"), "from_day", nobody, "bank_name", "holder", no, no,
        Case(When(number=None, then=False), default=True, output_field=BooleanField()), *said,
    )
    jobs = rows(Engagement).values_list(
        Value("job"), "from_day", "payer", "form", "payer__party__name", "workshop__party__name",
        "cycle", yes, *unsaid,
    )
    consents = rows(Consent).values_list(
        Value("consent"), "from_day", nobody, "purpose", "read_out_by__shown_name", no, no,
        "given", *unsaid,
    )
    events = [
        Event(kind, day, ref, (a or "", b or "", c or "", d or ""), bool(holds), source, by, at)
        for kind, day, ref, a, b, c, d, holds, source, by, at in homes.union(
            households, traits, skills, wishes, accounts, jobs, consents, all=True
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
        skills=tuple(event for event in each("skill", 1) if event.holds),
        wish=latest("wish"),
        jobs=tuple(event for event in each("job", 0) if event.words[0]),
        group=main_group(person.born_on, codes, day, rules),
        tags=tags(person.born_on, codes, day, rules),
        age=age_on(person.born_on, day),
    )


def groups(person: Person, events: Sequence[Event], day: date) -> list[tuple[date, str]]:
    """When another main group began, up to a day, the newest first: by what was recorded, by her
    birthdays, and by the policy of each day. The group that she began with is no change."""
    traits = sorted(
        ((event.day, event.words[0], event.holds) for event in events if event.kind == "trait"),
        key=lambda row: row[0],
    )
    begun = min((event.day for event in events), default=None)
    if begun is None:
        return []
    rules = policy.on(day)
    ages = (*rules.numbers("age_bands.bounds"), rules.number("working_age.first"),
            rules.number("working_age.last") + 1)
    turns = {begun, *(row[0] for row in traits), *(birthday(person.born_on, age) for age in ages)}
    found: list[tuple[date, str]] = []
    last = ""
    for turn in sorted(one for one in turns if begun <= one <= day):
        held = {trait: holds for since, trait, holds in traits if since <= turn}
        codes = frozenset(trait for trait, holds in held.items() if holds)
        try:
            group = main_group(person.born_on, codes, turn, policy.on(turn))
        except NoRuleYet:
            continue
        if last and group != last:
            found.append((turn, group))
        last = group
    return found[::-1]


def family(
    persons: Collection[int], household: int, scope: Scope, day: date, *, on: date | None = None
) -> tuple[list[Relative], int]:
    """Who else belongs to a household on a day (`on`; else `day`) than one who is registered as
    these persons: those within a scope of `day`, the head first, and how many they are in all."""
    reached = people.within(scope, day).filter(pk=OuterRef("person"))
    then = on or day
    rows = (
        Membership.objects.on(then)
        .filter(household=household)
        .filter(not_merged("person"))
        .exclude(person__in=persons)
        .select_related("person__party")
        .annotate(
            mine=Exists(reached),
            working=Exists(people.working(then).filter(person=OuterRef("person"))),
        )
    )
    members = sorted(rows, key=lambda row: (row.relation != "head", row.person.born_on, row.pk))
    shown = [
        Relative(
            row.person_id, row.person.party.name, row.relation, age_on(row.person.born_on, then),
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


def for_page(rows: QuerySet[Person]) -> QuerySet[Any]:
    """The persons with what her page asks at once: `joined` (she was merged, or somebody into
    her), and who last saw one of her numbers, when, what of it and why: `seen_by`, `seen_at`,
    `seen_what`, `seen_why`, as `reveals.lines` has them."""
    shown = reveals.lines().filter(subject=OuterRef("pk")).order_by("-pk")
    merges = standing().filter(Q(person=OuterRef("pk")) | Q(into=OuterRef("pk")))
    return rows.select_related("party", "key", "user").annotate(
        joined=Exists(merges),
        seen_by=Subquery(shown.values("user__shown_name")[:1]),
        seen_at=Subquery(shown.values("at")[:1]),
        seen_what=Subquery(shown.values("shown")[:1]),
        seen_why=Subquery(shown.values("reason")[:1]),
    )
