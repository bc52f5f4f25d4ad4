"""The month sheet of a workshop: rows of people, two half-days a day, totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from menkou.lib.days import Month
from menkou.registry.models import Person, Workshop
from menkou.web.floor import words as said
from menkou.work.queries import attendance
from menkou.work.queries.attendance import HALVES, Mark
from menkou.work.queries.hands import said as named


@dataclass(frozen=True)
class Cell:
    day: date
    half: str
    mark: Mark | None

    @property
    def sign(self) -> str:
        return said.sign(self.mark)

    @property
    def code(self) -> str:
        return said.code(self.mark)

    @property
    def told(self) -> str:
        return said.told(self.mark) if self.mark else ""

    @property
    def key(self) -> str:
        return f"{self.day.day}.{self.half}"


@dataclass(frozen=True)
class Row:
    """A person's month: `halves` worked, `minutes` of them, `leaves` in halves, `waits`."""

    person: Person
    cells: Sequence[Cell]

    @property
    def name(self) -> str:
        return named(self.person)

    @property
    def door(self) -> str:
        return self.name.removeprefix(self.person.party.name).strip()

    def _stands(self) -> Iterable[Mark]:
        return (cell.mark for cell in self.cells if cell.mark and not cell.mark.why)

    @property
    def days(self) -> str:
        return said.days(sum(mark.minutes > 0 for mark in self._stands()))

    @property
    def hours(self) -> str:
        return said.hours(sum(mark.minutes for mark in self._stands()))

    @property
    def leaves(self) -> str:
        return said.days(sum(bool(mark.leave) for mark in self._stands()))

    @property
    def pairs(self) -> list[tuple[Cell, Cell]]:
        return list(zip(self.cells[::2], self.cells[1::2], strict=True))


def days_of(month: Month) -> list[date]:
    return [month.first + timedelta(days=n) for n in range(month.last.day)]


def rows(place: Workshop, month: Month, people: Iterable[Person]) -> list[Row]:
    """A row for each of the people, whatever was recorded."""
    return with_marks(month, people, attendance.marks(place, month.first, month.last))


def with_marks(month: Month, people: Iterable[Person], found: Iterable[Mark]) -> list[Row]:
    """The rows of people with what is shown of their half-days: what is booked before what
    waits."""
    marks: dict[tuple[int, date, str], Mark] = {}
    for mark in sorted(found, key=lambda mark: bool(mark.why), reverse=True):
        marks[mark.person, mark.day, mark.half] = mark
    return [
        Row(person, [
            Cell(day, half, marks.get((person.pk, day, half)))
            for day in days_of(month)
            for half in HALVES
        ])
        for person in people
    ]


def totals(found: Sequence[Row]) -> dict[str, Any]:
    every = [mark for row in found for mark in row._stands()]
    return {
        "days": said.days(sum(mark.minutes > 0 for mark in every)),
        "hours": said.hours(sum(mark.minutes for mark in every)),
        "leaves": said.days(sum(bool(mark.leave) for mark in every)),
    }
