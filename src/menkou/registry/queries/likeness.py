"""Who may be one person registered twice: the rule, and whom it finds.

The rule of `likely` and `pairs` is one: same name and birthday, and one more thing that fits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import CharField, Count, Q, Value

from menkou.identity import keys
from menkou.lib.names import same_name
from menkou.lib.scope import Scope
from menkou.registry.models import Membership, NotSame, Person, Residence
from menkou.registry.queries import people
from menkou.registry.queries.sameness import merged

BATCH = 2000
TAIL = 4
INDEXES = ("phone_index", "phone_tail_index", "id_index")


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
    be, by the row's place; only rows that are like somebody. Four queries for 2,000 rows.

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
    now = merged(persons)
    numbers = Person.objects.values_list("pk", *INDEXES)
    looks, apart = _looks(
        row for some in _batches(persons.union(now.values())) for row in numbers.filter(pk__in=some)
    )
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
    """Every two persons within a scope who may be one, and of whom nobody said that they are two,
    who was registered last first. Two queries, however many pairs there are."""
    # Whose name and birthday somebody else has are few: the rights are asked for them alone.
    doubled = (
        Person.objects.exclude(search="").order_by().values("search", "born_on")
        .annotate(n=Count("pk")).filter(n__gt=1).values("search")
    )
    rows = people.once(people.within(scope, day)).filter(search__in=doubled).order_by("pk")
    named: dict[tuple[str, date], list[list[Any]]] = defaultdict(list)
    for search, born_on, *row in rows.values_list("search", "born_on", "pk", *INDEXES):
        named[search, born_on].append(row)
    groups = [some for some in named.values() if len(some) > 1]
    looks, apart = _looks(row for some in groups for row in some)
    found = [
        Pair(one, other, why)
        for some in groups
        for one, other in combinations([pk for pk, *_indexes in some], 2)
        if frozenset((one, other)) not in apart and (why := alike(looks[one], looks[other]))
    ]
    return sorted(found, key=lambda pair: (-pair.other, pair.one))


def _looks(numbers: Iterable[Sequence[Any]]) -> tuple[dict[int, Look], set[frozenset[int]]]:
    """What persons (key, `INDEXES`) are compared by, and of which of them and whom somebody said
    that they are two. One query for 2,000."""
    indexes = {pk: [bytes(one) if one else b"" for one in theirs] for pk, *theirs in numbers}
    households, doors, apart = _said(indexes)
    return {
        pk: Look(phone, tail, frozenset(households[pk]), frozenset(doors[pk]), number)
        for pk, (phone, tail, number) in indexes.items()
    }, apart


def _said(
    persons: Collection[int],
) -> tuple[dict[int, set[str]], dict[int, set[tuple[object, ...]]], set[frozenset[int]]]:
    """All households and doors that persons ever had, and whom each of them was said not to be."""
    households: dict[int, set[str]] = defaultdict(set)
    doors: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    apart: set[frozenset[int]] = set()
    no = Value("", CharField())
    for some in _batches(persons):
        lived = Residence.objects.standing().filter(
            person__in=some, community__isnull=False
        ).exclude(room="").values_list(
            Value("door"), "person", "community", "building", "unit", "room")
        belonged = Membership.objects.standing().filter(
            person__in=some, household__isnull=False
        ).values_list(Value("household"), "person", "household", "household__number", no, no)
        two = NotSame.objects.filter(
            Q(one__in=some) | Q(other__in=some), withdrawn_at=None
        ).values_list(
            Value("apart"), "one", "other", no, no, no)
        for kind, pk, ref, *words in lived.union(belonged, two, all=True):
            if kind == "door":
                doors[pk].add((ref, *words))
            elif kind == "household":
                households[pk].add(words[0])
            else:
                apart.add(frozenset((pk, ref)))
    return households, doors, apart


def _batches(persons: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(persons)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
