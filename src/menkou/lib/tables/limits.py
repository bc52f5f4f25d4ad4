"""How large a table may be, and why a file is none."""

from dataclasses import dataclass

MOST_MERGED = 300_000
"""Areas of merged cells in a workbook."""


class BadTable(ValueError):
    """A file that can't be opened as a table.

    `code`: empty, heavy, large, bomb, encrypted, macro, broken, not_text, no_sheet, or what the
    file is instead of a table: xlsb, ods, xml, html, word, slides, pdf, picture, archive, other.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is opened of a file; all that is beyond is refused before it fills the memory.

    `bytes`: of the file. `unpacked`: bytes of all that a workbook holds. `rows` and `columns`: of
    a sheet, up to its last filled cell. `cells`: filled ones of a sheet; `letters`: of all texts
    of a workbook's cells, each counted as often as it stands there.
    """

    bytes: int
    unpacked: int
    rows: int
    columns: int
    cells: int
    letters: int
