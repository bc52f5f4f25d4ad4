"""Reads the rows of a list: each is right as a whole, or all that is wrong with it is said."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from menkou.importing.declaring import Column, Fault, ListKind
from menkou.importing.reading.cells import BadCell, is_blank, shown
from menkou.importing.reading.heads import Table, letter
from menkou.lib.entries import plain
from menkou.lib.names import mask_card, mask_phone, mask_tail

LONGEST_SHOWN = 60
LONGEST_HEAD = 40
_MOST_KNOWN = 5_000
"""Different cells of a column whose meaning is kept in mind."""

_LONG_NUMBER = 11
_NUMBER = re.compile(r"[0-9][0-9 -]{9,}[0-9Xx]")
_MASKS: dict[str, Callable[[str], str]] = {"id": mask_tail, "phone": mask_phone, "bank": mask_card}
_NEW: Any = object()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell. `column`: as the file's head calls it; `letter`: as Excel does.

    `code` of `words.WORDS`, with `params` for its sentence; `shown`: what stands there, masked
    where it is somebody's number. Column and letter are empty where the file has no such column.
    """

    column: str
    letter: str
    code: str
    shown: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row of the file, numbered as Excel counts: what it means, or all that is wrong with it.

    `doubts`: what is odd about a row that can be read; it stands all the same.
    """

    sheet: str
    number: int
    row: Any
    wrong: tuple[Wrong, ...] = ()
    doubts: tuple[Wrong, ...] = ()


def parse(kind: ListKind, table: Table) -> Iterator[Parsed]:
    """Every row of a table of `heads.find`, in the order of the file."""
    reading = _Reading(kind, table)
    for number, cells in table.rows():
        yield reading.row(number, cells)


def wrong_at(table: Table, field_name: str, code: str, cell: Any = "", **params: Any) -> Wrong:
    """A finding at a column of a table, for whoever knows more of a row than its own cells."""
    return _Reading(table.kind, table).at(field_name, cell, code, params)


class _Reading:
    def __init__(self, kind: ListKind, table: Table) -> None:
        self.kind, self.table, self.model = kind, table, kind.row
        self.plan: list[tuple[str, int, Column, dict[Any, Any] | None]] = [
            (name, table.columns[name], column, None if column.secret else {})
            for name, column in kind.columns.items()
            if name in table.columns
        ]
        self.first = min(table.columns, key=lambda name: table.columns[name])
        self.doubting = [
            (name, place, column) for name, place, column, _ in self.plan if column.doubt
        ]

    def row(self, number: int, cells: Sequence[Any]) -> Parsed:
        values: dict[str, Any] = {}
        wrong: list[Wrong] = []
        broken: set[str] = set()
        width = len(cells)
        for name, place, column, known in self.plan:
            cell = cells[place] if place < width else ""
            if cell == "" and cell is not False:
                value = None
            elif known is None or cell is True or cell is False:
                value = self._value(name, column, cell, wrong, broken)
            else:
                value = known.get(cell, _NEW)
                if value is _NEW:
                    value = self._value(name, column, cell, wrong, broken)
                    if name not in broken and len(known) < _MOST_KNOWN:
                        known[cell] = value
            if value is not None:
                values[name] = value
            elif column.needed and name not in broken:
                broken.add(name)
                wrong.append(self.at(name, cell, "blank", {}))
        for fault in self.model.settle(values, broken):
            wrong.append(self._fault(fault, cells))
        if wrong:
            return Parsed(self.table.sheet.name, number, None, tuple(wrong))
        row = self.model.model_validate(values)
        return Parsed(self.table.sheet.name, number, row, (), self._doubts(values, cells))

    def _value(
        self, name: str, column: Column, cell: Any, wrong: list[Wrong], broken: set[str]
    ) -> Any:
        try:
            return None if is_blank(cell) else column.read(cell)
        except BadCell as bad:
            broken.add(name)
            wrong.append(self.at(name, cell, bad.code, bad.params))
            return None

    def _doubts(self, values: Mapping[str, Any], cells: Sequence[Any]) -> tuple[Wrong, ...]:
        found = [self._fault(fault, cells) for fault in self.model.doubts(values)]
        for name, place, column in self.doubting:
            cell = cells[place] if place < len(cells) else ""
            if column.doubt and not is_blank(cell) and (code := column.doubt(cell)):
                found.append(self.at(name, cell, code, {}))
        return tuple(found)

    def _fault(self, fault: Fault, cells: Sequence[Any]) -> Wrong:
        columns = self.table.columns
        name = next((one for one in (fault.of, fault.near) if one in columns), self.first)
        place = columns[name]
        cell = cells[place] if place < len(cells) else ""
        return self.at(name, cell, fault.code, fault.params)

    def at(self, name: str, cell: Any, code: str, params: Mapping[str, Any]) -> Wrong:
        column = self.kind.columns[name]
        place = self.table.columns.get(name)
        head = column.name if place is None else self.table.heads[place]
        return Wrong(
            column=head[:LONGEST_HEAD],
            letter="" if place is None else letter(place),
            code=code,
            shown=_shown(column, cell),
            params={key: masked(one) if isinstance(one, str) else one
                    for key, one in params.items()},
        )


def _shown(column: Column, cell: Any) -> str:
    found = plain(shown(cell))
    if column.secret:
        return _MASKS[column.secret](found)
    found = masked(found)
    return found if len(found) <= LONGEST_SHOWN else found[: LONGEST_SHOWN - 1] + "…"


def masked(text: str) -> str:
    """A text with each number that may be somebody's hidden: one may stand in any column."""
    return text if len(text) < _LONG_NUMBER else _NUMBER.sub(lambda m: mask_card(m[0]), text)


