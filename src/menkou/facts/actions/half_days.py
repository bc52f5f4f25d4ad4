"""The only writer of half-days: what a use holds of them, put in place of what it held."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from menkou.facts.models import HalfDay, HalfDayUse
from menkou.facts.queries.half_days import HalfKey
from menkou.registry.models import Person


class HalfDayClaim(NamedTuple):
    """A half-day ("am", "pm") of a person at a place, by a fact: keys of rows."""

    person: int
    day: date
    half: str
    place: int
    fact: int
    minutes: int = 0
    engagement: int | None = None
    class_code: str = ""

    @property
    def key(self) -> HalfKey:
        return (self.person, self.day, self.half)


def lock_half_days(persons: Collection[int]) -> None:
    """Locks the half-days of these persons, by the persons' rows in key order, inside the
    caller's transaction: a half-day that nobody holds has no row of its own. SQLite: its write
    lock. Rows that only name the person may still be written."""
    if persons:
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=persons)
        list(rows.order_by("pk").values_list("pk"))


def claim_halves(use: str, keys: Collection[HalfKey], claims: Collection[HalfDayClaim]) -> None:
    """Makes `use` hold, of the half-days `keys`, exactly what the claims say, at most one each.

    The caller holds their locks and has shared them out: a claim names the place of the other
    uses where there are any. The unique keys stand behind (IntegrityError). What stands already
    as claimed is not touched.
    """
    wanted = {claim.key: claim for claim in claims}
    halves = {half.pk: half for half in _standing(keys)}
    by_key = {(half.person_id, half.day, half.half): half for half in halves.values()}
    kept, gone, used = set[HalfKey](), [], set[int]()
    for row in HalfDayUse.objects.filter(half_day__in=halves):
        half = halves[row.half_day_id]
        key = (half.person_id, half.day, half.half)
        claim = wanted.get(key)
        if row.use != use:
            used.add(half.pk)
        elif claim is not None and _says(row, half) == claim:
            kept.add(key)
            used.add(half.pk)
        else:
            gone.append(row.pk)
    if gone:
        HalfDayUse.objects.filter(pk__in=gone).delete()
    empty = [
        half.pk
        for key, half in by_key.items()
        if half.pk not in used and (key not in wanted or wanted[key].place != half.place_id)
    ]
    if empty:
        HalfDay.objects.filter(pk__in=empty).delete()
    _take(use, [claim for key, claim in wanted.items() if key not in kept], {
        key: half.pk for key, half in by_key.items() if half.pk not in set(empty)
    })


def _standing(keys: Collection[HalfKey]) -> list[HalfDay]:
    rows = HalfDay.objects.filter(
        person__in={key[0] for key in keys}, day__in={key[1] for key in keys}
    )
    return [half for half in rows if (half.person_id, half.day, half.half) in keys]


def _says(row: HalfDayUse, half: HalfDay) -> HalfDayClaim:
    return HalfDayClaim(
        half.person_id, half.day, half.half, half.place_id, row.fact_id, row.minutes,
        row.engagement_id, row.class_code,
    )


def _take(use: str, claims: Collection[HalfDayClaim], there: dict[HalfKey, int]) -> None:
    new = [claim for claim in claims if claim.key not in there]
    made = HalfDay.objects.bulk_create(
        [
            HalfDay(person_id=one.person, day=one.day, half=one.half, place_id=one.place)
            for one in new
        ],
        batch_size=500,
    )
    there |= {one.key: half.pk for one, half in zip(new, made, strict=True)}
    HalfDayUse.objects.bulk_create(
        [
            HalfDayUse(
                half_day_id=there[one.key], use=use, engagement_id=one.engagement,
                class_code=one.class_code, minutes=one.minutes, fact_id=one.fact,
            )
            for one in claims
        ],
        batch_size=500,
    )
