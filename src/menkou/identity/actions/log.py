from collections.abc import Iterable
from datetime import datetime

from menkou.identity import bulk
from menkou.identity.models import User

COLUMNS = ("at", "user_id", "verb", "noun", "subject", "note")


def log(
    verb: str,
    noun: str,
    subjects: Iterable[int],
    *,
    by: User,
    at: datetime,
    note: str = "",
) -> None:
    """Writes one line a row that a verb was done to, inside the caller's transaction."""
    bulk.put("identity_verblog", COLUMNS, [(at, by.pk, verb, noun, key, note) for key in subjects])
