"""Fees between the levels: stated by who is owed, agreed by who owes, paid in parts."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from menkou import policy
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.actions.seal import seal
from menkou.ledger.models import Seal
from menkou.ledger.moves import Move
from menkou.lib.days import day_of
from menkou.lib.errors import Refused
from menkou.lib.exact import yuan
from menkou.registry.models import Organization
from menkou.work.actions.posting import Happening, Money, book, money
from menkou.work.models import FeeLine, FeePayment, FeeStatement
from menkou.work.money_content import checked
from menkou.work.queries.fee_lines import NewLine, lines, transfers
from menkou.work.queries.owed import due_day

State = FeeStatement.State
FEN = 100

DISPUTES = {
    "pieces": _("件数对不上"), "fee": _("单价对不上"), "quality": _("有不合格的没有退"),
    "order": _("不是我们的订单"), "paid": _("这笔已经付过"), "other": _("别的原因"),
}
"""Why a giver does not agree to a statement."""

TAKEN_BACK = {
    "twice": _("记了两次"), "amount": _("金额记错了"), "other_pair": _("不是付给这一家的"),
    "bounced": _("银行退回来了"), "other": _("别的原因"),
}
"""Why a payment is taken back."""


class NotStated(Refused):
    """A statement or a payment that can't be; nothing was changed."""

    SENTENCES = {
        "nothing": _("两家之间没有新的加工费，不用对账"),
        "waits": _("上一张对账单还没有认账，先等对方认，或者改好了再送"),
        "answered": _("这张对账单已经答复过了，可能别人刚办过"),
        "own": _("对账单是您送的，要另一个人来认"),
        "reason": _("请选一个原因"),
        "not_agreed": _("这张对账单还没有认账，认了才能付"),
        "over": _("这张对账单只剩 %(open)s 元没有付，不能多记"),
        "amount": _("付的钱要大于零，记到分"),
        "reference": _("请填银行的流水号"),
        "twice": _("流水号 %(reference)s 已经记过一笔了，请看看是不是同一笔"),
        "future": _("付款的日子还没有到"),
        "back": _("这一笔已经撤回了"),
    }


def send_statement(
    *, giver: Organization, holder: Organization, by: User, at: datetime,
    upto: Seal | None = None,
) -> FeeStatement:
    """States what a giver owes a holder of all that is booked and on no statement yet.

    What is booked is sealed first (or taken up to an earlier seal), so that no transfer that is
    still on its way lies within the range. Raises NotStated.
    """
    sealed = upto
    if sealed is None:
        seal(at=at)
        sealed = Seal.objects.order_by("-last").first()
    if sealed is None:
        raise NotStated("nothing")
    return _send(giver=giver, holder=holder, sealed=sealed, by=by, at=at)


@transaction.atomic
def _send(
    *, giver: Organization, holder: Organization, sealed: Seal, by: User, at: datetime
) -> FeeStatement:
    Organization.objects.select_for_update().get(pk=holder.pk)  # one statement of a pair at once
    before = (
        FeeStatement.objects.filter(giver=giver, holder=holder)
        .exclude(state=State.DISPUTED).order_by("-upto").first()
    )
    if before is not None and before.state == State.SENT:
        raise NotStated("waits")
    since, carried = (before.upto, before.carried_out) if before else (0, 0)
    new = transfers(giver.pk, holder.pk).filter(pk__gt=since, pk__lte=sealed.last)
    if not new.exists():
        raise NotStated("nothing")
    rows = lines(giver.pk, holder.pk, since, sealed.last, before.day if before else None)
    amount = sum(row.amount for row in rows)
    due = max(amount + carried, 0) // FEN * FEN
    made = FeeStatement.objects.create(
        giver=giver, holder=holder, since=since, upto=sealed.last, day=day_of(at), amount=amount,
        carried_in=carried, due=due, carried_out=amount + carried - due, sent_by=by, sent_at=at,
    )
    FeeLine.objects.bulk_create(_rows(made, rows), batch_size=500)
    log("work.send_statement", "fee_statement", [made.pk], by=by, at=at)
    return made


def _rows(statement: FeeStatement, rows: list[NewLine]) -> list[FeeLine]:
    return [
        FeeLine(
            statement=statement, number=number, kind=row.kind, order_id=row.order,
            allotment_id=row.allotment, accepted=row.accepted, returned=row.returned, fee=row.fee,
            amount=row.amount, first_day=row.first_day, last_day=row.last_day,
        )
        for number, row in enumerate(rows, 1)
    ]


