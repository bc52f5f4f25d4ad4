"""The good rows of a checked list are written: in chunks, each committed under its number."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from menkou.identity.actions.log import log
from menkou.identity.bulk import count_anew
from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.importing import sealed
from menkou.importing.actions.check import Step, matcher_of, read
from menkou.importing.errors import NotImported
from menkou.importing.matching.base import Matcher, Read
from menkou.importing.models import Chunk, Import
from menkou.importing.writing import WRITERS

CHUNK = 1000


@transaction.atomic
def start_write(*, imported: Import, by: User, at: datetime) -> Import:
    """The officer says so: from here on the worker writes, and goes on where it was stopped.

    Raises NotImported where it is not checked, or nothing of it can be written.
    """
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state not in (Import.State.CHECKED, Import.State.STOPPED):
        raise NotImported("state")
    if imported.total == imported.wrong:
        raise NotImported("nothing")
    imported.state, imported.beat_at = Import.State.WRITING, at
    imported.told |= {"since": at.isoformat(), "from": imported.cursor}
    imported.save(update_fields=["state", "beat_at", "told"])
    log("importing.write", "import", [imported.pk], by=by, at=at)
    return imported


@transaction.atomic
def stop_write(*, imported: Import, by: User, at: datetime) -> Import:
    """Stops after the chunk that is being written; what is written stays, and may go on."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state != Import.State.WRITING:
        raise NotImported("state")
    imported.state = Import.State.STOPPED
    imported.save(update_fields=["state"])
    log("importing.stop", "import", [imported.pk], by=by, at=at)
    return imported


@transaction.atomic
def drop_import(*, imported: Import, by: User, at: datetime) -> Import:
    """The list is not wanted: its file and what was said of its rows go."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state not in (Import.State.CHECKED, Import.State.CHECKING):
        raise NotImported("state")
    imported.state = Import.State.DROPPED
    imported.save(update_fields=["state"])
    imported.rows.all().delete()
    log("importing.drop", "import", [imported.pk], by=by, at=at)
    transaction.on_commit(lambda: sealed.drop(imported))
    return imported


def run_write(
    *, imported: Import, now: Callable[[], datetime], rows: Sequence[Read] | None = None,
    step: Step = lambda done, total: None,
) -> Import:
    """Writes from the cursor on until the last row, or until somebody stops it.

    Killed and run again it goes on; two at once write each chunk once. `rows`: the file's, where
    they are read already.
    """
    rows = read(imported) if rows is None else rows
    matcher = matcher_of(imported, rows, now())
    while True:
        imported.refresh_from_db()
        if imported.state != Import.State.WRITING:
            return imported
        some = rows[imported.cursor : imported.cursor + CHUNK]
        if not some:
            _finish(imported, now())
            imported.refresh_from_db()
            return imported
        tried(_chunk, imported=imported, matcher=matcher, some=some, at=now(),
              also=(IntegrityError,))
        done = imported.cursor // CHUNK
        if len(some) == CHUNK and done & (done + 1) == 0:
            count_anew()  # what was written has doubled: a plan for a small table lasts no longer
        step(min(imported.cursor + len(some), len(rows)), len(rows))


def _chunk(*, imported: Import, matcher: Matcher, some: Sequence[Read], at: datetime) -> None:
    """Compares some rows anew (others may have changed since the check) and writes them."""
    verdicts = matcher.match(some)
    writes = [one.write for one in verdicts if one.write is not None]
    with transaction.atomic():
        held = held_of(imported.pk)
        if held.state != Import.State.WRITING or held.cursor != imported.cursor:
            return
        wrote, before = WRITERS[held.list](writes, by=held.by, at=at)
        cursor = held.cursor + len(some)
        Chunk.objects.create(
            imported=held, number=held.cursor, cursor=cursor, wrote=wrote, at=at,
            before=sealed.seal(sealed.key_of(held), _packed(before)) if before else None,
        )
        Import.objects.filter(pk=held.pk).update(cursor=cursor, beat_at=at)


def held_of(imported: int) -> Import:
    """An import with its row locked, so that two who go on with it wait for one another."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("by", "key")
    return rows.get(pk=imported)


def _packed(before: dict[str, Any]) -> bytes:
    return json.dumps(before, default=_plain).encode()


def _plain(value: Any) -> str:
    return b64encode(bytes(value)).decode()


@transaction.atomic
def _finish(imported: Import, at: datetime) -> None:
    """The last chunk is in. The file stays while rows are left that were not written."""
    Import.objects.filter(pk=imported.pk, state=Import.State.WRITING).update(
        state=Import.State.DONE, beat_at=at
    )
    if imported.cursor >= CHUNK:
        count_anew()
    if not imported.wrong and not imported.questions:
        transaction.on_commit(lambda: sealed.drop(imported))

