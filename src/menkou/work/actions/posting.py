"""Facts about money into the books: kept, laid in the tray as booked, their moves posted.

Each fact's id follows from what it is about, so that nothing can be booked twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from menkou.facts.actions.keep import keep
from menkou.facts.models import Fact, Tray
from menkou.facts.new import NewFact
from menkou.identity import bulk
from menkou.identity.models import User
from menkou.ledger.actions.post import post
from menkou.ledger.models import Commodity, Job
from menkou.ledger.moves import AccountKey, Move
from menkou.ledger.opening import NONE_JOB, YUAN
from menkou.work.actions.book import TRAY


@dataclass(frozen=True, slots=True)
class Money:
    """The keys that every posting of money needs: the commodity yuan, the job "none"."""

    yuan: int
    none: int

    def owed(self, person: int, payer: int) -> AccountKey:
        """What a payer owes a person in wages."""
        return AccountKey(person, "wages_owed", payer, self.none)

    def labour(self, payer: int) -> AccountKey:
        """What work cost a payer, for no order."""
        return AccountKey(payer, "labour", payer, self.none)

    def outside(self, payer: int) -> AccountKey:
        """Where a payer's money goes to and comes from."""
        return AccountKey(payer, "outside", payer, self.none)

    def paid(self, one: int, other: int) -> AccountKey:
        """What an organization got from another; below zero what it paid."""
        return AccountKey(one, "paid", other, self.none)

    def move(
        self, day: date, source: AccountKey, target: AccountKey, amount: int, fact: int
    ) -> Move:
        """`amount` (1/10,000 yuan, above zero) under a fact."""
        return Move(day, source, target, self.yuan, amount, fact, fact)


def money() -> Money:
    return Money(
        Commodity.objects.values_list("pk", flat=True).get(code=YUAN),
        Job.objects.values_list("pk", flat=True).get(code=NONE_JOB),
    )


@dataclass(frozen=True, slots=True)
class Happening:
    """Something about money that happened: what names it once, its content, whom it is about, and
    the moves that it makes under its fact."""

    kind: str
    name: str
    day: date
    content: dict[str, Any]
    person: int | None
    moves: Callable[[int], Sequence[Move]]


def uid_of(kind: str, name: str) -> UUID:
    """The id of the one fact of a kind about something."""
    return uuid5(NAMESPACE_OID, f"menkou|{kind}|{name}")


def book(
    happenings: Sequence[Happening], checked: Callable[[NewFact], NewFact], *, by: User,
    at: datetime,
) -> list[Fact]:
    """Keeps and books, all or none, inside the caller's transaction; answers the facts in order.

    `checked` holds each against its schema. IntegrityError where one of them was booked before.
    """
    if not happenings:
        return []
    facts = keep(
        [
            checked(NewFact(
                uid_of(one.kind, one.name), one.kind, "asked", one.day, at, one.content
            ))
            for one in happenings
        ],
        by=by, at=at,
    )
    bulk.put("facts_tray", TRAY, [
        (fact.pk, Tray.State.BOOKED.value, "", "", fact.pk, fact.happened_at, fact.uid, None,
         one.person, None, "")
        for one, fact in zip(happenings, facts, strict=True)
    ])
    moves = [
        move
        for one, fact in zip(happenings, facts, strict=True)
        for move in one.moves(fact.pk)
    ]
    post(moves)
    return facts
