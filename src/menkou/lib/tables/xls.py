"""Measures an XLS file ([MS-XLS]) from outside: calamine reads all its sheets as it opens it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from typing import BinaryIO

from menkou.lib.tables.limits import MOST_MERGED, BadTable, Limits
from menkou.lib.tables.ole import Compound

Errors = dict[int, dict[int, str]]
"""Row -> column -> the text of a formula's error, both from 0."""

_EOF, _CONTINUE, _SST, _DIMENSIONS = 0x0A, 0x3C, 0xFC, 0x200
_FORMULA, _LABEL_SST, _MULTIPLE, _TRUTH = 0x06, 0xFD, 0xBD, 0x205
_CELLS = frozenset({0x203, 0x204, _TRUTH, 0x27E, _LABEL_SST, _FORMULA, 0xD6, 0x202, _MULTIPLE})
_SHEET, _PASSWORD, _PROJECT = 0x85, 0x2F, 0xD3
_MACRO_SHEETS = (1, 6)
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_MERGED = 0xE5
_MOST_SHEETS = 250
_SIGNS = (("EncryptedPackage", "encrypted"), ("_VBA_PROJECT", "macro"))
_OTHERS = (("WordDocument", "word"), ("PowerPoint Document", "slides"))

Record = tuple[int, int, int]
"""Kind, place in the stream, length."""


@dataclass(slots=True)
class _Size:
    """What the sheets hold together."""

    cells: int = 0
    room: int = 0
    letters: int = 0
    merged: int = 0
    errors: dict[int, Errors] = field(default_factory=dict)


def measured(file: BinaryIO, limits: Limits) -> tuple[BytesIO, dict[int, Errors]]:
    """The file, and the errors of each sheet by its place. Raises BadTable."""
    content = file.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        raise BadTable("heavy")
    for word, code in _SIGNS:  # whatever else is damaged
        if word.encode("utf-16-le") in content:
            raise BadTable(code)
    stream = _stream(Compound(content))
    try:
        size = _measure(stream, limits)
    except StructError:
        raise BadTable("broken") from None
    return BytesIO(content), size.errors


def _stream(book: Compound) -> bytes:
    for name, code in _OTHERS:
        if name in book.streams:
            raise BadTable(code)
    found = [name for name in book.streams if name.lower() in ("workbook", "book")]
    if len(found) != 1:
        raise BadTable("other")
    return book.read(found[0])


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a place to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        if kind == _EOF:
            return
        at += 4 + length


def _measure(stream: bytes, limits: Limits) -> _Size:
    sheets: list[int] = []
    lengths: list[int] = []
    shared: list[bytes] = []
    last = 0
    for kind, at, length in _records(stream, 0):
        if kind == _PASSWORD:
            raise BadTable("encrypted")
        if kind == _PROJECT:
            raise BadTable("macro")
        if kind == _SHEET:
            place, _, kind_of_sheet = unpack_from("<IBB", stream, at)
            if kind_of_sheet in _MACRO_SHEETS:
                raise BadTable("macro")
            sheets.append(place)
        if kind == _SST:
            shared = []
        if kind == _SST or (kind == _CONTINUE and last == _SST):
            shared.append(stream[at : at + length])
        last = kind if kind != _CONTINUE else last
    if len(sheets) > _MOST_SHEETS:
        raise BadTable("large")
    lengths = list(_lengths(shared))
    size = _Size()
    for place, start in enumerate(sheets):
        _measure_sheet(stream, start, limits, lengths, size, place)
    return size


def _measure_sheet(
    stream: bytes, start: int, limits: Limits, lengths: list[int], size: _Size, place: int
) -> None:
    rows = columns = 0
    errors: Errors = {}
    for kind, at, length in _records(stream, start):
        if kind == _DIMENSIONS:
            _check_said(unpack_from("<HHHH" if length < 12 else "<IIHH", stream, at), limits)
        if kind == _MERGED:
            size.merged += length // 8
            if size.merged > MOST_MERGED:
                raise BadTable("large")
        if kind not in _CELLS:
            continue
        row, column = unpack_from("<HH", stream, at)
        rows = max(rows, row + 1)
        size.cells += 1
        if kind == _MULTIPLE:
            (last,) = unpack_from("<H", stream, at + length - 2)
            size.cells += max(last - column, 0)
            columns = max(columns, last + 1)
        columns = max(columns, column + 1)
        if kind == _LABEL_SST:
            (text,) = unpack_from("<I", stream, at + 6)
            size.letters += lengths[text] if text < len(lengths) else 0
        elif kind in (_FORMULA, _TRUTH) and (wrong := _error(stream, kind, at)):
            errors.setdefault(row, {})[column] = wrong
        else:
            size.letters += length
        if (
            rows > limits.rows or columns > limits.columns or size.cells > limits.cells
            or size.letters > limits.letters
        ):
            raise BadTable("large")
    size.room += rows * columns
    if size.room > 2 * limits.cells:
        raise BadTable("large")
    if errors:
        size.errors[place] = errors


def _check_said(said: tuple[int, ...], limits: Limits) -> None:
    """Refuses a sheet that only says that it is large: room is made for what it says."""
    first_row, past_row, first, past = said
    if first_row > past_row or first > past:
        raise BadTable("broken")
    if (past_row - first_row + 1) * (past - first + 1) > 2 * limits.cells:
        raise BadTable("large")


def _error(stream: bytes, kind: int, at: int) -> str:
    if kind == _TRUTH:
        value, is_error = unpack_from("<BB", stream, at + 6)
        return _ERRORS.get(value, "#N/A") if is_error else ""
    what, _, value = unpack_from("<BBB", stream, at + 6)
    (mark,) = unpack_from("<H", stream, at + 12)
    return _ERRORS.get(value, "#N/A") if (what, mark) == (2, 0xFFFF) else ""


def _lengths(parts: list[bytes]) -> Iterator[int]:
    """The lengths of the shared texts, which run on from part to part."""
    if not parts:
        return
    part, at = 0, 8
    while True:
        while part < len(parts) and at >= len(parts[part]):
            at -= len(parts[part])
            part += 1
        if part == len(parts) or at + 3 > len(parts[part]):
            return
        letters, flags = unpack_from("<HB", parts[part], at)
        yield letters
        at += 3
        runs = extra = 0
        if flags & 8:
            (runs,) = unpack_from("<H", parts[part], at)
            at += 2
        if flags & 4:
            (extra,) = unpack_from("<I", parts[part], at)
            at += 4
        width, left = 1 + (flags & 1), letters
        while left:
            taken = min((len(parts[part]) - at) // width, left)
            left -= taken
            at += taken * width
            if left:
                part += 1
                if part == len(parts) or not parts[part]:
                    return
                width, at = 1 + (parts[part][0] & 1), 1
        at += runs * 4 + extra
