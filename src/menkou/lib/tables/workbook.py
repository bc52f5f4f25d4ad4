"""XLSX and XLS by calamine, measured before they are opened.

`calamine` keeps every cell between the first and the last, and a copy of each shared text, so a
small file could ask for all memory there is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from menkou.lib.tables.limits import BadTable, Limits
from menkou.lib.tables.xls import Errors
from menkou.lib.tables.xls import measured as measured_xls
from menkou.lib.tables.xlsx import measured as measured_xlsx

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its place in the workbook."""

    place: int
    name: str
    hidden: bool


class Workbook:
    """An opened workbook; a sheet is read when it is asked for."""

    def __init__(
        self, book: CalamineWorkbook, limits: Limits, errors: Mapping[int, Errors]
    ) -> None:
        self._book, self._limits, self._errors = book, limits, errors
        self._loaded: tuple[int, Any] = -1, None
        self.sheets = tuple(
            Sheet(place, meta.name, meta.visible is not SheetVisibleEnum.Visible)
            for place, meta in enumerate(book.sheets_metadata)
            if meta.typ is SheetTypeEnum.WorkSheet
        )

    def rows(self, sheet: Sheet) -> Iterator[list[Any]]:
        """The rows of a sheet, the n-th as Excel numbers it from 1; raises BadTable at once.

        Cells as calamine gives them: text, number, date, moment, time, span or truth; "" for
        none. A formula that failed is the text of its error.
        """
        return self._rows(self._load(sheet), self._errors.get(sheet.place, {}))

    def merged(self, sheet: Sheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last (row, column) of the cells that are merged, from 0. Raises BadTable."""
        return self._load(sheet).merged_cell_ranges or []

    def _load(self, sheet: Sheet) -> Any:
        """The sheet; the last one is kept, since its head is looked at before its rows."""
        if self._loaded[0] != sheet.place:
            self._loaded = -1, None
            self._loaded = sheet.place, _opened(lambda: self._read(sheet))
        return self._loaded[1]

    def _read(self, sheet: Sheet) -> Any:
        found = self._book.get_sheet_by_index(sheet.place)
        if (
            found.total_height > self._limits.rows or found.total_width > self._limits.columns
        ):
            raise BadTable("large")
        return found

    def _rows(self, sheet: Any, errors: Errors) -> Iterator[list[Any]]:
        if sheet.start is None:
            return
        left: list[Any] = [""] * sheet.start[1]
        for place, row in enumerate(sheet.iter_rows()):
            whole = left + row
            for column, error in errors.get(place, {}).items():
                whole[column : column + 1] = [error]
            yield whole


def is_workbook(start: bytes) -> bool:
    """Whether a file's first bytes say that it is XLSX or XLS (or what looks like these)."""
    return start.startswith((ZIP, OLE))


def open_workbook(file: BinaryIO, limits: Limits) -> Workbook:
    """Raises BadTable. The content says what it is, whatever the file is called."""
    file.seek(0)
    start = file.read(len(OLE))
    file.seek(0)
    errors: Mapping[int, Errors] = {}
    if start.startswith(ZIP):
        safe = measured_xlsx(file, limits)
    else:
        safe, errors = measured_xls(file, limits)
    found = Workbook(_opened(lambda: CalamineWorkbook.from_filelike(safe)), limits, errors)
    if not found.sheets:
        raise BadTable("no_sheet")
    return found


def _opened(what: Callable[[], Any]) -> Any:
    try:
        return what()
    except CalamineError as problem:
        locked = "password" in str(problem).lower() or "Password" in type(problem).__name__
        raise BadTable("encrypted" if locked else "broken") from None
    except (BadTable, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the Rust below derives from nothing narrower
        raise BadTable("broken") from None
