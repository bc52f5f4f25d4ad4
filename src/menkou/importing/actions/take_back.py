"""A list that was written is taken back as a whole, while nothing hangs on it."""

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.importing import sealed
from menkou.importing.actions.write import held_of
from menkou.importing.errors import NotImported
from menkou.importing.models import Chunk, Import
from menkou.importing.undoing import UNDOES
from menkou.importing.undoing.base import Own


@transaction.atomic
def start_taking_back(*, imported: Import, by: User, at: datetime) -> Import:
    """Looks whether anything hangs on what the list wrote; if nothing does, the worker takes it
    back. Raises NotImported."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state not in (Import.State.DONE, Import.State.STOPPED) or not imported.cursor:
        raise NotImported("state")
    own = Own.of(imported)
    for chunk in imported.chunks.order_by("number"):
        UNDOES[imported.list].refuse_hanging(chunk, own)
    imported.state, imported.beat_at = Import.State.TAKING_BACK, at
    imported.told |= {"since": at.isoformat(), "from": imported.cursor}
    imported.save(update_fields=["state", "beat_at", "told"])
    log("importing.take_back", "import", [imported.pk], by=by, at=at)
    return imported


def run_taking_back(*, imported: Import, by: User, now: Callable[[], datetime]) -> Import:
    """Takes back chunk by chunk, the last first. Killed and run again it goes on.

    Raises NotImported where something has come to hang on it since; what is left stays.
    """
    while True:
        imported.refresh_from_db()
        if imported.state != Import.State.TAKING_BACK:
            return imported
        chunk = imported.chunks.order_by("-number").first()
        if chunk is None:
            Import.objects.filter(pk=imported.pk).update(
                state=Import.State.TAKEN_BACK, beat_at=now()
            )
            continue
        try:
            tried(_take_back, chunk=chunk, by=by, at=now())
        except (NotImported, ProtectedError) as error:
            Import.objects.filter(pk=imported.pk).update(state=Import.State.STOPPED, beat_at=now())
            if isinstance(error, NotImported):
                raise
            raise NotImported("hangs", what=_named(error)) from error


@transaction.atomic
def _take_back(*, chunk: Chunk, by: User, at: datetime) -> None:
    held = held_of(chunk.imported_id)
    if held.state != Import.State.TAKING_BACK or not Chunk.objects.filter(pk=chunk.pk).exists():
        return
    undo = UNDOES[held.list]
    undo.refuse_hanging(chunk, Own.of(held))
    before = (
        json.loads(sealed.unseal(sealed.key_of(held), bytes(chunk.before))) if chunk.before else {}
    )
    undo.undo(chunk, before, by=by, at=at)
    chunk.delete()
    Import.objects.filter(pk=held.pk).update(cursor=chunk.number, beat_at=at)


def _named(error: ProtectedError) -> str:
    return str(next(iter(error.protected_objects))._meta.verbose_name)
