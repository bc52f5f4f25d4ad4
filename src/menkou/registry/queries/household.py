"""One household: who belongs to it on a day, where they lived, how it came to be."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from menkou.identity.prepared import prepared
from menkou.lib.days import age_on
from menkou.lib.scope import Scope
from menkou.registry.models import Household, Membership, Residence
from menkou.registry.queries import people


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


def moves(persons: list[int]) -> QuerySet[Residence]:
    """Where some persons lived since when, the newest first."""
    rows: QuerySet[Residence] = (
        Residence.objects.standing()
        .filter(person__in=persons)
        .select_related("community", "person__party", "entered_by")
        .order_by("-from_day", "person__party__name")
    )
    return rows


def joined(household: Household, persons: list[int]) -> QuerySet[Membership]:
    """Since when some persons have belonged to it, and as what, the newest first."""
    rows: QuerySet[Membership] = (
        Membership.objects.standing()
        .filter(household=household, person__in=persons)
        .select_related("person__party", "entered_by")
        .order_by("-from_day", "person__party__name")
    )
    return rows
