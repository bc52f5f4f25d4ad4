"""What holds of persons on a day, read set-based for a list of facts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from menkou import policy
from menkou.policy.groups import main_group

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Engaged:
    """The terms that a piece of work falls under. `exact` is False where only an earlier
    engagement with that payer was found: the work is booked under it, as a question."""

    pk: int
    form: str
    rate_class: str
    exact: bool


class Profiles:
    """Communities, groups and engagements of some persons, for any day. Made by `profiles`."""

    def __init__(self, persons: Collection[int]) -> None:
        self._born: dict[int, date] = {}
        self._others: dict[int, list[date]] = defaultdict(list)
        self._homes: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        self._traits: dict[int, list[tuple[date, str, bool]]] = defaultdict(list)
        self._terms: dict[tuple[int, int], list[tuple[date, Engaged]]] = defaultdict(list)
        for kind, person, day, pk, key, word, rate_class, holds in sorted(
            _rows(persons), key=lambda row: row[2]
        ):
            if kind == "born":
                self._born[person] = day
            elif kind == "other":
                self._others[person].append(day)
            elif kind == "home":
                self._homes[person].append((day, key))
            elif kind == "trait":
                self._traits[person].append((day, word, bool(holds)))
            else:
                terms = Engaged(pk, word, rate_class, exact=bool(word))
                self._terms[person, key].append((day, terms))

    def known(self, person: int) -> bool:
        return person in self._born

    def born_on(self, person: int) -> date:
        """KeyError for a person who isn't known."""
        return self._born[person]

    def youngest(self, person: int) -> date:
        """The latest birthday under which she is registered: where she was merged with another
        registration, a guard of age looks at both. KeyError for a person who isn't known."""
        return max([self._born[person], *self._others[person]])

    def community(self, person: int, day: date) -> int | None:
        """Where she lives on the day; None where she has no home on record."""
        homes = self._homes[person]
        at = bisect_right(homes, day, key=lambda row: row[0])
        return homes[at - 1][1] if at else None

    def traits(self, person: int, day: date) -> frozenset[str]:
        holding: dict[str, bool] = {}
        for since, trait, holds in self._traits[person]:
            if since <= day:
                holding[trait] = holds
        return frozenset(trait for trait, holds in holding.items() if holds)

    def died_on(self, person: int) -> date | None:
        """The day from which she is recorded as dead; None while she is not."""
        return death((day, holds) for day, trait, holds in self._traits[person] if trait == "died")

    def group(self, person: int, day: date) -> str:
        """Her one main group on the day, by the policy of that day."""
        return _group(self._born[person], self.traits(person, day), day)

    def engagement(self, person: int, payer: int, day: date) -> Engaged | None:
        """The engagement on the day; else the last before it (not exact); None: there is none."""
        terms = self._terms[person, payer]
        at = bisect_right(terms, day, key=lambda row: row[0])
        for index in range(at - 1, -1, -1):
            found = terms[index][1]
            if found.form:
                return found if index == at - 1 else Engaged(
                    found.pk, found.form, found.rate_class, exact=False
                )
        return None


def death(rows: Iterable[tuple[date, bool]]) -> date | None:
    """The day of a death, out of what was recorded of it in order of days: the first of the last
    ones that say so, as a day may be corrected to an earlier one, or be taken back."""
    found: date | None = None
    for day, holds in rows:
        found = (found or day) if holds else None
    return found


@lru_cache(maxsize=10_000)
def _group(born_on: date, traits: frozenset[str], day: date) -> str:
    return main_group(born_on, traits, day, policy.on(day))


# One text for both engines: kind, person, day, row, key, word, rate class, holds.
SQL = """
SELECT 'born' AS kind, party_id AS person, born_on AS day, 0 AS pk, 0 AS other, '' AS word,
       '' AS rate_class, 0 AS holds
  FROM registry_person WHERE party_id IN ({persons})
UNION ALL
SELECT 'home', person_id, from_day, id, community_id, '', '', 0
  FROM registry_residence WHERE withdrawn_at IS NULL AND person_id IN ({persons})
UNION ALL
SELECT 'trait', person_id, from_day, id, 0, trait, '', CASE WHEN holds THEN 1 ELSE 0 END
  FROM registry_trait WHERE withdrawn_at IS NULL AND person_id IN ({persons})
UNION ALL
SELECT 'terms', person_id, from_day, id, payer_id, form, rate_class, 0
  FROM registry_engagement WHERE withdrawn_at IS NULL AND person_id IN ({persons})
UNION ALL
SELECT 'other', a.person_id, p.born_on, 0, 0, '', '', 0
  FROM registry_alias a JOIN registry_person p ON p.party_id = a.into_id
 WHERE a.withdrawn_at IS NULL AND a.person_id IN ({persons})
UNION ALL
SELECT 'other', a.into_id, p.born_on, 0, 0, '', '', 0
  FROM registry_alias a JOIN registry_person p ON p.party_id = a.person_id
 WHERE a.withdrawn_at IS NULL AND a.into_id IN ({persons})
"""


def _rows(persons: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """Everything that stands of these persons, each row with a real day."""
    keys = sorted(persons)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(SQL.format(persons=marks), some * 6)
            for kind, person, day, *rest in cursor.fetchall():
                # SQLite hands the days of a union over as text.
                yield kind, person, date.fromisoformat(day) if isinstance(day, str) else day, *rest


def profiles(persons: Collection[int]) -> Profiles:
    """Reads what is known of some persons: one query, however many they are."""
    return Profiles(persons)
