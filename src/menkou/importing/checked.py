"""What the rows of a list come to, counted, and told row by row."""

from collections.abc import Iterator, Sequence
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
from menkou.importing.words import reason, remedy

FEW = 50
"""Rows below which a list is never refused for its doubles: a mistake in a small one is seen."""

SAID = frozenset(Row.Kind.values)
DOUBLES = frozenset({"alike", "twice_in_list"})


@dataclass(slots=True)
class Checked:
    """What the rows of a list come to: how many of each kind, and those that something is said
    of."""

    total: int
    counts: dict[str, int] = field(default_factory=dict)
    said: list[Verdict] = field(default_factory=list)
    doubles: int = 0

    def take(self, verdicts: Sequence[Verdict]) -> None:
        for one in verdicts:
            self.counts[one.kind] = self.counts.get(one.kind, 0) + 1
            if one.kind in SAID:
                self.said.append(one)
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
    }


def _told(checked: Checked, kind: str) -> Iterator[dict[str, Any]]:
    for one in checked.said:
        if one.kind != kind:
            continue
        for wrong in one.wrong:
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
        _("有错的 %(wrong)s 行，要问的 %(question)s 行")
        % {kind: counts.get(kind, 0) for kind in (WRONG, QUESTION)},
    ]
    for kind in (WRONG, QUESTION):
        lines += [
            _("%(sheet)s 第 %(row)s 行 %(column)s：%(reason)s。%(remedy)s") % row
            for row in _told(checked, kind)
        ]
    return "\n".join(lines)
