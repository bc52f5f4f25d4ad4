"""What holds of persons on a day, read set-based for a list of facts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, IntegerField, Value

from menkou import policy
from menkou.policy.groups import main_group
from menkou.registry.models import Engagement, Person, Residence, Trait

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
        self._homes: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        self._traits: dict[int, list[tuple[date, str, bool]]] = defaultdict(list)
        self._terms: dict[tuple[int, int], list[tuple[date, Engaged]]] = defaultdict(list)
        for kind, person, day, pk, key, word, rate_class, holds in sorted(
            _rows(persons), key=lambda row: row[2]
        ):
            if kind == "born":
                self._born[person] = day
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

    def group(self, person: int, day: date) -> str:
        """Her one main group on the day, by the policy of that day."""
        return main_group(self._born[person], self.traits(person, day), day, policy.on(day))

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


def _rows(persons: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """(kind, person, day, row, key, word, rate class, holds) of everything that stands."""
    keys, none = sorted(persons), Value(0, IntegerField())
    words, no = Value("", CharField()), Value(False, BooleanField())
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        standing = {"person__in": some, "withdrawn_at": None}
        born = Person.objects.filter(pk__in=some).values_list(
            Value("born"), "pk", "born_on", none, none, words, words, no
        )
        homes = Residence.objects.filter(**standing).values_list(
            Value("home"), "person", "from_day", "pk", "community", words, words, no
        )
        traits = Trait.objects.filter(**standing).values_list(
            Value("trait"), "person", "from_day", "pk", none, "trait", words, "holds"
        )
        terms = Engagement.objects.filter(**standing).values_list(
            Value("terms"), "person", "from_day", "pk", "payer", "form", "rate_class", no
        )
        yield from born.union(homes, traits, terms, all=True)


def profiles(persons: Collection[int]) -> Profiles:
    """Reads what is known of some persons: one query, however many they are."""
    return Profiles(persons)
