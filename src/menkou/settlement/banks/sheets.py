"""The bytes of an answer as rows of cells, within the size of a bank's answer."""

import csv
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from menkou.lib.tables import DELIMITERS, BadTable, Limits, cut, encodings, open_workbook
from menkou.lib.tables import is_workbook as starts_as_workbook
from menkou.settlement.banks.errors import BadAnswer

MOST_BYTES = 5 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_LINES = MOST_ROWS + 100
"""Rows of a sheet: those of payments, and titles and totals around them."""

_LIMITS = Limits(
    bytes=MOST_BYTES, unpacked=40 * 2**20, rows=MOST_LINES, columns=MOST_COLUMNS,
    cells=MOST_LINES * MOST_COLUMNS, letters=40 * 2**20,
)  # fmt: skip
_SAID = ("empty", "heavy", "large", "bomb", "encrypted", "macro", "not_text")

Rows = list[list[Any]]


def check_size(content: bytes) -> None:
    """Refuses a file with nothing in it, or too much of it. Raises BadAnswer."""
    if not content.strip():
        raise BadAnswer("empty")
    if len(content) > MOST_BYTES:
        raise BadAnswer("heavy", most=MOST_BYTES // 2**20)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes say that they are XLSX or XLS."""
    return starts_as_workbook(content)


def sheets(content: bytes) -> list[Rows]:
    """The visible sheets of a workbook; row n is the n-th of each. Raises BadAnswer."""
    try:
        book = open_workbook(BytesIO(content), _LIMITS)
        return [list(book.rows(sheet)) for sheet in book.sheets if not sheet.hidden]
    except BadTable as bad:
        raise _refused(bad) from None


def _refused(bad: BadTable) -> BadAnswer:
    return BadAnswer(
        bad.code if bad.code in _SAID else "not_a_table", rows=MOST_ROWS, columns=MOST_COLUMNS,
        most=MOST_BYTES // 2**20,
    )


def texts(content: bytes, encoding: str, delimiter: str) -> Iterator[Rows]:
    """Every way to read a text as rows: the template's encoding and delimiter, then the others.

    A quote that is never closed would swallow the rest: then quotes are letters like any other.
    Raises BadAnswer.
    """
    try:
        found = encodings(BytesIO(content), encoding)
    except BadTable as bad:
        raise _refused(bad) from None
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES * 2:
        raise _refused(BadTable("large"))
    for name in found:
        for letter in (delimiter, *(other for other in DELIMITERS if other != delimiter)):
            for quotes in (True, False):
                try:
                    rows = list(cut(BytesIO(content), name, letter, quotes=quotes))
                except csv.Error:
                    continue
                yield [row[:MOST_COLUMNS] for row in rows]
                break
