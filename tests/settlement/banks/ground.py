"""Payments of a batch, and answers as banks send them: for the tests of the bank's files."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter
from hypothesis import strategies as st

from menkou.lib.days import SHANGHAI
from menkou.settlement.banks import BatchHead, PayRow, Template, load

TEMPLATES = load()
TABLES = [template for template in TEMPLATES.values() if template.answer.format == "table"]

HEAD = BatchHead(
    number="GZ-2022-02-001",
    payer="红路社区合作社",
    payer_account="5300000123456789012",
    day=date(2022, 2, 28),
    made_at=datetime(2022, 2, 28, 17, 0, tzinfo=SHANGHAI),
    purpose="二月工资",
)
WANG = PayRow("GZ000123", "0062284801234567890", "王芳", 1207_4500, "昭阳农信", "402731000018")
RARE = PayRow("GZ000124", "6228480123456789", "𠮷克·䶮㛃", 10_0000, remark="二月工资")

_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
_RARE = st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF) | st.characters(
    min_codepoint=0x20000, max_codepoint=0x2A6DF
)
NAMES = st.text(_HAN | _RARE | st.just("·"), min_size=1, max_size=12)
ACCOUNTS = st.from_regex(r"0[0-9]{18}|[0-9]{19}|[0-9]{12,17}", fullmatch=True)
AMOUNTS = st.integers(1, 10**9).map(lambda fen: fen * 100)


@st.composite
def batches(draw: st.DrawFn) -> list[PayRow]:
    """A batch of one to six payments, each with a reference of its own."""
    people = draw(st.lists(st.tuples(ACCOUNTS, NAMES, AMOUNTS), min_size=1, max_size=6))
    return [
        PayRow(f"GZ{place:06d}", account, name, amount, remark="工资")
        for place, (account, name, amount) in enumerate(people, 1)
    ]


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of an answer, as the bank writes it."""

    reference: object = "GZ000123"
    account: object = "0062284801234567890"
    name: object = "王芳"
    amount: object = "1,207.45"
    result: object = "成功"
    reason: object = ""


def heads_of(template: Template) -> dict[str, str]:
    """The first head of each field."""
    return {field: heads[0] for field, heads in template.answer.heads.items() if heads}


def lines_of(
    template: Template, rows: Sequence[Sent], *, heads: Mapping[str, str] | None = None
) -> list[list[object]]:
    """The heads, then the rows, in the order of `heads` (field and its word)."""
    heads = heads or heads_of(template)
    return [list(heads.values()), *([getattr(row, field) for field in heads] for row in rows)]


def as_xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets: numbers as numbers, all else as text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for lines in sheets:
        sheet = book.add_worksheet()
        for r, line in enumerate(lines):
            for c, cell in enumerate(line):
                if isinstance(cell, int | float):
                    sheet.write_number(r, c, cell)
                elif cell:
                    sheet.write_string(r, c, str(cell))
    book.close()
    return file.getvalue()


def as_text(
    lines: Sequence[Sequence[object]], encoding: str = "gb18030", delimiter: str = ","
) -> bytes:
    """CSV in an encoding."""
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows(lines)
    return file.getvalue().encode(encoding)
