"""Keeping facts: the only writer of `Fact`."""

from collections.abc import Sequence
from datetime import datetime

from menkou.facts.models import Device, Fact
from menkou.facts.new import NewFact, canonical, digest
from menkou.identity import bulk
from menkou.identity.models import User

COLUMNS = (
    "uid", "kind", "version", "stated", "day", "happened_at", "received_at", "recorder_id",
    "device_id", "replaces", "content", "digest",
)


def keep(
    news: Sequence[NewFact], *, by: User, at: datetime, device: Device | None = None
) -> list[Fact]:
    """Writes facts in the order given, inside the caller's transaction.

    The caller has taken out those already known. IntegrityError when a uid or a replaced fact
    came in meanwhile.
    """
    device_id = device.pk if device else None
    facts, rows = [], []
    for new in news:
        fact = Fact(
            uid=new.uid, kind=new.kind, version=new.version, stated=new.stated, day=new.day,
            happened_at=new.happened_at, received_at=at, recorder=by, device=device,
            replaces=new.replaces, content=canonical(new.content),
        )
        fact.digest = digest(new, fact.content, by.pk, at, device_id)
        facts.append(fact)
        rows.append((
            new.uid, new.kind, new.version, new.stated, new.day, new.happened_at, at, by.pk,
            device_id, new.replaces, fact.content, fact.digest,
        ))
    for fact, key in zip(facts, bulk.put("facts_fact", COLUMNS, rows, answers="id"), strict=True):
        fact.pk = key
        fact._state.adding = False
    return facts
