"""Tables that others made, opened with care: workbooks (XLSX, XLS) and delimited text. Pure."""

from menkou.lib.tables.limits import BadTable, Limits
from menkou.lib.tables.texts import DELIMITERS, cut, encodings
from menkou.lib.tables.workbook import Sheet, Workbook, is_workbook, open_workbook

__all__ = [
    "DELIMITERS", "BadTable", "Limits", "Sheet", "Workbook", "cut", "encodings", "is_workbook",
    "open_workbook",
]
