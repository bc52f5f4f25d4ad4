"""Writes a batch as the bank's file: exact amounts, accounts as text, nothing to compute."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from menkou.lib.days import day_of
from menkou.settlement.banks.errors import BadPayFile
from menkou.settlement.banks.pain import pain001
from menkou.settlement.banks.rows import BankFile, BatchHead, PayRow
from menkou.settlement.banks.tables import Cell, delimited, fen, workbook
from menkou.settlement.banks.template import PLACE, Column, Template

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "pain001": "application/xml",
}
MOST = 10**13
"""1/10,000 yuan: a thousand million yuan in one payment is a slip of the pen."""

_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,35}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{4,34}")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SIGNS = "=+-@＝＋－＠"


def write(template: Template, head: BatchHead, rows: Sequence[PayRow]) -> BankFile:
    """The bank's file for these payments, in their order.

    What a spreadsheet would take for a formula is refused in text files and is text in XLSX.
    Raises BadPayFile; it names the row by our reference and never tells an account.
    """
    if not rows:
        raise BadPayFile("empty")
    head, rows = _checked_head(head), [_checked(row) for row in rows]
    seen: set[str] = set()
    for row in rows:
        if row.reference in seen:
            raise BadPayFile("twice", reference=row.reference)
        seen.add(row.reference)
    total = sum(row.amount for row in rows)
    places: dict[str, Cell] = {
        "number": head.number,
        "day": f"{head.day:%Y%m%d}",
        "count": len(rows),
        "total": fen(total),
        "payer": head.payer,
        "payer_account": head.payer_account,
        "purpose": head.purpose,
    }
    return BankFile(
        name=re.sub(r'[\\/:*?"<>|]', "_", str(_fill(template.file, places))),
        content_type=CONTENT_TYPES[template.format],
        content=_content(template, head, rows, places),
        count=len(rows),
        total=total,
    )


def _content(
    template: Template, head: BatchHead, rows: list[PayRow], places: Mapping[str, Cell]
) -> bytes:
    if template.format == "pain001":
        return pain001(template.pain, head, rows)
    above = [[_fill(cell, places) for cell in line] for line in template.above]
    below = [[_fill(cell, places) for cell in line] for line in template.below]
    heads: list[list[Cell]] = (
        [[column.head for column in template.columns]] if template.header else []
    )
    body = [
        [_cell(column, place, row, places) for column in template.columns]
        for place, row in enumerate(rows, 1)
    ]
    if template.format == "xlsx":
        return workbook(template, above, heads + body, below)
    for line, row in zip(body, rows, strict=True):
        _check_line(template, line, row.reference)
    for line in above + below:
        _check_line(template, line, str(places["number"]))
    return delimited(template, above + heads + body + below)


def _checked_head(head: BatchHead) -> BatchHead:
    if not _REFERENCE.fullmatch(head.number):
        raise BadPayFile("number", number=head.number[:40])
    account = re.sub(r"\s", "", head.payer_account)
    if not _ACCOUNT.fullmatch(account):
        raise BadPayFile("payer_account")
    if not head.payer.strip():
        raise BadPayFile("payer")
    _check_letters(head.number, head.payer, head.purpose)
    day_of(head.made_at)
    return replace(
        head, payer=head.payer.strip(), payer_account=account, purpose=head.purpose.strip()
    )


def _checked(row: PayRow) -> PayRow:
    if not _REFERENCE.fullmatch(row.reference):
        raise BadPayFile("reference", reference=row.reference[:40])
    account, name = re.sub(r"\s", "", row.account), row.name.strip()
    if not _ACCOUNT.fullmatch(account):
        raise BadPayFile("account", reference=row.reference)
    if not name:
        raise BadPayFile("name", reference=row.reference)
    _check_letters(row.reference, name, row.bank_name, row.branch_code, row.remark)
    if row.amount <= 0:
        raise BadPayFile("amount", reference=row.reference)
    if row.amount % 100:
        raise BadPayFile("fen", reference=row.reference)
    if row.amount > MOST:
        raise BadPayFile("large", reference=row.reference)
    return replace(
        row,
        account=account,
        name=name,
        bank_name=row.bank_name.strip(),
        branch_code=row.branch_code.strip(),
        remark=row.remark.strip(),
    )


def _check_letters(reference: str, *texts: str) -> None:
    if any(_UNWRITABLE.search(text) for text in texts):
        raise BadPayFile("letter", reference=reference)


def _check_line(template: Template, line: Sequence[Cell], reference: str) -> None:
    for cell in line:
        if not isinstance(cell, str):
            continue
        if cell[:1] and cell[0] in _SIGNS:
            raise BadPayFile("formula", reference=reference, sign=cell[0])
        if template.format == "txt" and template.delimiter in cell:
            raise BadPayFile("delimiter", reference=reference, delimiter=template.delimiter)


def _cell(column: Column, place: int, row: PayRow, places: Mapping[str, Cell]) -> Cell:
    if column.field == "sequence":
        return place
    if column.field == "amount":
        return fen(row.amount)
    if column.field == "fixed":
        return _fill(column.value, places)
    return str(getattr(row, column.field))


def _fill(text: str, places: Mapping[str, Cell]) -> Cell:
    """A text with its places filled; one place alone keeps its kind, so a total is a number."""
    alone = PLACE.fullmatch(text)
    if alone:
        return places[alone[1]]
    return PLACE.sub(lambda found: _shown(places[found[1]]), text)


def _shown(cell: Cell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