@transaction.atomic
def agree_statement(*, statement: FeeStatement, by: User, at: datetime) -> FeeStatement:
    """Who owes agrees; it is due so many days later (`fee.due_days`). Raises NotStated."""
    now = _sent(statement, by=by)
    days = policy.on(day_of(at)).number("fee.due_days")
    now.state, now.answered_by, now.answered_at = State.AGREED, by, at
    now.due_on = due_day(day_of(at), days)
    now.save()
    log("work.agree_statement", "fee_statement", [now.pk], by=by, at=at)
    return now


@transaction.atomic
def dispute_statement(
    *, statement: FeeStatement, reason: str, by: User, at: datetime
) -> FeeStatement:
    """Who owes does not agree, and says why: after a correction another is sent. Raises
    NotStated."""
    now = _sent(statement, by=by)
    if reason not in DISPUTES:
        raise NotStated("reason", field="reason")
    now.state, now.answered_by, now.answered_at = State.DISPUTED, by, at
    now.reason = reason
    now.save()
    log("work.dispute_statement", "fee_statement", [now.pk], by=by, at=at, note=reason)
    return now


def _sent(statement: FeeStatement, *, by: User) -> FeeStatement:
    """The statement as it stands, locked, if she may answer it."""
    now = FeeStatement.objects.select_for_update().get(pk=statement.pk)
    if now.state != State.SENT:
        raise NotStated("answered")
    if now.sent_by_id == by.pk:
        raise NotStated("own")
    return now


@transaction.atomic
def pay_fee(
    *, statement: FeeStatement, amount: int, reference: str, day: date, by: User, at: datetime
) -> FeePayment:
    """Books a part of an agreed statement as paid, by the bank's reference (1/10,000 yuan).

    Raises NotStated for more than is open, a reference that stands already, a day to come.
    """
    now = FeeStatement.objects.select_for_update().get(pk=statement.pk)
    if now.state != State.AGREED:
        raise NotStated("not_agreed")
    if amount <= 0 or amount % FEN:
        raise NotStated("amount", field="amount")
    if not reference.strip():
        raise NotStated("reference", field="reference")
    if day > day_of(at):
        raise NotStated("future", field="day")
    if amount > now.open:
        raise NotStated("over", open=yuan(now.open), field="amount")
    standing = FeePayment.objects.filter(
        giver=now.giver_id, holder=now.holder_id, reference=reference.strip(), back=None
    )
    if standing.exists():
        raise NotStated("twice", reference=reference.strip(), field="reference")
    number = now.payments.count() + 1
    (fact,) = book(
        [Happening(
            "fee_paid", f"{now.pk}|{number}", day,
            {"statement": now.pk, "number": number, "amount": amount}, None,
            partial(_moves, money(), now.giver_id, now.holder_id, day, amount),
        )],
        checked, by=by, at=at,
    )
    made = FeePayment.objects.create(
        statement=now, giver_id=now.giver_id, holder_id=now.holder_id, amount=amount, paid_on=day,
        reference=reference.strip(), fact=fact, paid_by=by, paid_at=at,
    )
    FeeStatement.objects.filter(pk=now.pk).update(paid=F("paid") + amount)
    log("work.pay_fee", "fee_payment", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def take_fee_back(
    *, payment: FeePayment, reason: str, by: User, at: datetime
) -> FeePayment:
    """A payment that was booked in error is taken back by a counter fact: it is open again.

    Raises NotStated.
    """
    FeeStatement.objects.select_for_update().get(pk=payment.statement_id)
    now = FeePayment.objects.select_for_update().get(pk=payment.pk)
    if now.back_id is not None:
        raise NotStated("back")
    if reason not in TAKEN_BACK:
        raise NotStated("reason", field="reason")
    day = day_of(at)
    (fact,) = book(
        [Happening(
            "fee_back", str(now.pk), day,
            {"payment": now.pk, "amount": now.amount, "reason": reason}, None,
            partial(_moves, money(), now.holder_id, now.giver_id, day, now.amount),
        )],
        checked, by=by, at=at,
    )
    now.back, now.back_reason, now.back_by, now.back_at = fact, reason, by, at
    now.save()
    FeeStatement.objects.filter(pk=now.statement_id).update(paid=F("paid") - now.amount)
    log("work.take_fee_back", "fee_payment", [now.pk], by=by, at=at, note=reason)
    return now


def _moves(
    books: Money, giver: int, holder: int, day: date, amount: int, fact: int
) -> list[Move]:
    return [books.move(day, books.paid(giver, holder), books.paid(holder, giver), amount, fact)]
