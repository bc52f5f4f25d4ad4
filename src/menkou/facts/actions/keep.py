"""Keeping facts: the only writer of `Fact`."""

from collections.abc import Sequence
from datetime import datetime

from menkou.facts.models import Device, Fact
from menkou.facts.new import NewFact, canonical, digest
from menkou.identity.models import User


def keep(
    news: Sequence[NewFact], *, by: User, at: datetime, device: Device | None = None
) -> list[Fact]:
    """Writes facts in the order given, inside the caller's transaction.

    The caller has taken out those already known. IntegrityError when a uid or a replaced fact
    came in meanwhile.
    """
    device_id = device.pk if device else None
    rows = []
    for new in news:
        content = canonical(new.content)
        rows.append(
            Fact(
                uid=new.uid, kind=new.kind, version=new.version, stated=new.stated, day=new.day,
                happened_at=new.happened_at, received_at=at, recorder=by, device=device,
                replaces=new.replaces, content=content,
                digest=digest(new, content, by.pk, at, device_id),
            )
        )
    return Fact.objects.bulk_create(rows, batch_size=1000)
