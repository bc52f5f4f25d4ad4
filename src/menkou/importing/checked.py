"""What the rows of a list come to, counted, and told row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from menkou import policy
from menkou.importing.errors import NotImported
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    MOVED,
    QUESTION,
    UNCHANGED,
    WRONG,
    Verdict,
)
from menkou.importing.models import Row
from menkou.importing.reading.files import BadFile
from menkou.importing.words import reason, remedy

FEW = 50
"""Rows below which a list is never refused for its doubles: a mistake in a small one is seen."""

SAID = frozenset({WRONG, QUESTION, CHANGED, MOVED})
DOUBT = Row.Kind.DOUBT.value
DOUBLES = frozenset({"alike", "twice_in_list"})


@dataclass(frozen=True, slots=True)
class Ignored:
    """What of a file is not read. `columns`: (sheet, head). `sheets`: (code, params) of BadFile."""

    columns: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(slots=True)
class Checked:
    """What the rows of a list come to: how many of each kind, and those that something is said
    of."""

    total: int
    ignored: Ignored = Ignored()
    counts: dict[str, int] = field(default_factory=dict)
    said: list[Verdict] = field(default_factory=list)
    doubles: int = 0
    odd: int = 0

    @property
    def told(self) -> dict[str, Any]:
        """What is kept of it beside the counts: see `Import.told`."""
        return {
            "doubts": self.odd, "columns": [list(one) for one in self.ignored.columns],
            "sheets": [
                [code, {name: str(value) for name, value in params.items()}]
                for code, params in self.ignored.sheets
            ],
        }

    def take(self, verdicts: Sequence[Verdict]) -> None:
        for one in verdicts:
            self.counts[one.kind] = self.counts.get(one.kind, 0) + 1
            if one.kind in SAID or one.doubts:
                self.said.append(one)
            self.odd += bool(one.doubts)
            self.doubles += any(wrong.code in DOUBLES for wrong in one.wrong)

    def refuse_doubles(self, day: date) -> None:
        """Raises NotImported where so many rows are doubles that it must be another list."""
        percent = policy.on(day).number("import.doubles_percent")
        if self.total >= FEW and self.doubles * 100 > percent * self.total:
            raise NotImported("doubles", count=self.doubles, percent=percent)


def as_json(checked: Checked) -> dict[str, Any]:
    """The whole for other programs, rows as Excel counts them, numbers of persons masked."""
    return {
        **{kind: checked.counts.get(kind, 0) for kind in (ADDED, CHANGED, MOVED, UNCHANGED)},
        "wrong": list(_told(checked, WRONG)),
        "questions": list(_told(checked, QUESTION)),
        "doubts": list(_told(checked, DOUBT)),
        "ignored": {
            "columns": [{"sheet": sheet, "column": head}
                        for sheet, head in checked.ignored.columns],
            "sheets": [
                {"sheet": str(params.get("sheet", "")), "code": code, "reason": left(code, params)}
                for code, params in checked.ignored.sheets
            ],
        },
    }


def left(code: str, params: Mapping[str, Any]) -> str:
    """Why a sheet that looks like the list was left out, in the reader's language."""
    return str(BadFile.SENTENCES[code]) % params


def _told(checked: Checked, kind: str) -> Iterator[dict[str, Any]]:
    for one in checked.said:
        findings = one.doubts if kind == DOUBT else one.wrong if one.kind == kind else ()
        for wrong in findings:
            yield {
                "sheet": one.sheet, "row": one.number, "column": wrong.column,
                "value": wrong.shown, "code": wrong.code,
                "reason": reason(wrong.code, wrong.params),
                "remedy": remedy(wrong.code, wrong.params),
            }


def as_text(checked: Checked) -> str:
    """The whole for a person at a terminal."""
    counts = checked.counts
    lines = [
        _("新的 %(added)s 行，有变的 %(changed)s 行，搬家的 %(moved)s 行，没变的 %(unchanged)s 行")
        % {kind: counts.get(kind, 0) for kind in (ADDED, CHANGED, MOVED, UNCHANGED)},
        _("有错的 %(wrong)s 行，要问的 %(question)s 行，请看一眼的 %(doubt)s 行")
        % {WRONG: counts.get(WRONG, 0), QUESTION: counts.get(QUESTION, 0), DOUBT: checked.odd},
    ]
    lines += [
        _("%(sheet)s 有一列“%(column)s”不认得，没有读") % {"sheet": sheet, "column": head}
        for sheet, head in checked.ignored.columns
    ]
    lines += [left(code, params) for code, params in checked.ignored.sheets]
    for kind in (WRONG, QUESTION, DOUBT):
        lines += [
            _("%(sheet)s 第 %(row)s 行 %(column)s：%(reason)s。%(remedy)s") % row
            for row in _told(checked, kind)
        ]
    return "\n".join(lines)
