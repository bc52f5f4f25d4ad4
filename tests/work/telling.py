"""Facts of a floor in few words, and whether all of it proves."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection

from menkou.facts.models import Tray
from menkou.facts.new import NewFact
from menkou.ledger.queries.proof import prove_balances
from menkou.registry.models import Person
from menkou.work.models import Ticket
from menkou.work.queries.piece_proof import prove_pieces
from menkou.work.queries.proof import (
    prove_half_days,
    prove_others,
    prove_pots,
    prove_tickets,
)
from tests.builders import Floor

DAY = date(2022, 1, 14)
NOBODY = 999_999


@contextmanager
def at_once() -> Iterator[None]:
    """Fails where something takes more than a second: it would take for ever."""

    def late(*_: Any) -> None:
        raise TimeoutError("takes for ever")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def proved() -> bool:
    connection.check_constraints()
    proofs = (
        prove_balances, prove_tickets, prove_others, prove_half_days, prove_pots, prove_pieces,
    )
    assert [str(one) for prove in proofs for one in prove()] == []
    return True


def state(fact: NewFact) -> tuple[str, str]:
    return Tray.objects.values_list("state", "why").get(fact__uid=fact.uid)


def receipt(hall: Floor, ticket: Ticket | int, carrier: Person, clock: str = "10:00", *,
            replaces: NewFact | None = None, **pieces: int) -> NewFact:
    number = ticket if isinstance(ticket, int) else ticket.pk
    return hall.fact("receipt", DAY, clock, {"ticket": number, "carrier": carrier.pk, **pieces},
                     replaces=replaces and replaces.uid)


def issue(hall: Floor, ticket: Ticket, carrier: Person, quantity: int, *,
          stated: str = "happened", replaces: NewFact | None = None) -> NewFact:
    lines = [{"commodity": hall.rattan.pk, "quantity": quantity}]
    return hall.fact("issue", DAY, "09:00",
                     {"ticket": ticket.pk, "carrier": carrier.pk, "lines": lines}, stated=stated,
                     replaces=replaces and replaces.uid)


def count(hall: Floor, *lines: tuple[int, int], replaces: NewFact | None = None,
          **keys: int) -> NewFact:
    content = {"order": hall.order.pk, "place": hall.workshop.pk, **keys,
               "lines": [{"commodity": c, "quantity": q} for c, q in lines]}
    return hall.fact("count", DAY, "12:00", content, replaces=replaces and replaces.uid)


def undo(hall: Floor, target: NewFact) -> NewFact:
    return hall.fact("undo", DAY, "13:00", {}, replaces=target.uid)


def with_target(fact: NewFact, target: NewFact) -> NewFact:
    return NewFact(fact.uid, fact.kind, fact.stated, fact.day, fact.happened_at, fact.content,
                   target.uid)
