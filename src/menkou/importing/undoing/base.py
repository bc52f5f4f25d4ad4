"""What it takes to take back what a list wrote, and what keeps it from being taken back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from menkou.identity.actions.log import log
from menkou.identity.models import User, VerbLog
from menkou.importing.errors import NotImported
from menkou.importing.models import Chunk, Import
from menkou.importing.writing.base import Before, keys_of
from menkou.registry.models.dated import Dated

LOOKS = ("registry.reveal", "registry.export")
"""Verbs that look at a person and change nothing of her."""

TAKEN_BACK = "importing.taken_back"
"""In the log of a row: what was written of it at the moment of the note is undone."""

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Own:
    """What the whole list wrote that still stands: it does not hang on itself. `made`: what was
    made -> its keys; `moments`: when its chunks were written."""

    made: Mapping[str, Collection[int]]
    moments: frozenset[datetime]

    @classmethod
    def of(cls, imported: Import) -> "Own":
        made: dict[str, set[int]] = {}
        moments = set()
        for chunk in imported.chunks.order_by("number"):
            moments.add(chunk.at)
            for name, keys in chunk.wrote.items():
                made.setdefault(name, set()).update(keys_of(keys))
        return cls(made, frozenset(moments))

    def keys(self, name: str) -> Collection[int]:
        return self.made.get(name, ())


class Undo(Protocol):
    """One for each list."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        """Raises NotImported where something hangs on what a chunk wrote."""

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        """Takes back what a chunk wrote, inside the caller's transaction."""


def wrote(chunk: Chunk, name: str) -> list[int]:
    """The keys of what a chunk made or changed."""
    return keys_of(chunk.wrote.get(name, ()))


def refuse_changed(noun: str, keys: Collection[int], since: datetime, own: Own) -> None:
    """Raises NotImported where something of these rows was changed later, and neither by the list
    itself nor by one that was taken back."""
    lines = VerbLog.objects.filter(noun=noun, subject__in=keys, at__gt=since)
    told = list(lines.exclude(verb__in=LOOKS).values_list("subject", "verb", "at", "note"))
    undone = {(subject, note) for subject, verb, _at, note in told if verb == TAKEN_BACK}
    if any(
        verb != TAKEN_BACK and at not in own.moments and (subject, at.isoformat()) not in undone
        for subject, verb, at, _note in told
    ):
        raise NotImported("hangs", what=_("后来的改动"))


def refuse_hanging(
    model: Any, keys: Collection[int], spare: Mapping[type, Collection[int] | None]
) -> None:
    """Raises NotImported where a row of another table means one of these. `spare`: model -> the
    rows that go with it, beside those that were withdrawn; None for all of them."""
    if not keys:
        return
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        gone = spare.get(other, ())
        if gone is None:
            continue
        rows = other._default_manager.filter(**{f"{relation.field.name}__in": keys})
        if gone and issubclass(other, Dated):
            rows = rows.filter(withdrawn_at=None)
        if set(rows.order_by("pk").values_list("pk", flat=True)[: len(gone) + 1]) - set(gone):
            raise NotImported("hangs", what=str(other._meta.verbose_name))


def tell(noun: str, keys: Iterable[int], chunk: Chunk, *, by: User, at: datetime) -> None:
    """Logs that what a chunk wrote of these rows is undone."""
    log(TAKEN_BACK, noun, keys, by=by, at=at, note=chunk.at.isoformat())
