"""Finds the heads of a list: below any title, in any order, by any of their names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from menkou.importing.declaring import ListKind
from menkou.importing.reading.cells import is_blank, shown
from menkou.importing.reading.files import BadFile, Book, Sheet
from menkou.lib.entries import plain

FIRST_ROWS = 15
"""How many rows from the top a head is looked for."""

IGNORED = frozenset({"序号", "序", "编号", "no", "no.", "行号", "原因"})
"""Heads of columns that say nothing: numbers of rows, and the reasons that we wrote ourselves."""

_BRACKETS = re.compile(r"[(\[{【〔<《].*?[)\]}】〕>》]")
_LAST = re.compile(r"[(\[{【〔<《][^(\[{【〔<《]*[)\]}】〕>》]$")
_STARS = re.compile(r"^[*★☆※#\s]+|[*★☆※:：\s]+$")
_TOTALS = ("合计", "小计", "总计", "共计", "累计")
_SIGNED = re.compile(
    r"(制表|填表|填报|审核|复核|经办|负责|领导|分管|入户|调查|核实|联系|报送)(人|单位|日期|时间|签字|盖章)?"
    r"(\(.*?\))?[::]|(单位|社区|村委会|居委会|户主|本人)\(?(盖章|签字|签名|手印)\)?|"
    r"(备注|说明|注|注意|填表说明|审核意见|填报说明)[::]|^[注说][::]|第\d+页|共\d+[页人户]"
)


@dataclass(frozen=True, slots=True)
class Table:
    """The part of a sheet in which a list stands.

    `head`: the row of the heads, from 1 (of two rows of heads, the lower). `columns`: field ->
    place from 0. `heads`: what the file calls each column, by place. `unknown`: heads that mean
    nothing to us and are left alone.
    """

    kind: ListKind
    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    heads: tuple[str, ...]
    unknown: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Number as Excel counts and cells of each row of the list: blank rows, repeated heads,
        feet, and the example of the template are left out."""
        needed = [self.columns[name] for name, column in self.kind.columns.items()
                  if column.needed and name in self.columns]  # fmt: skip
        example = self._example()
        place_of_example, text = next(iter(example.items()), (0, ""))
        for number, row in self.sheet.rows(self.head):
            width = len(row)
            if width and all(place < width and row[place] for place in needed):
                first = row[0]
                if type(first) is str and (
                    first.startswith(_TOTALS) or first.startswith(self.heads[0][:2] or "\0")
                ) and (_is_foot(row, needed) or self._repeats(row)):
                    continue
            elif not any(row) or all(map(is_blank, row)) or _is_foot(row, needed):
                continue
            sample = text and text in row[place_of_example : place_of_example + 1]
            if sample and self._is_example(row, example):
                continue
            yield number, row

    def _repeats(self, row: Sequence[Any]) -> bool:
        """Whether a row is the heads again, as on top of each printed page."""
        return all(
            is_blank(cell) or _joined(shown(cell)) == _joined(head)
            for cell, head in zip(row, self.heads, strict=False)
        )

    def _example(self) -> dict[int, str]:
        return {
            place: plain(self.kind.columns[name].example)
            for name, place in self.columns.items()
            if self.kind.columns[name].example
        }

    def _is_example(self, row: Sequence[Any], example: Mapping[int, str]) -> bool:
        return all(
            place < len(row) and plain(shown(row[place])) == text
            for place, text in example.items()
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What of a file is read. `left`: why a sheet that looks like the list too is not."""

    tables: tuple[Table, ...]
    left: tuple[BadFile, ...]


def find(kind: ListKind, book: Book) -> Found:
    """The tables of a list: of each visible sheet that has its heads.

    Raises BadFile where there is none, or where two columns of one claim to be the same.
    """
    tables: list[Table] = []
    left: list[tuple[int, BadFile]] = []
    for sheet in book.sheets:
        try:
            table, known = _table(kind, sheet)
        except BadFile as bad:
            known = int(str(bad.params.pop("known", 0)))
            if sheet.hidden:
                continue
            if bad.code != "missing":
                raise
            left.append((known, bad))
            continue
        if table is not None and sheet.hidden:
            left.append((known, BadFile("hidden", sheet=sheet.name)))
        elif table is not None:
            tables.append(table)
    if tables:
        return Found(tuple(tables), tuple(bad for _, bad in left))
    if left:
        raise max(left, key=lambda one: one[0])[1]
    looked_for = "、".join(one.name for one in kind.columns.values() if one.needed)
    raise BadFile("no_heads", rows=FIRST_ROWS, heads=looked_for)


def _table(kind: ListKind, sheet: Sheet) -> tuple[Table | None, int]:
    """The table of a sheet, and how many of its heads were known."""
    names = {_joined(name): field for field, one in kind.columns.items() for name in one.names}
    top = [[_head(cell) for cell in row] for row in sheet.top(FIRST_ROWS + 1)]
    best: list[str] = []
    place = known = 0
    alone = False
    for at, row in enumerate(top[:FIRST_ROWS]):
        for below in (0, 1):
            heads = row
            if below and at + 1 < len(top):
                heads = _two_rows(row, top[at + 1], names)
            count = len({found for head in heads if (found := _field(names, head))})
            if (count, not below) > (known, alone):
                best, place, known, alone = heads, at + below + 1, count, not below
    least = min(3, len({one.name for one in kind.columns.values() if one.needed}))
    if known < max(least, 2):
        return None, known
    columns = _columns(kind, sheet, best, names, known)
    fields = set(columns)
    _complete(kind, sheet, fields, known)
    unknown = tuple(
        head for head in best if head and not _field(names, head) and _joined(head) not in IGNORED
    )
    return Table(kind, sheet, place, columns, tuple(best), unknown), known


def _columns(
    kind: ListKind, sheet: Sheet, heads: list[str], names: Mapping[str, str], known: int
) -> dict[str, int]:
    """Field -> place; raises BadFile for one that two columns claim."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        field = _field(names, head)
        if not field:
            continue
        if field in found:
            raise BadFile("twice", known=known, sheet=sheet.name,
                          column=kind.columns[field].name, first=letter(found[field]),
                          second=letter(place))  # fmt: skip
        found[field] = place
    return found


def _complete(kind: ListKind, sheet: Sheet, fields: set[str], known: int) -> None:
    missing = [
        column.name
        for name, column in kind.columns.items()
        if column.needed and name not in fields
    ]
    ways = kind.row.NEEDED_TOGETHER
    if ways and not any(fields.issuperset(way) for way in ways):
        missing.append(" / ".join(
            " + ".join(kind.columns[name].name for name in way) for way in ways
        ))  # fmt: skip
    if missing:
        raise BadFile("missing", known=known, sheet=sheet.name, columns="、".join(missing))


def _field(names: Mapping[str, str], head: str) -> str | None:
    """The field of a head as the file has it: whole, without the last brackets, without any."""
    whole = _joined(head)
    return (
        names.get(whole) or names.get(_STARS.sub("", _LAST.sub("", whole)))
        or names.get(_STARS.sub("", _BRACKETS.sub("", whole)))
    )


def _head(cell: Any) -> str:
    return "" if is_blank(cell) else plain(shown(cell))[:80]


def _joined(text: str) -> str:
    return _STARS.sub("", plain(text).replace(" ", "").casefold())


def _two_rows(upper: list[str], lower: list[str], names: Mapping[str, str]) -> list[str]:
    """Heads in two rows, where a cell above spans several below: 残疾 over 类别 and 等级."""
    found, over = [], ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        over = above or over
        both = f"{over}{below}"
        found.append(both if below and _field(names, both) else below or above)
    return found


def letter(place: int) -> str:
    """The name of a column as Excel writes it: 0 is A, 26 is AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def _is_foot(row: Sequence[Any], needed: Sequence[int]) -> bool:
    words = [shown(cell) for cell in row if not is_blank(cell)]
    first = words[0].replace(" ", "")
    if first.startswith(_TOTALS):
        return True
    filled = sum(place < len(row) and not is_blank(row[place]) for place in needed)
    return filled < max(len(needed), 1) and any(
        _SIGNED.search(plain(word).replace(" ", "")) for word in words
    )
