"""A list as a file: just what is shown, every page of it."""

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from menkou.web.parts.words import NO_VALUE

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SAFE_DIGITS = 15
_WIDEST = 50


def rows_of(table: Any) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of a table as text; nothing stands for "no value"."""
    columns = list(table.columns)
    heads = [str(column.header) for column in columns]
    rows = [
        [_text(row.get_cell_value(column.name)) for column in columns] for row in table.rows
    ]
    return heads, rows


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return "" if text == NO_VALUE else text


def as_csv(table: Any, name: str) -> HttpResponse:
    """UTF-8 with a mark, so that Excel reads the Chinese; nothing that Excel would compute."""
    heads, rows = rows_of(table)
    return csv_of(heads, rows, name, numeric=[column.column.numeric for column in table.columns])


def csv_of(
    heads: Sequence[str], rows: Sequence[Sequence[str]], name: str, *,
    numeric: Sequence[bool] = (),
) -> HttpResponse:
    """The same of rows that no table holds: all text where `numeric` doesn't say otherwise."""
    file = StringIO()
    out = csv.writer(file)
    out.writerow(heads)
    for row in rows:
        out.writerow(
            text.replace(",", "") if number else _harmless(text)
            for text, number in zip(row, numeric or [False] * len(heads), strict=True)
        )
    return download(file.getvalue().encode("utf-8-sig"), CSV, f"{name}.csv")


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def as_xlsx(table: Any, name: str) -> HttpResponse:
    """One sheet, its head fixed. Columns of numbers are numbers; all else is text."""
    heads, rows = rows_of(table)
    return xlsx_of(heads, rows, name, numeric=[column.column.numeric for column in table.columns])


def xlsx_of(
    heads: Sequence[str], rows: Sequence[Sequence[str]], name: str, *,
    numeric: Sequence[bool] = (), foot: str = "",
) -> HttpResponse:
    """The same of rows that no table holds; `foot` stands below the last of them."""
    numeric = numeric or [False] * len(heads)
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    text_format = book.add_format({"num_format": "@"})
    formats: dict[int, Any] = {}
    for c, words in enumerate(heads):
        sheet.write_string(0, c, words, head)
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row):
            plain = text.replace(",", "")
            if numeric[c] and _PLAIN.fullmatch(plain) and len(plain) <= _SAFE_DIGITS:
                places = len(plain.partition(".")[2])
                if places not in formats:
                    pattern = "#,##0" + ("." + "0" * places if places else "")
                    formats[places] = book.add_format({"num_format": pattern})
                sheet.write_number(r, c, float(plain), formats[places])
            elif text:
                sheet.write_string(r, c, text, text_format)
    if foot:
        sheet.write_string(len(rows) + 2, 0, foot)
    for c, words in enumerate(heads):
        longest = max([_width(words), *(_width(row[c]) for row in rows[:200])])
        sheet.set_column(c, c, min(longest + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    book.close()
    return download(file.getvalue(), XLSX, f"{name}.xlsx")


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept under a name, which may be Chinese."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
