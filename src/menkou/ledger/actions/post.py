"""The one function that books, corrects and undoes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from menkou.ledger import bulk
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
CHUNK = 5000


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
    bulk.lock_posting(alone=False)
    accounts = account_ids(key for move in moves for key in (move.source, move.target))
    deltas: Counter[tuple[int, int]] = Counter()
    for move in moves:
        deltas[accounts[move.source], move.commodity] -= move.quantity
        deltas[accounts[move.target], move.commodity] += move.quantity
    kinds = {accounts[key]: key.kind for move in moves for key in (move.source, move.target)}
    _open_and_lock(deltas, kinds)
    ids = _write(moves, accounts)
    try:
        _change(deltas)
    except IntegrityError as error:
        raise Overdrawn("overdrawn") from error
    return ids


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
        found |= _find(set(missing))
    return found


def _find(keys: set[AccountKey]) -> dict[AccountKey, int]:
    found: dict[AccountKey, int] = {}
    rest = sorted(keys)
    for start in range(0, len(rest), CHUNK):
        part = rest[start : start + CHUNK]
        rows = Account.objects.filter(
            party__in={key.party for key in part},
            job__in={key.job for key in part},
            kind__in={key.kind for key in part},
        ).values_list("pk", "party", "kind", "other", "job")
        for pk, party, kind, other, job in rows:
            found[AccountKey(party, kind, other, job)] = pk
    return {key: found[key] for key in keys if key in found}


def _open_and_lock(deltas: Counter[tuple[int, int]], kinds: dict[int, str]) -> None:
    Balance.objects.bulk_create(
        [
            Balance(
                account_id=account, commodity_id=commodity, quantity=0,
                bounded=kinds[account] in Account.BOUNDED,
            )
            for account, commodity in sorted(deltas)
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    if connection.features.has_select_for_update:
        list(
            Balance.objects.select_for_update()
            .filter(account__in={account for account, _ in deltas})
            .order_by("account", "commodity")
            .values_list("pk")
        )


def _write(moves: Sequence[Move], accounts: dict[AccountKey, int]) -> list[int]:
    ids = bulk.take_ids("ledger_transfer", len(moves))
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
    if connection.vendor != "postgresql":
        transfers = [(row[0], row[1].isoformat(), *row[2:]) for row in transfers]  # type: ignore[misc]
    bulk.insert("ledger_transfer", TRANSFER, transfers)
    bulk.insert("ledger_wage", WAGE, wages)
    return ids


def _change(deltas: Counter[tuple[int, int]]) -> None:
    rows = [(account, commodity, delta) for (account, commodity), delta in sorted(deltas.items())]
    rows = [row for row in rows if row[2]]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            mark = (
                "(%s::bigint, %s::bigint, %s::bigint)"
                if connection.vendor == "postgresql"
                else "(%s, %s, %s)"
            )
            cursor.execute(
                "WITH d (account_id, commodity_id, delta) AS (VALUES "
                + ", ".join([mark] * len(part))
                + ") UPDATE ledger_balance SET quantity = quantity + d.delta FROM d "
                "WHERE ledger_balance.account_id = d.account_id "
                "AND ledger_balance.commodity_id = d.commodity_id",
                [value for row in part for value in row],
            )
