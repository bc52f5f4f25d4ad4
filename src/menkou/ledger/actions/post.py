"""The one function that books, corrects and undoes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity import bulk
from menkou.ledger.models import Account, Balance
from menkou.ledger.moves import AccountKey, Move, TransferRow, WageRow, digest
from menkou.lib.errors import Refused

TRANSFER = (
    "id", "day", "source_id", "target_id", "commodity_id", "quantity", "fact_id", "root_id",
    "measured", "digest",
)
WAGE = (
    "transfer_id", "engagement_id", "evidence", "commodity_id", "quantity", "rate", "share",
    "shares", "community_id", "group",
)
CHUNK = 1000
Pair = tuple[AccountKey, int]  # an account and a commodity


class Overdrawn(Refused):
    """A balance that may not be overdrawn would be: the database refused the whole list."""

    SENTENCES = {"overdrawn": _("账上不够，记了就成负数。什么都没有动，请再看一遍数量")}


def post(moves: Sequence[Move]) -> list[int]:
    """Books moves, all or none, inside the caller's transaction; answers the transfers' ids.

    Called once a transaction: missing accounts and balances are made (at 0), balances locked in
    key order, transfers and wages written, and each balance changed once by its netted delta.
    Raises Overdrawn; the caller's transaction must then be rolled back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("post is called inside a transaction")
    if not moves:
        return []
    deltas: Counter[Pair] = Counter()
    for move in moves:
        deltas[move.source, move.commodity] -= move.quantity
        deltas[move.target, move.commodity] += move.quantity
    accounts, last = _open_and_lock(sorted(deltas))
    ids = _write(moves, accounts, last)
    try:
        _change({(accounts[key], what): delta for (key, what), delta in deltas.items()})
    except IntegrityError as error:
        raise Overdrawn("overdrawn") from error
    return ids


def _open_and_lock(pairs: Sequence[Pair]) -> tuple[dict[AccountKey, int], int | None]:
    """Ids of the accounts, and the last transfer's id where it was read along; the balances of
    the pairs are locked in the order of account and commodity.

    What is missing is opened at 0, which is the exception and costs the more.
    """
    if len(pairs) <= CHUNK:
        found, last = _lock(pairs)
        if len(found) == len(pairs):
            return {key: account for (key, _), account in found.items()}, last
    accounts = account_ids(key for key, _ in pairs)
    Balance.objects.bulk_create(
        [
            Balance(account_id=accounts[key], commodity_id=what, quantity=0,
                    bounded=key.kind in Account.BOUNDED)
            for key, what in pairs
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    in_order = sorted(pairs, key=lambda pair: (accounts[pair[0]], pair[1]))
    for start in range(0, len(in_order), CHUNK):
        _lock(in_order[start : start + CHUNK])
    return accounts, None


def _lock(pairs: Sequence[Pair]) -> tuple[dict[Pair, int], int | None]:
    """Locks the balances that are there; answers their accounts, and the last transfer's id."""
    text, values = bulk.table(
        ["party", "kind", "other", "job", "commodity"],
        [(key.party, key.kind, key.other, key.job, what) for key, what in pairs],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{text} SELECT v.party, v.kind, v.other, v.job, v.commodity, a.id, "
            f"{bulk.last_id('ledger_transfer')} "
            "FROM v CROSS JOIN ledger_account a CROSS JOIN ledger_balance b "
            "WHERE a.party_id = v.party AND a.kind = v.kind AND a.other_id = v.other "
            "AND a.job_id = v.job AND b.account_id = a.id AND b.commodity_id = v.commodity "
            f"ORDER BY a.id, v.commodity{bulk.locking('b')}",
            values,
        )
        rows = cursor.fetchall()
    found = {
        (AccountKey(party, kind, other, job), what): account
        for party, kind, other, job, what, account, _ in rows
    }
    return found, rows[0][-1] if rows else None


def account_ids(wanted: Iterable[AccountKey]) -> dict[AccountKey, int]:
    """Ids of accounts by their key; those that are missing are opened."""
    keys = set(wanted)
    found = _find(keys)
    missing = sorted(keys - found.keys())
    if missing:
        Account.objects.bulk_create(
            [
                Account(party_id=key.party, kind=key.kind, other_id=key.other, job_id=key.job)
                for key in missing
            ],
            ignore_conflicts=True,
            batch_size=1000,
        )
        found |= _find(missing)
    return found


def _find(keys: Collection[AccountKey]) -> dict[AccountKey, int]:
    found: dict[AccountKey, int] = {}
    rest = sorted(keys)
    for start in range(0, len(rest), CHUNK):
        text, values = bulk.table(
            ["party", "kind", "other", "job"],
            [(key.party, key.kind, key.other, key.job) for key in rest[start : start + CHUNK]],
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"{text} SELECT v.party, v.kind, v.other, v.job, a.id FROM v "
                "CROSS JOIN ledger_account a WHERE a.party_id = v.party AND a.kind = v.kind "
                "AND a.other_id = v.other AND a.job_id = v.job",
                values,
            )
            for *key, account in cursor.fetchall():
                found[AccountKey(*key)] = account
    return found


def _write(
    moves: Sequence[Move], accounts: dict[AccountKey, int], last: int | None
) -> list[int]:
    ids = bulk.take_ids("ledger_transfer", len(moves), last)
    transfers, wages = [], []
    for number, move in zip(ids, moves, strict=True):
        row: TransferRow = (
            number, move.day, accounts[move.source], accounts[move.target], move.commodity,
            move.quantity, move.fact, move.root, move.measured,
        )
        wage: WageRow | None = None
        if (line := move.wage) is not None:
            wage = (
                number, line.engagement, line.evidence, line.commodity, line.quantity, line.rate,
                line.share, line.shares, line.community, line.group,
            )
            wages.append(wage)
        transfers.append((*row, digest(row, wage)))
    bulk.insert("ledger_transfer", TRANSFER, transfers)
    bulk.insert("ledger_wage", WAGE, wages)
    return ids


def _change(deltas: Mapping[tuple[int, int], int]) -> None:
    rows = [(account, what, delta) for (account, what), delta in sorted(deltas.items()) if delta]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            text, values = bulk.table(
                ["account_id", "commodity_id", "delta"], rows[start : start + CHUNK]
            )
            cursor.execute(
                f"{text} UPDATE ledger_balance SET quantity = quantity + v.delta FROM v "
                "WHERE ledger_balance.account_id = v.account_id "
                "AND ledger_balance.commodity_id = v.commodity_id",
                values,
            )
