"""Attendance at a workshop: who is engaged there, and what stands recorded of their half-days."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.facts.models import Tray
from menkou.facts.queries import half_days
from menkou.registry.models import Engagement, Organization, Person, Tenancy, Workshop
from menkou.work.models import Attendance, TimeRate
from menkou.work.queries.hands import with_door

HALVES = ("am", "pm")


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-day as it was recorded last, by whom and when: booked, or waiting and `why`.

    `uid` is the fact's, `held_at` the name of the place that holds the half-day it waits for.
    `ended`: it was undone or replaced and counts no more.
    """

    person: int
    day: date
    half: str
    minutes: int
    leave: str
    uid: UUID
    by: str
    at: datetime
    why: str = ""
    held_at: str = ""
    ended: bool = False


def engaged(place: Workshop, first: date, last: date) -> QuerySet[Person]:
    """Who is engaged at a workshop on some of the days, or recorded there, by name, with `door`."""
    rows = Engagement.objects.standing()
    later = rows.filter(
        person=OuterRef("person"), payer=OuterRef("payer"), from_day__lte=first,
        from_day__gt=OuterRef("from_day"),
    )
    terms = rows.filter(~Exists(later), workshop=place, from_day__lte=last).exclude(form="")
    came = Attendance.objects.filter(place=place, day__gte=first, day__lte=last)
    waits = Tray.objects.filter(
        state=Tray.State.WAITING, place=place.pk, ticket=None, root__kind="attend",
        root__day__gte=first, root__day__lte=last,
    )
    found = Person.objects.filter(
        Q(pk__in=terms.values("person")) | Q(pk__in=came.values("person"))
        | Q(pk__in=waits.values("person"))
    )
    return with_door(found, last).order_by("party__name", "pk")


def marks(place: Workshop, first: date, last: date) -> list[Mark]:
    """What stands of the half-days at a workshop, and what waits. Two queries, or three."""
    booked = Attendance.objects.filter(place=place, day__gte=first, day__lte=last).values_list(
        "person", "day", "half", "minutes", "leave", "fact__uid", "fact__recorder__shown_name",
        "fact__received_at",
    )
    waiting = Tray.objects.filter(
        state=Tray.State.WAITING, place=place.pk, ticket=None, root__kind="attend",
        root__day__gte=first, root__day__lte=last,
    ).order_by("root")
    return [*_waiting(waiting), *(Mark(*row) for row in booked)]


def _waiting(rows: QuerySet[Tray]) -> list[Mark]:
    found = []
    keys = set()
    for content, day, uid, by, at, why in rows.values_list(
        "fact__content", "root__day", "fact__uid", "fact__recorder__shown_name",
        "fact__received_at", "why",
    ):
        said = json.loads(content)
        found.append((said["person"], day, said["half"], said, uid, by, at, why))
        if why == "half_taken":
            keys.add((said["person"], day, said["half"]))
    names = half_days.places(keys)
    return [
        Mark(person, day, half, said["minutes"], said.get("leave", ""), uid, by, at, why,
             names.get((person, day, half), ""))
        for person, day, half, said, uid, by, at, why in found
    ]


def history(place: Workshop, person: Person, first: date, last: date) -> list[Mark]:
    """All that was ever recorded of a person's half-days at a workshop, corrections and undos too,
    the newest first. Three queries, or four."""
    rows = Tray.objects.filter(
        person=person.pk, ticket=None, place=place.pk, root__kind="attend",
        root__day__gte=first, root__day__lte=last,
    ).exclude(state=Tray.State.ASIDE)
    taken = rows.filter(why="half_taken").values_list("root__day", "fact__content")
    names = half_days.places({(person.pk, day, json.loads(said)["half"]) for day, said in taken})
    undone = set(rows.filter(fact__kind="undo").values_list("root", flat=True))
    found = []
    for said, day, uid, by, at, why, state, kind, root, begun in rows.order_by(
        "-root__day", "-fact"
    ).values_list(
        "fact__content", "root__day", "fact__uid", "fact__recorder__shown_name",
        "fact__received_at", "why", "state", "fact__kind", "root", "root__content",
    ):
        content = json.loads(begun if kind == "undo" else said)
        held_at = names.get((person.pk, day, content["half"]), "") if why == "half_taken" else ""
        found.append(Mark(
            person.pk, day, content["half"], 0 if kind == "undo" else content["minutes"],
            "" if kind == "undo" else content.get("leave", ""), uid, by, at, why, held_at,
            ended=kind != "undo" and (state == Tray.State.REPLACED or root in undone),
        ))
    return found


def operator(place: Workshop, day: date) -> Organization | None:
    """Who operates the workshop on the day, so pays for time there."""
    row = Tenancy.objects.on(day).filter(workshop=place).select_related("operator__party").first()
    found: Organization | None = row.operator if row else None
    return found


def time_rates(payer: Organization) -> list[TimeRate]:
    """All time rates of a payer that stand, the newest first of each class."""
    rows = TimeRate.objects.standing().filter(payer=payer).select_related("entered_by")
    return list(rows.order_by("rate_class", "-from_day"))


def rate_classes(payer: Organization) -> list[str]:
    """The classes of those who are or were engaged by a payer."""
    rows = Engagement.objects.standing().filter(payer=payer).exclude(form="")
    return sorted({"standard", *rows.values_list("rate_class", flat=True).distinct()})
