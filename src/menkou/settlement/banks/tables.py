"""Rows of cells as the bytes of a workbook or of delimited text."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from menkou.settlement.banks.template import Template

Cell = str | int | Decimal
Lines = Sequence[Sequence[Cell]]


def fen(amount: int) -> Decimal:
    """Yuan with two decimals of an amount in 1/10,000 yuan that is whole fen."""
    return Decimal(amount // 100).scaleb(-2)


def workbook(template: Template, above: Lines, table: Lines, below: Lines) -> bytes:
    """One sheet. Every text is a string cell of format @, so an account keeps its digits.

    Amounts are written from decimals; a string cell is never computed, whatever it begins with.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(template.sheet)
    text = book.add_format({"num_format": "@"})
    money = book.add_format({"num_format": "0.00"})
    for c, column in enumerate(template.columns):
        sheet.set_column(c, c, column.width or None, None if column.field == "amount" else text)
    for r, line in enumerate([*above, *table, *below]):
        for c, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(r, c, cell, text)
            else:
                sheet.write_number(r, c, cell, money if isinstance(cell, Decimal) else None)
    book.close()
    return file.getvalue()


def delimited(template: Template, lines: Lines) -> bytes:
    """CSV, or plain text of one delimiter; lines end as on Windows."""
    file = StringIO()
    if template.format == "csv":
        csv.writer(
            file,
            delimiter=template.delimiter,
            quoting=csv.QUOTE_NONNUMERIC if template.quoted else csv.QUOTE_MINIMAL,
        ).writerows(lines)
    else:
        for line in lines:
            file.write(template.delimiter.join(str(cell) for cell in line) + "\r\n")
    return file.getvalue().encode(template.encoding)
