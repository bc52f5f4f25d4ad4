"""Measures an XLSX file from outside, and packs it anew so that what was measured is opened.

A zip may declare less than its stream holds; whoever unpacks the stream gets all of it. The texts
of failed formulas (#REF! …) are kept as texts: else they would be read as empty cells.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from operator import itemgetter
from typing import BinaryIO
from xml.parsers import expat

from menkou.lib.tables.limits import MOST_MERGED, BadTable, Limits

_CHUNK = 2**18
_MOST_MEMBERS = 2_000
_MOST_RATIO = 200
_SMALL = 10 * 2**20
"""What may be unpacked at any ratio, and what a part that is no sheet may hold."""

_MOST_TEXTS = 3_000_000
"""Different texts that the cells may share."""

_LONGEST_NUMBER = 10
_LARGE = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedstrings\.xml)", re.IGNORECASE)
_PART = re.compile(
    r"xl/(?:worksheets/)?(?:_rels/)?[^/]+\.(?:xml|rels)|_rels/\.rels|\[Content_Types\]\.xml"
)
_UTF8 = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<(?:\?xml(?:(?!encoding)[^>])*(?:encoding=["']utf-8["'][^>]*)?>|\w)""",
    re.IGNORECASE,
)
_USUAL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]+")?(?: t="([A-Za-z]+)")?\s*/?>'
)
_CELL = re.compile(rb"<(?:[^\s<>/:!?]+:)?c[\s/>]")
_FAILED = re.compile(rb"""(<(?:[\w.-]+:)?c\s[^<>]*?\bt\s*=\s*)(["'])e\2""")
_OTHERS = (
    ("xl/workbook.bin", "xlsb"), ("word/", "word"), ("ppt/", "slides"), ("content.xml", "ods"),
)  # fmt: skip


def measured(file: BinaryIO, limits: Limits) -> BytesIO:
    """The parts of the workbook that are read, as a new file. Raises BadTable."""
    try:
        with zipfile.ZipFile(file) as book:
            members = _members(book, limits)
            failed = _measure(book, members, limits)
            return _anew(book, members, failed)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
            NotImplementedError, UnicodeError) as problem:  # fmt: skip
        raise problem if isinstance(problem, BadTable) else BadTable("broken") from None


