"""Files that were damaged, edited by hand or filled with oddities: the same ones every time."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from random import Random
from typing import Any

from tests.importing.ground import WANG, as_csv, as_xlsx, lines_of
from tests.importing.mistakes import MISTAKES
from tests.importing.test_files import XLS

ODD: tuple[Any, ...] = (
    "", " ", "\u3000", "-", "无", "#REF!", "=1+1", "'", '"', "\x07", "\ue863", "?", "0", "-1",
    "1E5", "5.30602E+17", "二〇二一年", "2021.13", "2021年3月", "20210230", "9" * 400, "长" * 400,
    "\u202e逆", "𠮷", "a\nb", "\t", ",", "合计", "制表人：", "序号", "姓名", "身份证号", "NaN",
    "TRUE", "½", "①", 0, 1, -1, 0.1, 1958.1, 1e15, 1e300, 5.3e17, 44260, 61, True, False,
    date(1900, 1, 1), date(9999, 12, 31), datetime(2021, 3, 5, 13, 5), time(8, 5),  # noqa: DTZ001
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5", "shift_jis",
    "utf-7", "utf-32", "latin-1",
)  # fmt: skip
ROWS = [WANG, MISTAKES[3].row(1), WANG | {"户编号": "LH-2"}]
BASES = {
    "xlsx": as_xlsx(花名册=lines_of(ROWS, (["昭阳区"],)), 说明=[["说明"]]),
    "xls": XLS.read_bytes(),
    "csv": as_csv(lines_of(ROWS)),
}

Mutation = Callable[[Random], bytes]


def flipped(random: Random) -> bytes:
    """Some bytes are others."""
    content = bytearray(BASES[random.choice(list(BASES))])
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def torn(random: Random) -> bytes:
    """Cut off, with a piece taken out, or with a piece that stands twice."""
    content = BASES[random.choice(list(BASES))]
    first, last = sorted(random.randrange(len(content)) for _ in range(2))
    return random.choice(
        (content[:first], content[:first] + content[last:], content[:last] + content[first:])
    )


def edited(random: Random) -> bytes:
    """XML edited inside the zip: numbers, names, tags, whole parts."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(BASES["xlsx"])) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        names = old.namelist()
        hit = random.choice([*names, *["xl/worksheets/sheet1.xml"] * 8])
        for name in names:
            part = old.read(name)
            if name == hit:
                part = _edit(random, part)
                if not part and random.random() < 0.5:
                    continue
            new.writestr(name, part)
    return file.getvalue()


def _edit(random: Random, part: bytes) -> bytes:
    for _ in range(random.choice((1, 1, 3, 12))):
        spots = list(re.finditer(rb"<[^<>]*>|[0-9]+|\"[^\"]*\"", part))
        if not spots:
            return part
        spot = random.choice(spots)
        instead = random.choice(
            (b"", b"0", b"-1", b"99999", b"4294967296", b'"XFD9"', b'"e"', b'"s"', b'"inlineStr"',
             spot[0] * 2, b"<c/>", b"</row>", b"<v>#REF!</v>", b"&amp;", b"&x;", b"\0", b"\xff",
             b"<!--", b"<![CDATA[", b"<!DOCTYPE a>")
        )  # fmt: skip
        part = part[: spot.start()] + instead + part[spot.end() :]
    return b"" if random.random() < 0.02 else part


def odd_cells(random: Random) -> bytes:
    """Cells filled with whatever stands in no register."""
    lines = [list(line) for line in lines_of(ROWS, (["昭阳区"],))]
    for _ in range(random.choice((1, 3, 20))):
        line = random.choice(lines)
        line[random.randrange(len(line))] = random.choice(ODD)
    random.shuffle(lines) if random.random() < 0.1 else None
    if random.random() < 0.3:
        return as_xlsx(花名册=lines)
    return as_csv(lines, "gb18030" if random.random() < 0.5 else "utf-8")


def strange_text(random: Random) -> bytes:
    """Text in any encoding, parted by anything, quoted anyhow."""
    lines = lines_of(ROWS)
    text = as_csv(lines, "utf-8", random.choice((",", "\t", ";", "|", " "))).decode()
    for _ in range(random.choice((0, 1, 5))):
        place = random.randrange(len(text))
        sign = random.choice(('"', "\n", "\r", ",", "\0", "，", "\ufeff"))
        text = text[:place] + sign + text[place:]
    return text.encode(random.choice(ENCODINGS), "replace")


MUTATIONS: tuple[Mutation, ...] = (flipped, torn, edited, odd_cells, strange_text)
