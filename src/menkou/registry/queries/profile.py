"""What holds of persons on a day, read set-based for a list of facts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from menkou import policy
from menkou.policy.groups import main_group
from menkou.registry.models import Engagement, Person, Residence, Trait


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
        self._born = dict(Person.objects.filter(pk__in=persons).values_list("pk", "born_on"))
        self._homes: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        self._traits: dict[int, list[tuple[date, str, bool]]] = defaultdict(list)
        self._terms: dict[tuple[int, int], list[tuple[date, Engaged]]] = defaultdict(list)
        standing = {"person__in": persons, "withdrawn_at": None}
        for person, day, community in (
            Residence.objects.filter(**standing)
            .order_by("from_day")
            .values_list("person", "from_day", "community")
        ):
            self._homes[person].append((day, community))
        for person, day, trait, holds in (
            Trait.objects.filter(**standing)
            .order_by("from_day")
            .values_list("person", "from_day", "trait", "holds")
        ):
            self._traits[person].append((day, trait, holds))
        for person, payer, day, pk, form, rate_class in (
            Engagement.objects.filter(**standing)
            .order_by("from_day")
            .values_list("person", "payer", "from_day", "pk", "form", "rate_class")
        ):
            self._terms[person, payer].append((day, Engaged(pk, form, rate_class, bool(form))))

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


def profiles(persons: Collection[int]) -> Profiles:
    """Reads what is known of some persons: four queries, however many they are."""
    return Profiles(persons)
