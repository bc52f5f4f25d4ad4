"""Stating what is true from a day: dated rows are added, never edited."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from menkou.identity.models import User
from menkou.registry.models.dated import Dated

Row = TypeVar("Row", bound=Dated)


@transaction.atomic
def state_many(rows: Sequence[Row], *, by: User, at: datetime) -> list[Row]:
    """Adds rows of one dated table. Where a subject has a row of the same day, that one is
    withdrawn first, and stays to be read "as known on" an earlier moment."""
    if not rows:
        return []
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
    for row in rows:
        row.entered_at, row.entered_by = at, by
    made: list[Row] = model.objects.bulk_create(rows, batch_size=1000)
    return made


def _key(row: Dated) -> tuple[object, ...]:
    return (*(getattr(row, f"{name}_id", None) or getattr(row, name) for name in row.SUBJECT),
            row.from_day)
