"""Opens a file that somebody sends as a list; what it is, its content says, not its name."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from menkou.lib.errors import Refused
from menkou.lib.tables import (
    DELIMITERS,
    BadTable,
    Limits,
    Workbook,
    cut,
    encodings,
    is_workbook,
    open_workbook,
)
from menkou.lib.tables import Sheet as Place

MOST_ROWS = 300_000
MOST_COLUMNS = 200
MOST_CELLS = 2_400_000
LIMITS = Limits(
    bytes=40 * 2**20, unpacked=256 * 2**20, rows=MOST_ROWS + 100, columns=MOST_COLUMNS,
    cells=MOST_CELLS, letters=64 * 2**20,
)  # fmt: skip
_LOOKED_AT = 20
"""Rows by which the sign between the cells of a text is told."""

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"BM", "picture"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"), (b"PK\x05\x06", "archive"),
)  # fmt: skip
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")


class BadFile(Refused):
    """A file that can't be read as a list; nothing of it was taken."""

    SENTENCES = {
        "empty": _("文件是空的。请打开看看有没有内容，存好再传"),
        "heavy": _("文件超过 %(most)s MB。请把图片和用不着的表删掉，或者按安置区分成几份再传"),
        "large": _("表太大：一张表最多 %(rows)s 行、%(columns)s 栏、%(cells)s 格。请分成几份再传"),
        "bomb": _("文件压缩得不正常，展开后太大，不能打开。请把内容复制到一个新表里，存好再传"),
        "encrypted": _("文件加了密码。请在 Excel 或 WPS 里去掉密码，另存后再传"),
        "macro": _("文件里有宏。请另存为普通的 xlsx 再传"),
        "broken": _("文件坏了，打不开。请在 Excel 或 WPS 里打开，另存为 xlsx 再传"),
        "not_text": _("文件里的字认不出来。请另存为 xlsx 再传"),
        "no_sheet": _("文件里没有一张工作表。请把名单放在工作表里再传"),
        "xlsb": _("这是 xlsb 文件。请在 Excel 里另存为 xlsx 再传"),
        "ods": _("这是 ods 文件。请另存为 xlsx 再传"),
        "xml": _("这是 XML 文件，不是表格。请在 Excel 或 WPS 里打开，另存为 xlsx 再传"),
        "html": _("这其实是一个网页，只是名字像表格。请在 Excel 或 WPS 里打开，另存为 xlsx 再传"),
        "word": _("这是 Word 文档，不是表格。请把里面的表复制到 Excel 里，存成 xlsx 再传"),
        "slides": _("这是幻灯片，不是表格。请把里面的表复制到 Excel 里，存成 xlsx 再传"),
        "pdf": _("这是 PDF，不是表格。请向做表的人要 Excel 原件"),
        "picture": _("这是一张图片，不是表格。请向做表的人要 Excel 原件"),
        "archive": _("这是一个压缩包。请先解开，把里面的表格一个一个传"),
        "other": _("这不是 Excel 或 CSV 表格。请另存为 xlsx 再传"),
        "no_heads": _("前 %(rows)s 行里没有找到表头。要有这些栏：%(heads)s。可以下载模板对照着改"),
        "missing": _("工作表“%(sheet)s”少了这些栏：%(columns)s。请补上再传"),
        "twice": _("工作表“%(sheet)s”里“%(column)s”出现了两次（%(first)s 列和 %(second)s 列）。"
                   "请留一列，或者把另一列改个名字"),
        "hidden": _("名单在隐藏的工作表“%(sheet)s”里。请取消隐藏，看过以后再传"),
        "no_rows": _("表头下面没有一行。请填上再传"),
    }  # fmt: skip


Area = tuple[tuple[int, int], tuple[int, int]]
"""The first and last (row, column) of merged cells, from 0."""


