"""A list that was written is taken back as a whole, while nothing hangs on it."""

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from menkou.identity import bulk
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User, VerbLog
from menkou.identity.tries import tried
from menkou.importing import sealed
from menkou.importing.actions.write import held_of
from menkou.importing.errors import NotImported
from menkou.importing.models import Chunk, Import
from menkou.importing.writing.base import keys_of
from menkou.importing.writing.people import KEPT
from menkou.registry.models import (
    BankAccount,
    Household,
    Membership,
    NotSame,
    Party,
    Person,
    Residence,
    Skill,
    Trait,
)

SAID = (Residence, Membership, Trait, Skill, BankAccount)
"""What a list says of persons, as dated rows."""

LOOKS = ("registry.reveal", "registry.export")
"""Verbs that look at a person and change nothing of her."""

TAKEN_BACK = "importing.taken_back"
"""In the log of a person: what was written of her at the moment of the note is undone."""

BATCH = 1000


@transaction.atomic
def start_taking_back(*, imported: Import, by: User, at: datetime) -> Import:
    """Looks whether anything hangs on what the list wrote; if nothing does, the worker takes it
    back. Raises NotImported."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state not in (Import.State.DONE, Import.State.STOPPED) or not imported.cursor:
        raise NotImported("state")
    for chunk in imported.chunks.order_by("number"):
        refuse_hanging(chunk)
    imported.state, imported.beat_at = Import.State.TAKING_BACK, at
    imported.save(update_fields=["state", "beat_at"])
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


def refuse_hanging(chunk: Chunk) -> None:
    """Raises NotImported where somebody did more with a person since the list was written."""
    persons = [*keys_of(chunk.wrote["person"]), *keys_of(chunk.wrote["revised"])]
    for start in range(0, len(persons), BATCH):
        some = persons[start : start + BATCH]
        if _changed(some, chunk.at):
            raise NotImported("hangs", what=_("人员登记的改动"))
        made = [key for key in keys_of(chunk.wrote["person"]) if key in set(some)]
        for relation in (*Person._meta.related_objects, *Party._meta.related_objects):
            model: Any = relation.related_model
            if model in (*SAID, Person, NotSame):
                continue
            if model._default_manager.filter(**{f"{relation.field.name}__in": made}).exists():
                raise NotImported("hangs", what=str(model._meta.verbose_name))


def _changed(persons: Sequence[int], since: datetime) -> bool:
    """Whether something of persons was changed later, and not by a list that was taken back."""
    lines = VerbLog.objects.filter(noun="person", subject__in=persons, at__gt=since)
    told = list(lines.exclude(verb__in=LOOKS).values_list("subject", "verb", "at", "note"))
    undone = {(subject, note) for subject, verb, _at, note in told if verb == TAKEN_BACK}
    return any(
        verb != TAKEN_BACK and (subject, at.isoformat()) not in undone
        for subject, verb, at, _note in told
    )


@transaction.atomic
def _take_back(*, chunk: Chunk, by: User, at: datetime) -> None:
    held = held_of(chunk.imported_id)
    if held.state != Import.State.TAKING_BACK or not Chunk.objects.filter(pk=chunk.pk).exists():
        return
    refuse_hanging(chunk)
    made, revised = keys_of(chunk.wrote["person"]), keys_of(chunk.wrote["revised"])
    _unsay(made, revised, chunk.at, by=by, at=at)
    if chunk.before:
        _restore(json.loads(sealed.unseal(sealed.key_of(held), bytes(chunk.before))))
    NotSame.objects.filter(Q(one__in=made) | Q(other__in=made)).delete()
    own = list(Person.objects.filter(pk__in=made).values_list("key", flat=True))
    Person.objects.filter(pk__in=made).delete()
    SealedKey.objects.filter(pk__in=[key for key in own if key]).delete()
    Party.objects.filter(pk__in=made).delete()
    Household.objects.filter(
        pk__in=keys_of(chunk.wrote["household"]), memberships__isnull=True
    ).delete()
    log(TAKEN_BACK, "person", [*made, *revised], by=by, at=at, note=chunk.at.isoformat())
    chunk.delete()
    Import.objects.filter(pk=held.pk).update(cursor=chunk.number, beat_at=at)


def _unsay(
    made: Sequence[int], revised: Sequence[int], said_at: datetime, *, by: User, at: datetime
) -> None:
    """Rows of those who go are deleted with them; of those who stay, withdrawn, and what had been
    withdrawn for them stands again."""
    for model in SAID:
        rows: Any = model.objects
        rows.filter(person__in=made).delete()
        rows.filter(person__in=revised, entered_at=said_at, withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_by=by
        )
        rows.filter(
            person__in=revised, entered_at__lt=said_at, withdrawn_at=said_at
        ).update(
            withdrawn_at=None, withdrawn_by=None
        )


def _restore(before: dict[str, list[Any]]) -> None:
    """Puts back name, search text and numbers, as `writing.people` kept them."""
    columns = KEPT[2:]
    rows = [
        (int(pk), *(_bytes(name, value) for name, value in zip(columns, values[1:], strict=True)))
        for pk, values in before.items()
    ]
    bulk.update("registry_party", "id", ["name"], [(int(pk), v[0]) for pk, v in before.items()])
    bulk.update("registry_person", "party_id", columns, rows)


def _bytes(name: str, value: str | None) -> bytes | str | None:
    kind = Person._meta.get_field(name).get_internal_type()
    return b64decode(value) if kind == "BinaryField" and value is not None else value


def _named(error: ProtectedError) -> str:
    return str(next(iter(error.protected_objects))._meta.verbose_name)
