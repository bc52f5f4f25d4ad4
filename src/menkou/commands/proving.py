"""`menkou verify` cut into pieces, which several processes prove at once."""

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from menkou.lib.days import Month

if TYPE_CHECKING:  # a process that is being started reads this file before there are models
    from menkou.ledger.queries.proof import Finding

FACTS, TRANSFERS, TICKETS = 200_000, 400_000, 5_000  # in one piece
LATE = 1_000  # facts: one that was numbered before a seal may be kept after it
FEW = 100_000  # transfers that one process proves faster than two are started


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to prove: what it is called, the prover's name, and its range or keys."""

    words: str
    prover: str
    args: tuple[Any, ...] = ()


def pieces(since: int) -> list[Piece]:
    """What is to be proved. `since`: the last transfer of which a verified seal keeps the sums;
    facts and transfers up to there are left out, and tickets that nothing came to since."""
    from django.db.models import Max, Q

    from menkou.facts.models import Fact, Tray
    from menkou.ledger.models import Transfer
    from menkou.work.queries.proof import ticket_numbers

    known = Transfer.objects.filter(pk__lte=since).aggregate(last=Max("fact"))["last"] or 0
    known = max(known - LATE, 0)
    last_fact = Fact.objects.aggregate(last=Max("pk"))["last"] or 0
    last = Transfer.objects.aggregate(last=Max("pk"))["last"] or 0
    if since:
        booked = Transfer.objects.filter(pk__gt=since).values("root")
        rows = Tray.objects.filter(Q(fact__gt=known) | Q(fact__in=booked))
        moved = rows.values_list("ticket", flat=True)
        tickets = sorted({number for number in moved if number is not None})
    else:
        tickets = ticket_numbers()
        rows = Tray.objects.all()
    months = map(Month.of, rows.filter(root__kind="attend").dates("root__day", "month"))
    after = f" after {known:,}" if since else ""
    found = [
        Piece("guards stand", "guards"),
        Piece("persons' keys open under master keys that are there", "masters"),
        Piece("seals fit", "seals"),
        Piece("wages of seals are summed as they are", "sealed_wages", (since,)),
        Piece("checkpoint, balances and pots are the sums of their transfers", "sums"),
        Piece("arrivals and counts are booked as their facts come to", "others"),
        Piece("slips are the wages of their range, once each", "slips"),
        Piece("fees at every level are those of the accepted pieces", "fees"),
        Piece("statements are the fees of their range, once each", "statements"),
        Piece("payments of fees are booked, and within their statements", "fee_payments"),
        Piece("rent is what was booked, less what was relieved", "rent"),
        Piece("payments are made once, and are what is no longer owed", "payments"),
        Piece("accounts of persons are those of their rows; who is merged is so once", "persons"),
    ]
    found += [
        Piece(f"facts{after} are as recorded", "facts", (first, first + FACTS - 1))
        for first in range(known + 1, last_fact + 1, FACTS)
    ]
    found += [
        Piece(f"transfers{f' after {since:,}' if since else ''} are as booked", "transfers",
              (first, first + TRANSFERS - 1))
        for first in range(since + 1, last + 1, TRANSFERS)
    ]
    found += [
        Piece(f"tickets{f' with facts{after}' if since else ''} are what their facts come to",
              "tickets", (tickets[start : start + TICKETS],))
        for start in range(0, len(tickets), TICKETS)
    ]
    found += [
        Piece(f"half-days of {month} are what their facts come to", "half_days",
              (month.first, month.last))
        for month in months
    ]
    return found


def prove(piece: Piece) -> "list[Finding]":
    """Proves a piece, as of one moment."""
    from menkou.identity import bulk

    with bulk.snapshot():
        return list(_provers()[piece.prover](*piece.args))


def _provers() -> "dict[str, Callable[..., Iterator[Finding]]]":
    from menkou.ledger.queries import proof as books
    from menkou.settlement.queries import proof as pay
    from menkou.work.queries import fee_proof as fees
    from menkou.work.queries import proof as work

    return {
        "guards": books.prove_guards,
        "masters": books.prove_masters,
        "seals": books.prove_seals,
        "sealed_wages": books.prove_sealed_wages,
        "facts": books.prove_facts,
        "transfers": books.prove_transfers,
        "sums": work.prove_sums,
        "others": work.prove_others,
        "slips": pay.prove_slips,
        "payments": pay.prove_payments,
        "persons": _persons,
        "fees": fees.prove_fees,
        "statements": fees.prove_statements,
        "fee_payments": fees.prove_fee_payments,
        "rent": fees.prove_rent,
        "half_days": work.prove_half_days,
        "tickets": work.prove_tickets,
    }


def _persons() -> "Iterator[Finding]":
    from menkou.ledger.queries.proof import Finding
    from menkou.registry.queries import proof as registry

    for person in registry.accounts_apart():
        yield Finding("person", person, "her account is not what her newest row says")
    for person in registry.merged_into_merged():
        yield Finding("person", person, "is merged into somebody who is merged herself")


def proved(todo: list[Piece], processes: int) -> "Iterator[tuple[Piece, list[Finding]]]":
    """Each piece with what is wrong in it, as they are done, by one or several processes."""
    if processes == 1:
        for piece in todo:
            yield piece, prove(piece)
        return
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin
    ) as pool:
        running = {pool.submit(prove, piece): piece for piece in todo}
        for done in as_completed(running):
            yield running[done], done.result()


def _begin() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    django.setup()
    # Nothing here makes circles, and looking for them takes a third of the time.
    gc.disable()
