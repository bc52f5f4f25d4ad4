"""Files as offices make them: for the tests of what is read of lists."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from menkou.importing.declaring import ListKind
from menkou.importing.lists import LISTS
from menkou.importing.reading.files import open_book
from menkou.importing.reading.heads import Table, find
from menkou.importing.reading.rows import Parsed, parse
from menkou.lib.days import SHANGHAI

PEOPLE = LISTS["people"]

WANG: dict[str, Any] = {
    "户编号": "LH-0001", "安置区": "红绿安置区", "社区": "一社区", "楼栋": "3栋", "单元": "2单元",
    "房号": "501室", "迁出县": "彝良县", "姓名": "王芳", "身份证号": "530602199001010025",
    "与户主关系": "户主", "手机号": "13800000007", "劳动能力": "半劳力", "残疾类别": "",
    "残疾等级": "", "不能外出原因": "带小孩", "技能": "缝纫、藤编", "开户银行": "农村信用社",
    "银行卡号": "6228480012345678903",
}  # fmt: skip
"""A right row, column by column; nobody's numbers."""

Lines = Sequence[Sequence[Any]]


def lines_of(rows: Sequence[Mapping[str, Any]], above: Lines = (), below: Lines = ()) -> Lines:
    """Heads of all columns that a row has, and the rows under them."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return [*above, heads, *([row.get(name, "") for name in heads] for row in rows), *below]


def as_xlsx(**sheets: Lines) -> bytes:
    """A workbook of these sheets; a text that begins with = is a formula's error (=#REF!)."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "default_date_format": "yyyy-mm-dd"}  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": datetime(2022, 2, 18, tzinfo=SHANGHAI)})  # the same each time
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for r, line in enumerate(lines):
            for c, cell in enumerate(line):
                if isinstance(cell, str) and cell.startswith("=#"):
                    sheet.write_formula(r, c, "=1/0", None, cell[1:])
                elif cell != "":
                    sheet.write(r, c, cell)
    book.close()
    return file.getvalue()


def as_csv(lines: Lines, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """The same as delimited text."""
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows(lines)
    return file.getvalue().encode(encoding)


def tables(content: bytes, kind: ListKind = PEOPLE, name: str = "花名册.xlsx") -> list[Table]:
    """The tables of a file. Raises BadFile."""
    return list(find(kind, open_book(BytesIO(content), name)).tables)


def read(content: bytes, kind: ListKind = PEOPLE, name: str = "花名册.xlsx") -> list[Parsed]:
    """Every row of every table of a file. Raises BadFile."""
    return [one for table in tables(content, kind, name) for one in parse(kind, table)]
