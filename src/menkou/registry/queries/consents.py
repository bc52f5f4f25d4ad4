"""Who agreed to what."""

from collections.abc import Collection
from datetime import date

from menkou.registry.models import Consent

BATCH = 2000


def given(persons: Collection[int], purpose: str, day: date) -> set[int]:
    """Those of the persons whose consent to a purpose stands on a day: one query for 2,000."""
    keys = sorted(persons)
    return {
        person
        for start in range(0, len(keys), BATCH)
        for person in Consent.objects.on(day)
        .filter(purpose=purpose, given=True, person__in=keys[start : start + BATCH])
        .values_list("person", flat=True)
    }
