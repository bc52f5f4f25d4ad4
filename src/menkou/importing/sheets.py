"""What goes out as XLSX: the template of a list, and the rows of a file that could not be taken."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from math import isfinite
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from menkou.importing.declaring import Column, ListKind
from menkou.importing.reading.cells import shown
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong
from menkou.importing.words import reason, remedy

CHOICES_FOR = 5_000
"""Rows that have drop-downs."""

REASON = "原因"
"""The head of the last column of wrong rows: ignored when the file is sent again."""

_HELP = "填表说明"
_CHOICES = "选项"
_LONGEST_LIST = 255
"""Letters that a drop-down may hold in itself; longer ones stand in a sheet."""

_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


def template(kind: ListKind) -> bytes:
    """An empty list with its heads, one line of example and drop-downs, and a sheet of help.

    The heads are Chinese in any language: they are what a file is read by. A needed column has a
    star. The example is left out when the file is read.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    sheet = book.add_worksheet(kind.sheet)
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#E8EFE9", "bottom": 1, "num_format": "@"})
    grey = book.add_format({"font_color": "#8A8A8A", "italic": True, "num_format": "@"})
    for place, column in enumerate(kind.template_columns.values()):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, f"*{column.name}" if column.needed else column.name, head)
        if column.example:
            sheet.write_string(1, place, column.example, grey)
    sheet.freeze_panes(1, 0)
    _help(book, kind)
    _drop_downs(book, sheet, kind)
    book.close()
    return file.getvalue()


def _help(book: Any, kind: ListKind) -> None:
    sheet = book.add_worksheet(_HELP)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for place, width in enumerate((16, 10, 44, 44)):
        sheet.set_column(place, place, width, wrap)
    lines = [
        (_("栏名"), _("要不要填"), _("怎么填"), _("也认得的栏名")),
        *(
            (column.name, _("要填") if column.needed else _("可以空着"), str(column.help),
             "、".join(column.also))
            for column in kind.columns.values()
        ),
    ]
    for row, line in enumerate(lines):
        for place, words in enumerate(line):
            sheet.write_string(row, place, words, wrap if row else bold)
    sheet.write_string(
        len(lines) + 1, 0,
        _("第二行灰色的是例子，传的时候不算。带 * 的栏要填。栏的先后、多几栏少几栏都不要紧。"),
    )


def _drop_downs(book: Any, sheet: Any, kind: ListKind) -> None:
    choices: Any = None
    for place, column in enumerate(kind.template_columns.values()):
        offered = column.offered
        if not offered:
            continue
        source: Any = offered
        if len(",".join(offered)) > _LONGEST_LIST:
            if choices is None:
                choices = book.add_worksheet(_CHOICES)
                choices.hide()
            choices.write_column(0, place, offered)
            name = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
            source = f"={_CHOICES}!{name}$1:{name}${len(offered)}"
        sheet.data_validation(1, place, CHOICES_FOR, place, {
            "validate": "list", "source": source, "error_type": "warning",
            "error_title": column.name, "error_message": _("请从下拉里选一种"),
        })  # fmt: skip


def wrong_rows(kind: ListKind, tables: Sequence[Table], parsed: Iterable[Parsed]) -> bytes:
    """The rows that could not be taken, as they stood in the file, with the reasons behind them.

    A sheet for each of the file's, under its own heads; whole numbers and days are text, so that
    nothing is spoilt by being saved again. `parsed`: rows with what is wrong with them; right
    ones are left out.
    """
    wrong = {(one.sheet, one.number): one.wrong for one in parsed if one.wrong}
    file = BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#E8EFE9", "bottom": 1, "num_format": "@"})
    marked = book.add_format({"bg_color": "#FBE9E7", "num_format": "@"})
    why = book.add_format({"font_color": "#A33A2C", "num_format": "@"})
    for table in tables:
        if not any(sheet == table.sheet.name for sheet, _number in wrong):
            continue
        sheet = book.add_worksheet(_sheet_name(table.sheet.name, book))
        last = len(table.heads)
        columns = {place: kind.columns[name] for name, place in table.columns.items()}
        for place, words in enumerate((*table.heads, REASON)):
            sheet.write_string(0, place, words, head)
            sheet.set_column(place, place, _width(columns.get(place), place == last), text)
        sheet.freeze_panes(1, 0)
        row = 0
        for number, cells in table.rows():
            found = wrong.get((table.sheet.name, number))
            if not found:
                continue
            row += 1
            letters = {one.letter for one in found}
            for place, cell in enumerate(cells[:last]):
                name = xlsxwriter.utility.xl_col_to_name(place)
                style = marked if name in letters else text
                if isinstance(cell, float) and not cell.is_integer() and isfinite(cell):
                    sheet.write_number(row, place, cell, style)  # 1958.1 may be October still
                else:
                    sheet.write_string(row, place, shown(cell), style)
            sheet.write_string(row, last, sentence(found), why)
    if not book.worksheets():
        book.add_worksheet(kind.sheet)
    book.close()
    return file.getvalue()


def sentence(wrong: Sequence[Wrong]) -> str:
    """All that is wrong with a row, in one line: 身份证号：最后一位对不上。请对着证件再填一遍；…"""
    return "；".join(
        f"{one.column}：{reason(one.code, one.params)}。{remedy(one.code, one.params)}"
        for one in wrong
    )


def _width(column: Column | None, last: bool) -> int:
    return 60 if last else column.width if column else 12


def _sheet_name(name: str, book: Any) -> str:
    """The file's own name of a sheet, as Excel takes it and no other sheet has it."""
    clean = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)[:28] or "Sheet1"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    found, number = clean, 2
    while found.lower() in taken:
        found, number = f"{clean}_{number}", number + 1
    return found
