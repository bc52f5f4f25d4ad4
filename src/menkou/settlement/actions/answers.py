"""A bank's answer, read once: every row becomes something, the odd ones wait for a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.settlement.actions.payments import Arrived, CameBack, arrived, came_back, locked
from menkou.settlement.banks import AnswerRow, read
from menkou.settlement.errors import NotPaid
from menkou.settlement.models import AnswerFile, AnswerLine, Batch, Payment
from menkou.settlement.queries.batches import template_of

Result = AnswerLine.Result
STANDS = {Result.ACCEPTED: Payment.State.PAID, Result.REFUSED: Payment.State.RETURNED}


@dataclass(slots=True)
class _Read:
    """A row with the payment that it is about, and what it comes to."""

    row: AnswerRow
    payment: Payment | None
    result: str


@transaction.atomic
def read_answer(
    *, batch: Batch, name: str, content: bytes, day: date | None = None, by: User, at: datetime
) -> AnswerFile:
    """Reads a file of the bank: accepted and refused rows are booked, for `day` (today if None).

    A row with another amount, one that names no payment of the batch, one that stands twice or
    can't be read is kept with that answer, and moves nothing. Raises NotPaid for a file that was
    read before, and BadAnswer for one that is none; then nothing was changed.
    """
    digest, on = sha256(content).digest(), day or day_of(at)
    if AnswerFile.objects.filter(digest=digest).exists():
        raise NotPaid("seen")
    template = template_of(batch.template)
    rows = read(template, name, content)
    payments = list(
        Payment.objects.select_for_update(of=("self",)).filter(batch=batch)
        .select_related("slip__period", "slip__person").order_by("pk")
    )
    found = _matched(rows, payments)
    if template.answer.only_failures:
        _fill_up(found, payments)
    file = AnswerFile.objects.create(
        batch=batch, name=name[:120], digest=digest, rows=len(rows), read_by=by, read_at=at
    )
    facts = _booked(found, on, by=by, at=at)
    AnswerLine.objects.bulk_create(
        [
            AnswerLine(
                file=file, row=one.row.row, payment=one.payment, result=one.result,
                code=one.row.code or one.row.problem, amount=one.row.amount,
                account_tail=one.row.account[-4:], fact_id=facts.get(number),
            )
            for number, one in enumerate(found)
        ],
        batch_size=500,
    )
    log("settlement.read_answer", "batch", [batch.pk], by=by, at=at, note=name[:60])
    return file


def _matched(rows: Sequence[AnswerRow], payments: Sequence[Payment]) -> list[_Read]:
    """Each row with its payment: by our reference, or else by an account that one payment has."""
    by_reference = {one.reference: one for one in payments}
    accounts = Counter(bytes(one.account_index or b"") for one in payments)
    by_account = {
        index: one for one in payments
        if accounts[index := bytes(one.account_index or b"")] == 1 and index
    }
    found = []
    for row in rows:
        payment = by_reference.get(row.reference)
        if payment is None and not row.reference and row.account:
            payment = by_account.get(keys.blind("bank", row.account))
        found.append(_Read(row, payment, _result(row, payment)))
    _twice(found)
    return found


def _result(row: AnswerRow, payment: Payment | None) -> str:
    if payment is None:
        return Result.UNKNOWN
    if row.accepted is None:
        return Result.UNREADABLE
    result = Result.ACCEPTED if row.accepted else Result.REFUSED
    if payment.state == STANDS[result]:
        return Result.SEEN
    if not row.accepted:
        return result
    if payment.state != Payment.State.SENT:
        return Result.SEEN
    if row.problem:
        return Result.UNREADABLE
    return result if row.amount in (None, payment.amount) else Result.OTHER_AMOUNT


def _twice(found: Sequence[_Read]) -> None:
    """A payment that stands in two rows: the first counts where both say the same, else none."""
    first: dict[int, _Read] = {}
    for one in found:
        if one.payment is None:
            continue
        before = first.setdefault(one.payment.pk, one)
        if before is one:
            continue
        if before.result != one.result and before.result != Result.REPEATED:
            before.result = Result.REPEATED
        one.result = Result.REPEATED


def _fill_up(found: list[_Read], payments: Sequence[Payment]) -> None:
    """A bank that lists only what failed says of the others that they arrived."""
    named = {one.payment.pk for one in found if one.payment}
    row = max((one.row.row for one in found), default=0)
    for payment in payments:
        if payment.pk not in named and payment.state == Payment.State.SENT:
            row += 1
            found.append(_Read(
                AnswerRow(row, payment.reference, "", "", payment.amount, True, "", "", ""),
                payment, Result.ACCEPTED,
            ))


def _booked(found: Sequence[_Read], on: date, *, by: User, at: datetime) -> Mapping[int, int]:
    """Books accepted and refused rows; the facts by the place of their row."""
    facts: dict[int, int] = {}
    paid, back = [], []
    for number, one in enumerate(found):
        if one.payment is None:
            continue
        if one.result == Result.ACCEPTED:
            paid.append((number, Arrived(one.payment, one.payment.amount, on)))
        elif one.result == Result.REFUSED:
            back.append((number, CameBack(one.payment, one.row.code or "other", on)))
    for (number, _), fact in zip(
        paid, arrived([one for _, one in paid], by=by, at=at), strict=True
    ):
        facts[number] = fact.pk
    for (number, _), fact in zip(
        back, came_back([one for _, one in back], by=by, at=at), strict=True
    ):
        facts[number] = fact.pk
    return facts


@transaction.atomic
def settle_answer(
    *, line: AnswerLine, amount: int | None, by: User, at: datetime
) -> AnswerLine:
    """A person decides an odd row: the bank really paid `amount` (1/10,000 yuan, whole fen), or
    (None) the row is laid aside. Raises NotPaid."""
    row = AnswerLine.objects.select_for_update().get(pk=line.pk)
    if row.settled_at is not None or row.result in (
        Result.ACCEPTED, Result.REFUSED, Result.SEEN
    ):
        raise NotPaid("not_other")
    if amount is not None:
        if row.payment is None or amount <= 0 or amount % 100:
            raise NotPaid("amount", field="amount")
        payment = locked(row.payment)
        if payment.state != Payment.State.SENT:
            raise NotPaid("not_sent")
        (row.fact,) = arrived([Arrived(payment, amount, day_of(at))], by=by, at=at)
    row.settled_by, row.settled_at = by, at
    row.save()
    log("settlement.settle_answer", "payment", [row.payment_id or 0], by=by, at=at,
        note=str(amount or ""))
    return row
