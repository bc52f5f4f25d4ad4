"""The roster of relocated households (搬迁户花名册): each person with all that the form asks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from menkou.registry.models import Membership, Person, Residence, Skill, Trait, Wish
from menkou.registry.queries import people

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the roster. `home`: site, community, building, unit, room; `traits`, `skills`:
    codes that hold; `jobs`: (form, payer, workshop, since); `wish`: the row that holds."""

    person: Person
    household: str
    head: str
    relation: str
    county: str
    home: tuple[str, str, str, str, str]
    traits: frozenset[str]
    skills: tuple[str, ...]
    jobs: tuple[tuple[str, str, str, date], ...]
    wish: Wish | None


def entries(rows: QuerySet[Any], day: date) -> Iterator[Entry]:
    """The persons of a query, in its order, as they stand on a day. Eight queries for 2,000."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        yield from _entries(some, day)


def _entries(keys: Sequence[int], day: date) -> Iterator[Entry]:
    known = Person.objects.select_related("party", "key").in_bulk(keys)
    members = {
        row.person_id: row
        for row in Membership.objects.on(day)
        .filter(person__in=keys, household__isnull=False)
        .select_related("household")
    }
    heads = {
        household: name
        for household, name in Membership.objects.on(day)
        .filter(household__in={row.household_id for row in members.values()}, relation="head")
        .values_list("household", "person__party__name")
    }
    homes = {
        person: home
        for person, *home in Residence.objects.on(day)
        .filter(person__in=keys, community__isnull=False)
        .values_list("person", "community__site__name", "community__name", "building", "unit",
                     "room")
    }  # fmt: skip
    traits, skills = _codes(Trait, "trait", keys, day), _codes(Skill, "skill", keys, day)
    wishes = {row.person_id: row for row in Wish.objects.on(day).filter(person__in=keys)}
    jobs: dict[int, list[tuple[str, str, str, date]]] = defaultdict(list)
    for person, form, payer, workshop, since in (
        people.working(day).filter(person__in=keys).order_by("pk")
        .values_list("person", "form", "payer__party__name", "workshop__party__name", "from_day")
    ):  # fmt: skip
        jobs[person].append((form, payer, workshop or "", since))
    for key in keys:
        row = members.get(key)
        household = row.household if row is not None else None
        site, community, building, unit, room = homes.get(key, ("", "", "", "", ""))
        yield Entry(
            known[key], household.number if household else "",
            heads.get(household.pk, "") if household else "", row.relation if row else "",
            household.from_county if household else "", (site, community, building, unit, room),
            frozenset(traits.get(key, ())), tuple(sorted(skills.get(key, ()))),
            tuple(jobs.get(key, ())), wishes.get(key),
        )


def _codes(
    model: type[Trait] | type[Skill], column: str, keys: Sequence[int], day: date
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model.objects.on(day).filter(person__in=keys, holds=True)
    for person, code in rows.values_list("person", column):
        found[person].append(code)
    return found
