"""Delimited text, in the encodings that offices have."""

import codecs
import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from menkou.lib.tables.limits import BadTable

DELIMITERS = (",", "\t", "|", ";")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CHUNK = 2**18
_LONGEST_LINE = 2**20


def encodings(file: BinaryIO, first: str = "utf-8") -> list[str]:
    """The encodings in which a file is a text: by its mark, else `first`, UTF-8, GB18030, and
    UTF-16 where every other byte of its start is naught. Raises BadTable for none."""
    _check_lines(file)
    file.seek(0)
    start = file.read(512)
    for mark, name in _MARKS:
        if start.startswith(mark):
            tried = [name]
            break
    else:
        tried = list(dict.fromkeys([first.removesuffix("-sig"), "utf-8", "gb18030"]))
        if start and start[1::2].count(0) * 4 > len(start):
            tried = ["utf-16-le"]
        elif start and start[::2].count(0) * 4 > len(start):
            tried = ["utf-16-be"]
    found = [name for name in tried if _is_text(file, name)]
    if not found:
        raise BadTable("not_text")
    return found


def _check_lines(file: BinaryIO) -> None:
    """Refuses a text with a line that would have to be held whole. Raises BadTable."""
    file.seek(0)
    length = 0
    while chunk := file.read(_CHUNK):
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = len(chunk) - end if end >= 0 else length + len(chunk)
        if length > _LONGEST_LINE:
            raise BadTable("not_text")


def _is_text(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        return "\0" not in decoder.decode(b"", final=True)
    except UnicodeError:
        return False


def cut(file: BinaryIO, encoding: str, delimiter: str, *, quotes: bool) -> Iterator[list[str]]:
    """The rows of a text, read as they are asked for. Raises csv.Error.

    Without `quotes`, a quote is a letter like any other.
    """
    file.seek(0)
    text = TextIOWrapper(file, encoding, newline="")
    try:
        yield from csv.reader(
            text, delimiter=delimiter, strict=quotes,
            quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        )
    finally:
        text.detach()