@dataclass(frozen=True)
class Sheet:
    """A sheet whose rows are read when they are asked for, each time anew."""

    name: str
    hidden: bool
    _open: Callable[[], Iterator[list[Any]]] = field(repr=False)
    _merged: Callable[[], list[Area]] = field(repr=False)

    def top(self, count: int) -> list[list[Any]]:
        """The first rows. Raises BadFile."""
        with _refusing():
            return list(islice(self._open(), count))

    def rows(self, after: int = 0) -> Iterator[tuple[int, list[Any]]]:
        """Number, as Excel counts, and cells of each row below the one numbered `after`.

        Cells that are merged downwards say in each row what they say in the first.
        """
        with _refusing():
            starts: dict[int, list[tuple[int, int]]] = {}
            for (row, column), (last, _) in self._merged():
                if last > row >= after:
                    starts.setdefault(row + 1, []).append((last + 1, column))
            rows = islice(enumerate(self._open(), 1), after, None)
            yield from _filled(rows, starts) if starts else rows


def _filled(
    rows: Iterator[tuple[int, list[Any]]], starts: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[int, list[Any]]]:
    running: dict[int, tuple[int, Any]] = {}
    for number, row in rows:
        for column, (last, cell) in list(running.items()):
            if number > last:
                del running[column]
            elif column < len(row) and row[column] == "":
                row[column] = cell
        for last, column in starts.get(number, ()):
            if column < len(row):
                running[column] = last, row[column]
        yield number, row


@dataclass(frozen=True)
class Book:
    """A file that was opened, by the name that it came with."""

    name: str
    sheets: tuple[Sheet, ...]


def open_book(file: Path | BinaryIO, name: str) -> Book:
    """A list's file, opened; raises BadFile. A stream is the caller's to close, after the rows.

    XLSX, XLS, or text parted by commas, tabs or the like in UTF-8, GB18030 or UTF-16.
    """
    if isinstance(file, Path):
        if file.stat().st_size > LIMITS.bytes:
            raise BadFile("heavy", most=LIMITS.bytes // 2**20)
        file = BytesIO(file.read_bytes())
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(2048)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BadFile("empty")
    if size > LIMITS.bytes:
        raise BadFile("heavy", most=LIMITS.bytes // 2**20)
    if other := _other(start):
        raise BadFile(other)
    with _refusing():
        if is_workbook(start):
            return _workbook(open_workbook(file, LIMITS), name)
        return Book(name, (_text(file, name),))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except BadTable as bad:
        raise BadFile(
            bad.code, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS,
            most=LIMITS.bytes // 2**20,
        ) from None


def _other(start: bytes) -> str:
    for sign, code in _SIGNS:
        if start.startswith(sign):
            return code
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if words.startswith(b"<?xml"):
        return "html" if b"<html" in words else "xml"
    return "html" if words.startswith(_MARKUP) else ""


def _workbook(book: Workbook, name: str) -> Book:
    return Book(name, tuple(_sheet(book, place) for place in book.sheets))


def _sheet(book: Workbook, place: Place) -> Sheet:
    return Sheet(
        place.name[:40], place.hidden, lambda: book.rows(place), lambda: book.merged(place)
    )


def _text(stream: BinaryIO, name: str) -> Sheet:
    """The one sheet of a text, parted by the sign that parts its first rows most often.

    Where its quotes don't close, a quote around a cell is taken away, any other is a letter.
    """
    encoding = encodings(stream)[0]
    widths = {sign: _width(stream, encoding, sign) for sign in DELIMITERS}
    delimiter = max(widths, key=lambda sign: widths[sign])
    for quotes in (True, False):
        try:
            count = 0
            for count, row in enumerate(cut(stream, encoding, delimiter, quotes=quotes), 1):
                if count > LIMITS.rows or (len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:])):
                    raise BadTable("large")
        except csv.Error:
            continue
        way = partial(cut, stream, encoding, delimiter, quotes=quotes)
        return Sheet(Path(name).stem[:40], False, partial(_cells, way, quotes), list)
    raise BadTable("broken")


def _width(stream: BinaryIO, encoding: str, delimiter: str) -> int:
    try:
        top = islice(cut(stream, encoding, delimiter, quotes=False), _LOOKED_AT)
        return sum(len(row) - 1 for row in top)
    except csv.Error:
        return -1


def _cells(way: Callable[[], Iterator[list[str]]], quotes: bool) -> Iterator[list[Any]]:
    for row in way():
        cells = row[:MOST_COLUMNS]
        yield cells if quotes else [
            cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells
        ]
