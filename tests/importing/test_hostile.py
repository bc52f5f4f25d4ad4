"""A file made to fill the memory is refused before it does: each in a process that has little."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest

from tests.importing.ground import WANG, read
from tests.importing.test_files import XLS, XLSX, changed, refusal

MEMORY = 300 * 2**20
"""Bytes that reading may take, beyond what Python and its libraries take themselves."""

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

READ = """
import resource, sys
from itertools import islice
from menkou.importing.lists import LISTS
from menkou.importing.reading.files import BadFile, open_book
from menkou.importing.reading.heads import find
from menkou.importing.reading.rows import parse
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
limit = size + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
kind = LISTS["people"]
try:
    with open(sys.argv[1], "rb") as file:
        for table in find(kind, open_book(file, "x.xlsx")).tables:
            for one in islice(parse(kind, table), 2_000):
                pass
    print("read")
except BadFile as refused:
    print(refused.code)
"""


def sheet(cells: str) -> bytes:
    """A sheet of these rows of cells."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{SPACE}"><sheetData>{cells}'
        "</sheetData></worksheet>"
    ).encode()


def shared(texts: str) -> bytes:
    """A part of shared texts."""
    return f'<?xml version="1.0"?><sst xmlns="{SPACE}">{texts}</sst>'.encode()


def far(place: str) -> bytes:
    """A cell in the first corner of a sheet and one far away."""
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return sheet(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"><v>1</v></c></row>'
    )


def many_cells() -> bytes:
    """More cells than are taken, none of which says where it stands."""
    row = "<row>" + "".join(f"<c><v>{n * n * 7919 % 99991}</v></c>" for n in range(199)) + "</row>"
    return sheet("".join(row.replace("7", str(n)) for n in range(13_000)))


def long_text() -> bytes:
    """One text of a million letters that a thousand cells share."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1001))
    return changed({SHARED: shared(f"<si><t>{'长' * 1_000_000}</t></si>"), SHEET: sheet(cells)})


def entities() -> bytes:
    """A text that doubles thirty times."""
    names = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 31))
    return shared("<si><t>&a30;</t></si>").replace(
        b"<sst", f'<!DOCTYPE sst [<!ENTITY a0 "长长长长">{names}]><sst'.encode(), 1
    )


def lying() -> bytes:
    """A zip that declares less than its stream holds."""
    part = sheet("") + b"<!--" + b"x" * 200_000_000 + b"-->"
    content = bytearray(changed({SHEET: part}))
    with zipfile.ZipFile(BytesIO(content)) as file:
        size = file.getinfo(SHEET).file_size
    declared = size.to_bytes(4, "little")
    return bytes(content.replace(declared, (100).to_bytes(4, "little")))


def xls(record: int, content: bytes) -> bytes:
    """The old workbook with the first record of a kind replaced by one as long."""
    book = XLS.read_bytes()
    at = book.find(pack("<HH", record, len(content)))
    assert at > 0
    return book[: at + 4] + content + book[at + 4 + len(content) :]


HOSTILE = {
    "zip bomb": (lambda: changed({"xl/media/big.png": b"\0" * (260 * 2**20)}), "bomb"),
    "bomb in a sheet": (lambda: changed({SHEET: sheet(" " * (250 * 2**20))}), "bomb"),
    "a zip that lies": (lying, "broken"),
    "far cells": (lambda: changed({SHEET: far("XFD1048576")}), "large"),
    "a far row": (lambda: changed({SHEET: far("A1048576")}), "large"),
    "a far column": (lambda: changed({SHEET: far("ZZZ1")}), "large"),
    "too many cells": (lambda: changed({SHEET: many_cells()}), "large"),
    "one long text": (long_text, "bomb"),
    "entities": (lambda: changed({SHARED: entities()}), "broken"),
    "entities in a sheet": (
        lambda: changed({SHEET: entities().replace(b"sst", b"worksheet")}), "broken"
    ),
    "empty texts": (lambda: changed({SHARED: shared("<si/>" * 3_100_000)}), "bomb"),
    "xls that says that it is large": (
        lambda: xls(0x200, pack("<IIHHH", 0, 2**31, 0, 2**15, 0)), "large"
    ),
    "xls that ends before it begins": (
        lambda: xls(0x200, pack("<IIHHH", 0x1D000000, 6, 0, 25, 0)), "broken"
    ),
    "one line of forty megabytes": (lambda: "长".encode() * (13 * 2**20), "not_text"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "hostile"
    path.write_bytes(make())
    found = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(MEMORY)],
        capture_output=True, text=True, timeout=120, check=False,
    )
    assert (found.stdout.strip(), found.returncode) == (code, 0), found.stderr[-500:]


def test_the_largest_list_that_is_taken_fits_in_the_same_memory(tmp_path: Path) -> None:
    heads = ["户编号", "社区", "姓名", "身份证号", "手机号", "迁出县", "劳动能力", "技能"]
    cells = [str(WANG[head]) for head in heads]
    texts = "".join(f"<si><t>{text}</t></si>" for text in heads + cells)
    rows = [
        f'<row r="{n}">' + "".join(
            f'<c r="{"ABCDEFGH"[c]}{n}" t="s"><v>{c + (8 if n > 1 else 0)}</v></c>'
            for c in range(8)
        ) + "</row>"
        for n in range(1, 290_001)
    ]  # fmt: skip
    path = tmp_path / "large"
    path.write_bytes(changed({SHEET: sheet("".join(rows)), SHARED: shared(texts)}))
    found = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(MEMORY)],
        capture_output=True, text=True, timeout=300, check=False,
    )
    assert found.stdout.strip() == "read", found.stderr[-500:]


def test_empty_cells_with_a_style_far_away_are_no_rows() -> None:
    part = zipfile.ZipFile(BytesIO(XLSX)).read(SHEET)
    styled = part.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'
                          b"</sheetData>")  # fmt: skip
    assert refusal(changed({SHEET: sheet("")})) == "no_heads"
    assert len(read(changed({SHEET: styled}))) == 1
