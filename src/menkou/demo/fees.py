"""The demo's fees between the levels: stated, agreed, paid in parts, some late, some still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from menkou.demo.chain import Made
from menkou.demo.days import moment
from menkou.demo.site import Bench, Place
from menkou.demo.words import AS_OF
from menkou.ledger.actions.seal import seal_within
from menkou.ledger.models import Seal
from menkou.lib.days import Month
from menkou.registry.models import Organization
from menkou.work.actions.fees import (
    agree_statement,
    dispute_statement,
    pay_fee,
    send_statement,
    take_fee_back,
)
from menkou.work.models import FeeStatement

MONTHLY = 4  # months up to the last that are stated one by one; those before by quarter
FEN = 100
FIRST = 60  # per cent of a statement that are paid first
ON_TIME, LATE = (10, 25), (12, 45)
"""Days after it was agreed on which the two parts are paid; after 30 it is late."""

Pair = tuple[Organization, Organization]

UNSENT = {(1, "rattan", 1)}
UNANSWERED = {(1, "clothes", 0)}
DISPUTED = {(2, "clothes", 2)}
BOUNCED = {(2, "embroidery", 0), (5, "embroidery", 0)}
HALF_OPEN = {(5, "cable", 0), (3, "cable", 0), (2, "cable", 0), (2, "flowers", 0)}
PAYS_LATE = {"cable", "flowers"}
"""What becomes of a statement: (months before the last, product, which pair from the top), and who
pays late as a rule."""


@dataclass(frozen=True, slots=True)
class Due:
    """A payment to come: so many per cent of a statement, or what is open of it (0)."""

    day: date
    statement: int
    percent: int
    bounces: bool = False


@dataclass(slots=True)
class FeeDesk:
    """The fees of one site; `waiting`: pairs with pieces that are on no statement yet, each with
    the product and its place from the top; `due`: payments to come."""

    place: Place
    waiting: dict[tuple[int, int], tuple[Pair, str, int]] = field(default_factory=dict)
    due: list[Due] = field(default_factory=list)
    number: int = 0

    def after(self, month: Month, made: Sequence[Made]) -> None:
        """The money of a month that is over: what fell due in it is paid, then the new pieces are
        stated on the third of the next, where it is the end of a stretch."""
        self.pay(month.last)
        for one in made:
            for at, pair in enumerate(pairs_of(one.bench)):
                key = (pair[0].pk, pair[1].pk)
                self.waiting.setdefault(key, (pair, one.bench.line.code, at))
        before = months_between(month, Month.of(AS_OF))
        if before > MONTHLY and month.last.month % 3:
            return
        for key, (pair, code, at) in sorted(self.waiting.items()):
            if (before, code, at) not in UNSENT:
                self._stated(pair, (before, code, at), month.next.first)
                del self.waiting[key]

    def pay(self, until: date) -> None:
        """What falls due up to a day, each part by the giver's own hand."""
        now = sorted((one for one in self.due if one.day <= until), key=lambda one: one.day)
        self.due = [one for one in self.due if one.day > until]
        for one in now:
            self._paid(one)

    def _stated(self, pair: Pair, what: tuple[int, str, int], first: date) -> None:
        """Sent by the holder on the third; agreed by the giver on the sixth."""
        giver = pair[0]
        answers = self.place.speakers[giver.pk]
        sent = self._sent(pair, moment(first + timedelta(days=2), 9))
        if what in UNANSWERED:
            return
        if what in DISPUTED:
            at = moment(first + timedelta(days=4), 15)
            dispute_statement(statement=sent, reason="pieces", by=answers, at=at)
            sent = self._sent(pair, moment(first + timedelta(days=5), 9))
        day = first + timedelta(days=5)
        agree_statement(statement=sent, by=answers, at=moment(day, 10))
        parts = LATE if what[1] in PAYS_LATE else ON_TIME
        days = [day + timedelta(days=after) for after in parts]
        self.due.append(Due(days[0], sent.pk, FIRST, what in BOUNCED))
        if what not in HALF_OPEN:
            self.due.append(Due(days[1], sent.pk, 0))

    def _sent(self, pair: Pair, at: datetime) -> FeeStatement:
        sealed = seal_within(at=at) or Seal.objects.order_by("-last").first()
        giver, holder = pair
        return send_statement(
            giver=giver, holder=holder, by=self.place.speakers[holder.pk], at=at, upto=sealed
        )

    def _paid(self, one: Due) -> None:
        statement = FeeStatement.objects.get(pk=one.statement)
        amount = statement.due * one.percent // 100 // FEN * FEN or statement.open
        if not amount:
            return
        by, at = self.place.speakers[statement.giver_id], moment(one.day, 16)
        done = pay_fee(statement=statement, amount=amount, reference=self._reference(one.day),
                       day=one.day, by=by, at=at)
        if one.bounces:
            take_fee_back(payment=done, reason="bounced", by=by, at=at + timedelta(days=1))
            again = one.day + timedelta(days=2)
            pay_fee(statement=statement, amount=amount, reference=self._reference(again),
                    day=again, by=by, at=moment(again, 16))

    def _reference(self, day: date) -> str:
        """As banks number a transfer: its day and a running number."""
        self.number += 1
        return f"{day:%Y%m%d}{self.number:06}"


def pairs_of(bench: Bench) -> list[Pair]:
    """Giver and holder of each level of a workshop's orders, from the customer down; none where
    it works for itself."""
    levels = (bench.customer or bench.firm, *bench.levels, bench.firm)
    return [(giver, holder) for giver, holder in pairwise(levels) if giver != holder]


def months_between(month: Month, last: Month) -> int:
    one, other = month.first, last.first
    return (other.year - one.year) * 12 + other.month - one.month

