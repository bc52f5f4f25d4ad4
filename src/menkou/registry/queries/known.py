"""What is known of many persons on a day, as a list that is brought again is compared with it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from menkou.identity import keys
from menkou.registry.models import Alias, Membership, Person, Residence, Skill, Trait, Wish

BATCH = 2000
Door = tuple[str, str, str]


@dataclass(slots=True)
class Known:
    """A person as she is registered. `home`: community, building, unit, room; None: moved away, or
    never said. `household`: number and relation. `sealed`: columns of numbers, still encrypted."""

    pk: int
    name: str
    sex: str
    born_on: date
    key: tuple[bytes, int] = field(repr=False)
    id_index: bytes | None
    phone_index: bytes | None
    bank_index: bytes | None
    bank_name: str
    sealed: dict[str, bytes | None] = field(repr=False)
    home: tuple[int, str, str, str] | None = None
    home_since: date | None = None
    household: tuple[str, str] | None = None
    traits: set[str] = field(default_factory=set)
    skills: set[str] = field(default_factory=set)

    def open(self, name: str) -> str:
        """A number in full: "phone" or "bank"; to be masked before anybody sees it."""
        sealed = self.sealed[name]
        return keys.decrypt(keys.unwrap(*self.key), name, sealed) if sealed else ""


def by_id(numbers: Collection[bytes]) -> dict[bytes, int]:
    """Keyed index of an ID number -> the person who has it, or whom she was merged into."""
    found = {
        bytes(index or b""): pk
        for some in _batches(sorted(numbers))
        for index, pk in Person.objects.filter(id_index__in=some).values_list("id_index", "pk")
    }
    into = aliases(found.values())
    return {index: into.get(pk, pk) for index, pk in found.items()}


def by_card(cards: Iterable[bytes]) -> dict[bytes, set[int]]:
    """Keyed index of an account -> the persons who have it; who was merged stands for whom she is.
    Only the accounts that somebody has."""
    found = [
        (bytes(index or b""), pk)
        for some in _batches(sorted(cards))
        for index, pk in Person.objects.filter(bank_index__in=some).values_list("bank_index", "pk")
    ]
    into = aliases({pk for _, pk in found})
    holders: dict[bytes, set[int]] = defaultdict(set)
    for index, pk in found:
        holders[index].add(into.get(pk, pk))
    return dict(holders)


def aliases(persons: Collection[int]) -> dict[int, int]:
    """Those of the persons who were merged into another -> that one."""
    return {
        one: other
        for some in _batches(sorted(persons))
        for one, other in Alias.objects.filter(
            withdrawn_at=None, person__in=some
        ).values_list("person", "into")
    }


def members(numbers: Collection[str], day: date) -> dict[str, dict[int, str]]:
    """Number of a household -> its members of the day and what each is there."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for some in _batches(sorted(numbers)):
        rows = Membership.objects.on(day).filter(household__number__in=some)
        for number, person, relation in rows.values_list(
            "household__number", "person", "relation"
        ):
            found[number][person] = relation
    return dict(found)


def known(persons: Collection[int], day: date) -> dict[int, Known]:
    """What holds of some persons on a day: five queries for 2,000. The forgotten are left out."""
    found: dict[int, Known] = {}
    for some in _batches(sorted(persons)):
        rows = Person.objects.filter(pk__in=some, key__isnull=False).values_list(
            "pk", "party__name", "sex", "born_on", "key__wrapped", "key__master", "id_index",
            "phone_index", "bank_index", "bank_name", "phone", "bank",
        )
        for pk, name, sex, born_on, wrapped, master, id_, phone, bank, bank_name, *sealed in rows:
            found[pk] = Known(
                pk, name, sex, born_on, (bytes(wrapped), master), _bytes(id_), _bytes(phone),
                _bytes(bank), bank_name,
                dict(zip(("phone", "bank"), map(_bytes, sealed), strict=True)),
            )
        _fill(found, some, day)
    return found


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a person's account is: `holder` of `Person.Holder`, the name "" where it is hers."""

    holder: str
    name: str = field(default="", repr=False)


def holders(there: Mapping[int, Known]) -> dict[int, Holder]:
    """Of each of some persons whose account hers is: one query for 2,000."""
    return {
        pk: Holder(holder, keys.decrypt(keys.unwrap(*there[pk].key), "bank_holder", bytes(name))
                   if name else "")
        for some in _batches(sorted(there))
        for pk, holder, name in Person.objects.filter(pk__in=some).values_list(
            "pk", "bank_holder", "bank_holder_name"
        )
    }


def wishes(persons: Collection[int], day: date) -> dict[int, Wish]:
    """What work each of some persons wishes for on a day: one query for 2,000."""
    return {
        one.person_id: one
        for some in _batches(sorted(persons))
        for one in Wish.objects.on(day).filter(person__in=some)
    }


def _fill(found: dict[int, Known], some: Sequence[int], day: date) -> None:
    homes = Residence.objects.on(day).filter(person__in=some)
    for pk, since, community, building, unit, room in homes.values_list(
        "person", "from_day", "community", "building", "unit", "room"
    ):
        if pk in found:
            found[pk].home_since = since
            found[pk].home = (community, building, unit, room) if community else None
    belongs = Membership.objects.on(day).filter(person__in=some, household__isnull=False)
    for pk, number, relation in belongs.values_list("person", "household__number", "relation"):
        if pk in found:
            found[pk].household = (number, relation)
    for pk, trait in Trait.objects.on(day).filter(person__in=some, holds=True).values_list(
        "person", "trait"
    ):
        if pk in found:
            found[pk].traits.add(trait)
    for pk, skill in Skill.objects.on(day).filter(person__in=some, holds=True).values_list(
        "person", "skill"
    ):
        if pk in found:
            found[pk].skills.add(skill)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
