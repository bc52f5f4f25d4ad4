"""A fact on its way in, and its keyed digest."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from menkou.identity import keys


@dataclass(frozen=True, slots=True)
class NewFact:
    """What a page or phone sends: made once, with an id that the device chose.

    `stated` is "asked" (the page waits for our answer) or "happened". `replaces` is the uid of
    the fact that it corrects; kind "undo" takes it back. `content` fits the kind's schema.
    """

    uid: UUID
    kind: str
    stated: str
    day: date
    happened_at: datetime
    content: dict[str, Any]
    replaces: UUID | None = None
    version: int = 1


def canonical(content: dict[str, Any]) -> str:
    """The one text of a content: sorted keys, no blanks."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(
    new: NewFact, content: str, recorder: int, received_at: datetime, device: int | None
) -> bytes:
    """Keyed digest (128 bits) over every column of a fact."""
    text = "|".join(
        str(part)
        for part in (
            new.uid, new.kind, new.version, new.stated, new.day, stamp(new.happened_at),
            stamp(received_at), recorder, device or "", new.replaces or "", content,
        )
    )
    return blake2b(text.encode(), key=keys.ring().books, digest_size=16).digest()


def stamp(moment: datetime) -> int:
    """Microseconds since 1970: the same on both engines, whatever the zone."""
    return round(moment.timestamp() * 1_000_000)
