"""Money by hand: to herself, to who takes it for her, to a dead worker's relative."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.registry.actions.numbers import key_of
from menkou.registry.queries.profile import profiles
from menkou.settlement.actions.payments import (
    PROXY_REASONS,
    RELATIONS,
    RETURNS,
    Arrived,
    CameBack,
    arrived,
    came_back,
    locked,
)
from menkou.settlement.errors import NotPaid
from menkou.settlement.models import Handover, Payment
from menkou.settlement.queries.approving import approved

DIED = "died"


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the money in her name: name, relation and reason by their codes, and the paper
    that shows it (for a dead worker's relative)."""

    name: str = field(repr=False)
    relation: str
    reason: str = ""
    paper: str = field(default="", repr=False)


@transaction.atomic
def pay_cash(
    *, payment: Payment, signed: str, taker: Taker | None = None, day: date | None = None,
    by: User, at: datetime,
) -> Payment:
    """Hands money over against a signature or thumb print, to her or to her proxy.

    Raises NotPaid: to a dead worker's relative only what another approved (`pay_relative`).
    Source: 工资支付暂行规定 第六条.
    """
    payment, on = locked(payment), day or day_of(at)
    _due(payment)
    died_on = _died_on(payment)
    if died_on is not None and died_on <= on:
        raise NotPaid("died")
    if taker is not None:
        _check(taker, PROXY_REASONS)
    _hand_over(payment, signed, taker, Handover.Taker.PROXY, by=by, at=at)
    kind = "self" if taker is None else "proxy"
    arrived([Arrived(payment, payment.amount, on, "cash", kind)], by=by, at=at)
    log("settlement.pay_cash", "payment", [payment.pk], by=by, at=at, note=kind)
    payment.refresh_from_db()
    return payment


@transaction.atomic
def ask_relative(
    *, payment: Payment, signed: str, taker: Taker, by: User, at: datetime
) -> Handover:
    """Asks that a dead worker's money goes to a relative who showed a paper. Raises NotPaid."""
    payment = locked(payment)
    _due(payment)
    died_on = _died_on(payment)
    if died_on is None or died_on > day_of(at):
        raise NotPaid("alive")
    _check(taker, {DIED: ""})
    if not taker.paper.strip():
        raise NotPaid("paper", field="paper")
    if Handover.objects.filter(payment=payment).exists():
        raise NotPaid("asked")
    row = _hand_over(payment, signed, taker, Handover.Taker.RELATIVE, by=by, at=at)
    log("settlement.ask_relative", "payment", [payment.pk], by=by, at=at)
    return row


@transaction.atomic
def pay_relative(*, payment: Payment, by: User, at: datetime) -> Payment:
    """Approves and books what somebody else asked for. Raises NotPaid."""
    payment = locked(payment)
    _due(payment)
    row = Handover.objects.filter(payment=payment, approved_by=None).first()
    if row is None:
        raise NotPaid("not_asked")
    if row.asked_by_id == by.pk:
        raise NotPaid("own")
    Handover.objects.filter(pk=row.pk).update(approved_by=by, approved_at=at)
    arrived(
        [Arrived(payment, payment.amount, day_of(at), "cash", "relative")], by=by, at=at
    )
    log("settlement.pay_relative", "payment", [payment.pk], by=by, at=at)
    payment.refresh_from_db()
    return payment


@transaction.atomic
def return_payment(*, payment: Payment, code: str, by: User, at: datetime) -> Payment:
    """Says that a payment did not reach her after all: owed again. Raises NotPaid."""
    payment = locked(payment)
    if payment.state not in (Payment.State.SENT, Payment.State.PAID):
        raise NotPaid("not_paid")
    if code not in RETURNS:
        raise NotPaid("not_returned", field="code")
    came_back([CameBack(payment, code, day_of(at))], by=by, at=at)
    log("settlement.return_payment", "payment", [payment.pk], by=by, at=at, note=code)
    payment.refresh_from_db()
    return payment


@transaction.atomic
def lift_hold(*, payment: Payment, by: User, at: datetime) -> Payment:
    """The account that a bank refused is in order again. Raises NotPaid."""
    changed = Payment.objects.filter(
        pk=payment.pk, state=Payment.State.RETURNED, lifted_at=None
    ).update(lifted_by=by, lifted_at=at)
    if not changed:
        raise NotPaid("not_returned")
    log("settlement.lift_hold", "payment", [payment.pk], by=by, at=at)
    payment.refresh_from_db()
    return payment


def _due(payment: Payment) -> None:
    if payment.state != Payment.State.DUE:
        raise NotPaid("not_due")
    if not approved(payment.slip.period):
        raise NotPaid("not_approved")


def _died_on(payment: Payment) -> date | None:
    person = payment.slip.person_id
    return profiles([person]).died_on(person)


def _check(taker: Taker, reasons: Mapping[str, object]) -> None:
    if not taker.name.strip():
        raise NotPaid("proxy", field="name")
    if taker.relation not in RELATIONS:
        raise NotPaid("proxy", field="relation")
    if taker.reason not in reasons:
        raise NotPaid("proxy", field="reason")


def _hand_over(
    payment: Payment, signed: str, taker: Taker | None, kind: str, *, by: User, at: datetime
) -> Handover:
    if signed not in Handover.Signed.values:
        raise NotPaid("proxy", field="signed")
    if taker is None:
        return Handover.objects.create(
            payment=payment, taker=Handover.Taker.SELF, signed=signed, asked_by=by, asked_at=at
        )
    key = key_of(payment.slip.person)
    paper = taker.paper.strip()
    return Handover.objects.create(
        payment=payment, taker=kind, signed=signed, relation=taker.relation, reason=taker.reason,
        name=keys.encrypt(key, "taker", taker.name.strip()),
        paper=keys.encrypt(key, "paper", paper) if paper else None, asked_by=by, asked_at=at,
    )
