"""Taking back what a list said of persons: registered, or said in dated rows."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from menkou.identity import bulk
from menkou.identity.models import SealedKey, User
from menkou.importing.models import Chunk
from menkou.importing.undoing.base import (
    BATCH,
    Own,
    refuse_changed,
    refuse_hanging,
    tell,
    wrote,
)
from menkou.importing.writing.base import Before
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
    Wish,
)

SAID = (Residence, Membership, Trait, Skill, Wish, BankAccount)
"""What a list says of persons, as dated rows."""

SPARE: dict[type, None] = dict.fromkeys((*SAID, Person, NotSame))


class UndoPeople:
    """See `base.Undo`: for every list about persons."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        made, revised = wrote(chunk, "person"), wrote(chunk, "revised")
        persons = [*made, *revised]
        for start in range(0, len(persons), BATCH):
            refuse_changed("person", persons[start : start + BATCH], chunk.at, own)
        for start in range(0, len(made), BATCH):
            for model in (Person, Party):
                refuse_hanging(model, made[start : start + BATCH], SPARE)

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        made, revised = wrote(chunk, "person"), wrote(chunk, "revised")
        _unsay(made, revised, chunk.at, by=by, at=at)
        if before:
            _restore(before)
        NotSame.objects.filter(Q(one__in=made) | Q(other__in=made)).delete()
        own = list(Person.objects.filter(pk__in=made).values_list("key", flat=True))
        Person.objects.filter(pk__in=made).delete()
        SealedKey.objects.filter(pk__in=[key for key in own if key]).delete()
        Party.objects.filter(pk__in=made).delete()
        Household.objects.filter(
            pk__in=wrote(chunk, "household"), memberships__isnull=True
        ).delete()
        tell("person", [*made, *revised], chunk, by=by, at=at)


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


def _restore(before: Before) -> None:
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
