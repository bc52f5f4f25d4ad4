"""Whom rows mean that are about persons registered already: by ID, else by household and name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from menkou.identity import keys
from menkou.importing.lists.lives import AccountRow, SkillRow
from menkou.importing.matching.base import Ground, Place, Read
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.registry.queries import people
from menkou.registry.queries.known import Known, aliases, by_id, known, members

Line = SkillRow | AccountRow
Good = tuple[Table, Parsed, Line]


@dataclass(slots=True)
class Persons:
    """Finds whom the rows of a list mean, chunk by chunk, and who stands in it twice."""

    ground: Ground
    _taken: dict[int, Place] = field(default_factory=dict)

    def find(self, rows: Sequence[Read]) -> "Meant":
        """About a dozen queries for a chunk, however many rows it has."""
        good: list[Good] = [
            (table, parsed, parsed.row) for table, parsed in rows if parsed.row is not None
        ]
        numbers = {_index(row) for *_, row in good if row.id_number}
        found = by_id(numbers)
        asked = {house for *_, row in good if not row.id_number and (house := _household(row))}
        families = members(asked, self.ground.day)
        into = aliases({pk for family in families.values() for pk in family})
        households = {
            number: {into.get(pk, pk) for pk in family} for number, family in families.items()
        }
        persons = {*found.values(), *(pk for some in households.values() for pk in some)}
        there = known(persons, self.ground.day)
        reached = set(
            people.within(self.ground.scope, self.ground.today)
            .filter(pk__in=there).values_list("pk", flat=True)
        ) if there else set()
        return Meant(self, found, households, there, reached)

    def first(self, person: int, place: Place) -> Place:
        """Where in the list a person stands first."""
        return self._taken.setdefault(person, place)


@dataclass(slots=True)
class Meant:
    """Whom the rows of a chunk mean, and what is known of them."""

    all: Persons
    found: dict[bytes, int]
    households: dict[str, set[int]]
    there: dict[int, Known]
    reached: set[int]

    def one(self, table: Table, parsed: Parsed) -> Known | list[Wrong]:
        """The person, or all that is wrong with who is named."""
        row: Line = parsed.row
        column = "id_number" if row.id_number else "name"
        shown = row.id_number or row.name
        meant = self._who(row)
        if not meant:
            return [wrong_at(table, column, "nobody_known", shown)]
        if len(meant) > 1:
            return [wrong_at(table, column, "two_named", shown)]
        (pk,) = meant
        if pk not in self.reached:
            return [wrong_at(table, column, "elsewhere", shown)]
        wrong = list(self._wrong(table, parsed, self.there[pk]))
        return wrong or self.there[pk]

    def _who(self, row: Line) -> set[int]:
        if row.id_number:
            pk = self.found.get(_index(row))
            return {pk} & self.there.keys() if pk is not None else set()
        family = self.households.get(_household(row) or "", set())
        return {pk for pk in family if pk in self.there and self.there[pk].name == row.name}

    def _wrong(self, table: Table, parsed: Parsed, one: Known) -> Iterator[Wrong]:
        row: Line = parsed.row
        if one.name != row.name:
            yield wrong_at(table, "name", "name_differs", row.name, name=one.name)
        if "died" in one.traits:
            yield wrong_at(table, "name", "died", row.name)
        here = parsed.sheet, parsed.number
        if (first := self.all.first(one.pk, here)) != here:
            yield wrong_at(table, "name", "twice_in_list", row.name, row=first[1])


def _index(row: Line) -> bytes:
    return keys.blind("id", row.id_number or "")


def _household(row: Line) -> str | None:
    return row.household if isinstance(row, SkillRow) else None
