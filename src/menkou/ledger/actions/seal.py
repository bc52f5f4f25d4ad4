"""Sealing: a hash over the digests of a range of transfers and the seal before."""

from collections import Counter
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from menkou.identity import bulk
from menkou.ledger.models import Balance, Checkpoint, Seal, SealedWages, Transfer
from menkou.ledger.queries.books import SEALED_WAGES, balances

_WAGES = f"""
INSERT INTO ledger_sealedwages (seal_id, day, community_id, payer_id, workshop_id, amount)
{SEALED_WAGES}"""


@transaction.atomic(durable=True)
def seal(*, at: datetime) -> Seal | None:
    """Seals all transfers since the last seal, alone, in a transaction of its own.

    Answers the new seal; None where nothing was booked since. Called by the edge before a day's
    first recording, by a close, and by `verify` after it has proved what it seals.
    """
    return seal_within(at=at)


def seal_within(*, at: datetime) -> Seal | None:
    """The same inside the caller's transaction: for who has the books for himself, as the demo."""
    bulk.stop_posting()
    before = Seal.objects.order_by("-last").first()
    since = before.last if before else 0
    rows = Transfer.objects.filter(pk__gt=since).order_by("pk").values_list("pk", "digest")
    hashed = sha256(bytes(before.head) if before else b"")
    first = last = 0
    for pk, digest in rows.iterator(chunk_size=10_000):
        first = first or pk
        last = pk
        hashed.update(bytes(digest))
    if not last:
        return None
    return Seal.objects.create(
        first=first, last=last, before=before, head=hashed.digest(), made_at=at
    )


@transaction.atomic
def sum_wages() -> int:
    """Sums the wages of each seal that has no sums yet; answers how many seals it asked. A seal
    without wages leaves none, and is asked again until a later one has some.

    What is sealed stands, so that nobody who records waits for this."""
    summed = SealedWages.objects.order_by("-seal").values_list("seal", flat=True).first() or 0
    seals = list(Seal.objects.select_for_update().filter(pk__gt=summed).order_by("pk"))
    # Whoever was first holds the seals; what she summed is not summed again.
    done = set(SealedWages.objects.filter(seal__in=seals).values_list("seal", flat=True))
    left = [one for one in seals if one.pk not in done]
    with connection.cursor() as cursor:
        for one in left:
            cursor.execute(_WAGES, [one.pk, one.pk])
    return len(left)


@transaction.atomic
def checkpoint(sealed: Seal) -> None:
    """Keeps the balances as they stand at a seal that `verify` has proved."""
    bulk.stop_posting()
    if Checkpoint.objects.filter(seal=sealed).exists():
        return
    if Transfer.objects.filter(pk__gt=sealed.last).exists():
        standing = balances(upto=sealed.last)
    else:
        rows = Balance.objects.values_list("account", "commodity", "quantity")
        standing = Counter({(account, what): quantity for account, what, quantity in rows})
    Checkpoint.objects.bulk_create(
        [
            Checkpoint(seal=sealed, account_id=account, commodity_id=commodity, quantity=quantity)
            for (account, commodity), quantity in standing.items()
            if quantity
        ],
        batch_size=1000,
    )
