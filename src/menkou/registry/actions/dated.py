"""Stating what is true from a day: dated rows are added, never edited."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from menkou.identity.models import User
from menkou.registry.models.dated import Dated

Row = TypeVar("Row", bound=Dated)
BATCH = 1000


@transaction.atomic
def state_many(rows: Sequence[Row], *, by: User, at: datetime) -> list[Row]:
    """Adds rows of one dated table. Where a subject has a row of the same day, that one is
    withdrawn first, and stays to be read "as known on" an earlier moment."""
    made: list[Row] = []
    for part in _batches(rows):
        _withdraw_same_day(part, by=by, at=at)
        for row in part:
            row.entered_at, row.entered_by = at, by
        made += type(part[0]).objects.bulk_create(part, batch_size=BATCH)
    return made


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _withdraw_same_day(rows: Sequence[Row], *, by: User, at: datetime) -> None:
    model = type(rows[0])
    keys = {_key(row) for row in rows}
    subjects = {name: {getattr(row, f"{name}_id", None) or getattr(row, name) for row in rows}
                for name in model.SUBJECT}
    standing = model.objects.filter(
        withdrawn_at=None, from_day__in={row.from_day for row in rows},
        **{f"{name}__in": values for name, values in subjects.items()},
    )
    old = [row.pk for row in standing if _key(row) in keys]
    if old:
        model.objects.filter(pk__in=old).update(withdrawn_at=at, withdrawn_by=by)


def _key(row: Dated) -> tuple[object, ...]:
    return (*(getattr(row, f"{name}_id", None) or getattr(row, name) for name in row.SUBJECT),
            row.from_day)
