"""Recordings: an objection that she speaks, and how recordings are removed again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from menkou.identity.models import User
from menkou.registry.actions.forget import forget_again, forget_person
from menkou.registry.models import Person
from menkou.settlement.actions.replies import keep_sound, object_to
from menkou.settlement.models import Objection, Slip


def object_aloud(
    *, slip: Slip, reason: str, content: bytes, by: User, at: datetime
) -> Objection:
    """She says in her own voice that her slip is not right (see `object_to`). What is refused
    leaves no file behind. Raises NotSettled."""
    name = keep_sound(content)
    try:
        return object_to(
            slip=slip, reason=reason, how=Objection.How.SOUND, sound=name, by=by, at=at
        )
    except BaseException:
        _remove([name])
        raise


@transaction.atomic
def forget_worker(*, person: Person, by: User, at: datetime) -> None:
    """Forgets a person for good, her recordings with her (see `registry.forget_person`)."""
    forget_person(person=person, by=by, at=at)
    forget_sounds([person.pk])


@transaction.atomic
def forget_workers_again(persons: Collection[int], *, at: datetime) -> int:
    """After a restore: forgets those who are still known, and removes the recordings of all of
    them, and those that no objection names. Answers how many were still known."""
    again = forget_again(persons, at=at)
    forget_sounds(persons)
    named = set(Objection.objects.exclude(sound="").values_list("sound", flat=True))
    unnamed = [path.name for path in _folder().glob("*") if path.name not in named]
    transaction.on_commit(partial(_remove, unnamed))
    return again


def forget_sounds(persons: Collection[int]) -> None:
    """Removes what these persons recorded, after the commit; inside the caller's transaction."""
    rows = Objection.objects.filter(slip__person__in=persons).exclude(sound="")
    names = list(rows.values_list("sound", flat=True))
    rows.update(sound="")
    transaction.on_commit(partial(_remove, names))


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "sounds"


def _remove(names: Iterable[str]) -> None:
    for name in names:
        (_folder() / name).unlink(missing_ok=True)
