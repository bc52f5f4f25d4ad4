"""What `post` takes: moves between accounts that are named, not yet looked up."""

from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from menkou.identity import keys


class AccountKey(NamedTuple):
    """Party, kind, other party, job: what an account is known by (keys of rows; kind's code)."""

    party: int
    kind: str
    other: int
    job: int


class WageLine(NamedTuple):
    """What a wage rests on; see `ledger.Wage`. `quantity` is signed."""

    engagement: int
    evidence: str
    commodity: int | None
    quantity: int
    rate: int
    share: int
    shares: int
    community: int | None
    group: str


class Move(NamedTuple):
    """One transfer to be: `quantity` > 0 base units of a commodity, on the day of the work."""

    day: date
    source: AccountKey
    target: AccountKey
    commodity: int
    quantity: int
    fact: int
    root: int
    measured: bool = False
    wage: WageLine | None = None


TransferRow = tuple[int, date, int, int, int, int, int, int, bool]
WageRow = tuple[int, int, str, int | None, int, int, int, int, int | None, str]


def digest(transfer: TransferRow, wage: WageRow | None) -> bytes:
    """Keyed digest (128 bits) over all columns of a transfer and those of its wage.

    `transfer`: id, day, source, target, commodity, quantity, fact, root, measured; `wage`: id and
    the columns of `Wage` in their order.
    """
    number, day, source, target, commodity, quantity, fact, root, measured = transfer
    text = (
        f"{number}|{day}|{source}|{target}|{commodity}|{quantity}|{fact}|{root}|{measured:d}"
    )
    if wage is not None:
        text += "|" + "|".join(["" if part is None else str(part) for part in wage])
    return blake2b(text.encode(), key=keys.ring().books, digest_size=16).digest()
