"""Conditions by which persons are picked for a list to call or to visit."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.registry.models import Membership, Person, Skill, Trait, Wish
from menkou.registry.queries.groups import born_before


def with_child(rows: QuerySet[Person], below: int, day: date) -> QuerySet[Person]:
    """Those whose household has a child that is not yet so old on the day, and who are none
    themselves."""
    young = Q(person__born_on__gt=born_before(day, below), person__forgotten_at=None)
    homes = Membership.objects.on(day).filter(young, household__isnull=False)
    members = Membership.objects.on(day).filter(household__in=homes.values("household"))
    return rows.filter(
        pk__in=members.values("person"), born_on__lte=born_before(day, below)
    )


def skilled(rows: QuerySet[Person], skill: str, day: date) -> QuerySet[Person]:
    """Those who can do something on the day."""
    held = Skill.objects.on(day).filter(skill=skill, holds=True)
    return rows.filter(pk__in=held.values("person"))


def wishing(
    rows: QuerySet[Person], day: date, *, wants: bool = True, place: str = "", kind: str = "",
    hours: int = 0,
) -> QuerySet[Person]:
    """Those who want work on the day (or said that they want none): at a place or wherever it is,
    of a kind or of any, at least so many hours a week."""
    said = Wish.objects.on(day).filter(wants=wants)
    if place:
        said = said.filter(place__in=(place, Wish.Place.ANY))
    if kind:
        said = said.filter(Q(kinds="") | Q(kinds__contains=f" {kind} "))
    if hours:
        said = said.filter(hours__gte=hours)
    return rows.filter(pk__in=said.values("person"))


def having(rows: QuerySet[Person], trait: str, day: date) -> QuerySet[Person]:
    """Those of whom a trait holds on the day."""
    held = Trait.objects.on(day).filter(trait=trait, holds=True, person=OuterRef("pk"))
    return rows.filter(Exists(held))
