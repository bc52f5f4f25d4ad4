"""Facts of this package into the books, by the one way of `work.actions.posting`."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from menkou.facts.models import Fact
from menkou.identity.models import User
from menkou.ledger.moves import Move
from menkou.settlement.content import checked
from menkou.work.actions import posting
from menkou.work.actions.posting import Happening, Money, money, uid_of

__all__ = ["Happening", "Money", "book", "money", "paying", "uid_of"]


def book(happenings: Sequence[Happening], *, by: User, at: datetime) -> list[Fact]:
    """Keeps and books, all or none, inside the caller's transaction; answers the facts in order.

    IntegrityError where one of them was booked before.
    """
    return posting.book(happenings, checked, by=by, at=at)


def paying(
    books: Money, person: int, payer: int, day: date, amount: int
) -> Callable[[int], Sequence[Move]]:
    """Money to a worker; an amount below zero is money that came back."""
    return partial(_paying, books, person, payer, day, amount)


def _paying(
    books: Money, person: int, payer: int, day: date, amount: int, fact: int
) -> Sequence[Move]:
    if not amount:
        return []
    ends = (books.owed(person, payer), books.outside(payer))
    source, target = ends if amount > 0 else (ends[1], ends[0])
    return [books.move(day, source, target, abs(amount), fact)]
