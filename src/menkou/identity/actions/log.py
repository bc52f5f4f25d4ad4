from collections.abc import Iterable
from datetime import datetime

from menkou.identity.models import User, VerbLog


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
    VerbLog.objects.bulk_create(
        [
            VerbLog(at=at, user=by, verb=verb, noun=noun, subject=subject, note=note)
            for subject in subjects
        ]
    )
