"""The month sheet as a file, in the columns of the office's form."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from menkou.lib.days import Month
from menkou.registry.models import Workshop
from menkou.web.floor import sheet as sheets
from menkou.web.floor import words as said
from menkou.web.floor.sheet import Row
from menkou.web.parts.export import XLSX, download
from menkou.web.parts.fact_words import HALVES as HALF_WORDS

TOP = 2  # rows of the title


def as_xlsx(place: Workshop, month: Month, rows: Sequence[Row]) -> HttpResponse:
    """序号, 姓名, each day's two halves, 出勤天数, 工时, 请假, 备注, 本人签字."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(f"{month}")
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    cell = book.add_format({"border": 1, "align": "center"})
    text = book.add_format({"border": 1, "num_format": "@"})
    tenth = book.add_format({"border": 1, "num_format": "0.0"})
    days = sheets.days_of(month)
    last = 2 + 2 * len(days)
    sheet.write_string(0, 0, _("考勤表"), book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, f"{place.party.name}  {month}")
    for column, name in ((0, _("序号")), (1, _("姓名"))):
        sheet.merge_range(TOP, column, TOP + 1, column, name, head)
    for n, day in enumerate(days):
        sheet.merge_range(TOP, 2 + 2 * n, TOP, 3 + 2 * n, str(day.day), head)
        for side, half in enumerate(HALF_WORDS.values()):
            sheet.write_string(TOP + 1, 2 + 2 * n + side, str(half), head)
    for n, name in enumerate(
        (_("出勤天数"), _("工时"), _("请假"), _("备注"), _("本人签字"))
    ):
        sheet.merge_range(TOP, last + n, TOP + 1, last + n, name, head)
    for n, row in enumerate(rows):
        at = TOP + 2 + n
        sheet.write_number(at, 0, n + 1, cell)
        sheet.write_string(at, 1, row.name, text)
        for c, one in enumerate(row.cells):
            sheet.write_string(at, 2 + c, one.sign, cell)
        for c, amount in enumerate((row.days, row.hours, row.leaves)):
            sheet.write_number(at, last + c, float(amount.replace(",", "")), tenth)
        for c in (3, 4):
            sheet.write_blank(at, last + c, None, cell)
    legend = "  ".join(f"{sign} {name}" for sign, name in said.LEGEND)
    sheet.write_string(TOP + 3 + len(rows), 0, legend)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, last - 1, 4)
    sheet.set_column(last, last + 2, 9)
    sheet.set_column(last + 3, last + 4, 14)
    sheet.freeze_panes(TOP + 2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP, TOP + 1)
    book.close()
    name = _("考勤表 %(place)s %(month)s") % {"place": place.party.name, "month": month}
    return download(file.getvalue(), XLSX, f"{name}.xlsx")
