"""What a trait rests on: shown in full for a reason, and logged."""

from datetime import datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.actions.numbers import REASONS, NotRegistered, key_of
from menkou.registry.models import Trait


@transaction.atomic
def reveal_detail(*, trait: Trait, reason: str, by: User, at: datetime) -> str:
    """What a trait of a person rests on. Logged, with the reason's code. Raises NotRegistered."""
    key = key_of(trait.person)
    if trait.detail is None:
        raise NotRegistered("nothing")
    if reason not in REASONS:
        raise NotRegistered("reason", field="reason")
    log("registry.reveal", "person", [trait.person_id], by=by, at=at, note=f"trait:{reason}")
    return keys.decrypt(key, "trait", bytes(trait.detail))
