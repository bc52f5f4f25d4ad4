"""Proving the books: digests, seals, balances, guards. Names the row that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from menkou.facts.new import NewFact
from menkou.facts.new import digest as fact_digest
from menkou.identity import guards
from menkou.identity.queries import masters
from menkou.ledger.models import Balance, Checkpoint, Seal, SealedWages
from menkou.ledger.moves import digest
from menkou.ledger.queries.books import SEALED_WAGES, Flows

CHUNK = 10_000
# Days, moments and uids are read as text, which is the same on both engines and in the digests.
FACTS = """
SELECT id, CAST(uid AS TEXT), kind, version, stated, CAST(day AS TEXT),
       CAST(happened_at AS TEXT), CAST(received_at AS TEXT), recorder_id, device_id,
       CAST(replaces AS TEXT), content, digest
  FROM facts_fact WHERE id BETWEEN %s AND %s ORDER BY id
"""
TRANSFERS = """
SELECT t.id, CAST(t.day AS TEXT), t.source_id, t.target_id, t.commodity_id, t.quantity,
       t.fact_id, t.root_id, t.measured, t.digest, w.transfer_id, w.engagement_id, w.evidence,
       w.commodity_id, w.quantity, w.rate, w.share, w.shares, w.community_id, w."group"
  FROM ledger_transfer t LEFT JOIN ledger_wage w ON w.transfer_id = t.id
 WHERE t.id BETWEEN %s AND %s ORDER BY t.id
"""
DIGESTS = "SELECT id, digest FROM ledger_transfer WHERE id BETWEEN %s AND %s ORDER BY id"
WAGES = f"""
SELECT seal, CAST(day AS TEXT), SUM(amount) FROM (
  SELECT seal, day, community, payer, workshop, amount FROM ({SEALED_WAGES}) AS made
  UNION ALL
  SELECT seal_id, day, community_id, payer_id, workshop_id, -amount FROM ledger_sealedwages
   WHERE seal_id BETWEEN %s AND %s
) AS sides GROUP BY seal, day, community, payer, workshop HAVING SUM(amount) <> 0
 ORDER BY seal, day
"""
ALL = (0, 2**62)  # a range of ids, both ends in it


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what kind of row, its key, and what is wrong with it."""

    noun: str
    key: int | str
    sentence: str

    def __str__(self) -> str:
        return f"{self.noun} {self.key}: {self.sentence}"


def prove_guards() -> Iterator[Finding]:
    for name in guards.missing():
        yield Finding("guard", name, "is not in the database: run `menkou migrate`")


def prove_masters() -> Iterator[Finding]:
    """Persons' keys that no master key of the key folder opens: numbers that can't be read."""
    for sentence in masters.lacking():
        yield Finding("keys", "folder", sentence)


def prove_facts(first: int = ALL[0], last: int = ALL[1]) -> Iterator[Finding]:
    """Facts of a range of ids against their keyed digests."""
    for row in _rows(FACTS, first, last):
        pk, uid, kind, version, stated, day, at, received, recorder, device, replaces = row[:11]
        new = NewFact(
            UUID(uid), kind, stated, day, moment(at), {}, UUID(replaces) if replaces else None,
            version,
        )
        if fact_digest(new, row[11], recorder, moment(received), device) != bytes(row[12]):
            yield Finding("fact", pk, "is not what was recorded: its digest differs")


def prove_transfers(first: int = ALL[0], last: int = ALL[1]) -> Iterator[Finding]:
    """Transfers of a range of ids, each with its wage, against their keyed digests."""
    for row in _rows(TRANSFERS, first, last):
        transfer, kept, wage = row[:9], row[9], row[10:]
        if digest(transfer, wage if wage[0] is not None else None) != bytes(kept):
            yield Finding("transfer", row[0], "is not what was booked: its digest differs")


def _rows(sql: str, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a range, in pieces, without the ORM: a month has millions of them."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql + " LIMIT %s", [first, last, CHUNK])
            rows = cursor.fetchall()
            yield from rows
            if len(rows) < CHUNK:
                return
            first = rows[-1][0] + 1


def moment(text: str) -> datetime:
    """A moment from the text of either engine; SQLite's has no zone and is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def prove_seals() -> Iterator[Finding]:
    """Every seal from the first: no gaps, each head over its digests and the head before."""
    before: Seal | None = None
    for seal in Seal.objects.order_by("first"):
        hashed = sha256(bytes(before.head) if before else b"")
        since = before.last if before else 0
        for _, found in _rows(DIGESTS, since + 1, seal.last):
            hashed.update(bytes(found))
        if seal.before_id != (before.pk if before else None) or hashed.digest() != bytes(seal.head):
            yield Finding("seal", seal.pk, f"does not fit transfers {since + 1} to {seal.last}")
        before = seal


def prove_sealed_wages(since: int = 0) -> Iterator[Finding]:
    """What is kept of the wages of each seal that was summed, and seals more than transfers up to
    `since`, against these wages."""
    seals = Seal.objects.filter(last__gt=since).order_by("pk").values_list("pk", flat=True)
    first = seals.first()
    last = SealedWages.objects.order_by("-seal").values_list("seal", flat=True).first()
    if first is None or last is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(WAGES, [first, last, first, last])
        for seal, day, amount in cursor.fetchall():
            yield Finding(
                "seal", seal, f"keeps {abs(amount)} too {'little' if amount > 0 else 'much'} of "
                f"the wages of {day}",
            )


def prove_balances(flows: Flows | None = None) -> Iterator[Finding]:
    """Every balance against the sum of its transfers; invariant 1."""
    summed = (flows or Flows()).balances()
    for pk, account, commodity, quantity in Balance.objects.values_list(
        "pk", "account", "commodity", "quantity"
    ).iterator(chunk_size=CHUNK):
        should = summed.pop((account, commodity), 0)
        if should != quantity:
            yield Finding("balance", pk, f"stands at {quantity}, its transfers make {should}")
    for (account, commodity), quantity in summed.items():
        if quantity:
            yield Finding(
                "account", account, f"has no balance of commodity {commodity}, should be {quantity}"
            )


def newest_checkpoint() -> tuple[int, int] | None:
    """(seal, the last transfer that it seals) of the newest seal that balances are kept for."""
    rows = Checkpoint.objects.order_by("-seal__last").values_list("seal", "seal__last")
    return rows.first()


def prove_checkpoints(flows: Flows | None = None) -> Iterator[Finding]:
    """The newest checkpoint against the transfers up to its seal (the mark of `flows`)."""
    newest = newest_checkpoint()
    if newest is None:
        return
    summed = (flows or Flows(upto=newest[1])).balances(upto=True)
    for pk, account, commodity, quantity in Checkpoint.objects.filter(
        seal=newest[0]
    ).values_list("pk", "account", "commodity", "quantity").iterator(chunk_size=CHUNK):
        if summed.pop((account, commodity), 0) != quantity:
            yield Finding("checkpoint", pk, f"keeps {quantity}, which its transfers do not make")
    for (account, commodity), quantity in summed.items():
        if quantity:
            yield Finding("account", account, f"has no checkpoint of commodity {commodity}")
