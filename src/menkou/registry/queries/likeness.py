"""Who may be one person registered twice: the rule, and whom it finds.

The rule of `likely` and `pairs` is one: same name and birthday, and one more thing that fits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Count

from menkou.identity import keys
from menkou.lib.names import same_name
from menkou.lib.scope import Scope
from menkou.registry.models import Membership, NotSame, Person, Residence
from menkou.registry.queries import people
from menkou.registry.queries.sameness import merged

BATCH = 2000
TAIL = 4


@dataclass(frozen=True, slots=True)
class Look:
    """What two registrations of one name and birthday are compared by: keyed indexes of the
    telephone, of its tail and of the ID number ("" for none), numbers of the households, doors;
    of the last two all that ever were."""

    phone: bytes
    tail: bytes
    households: frozenset[str]
    doors: frozenset[tuple[object, ...]] = frozenset()
    number: bytes = b""


def alike(one: Look, other: Look) -> str:
    """What speaks for one person: "phone" (the same, or the last four), "household" or "door";
    "" for nothing, and for two who have different ID numbers. A mistyped telephone mostly keeps
    its tail, so that is what near means: the numbers themselves stay encrypted."""
    if one.number and other.number and one.number != other.number:
        return ""
    if any(mine and mine == hers
           for mine, hers in ((one.phone, other.phone), (one.tail, other.tail))):
        return "phone"
    if one.households & other.households:
        return "household"
    return "door" if one.doors & other.doors else ""


def likely(
    news: Sequence[tuple[str, date, str, str]], *, known: Mapping[int, int] | None = None
) -> dict[int, list[int]]:
    """Which registered persons each of some new rows (name, born_on, phone, household number) may
    be, by the row's place; only rows that are like somebody. Five queries for 2,000 rows.

    `known`: place -> person, for rows that are found to be somebody already: she is left out, and
    so is who was said to be another. One who was merged stands for whom she is.
    """
    found: dict[int, list[int]] = {}
    for start in range(0, len(news), BATCH):
        found |= _likely(start, news[start : start + BATCH], known or {})
    return found


def _likely(
    start: int, news: Sequence[tuple[str, date, str, str]], known: Mapping[int, int]
) -> dict[int, list[int]]:
    rows = Person.objects.filter(born_on__in={born_on for _, born_on, *_ in news},
                                 forgotten_at=None)
    born: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for pk, search, born_on in rows.order_by("pk").values_list("pk", "search", "born_on"):
        born[born_on].append((search, pk))
    asked = {
        place: some for place, (name, born_on, *_) in enumerate(news, start)
        if (some := _named(name, born.get(born_on, ())))
    }
    persons = {pk for some in asked.values() for pk in some}
    if not persons:
        return {}
    looks, now = _looks(persons), merged(persons)
    apart = _apart({*persons, *known.values()}) if known else set()
    found: dict[int, list[int]] = {}
    for place, some in asked.items():
        _name, _born_on, phone, household = news[place - start]
        new, own = _look(phone, household), known.get(place)
        like = dict.fromkeys(now.get(pk, pk) for pk in some if alike(new, looks[pk]))
        if own is not None:
            like = {pk: None for pk in like
                    if pk != now.get(own, own) and frozenset((pk, own)) not in apart}
        if like:
            found[place] = list(like)
    return found


def _named(name: str, searches: Iterable[tuple[str, int]]) -> list[int]:
    """Who of some persons has a name, by what she is searched in."""
    same = same_name(name)
    return [pk for search, pk in searches if search == same or search.startswith(f"{same} ")]


def _look(phone: str, household: str) -> Look:
    return Look(
        keys.blind("phone", phone) if phone else b"",
        keys.blind("phone_tail", phone[-TAIL:]) if phone else b"",
        frozenset({household} if household else ()),
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one, the older registration first, and what speaks for it."""

    one: int
    other: int
    why: str


def pairs(scope: Scope, day: date) -> list[Pair]:
    """Every two persons within a scope who may be one, and of whom nobody said that they are two.
    Six queries, however many persons there are."""
    rows = people.once(people.within(scope, day)).filter(forgotten_at=None)
    groups = list(
        rows.order_by().values_list("search", "born_on").annotate(n=Count("pk")).filter(n__gt=1)
        .values_list("search", "born_on")
    )
    if not groups:
        return []
    named: dict[tuple[str, date], list[int]] = defaultdict(list)
    same = rows.filter(search__in={name for name, _ in groups},
                       born_on__in={born_on for _, born_on in groups})
    for pk, search, born_on in same.order_by("pk").values_list("pk", "search", "born_on"):
        named[search, born_on].append(pk)
    persons = {pk for some in named.values() if len(some) > 1 for pk in some}
    looks, apart = _looks(persons), _apart(persons)
    return [
        Pair(one, other, why)
        for some in named.values()
        for one, other in combinations(some, 2)
        if frozenset((one, other)) not in apart and (why := alike(looks[one], looks[other]))
    ]


def _looks(persons: Collection[int]) -> dict[int, Look]:
    households: dict[int, set[str]] = defaultdict(set)
    doors: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    indexes: dict[int, tuple[bytes, bytes, bytes]] = {}
    for some in _batches(persons):
        for pk, *numbers in Person.objects.filter(pk__in=some).values_list(
            "pk", "phone_index", "phone_tail_index", "id_index"
        ):
            phone, tail, number = (bytes(one) if one else b"" for one in numbers)
            indexes[pk] = (phone, tail, number)
        for pk, household in Membership.objects.standing().filter(
            person__in=some, household__isnull=False
        ).values_list("person", "household__number"):
            households[pk].add(household)
        for pk, *door in Residence.objects.standing().filter(
            person__in=some, community__isnull=False
        ).exclude(room="").values_list("person", "community", "building", "unit", "room"):
            doors[pk].add(tuple(door))
    return {
        pk: Look(phone, tail, frozenset(households[pk]), frozenset(doors[pk]), number)
        for pk, (phone, tail, number) in indexes.items()
    }


def _apart(persons: Collection[int]) -> set[frozenset[int]]:
    """Of which of the persons somebody said that they are two."""
    return {
        frozenset((one, other))
        for some in _batches(persons)
        for one, other in NotSame.objects.filter(one__in=some, withdrawn_at=None)
        .values_list("one", "other")
    }


def _batches(persons: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(persons)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