def _members(book: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members that are read, after a look at what all of them declare."""
    members = book.infolist()
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise BadTable("encrypted")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadTable("macro")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > _MOST_MEMBERS
        or unpacked > limits.unpacked
        or unpacked > max(_SMALL, packed * _MOST_RATIO)
    ):
        raise BadTable("bomb")
    if "xl/workbook.xml" not in names:
        raise BadTable(_other(names))
    found = [member for member in members if _PART.fullmatch(member.filename)]
    if len({member.filename for member in found}) < len(found):
        raise BadTable("broken")
    return found


def _other(names: list[str]) -> str:
    for start, code in _OTHERS:
        if any(name.startswith(start) for name in names):
            return code
    return "archive"


def _chunks(book: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with book.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _measure(
    book: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits
) -> set[str]:
    """The names of the sheets in which a formula failed. Raises BadTable for one too large.

    A quick look takes the worst case; only where that would be too much, each cell is weighed.
    """
    looks = {}
    for member in members:
        if member.file_size > _SMALL and not _LARGE.match(member.filename):
            raise BadTable("bomb")
        looks[member.filename] = _look(book, member, limits)
    if sum(look.merged for look in looks.values()) > MOST_MERGED:
        raise BadTable("large")
    lengths = [length for look in looks.values() for length in look.lengths]
    longest = max(lengths, default=0)
    left = limits.letters
    for member in members:
        look = looks[member.filename]
        letters = look.shared * longest + (member.file_size if look.texts else 0)
        if look.beyond() or letters > left:
            weighed = _Weighed(limits, lengths)
            weighed.parse(_chunks(book, member))
            if weighed.beyond() or weighed.merged > MOST_MERGED:
                raise BadTable("large")
            letters = weighed.letters
        left -= letters
        if left < 0:
            raise BadTable("bomb")
    return {name for name, look in looks.items() if look.failed}


def _look(book: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> "_Look":
    look = _Look(limits)
    if member.filename.startswith("xl/worksheets/"):
        if look.glance(_chunks(book, member)):
            return look
        look = _Look(limits)
    look.parse(_chunks(book, member))
    return look


def _anew(
    book: zipfile.ZipFile, members: list[zipfile.ZipInfo], failed: set[str]
) -> BytesIO:
    anew = BytesIO()
    with zipfile.ZipFile(anew, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for member in members:
            with out.open(member.filename, "w", force_zip64=True) as part:
                chunks = _chunks(book, member)
                for chunk in _as_texts(chunks) if member.filename in failed else chunks:
                    part.write(chunk)
    anew.seek(0)
    return anew


def _as_texts(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A sheet with its errors as texts; cut between tags, so that none is missed."""
    left = b""
    for chunk in chunks:
        whole, mark, left = (left + chunk).rpartition(b">")
        yield _FAILED.sub(rb"\1\2str\2", whole + mark)
    yield left


class _Look:
    """Reads one part of a workbook and keeps only sizes: every cell counts, filled or not."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lengths: list[int] = []
        self.row = self.column = self.last_row = self.last_column = 0
        self.cells = self.shared = self.letters = 0
        self.merged = 0
        self.texts = self.failed = False
        self._row_text, self._digits = "0", 1
        self._columns: dict[str, int] = {}

    def beyond(self) -> bool:
        """Whether there are more cells, or further apart, than are opened."""
        return (
            self.cells > self.limits.cells
            or self.last_row > self.limits.rows
            or self.last_column > self.limits.columns
            or self.last_row * self.last_column > 2 * self.limits.cells
        )

    def glance(self, chunks: Iterator[bytes]) -> bool:
        """Whether a sheet is written as usual, cell by cell with its place: then it is measured
        without being parsed. What stands in a comment counts too: it is never too little."""
        columns, rows, left = set[bytes](), set[bytes](), b""
        for place, chunk in enumerate(chunks):
            whole, mark, left = (left + chunk).rpartition(b">")
            text = whole + mark
            if b"\0" in text or b"<!D" in text or (not place and not _UTF8.match(text)):
                return False
            found = _USUAL.findall(text)
            if len(found) != len(_CELL.findall(text)):
                return False
            self.merged += text.count(b"mergeCell")
            self.cells += len(found)
            columns.update(map(itemgetter(0), found))
            rows.update(map(itemgetter(1), found))
            kinds = Counter(map(itemgetter(2), found))
            self.shared += kinds[b"s"]
            self.failed |= bool(kinds[b"e"])
            self.texts |= bool(kinds[b"str"] or kinds[b"inlineStr"])
        self.last_column = max((_place(one.decode())[0] for one in columns), default=0)
        self.last_row = max(map(int, rows), default=0)
        return not left.strip()

    def parse(self, chunks: Iterator[bytes]) -> None:
        """Stops once there is too much. Raises BadTable for what is no XML, declares entities, or
        has too many shared texts."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self.start
        self.handle(parser)
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                if self.beyond():
                    self.failed = True  # not known: the rest is not looked at
                    return
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise BadTable("broken") from None

    def handle(self, parser: expat.XMLParserType) -> None:
        parser.CharacterDataHandler = None
        self._parser = parser

    def _refuse(self, *_: object) -> None:
        raise BadTable("broken")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or tag.endswith(":c"):
            self.cells += 1
            self.cell(attributes)
            if self.column > self.last_column:
                self.last_column = self.column
            if self.row > self.last_row:
                self.last_row = self.row
        elif tag == "row" or tag.endswith(":row"):
            self.row = _number(attributes.get("r", ""), self.row + 1)
            self.column, self._digits = 0, len(str(self.row))
            self._row_text = str(self.row)
        elif tag.endswith("mergeCell"):
            self.merged += 1
        elif tag == "si" or tag.endswith(":si"):
            self.lengths.append(0)
            self._parser.CharacterDataHandler = self._count
            if len(self.lengths) > _MOST_TEXTS:
                raise BadTable("bomb")

    def cell(self, attributes: dict[str, str]) -> None:
        """Moves to a cell, and sees what kind of value it has."""
        place = attributes.get("r", "")
        column = self._columns.get(place[: -self._digits], 0)
        if not column or not place.endswith(self._row_text):
            column, row = _place(place)
            if row and row != self.row:
                self.row, self._row_text, self._digits = row, str(row), len(str(row))
            if 0 < column <= self.limits.columns:
                self._columns[place[: -self._digits]] = column
        self.column = column or self.column + 1
        kind = attributes.get("t")
        if kind == "s":
            self.shared += 1
        elif kind == "e":
            self.failed = True
        elif kind in ("str", "inlineStr"):
            self.texts = True

    def _count(self, text: str) -> None:
        self.lengths[-1] += len(text)


class _Weighed(_Look):
    """The same, exactly: only filled cells count, each with the length of its own text."""

    def __init__(self, limits: Limits, lengths: list[int]) -> None:
        super().__init__(limits)
        self._known = lengths
        self._kind = self._value = ""
        self._inside = False

    def handle(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self.cells += 1
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            self._inside, self._value = name == "v", ""
        elif name == "c":
            self._kind = attributes.get("t", "")
            self.cell(attributes)
        elif name != "si":
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._inside and tag.rpartition(":")[2] == "v":
            self._inside = False
            place = _number(self._value, -1) if self._kind == "s" else -1
            self.letters += self._known[place] if 0 <= place < len(self._known) else 0

    def data(self, text: str) -> None:
        self.letters += len(text)
        if self._inside and len(self._value) < _LONGEST_NUMBER:
            self._value += text


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    plain = text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER
    return int(text) if plain else otherwise


def _place(text: str) -> tuple[int, int]:
    """Column and row of an address like "AB12", 0 for what it does not say."""
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters[:5].upper():
        column = column * 26 + ord(letter) - 64
    return max(column, 0), _number(text[len(letters) :], 0)
