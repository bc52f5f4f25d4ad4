"""One household: who belongs to it on a day, where they lived, how it came to be."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from menkou.identity.prepared import prepared
from menkou.lib.days import age_on
from menkou.lib.scope import Scope
from menkou.registry.models import Household, Membership, Residence, Trait
from menkou.registry.queries import people
from menkou.registry.queries.sameness import not_merged


@dataclass(frozen=True, slots=True)
class Member:
    """A member within the reach of whoever asks; `home`: community, building, unit, room."""

    pk: int
    name: str
    sex: str
    age: int
    relation: str
    since: date
    working: bool
    home: tuple[str, str, str, str] | None


@prepared
def within(scope: Scope, day: date) -> QuerySet[Household]:
    """Households that one of the persons within a scope belongs to on the day."""
    members = Membership.objects.on(day).filter(
        household=OuterRef("pk"), person__in=people.within(scope, day).values("pk")
    )
    return Household.objects.filter(Exists(members))


def members(household: Household, scope: Scope, day: date) -> tuple[list[Member], int]:
    """Its members within a scope, the head first, then by age; and how many it has in all."""
    reached = people.within(scope, day).filter(pk=OuterRef("person"), forgotten_at=None)
    rows = list(
        Membership.objects.on(day)
        .filter(household=household)
        .filter(not_merged("person"))
        .select_related("person__party")
        .annotate(
            mine=Exists(reached),
            working=Exists(people.working(day).filter(person=OuterRef("person"))),
        )
    )
    shown = sorted(
        (row for row in rows if row.mine),
        key=lambda row: (row.relation != "head", row.person.born_on, row.pk),
    )
    homes = {
        person: (community, building, unit, room)
        for person, community, building, unit, room in Residence.objects.on(day)
        .filter(person__in=[row.person_id for row in shown], community__isnull=False)
        .values_list("person", "community__name", "building", "unit", "room")
    }
    return [
        Member(
            row.person_id, row.person.party.name, row.person.sex,
            age_on(row.person.born_on, day), row.relation, row.from_day, row.working,
            homes.get(row.person_id),
        )
        for row in shown
    ], len(rows)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened in a household: joined, left, born, died, home or away. `words`:
    relation (joined), or community, building, unit, room (home). `by`, `at`: who entered it when;
    empty where it follows from a birthday."""

    kind: str
    day: date
    name: str
    words: tuple[str, ...] = ()
    source: str = ""
    by: str = ""


def history(household: Household, scope: Scope, day: date) -> list[Change]:
    """What happened in a household to those within a scope who ever belonged to it, while they
    did, the newest first. Three queries."""
    ever = Membership.objects.standing().filter(household=household)
    known = people.within(scope, day).filter(
        pk__in=ever.values("person"), forgotten_at=None
    )
    stays: dict[int, list[tuple[date, date]]] = {}
    found: list[Change] = []
    rows = (
        Membership.objects.standing().filter(person__in=known.values("pk"))
        .select_related("person__party", "entered_by").order_by("person", "from_day")
    )
    for _person, some in groupby(rows, key=lambda row: row.person_id):
        found += _stays(household, list(some), stays)

    def here(person: int, when: date) -> bool:
        return any(since <= when < until for since, until in stays[person])

    homes = Residence.objects.standing().filter(person__in=stays).select_related(
        "community", "person__party", "entered_by"
    )
    found += [
        Change("home" if row.community else "away", row.from_day, row.person.party.name,
               (row.community.name, row.building, row.unit, row.room) if row.community else (),
               row.source, row.entered_by.shown_name)
        for row in homes if here(row.person_id, row.from_day)
    ]
    deaths = Trait.objects.standing().filter(person__in=stays, trait="died", holds=True)
    found += [
        Change("died", row.from_day, row.person.party.name, (), row.source,
               row.entered_by.shown_name)
        for row in deaths.select_related("person__party", "entered_by")
        if here(row.person_id, row.from_day)
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _stays(
    household: Household, rows: list[Membership], stays: dict[int, list[tuple[date, date]]]
) -> list[Change]:
    """When one person came into the household and left it, out of all her memberships in order of
    days; her stays are put into `stays`. Who joined on the day of her birth was born into it."""
    found: list[Change] = []
    mine = stays.setdefault(rows[0].person_id, [])
    inside = False
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        name, by = row.person.party.name, row.entered_by.shown_name
        if row.household_id == household.pk:
            mine.append((row.from_day, after.from_day if after else date.max))
            born = row.person.born_on == row.from_day
            found.append(Change("born" if born else "joined", row.from_day, name,
                                (row.relation,), row.source, by))
        elif inside:
            found.append(Change("left", row.from_day, name, (), row.source, by))
        inside = row.household_id == household.pk
    return found
