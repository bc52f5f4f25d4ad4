"""Who holds a half-day of a person, and where."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from menkou.facts.models import HalfDay, HalfDayUse

HalfKey = tuple[int, date, str]  # person, day, half


class Held(NamedTuple):
    """A half-day that is taken: its place, and for which uses."""

    place: int
    uses: frozenset[str]


def held_by_others(use: str, keys: Collection[HalfKey]) -> dict[HalfKey, Held]:
    """These half-days as other uses than `use` hold them. One query."""
    rows = HalfDayUse.objects.exclude(use=use).filter(
        half_day__person__in={key[0] for key in keys}, half_day__day__in={key[1] for key in keys}
    )
    places: dict[HalfKey, int] = {}
    uses: dict[HalfKey, set[str]] = defaultdict(set)
    for person, day, half, place, other in rows.values_list(
        "half_day__person", "half_day__day", "half_day__half", "half_day__place", "use"
    ):
        places[person, day, half] = place
        uses[person, day, half].add(other)
    return {key: Held(places[key], frozenset(uses[key])) for key in places}


def held_twice(persons: Collection[int]) -> list[date]:
    """Days with a half that several of the persons hold, who are one: somebody counted her twice.
    In order; one query."""
    rows = HalfDay.objects.filter(person__in=persons).order_by("day").values("day", "half")
    held = rows.annotate(n=Count("person", distinct=True)).filter(n__gt=1)
    return list(dict.fromkeys(held.values_list("day", flat=True)))


def places(keys: Collection[HalfKey]) -> dict[HalfKey, str]:
    """The name of the place that holds each of these half-days, for those that are held."""
    if not keys:
        return {}
    rows = HalfDay.objects.filter(
        person__in={key[0] for key in keys}, day__in={key[1] for key in keys}
    )
    found = rows.values_list("person", "day", "half", "place__party__name")
    return {(person, day, half): name for person, day, half, name in found}
