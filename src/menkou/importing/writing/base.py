"""What a list's writer is, and what it leaves behind so that it can be taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from menkou.identity.models import User

Wrote = dict[str, list[list[int]]]
"""What was made -> its keys, as ranges [first, last]."""

Before = dict[str, Any]
"""What stood in the rows that were changed; it is sealed before it is kept."""


class Writer(Protocol):
    """Writes what the list's matcher handed over, inside the caller's transaction. All dated rows
    have `at` as the moment of their entry: by it they are found when they are taken back."""

    def __call__(
        self, writes: Sequence[Any], *, by: User, at: datetime
    ) -> tuple[Wrote, Before]: ...


def ranges(keys: Iterable[int]) -> list[list[int]]:
    """Keys as ranges [first, last], in order."""
    found: list[list[int]] = []
    for key in sorted(keys):
        if found and found[-1][1] == key - 1:
            found[-1][1] = key
        else:
            found.append([key, key])
    return found


def keys_of(found: Iterable[Sequence[int]]) -> list[int]:
    """Ranges as keys again."""
    return [key for first, last in found for key in range(first, last + 1)]
