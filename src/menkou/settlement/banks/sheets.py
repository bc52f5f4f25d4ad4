"""The bytes of an answer as rows of cells, opened only after a look from outside.

A spreadsheet is measured first: `calamine` keeps every cell between the first and the last, and a
copy of each shared text, so a small file could ask for all memory there is.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from menkou.settlement.banks.errors import BadAnswer

MOST_BYTES = 5 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_LINES = MOST_ROWS + 100
"""Rows of a sheet: those of payments, and titles and totals around them."""

_MOST_UNPACKED = 40 * 2**20
_MOST_LETTERS = 40 * 2**20
_MOST_MEMBERS = 500
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_DELIMITERS = (",", "\t", "|", ";")

Rows = list[list[Any]]


def check_size(content: bytes) -> None:
    """Refuses a file with nothing in it, or too much of it. Raises BadAnswer."""
    if not content.strip():
        raise BadAnswer("empty")
    if len(content) > MOST_BYTES:
        raise BadAnswer("heavy", most=MOST_BYTES // 2**20)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes say that they are XLSX or XLS."""
    return content.startswith((_ZIP, _OLE))


def sheets(content: bytes) -> list[Rows]:
    """The visible sheets of a workbook; row n is the n-th of each. Raises BadAnswer."""
    if content.startswith(_ZIP):
        return _sheets(_unpacked(content))
    _look_into_ole(content)
    return _sheets(content)


def _large() -> BadAnswer:
    return BadAnswer("large", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _look_into_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise BadAnswer("encrypted")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise BadAnswer("macro")


def _unpacked(content: bytes) -> bytes:
    """The workbook packed anew without compression, so that what was measured is what is opened.

    A zip may declare less than its stream holds; `calamine` would unpack the stream.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            members = file.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise BadAnswer("encrypted")
            if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
                raise BadAnswer("macro")
            if (
                len(members) > _MOST_MEMBERS
                or sum(member.file_size for member in members) > _MOST_UNPACKED
            ):
                raise BadAnswer("bomb")
            if "xl/workbook.xml" not in file.namelist():
                raise BadAnswer("not_a_table")
            parts = {member.filename: file.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise BadAnswer("not_a_table") from None
    _measure(list(parts.values()))
    anew = BytesIO()
    with zipfile.ZipFile(anew, "w") as out:
        for name, part in parts.items():
            out.writestr(zipfile.ZipInfo(name), part)
    return anew.getvalue()


def _measure(members: list[bytes]) -> None:
    """Refuses sheets whose cells or shared texts would fill the memory. Raises BadAnswer."""
    lengths: list[int] = []
    for member in members:
        if b"<sst" in member or b":sst" in member:
            measure = _Measure()
            measure.parse(member)
            lengths = measure.lengths
    letters = 0
    for member in members:
        if b"sheetData" in member:
            measure = _Measure()
            measure.parse(member)
            letters += sum(lengths[i] for i in measure.shared if i < len(lengths))
    if letters > _MOST_LETTERS:
        raise BadAnswer("bomb")


class _Measure:
    """Reads one part of a workbook and keeps only sizes: of shared texts, of the sheet."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.shared: list[int] = []
        self.row = self.column = self.cells = 0
        self.kind = self.value = ""
        self.inside = False

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.refuse
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            raise BadAnswer("not_a_table") from None

    def refuse(self, *_: object) -> None:
        raise BadAnswer("not_a_table")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = _number(attributes.get("r", ""), self.row + 1)
            self.column = 0
        elif tag == "c":
            column, row = _place(attributes.get("r", ""))
            self.column, self.row = column or self.column + 1, row or self.row
            self.kind = attributes.get("t", "")
        elif tag == "si":
            self.lengths.append(0)
        elif tag in ("v", "is"):
            self.cells += 1
            self.inside, self.value = tag == "v", ""
            if self.row > MOST_LINES or self.column > MOST_COLUMNS:
                raise _large()

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "v":
            self.inside = False
            if self.kind == "s":
                self.shared.append(_number(self.value, 0))

    def data(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)
        elif self.inside and len(self.value) < 20:
            self.value += text


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _place(text: str) -> tuple[int, int]:
    """Column and row of an address like "AB12", (0, 0) for none."""
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters[:5].upper():
        column = column * 26 + ord(letter) - 64
    return max(column, 0), _number(text[len(letters) :], 0)


def _sheets(content: bytes) -> list[Rows]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        found = []
        for place, meta in enumerate(book.sheets_metadata):
            if (meta.typ, meta.visible) != (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible):
                continue
            sheet = book.get_sheet_by_index(place)
            if sheet.total_height > MOST_LINES or sheet.total_width > MOST_COLUMNS:
                raise _large()
            found.append(sheet.to_python(skip_empty_area=False))
        return found
    except CalamineError as problem:
        locked = "password" in str(problem).lower() or "Password" in type(problem).__name__
        raise BadAnswer("encrypted" if locked else "not_a_table") from None
    except (BadAnswer, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the Rust below derives from nothing narrower
        raise BadAnswer("not_a_table") from None


def texts(content: bytes, encoding: str, delimiter: str) -> Iterator[Rows]:
    """Every way to read a text as rows: the template's encoding and delimiter, then the others.

    A quote that is never closed would swallow the rest: then quotes are letters like any other.
    Raises BadAnswer.
    """
    found = []
    first = "utf-8" if encoding == "utf-8-sig" else encoding
    for name in (first, *(other for other in ("utf-8", "gb18030") if other != first)):
        try:
            text = content.decode("utf-8-sig" if name == "utf-8" else name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            found.append(text)
    if not found:
        raise BadAnswer("not_text")
    for text in found:
        if max(text.count("\n"), text.count("\r")) > MOST_LINES * 2:
            raise _large()
        for letter in (delimiter, *(other for other in _OTHER_DELIMITERS if other != delimiter)):
            for quotes in (True, False):
                try:
                    rows = _cut(text, letter, quotes)
                except csv.Error:
                    continue
                yield rows
                break


def _cut(text: str, delimiter: str, quotes: bool) -> Rows:
    """Rows of a text; raises csv.Error."""
    reader = csv.reader(
        StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        strict=quotes,
    )
    return [row[:MOST_COLUMNS] for row in reader]
