"""Proving the books: digests, seals, balances, guards. Names the row that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import F

from menkou.facts.models import Fact
from menkou.facts.new import NewFact
from menkou.facts.new import digest as fact_digest
from menkou.identity import guards
from menkou.ledger.models import Balance, Checkpoint, Seal, Transfer
from menkou.ledger.moves import TransferRow, WageRow, digest
from menkou.ledger.queries.books import balances

WAGE = (
    "wage__engagement", "wage__evidence", "wage__commodity", "wage__quantity", "wage__rate",
    "wage__share", "wage__shares", "wage__community", "wage__group",
)
COLUMNS = (
    "id", "day", "source", "target", "commodity", "quantity", "fact", "root", "measured",
)
CHUNK = 10_000


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


def prove_facts() -> Iterator[Finding]:
    """Every fact against its keyed digest."""
    for fact in Fact.objects.order_by("pk").iterator(chunk_size=CHUNK):
        new = NewFact(
            fact.uid, fact.kind, fact.stated, fact.day, fact.happened_at, {}, fact.replaces,
            fact.version,
        )
        found = fact_digest(
            new, fact.content, fact.recorder_id, fact.received_at, fact.device_id
        )
        if found != bytes(fact.digest):
            yield Finding("fact", fact.pk, "is not what was recorded: its digest differs")


def prove_transfers(since: int = 0) -> Iterator[Finding]:
    """Every transfer after an id, with its wage, against its keyed digest."""
    rows = (
        Transfer.objects.filter(pk__gt=since)
        .order_by("pk")
        .annotate(wage_key=F("wage__pk"))
        .values_list(*COLUMNS, "digest", "wage_key", *WAGE)
    )
    for row in rows.iterator(chunk_size=CHUNK):
        transfer: TransferRow = row[:9]
        wage: WageRow | None = (row[0], *row[11:]) if row[10] is not None else None
        if digest(transfer, wage) != bytes(row[9]):
            yield Finding("transfer", row[0], "is not what was booked: its digest differs")


def prove_seals() -> Iterator[Finding]:
    """Every seal from the first: no gaps, each head over its digests and the head before."""
    before: Seal | None = None
    for seal in Seal.objects.order_by("first"):
        hashed = sha256(bytes(before.head) if before else b"")
        since = before.last if before else 0
        for (found,) in (
            Transfer.objects.filter(pk__gt=since, pk__lte=seal.last)
            .order_by("pk").values_list("digest").iterator(chunk_size=CHUNK)
        ):
            hashed.update(bytes(found))
        if seal.before_id != (before.pk if before else None) or hashed.digest() != bytes(seal.head):
            yield Finding("seal", seal.pk, f"does not fit transfers {since + 1} to {seal.last}")
        before = seal


def prove_balances() -> Iterator[Finding]:
    """Every balance against the sum of its transfers; invariant 1."""
    summed = balances()
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


def prove_checkpoints() -> Iterator[Finding]:
    """The newest checkpoint against the transfers up to its seal."""
    newest = Checkpoint.objects.order_by("-seal__last").values_list("seal", "seal__last").first()
    if newest is None:
        return
    summed = balances(upto=newest[1])
    for pk, account, commodity, quantity in Checkpoint.objects.filter(
        seal=newest[0]
    ).values_list("pk", "account", "commodity", "quantity"):
        if summed[account, commodity] != quantity:
            yield Finding("checkpoint", pk, f"keeps {quantity}, not {summed[account, commodity]}")
