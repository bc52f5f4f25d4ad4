"""Rent of a workshop: agreed from a day, booked for a month, relieved by another, paid in parts."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.moves import AccountKey, Move
from menkou.lib.days import Month, day_of
from menkou.lib.errors import Refused
from menkou.lib.exact import yuan
from menkou.registry.actions.dated import state_many
from menkou.registry.models import Organization, Tenancy, Workshop
from menkou.work.actions.posting import Happening, Money, book, money
from menkou.work.models import RentDue, RentPayment, RentRelief, RentTerm
from menkou.work.money_content import checked

FEN = 100
DEAREST = 10**13 - FEN  # what a fact about money holds, in 1/10,000 yuan
FIRST_YEAR = 2000
Verdict = RentRelief.Verdict

RELIEFS = {
    "start": _("刚入驻的免租期"), "epidemic": _("疫情减免"), "jobs": _("带动就业达标"),
    "season": _("淡季停工"), "disaster": _("受灾"), "other": _("别的原因"),
}
"""Why rent is relieved."""

TAKEN_BACK = {
    "twice": _("记了两次"), "amount": _("金额记错了"), "bounced": _("银行退回来了"),
    "other": _("别的原因"),
}
"""Why a payment of rent is taken back."""


class NoRent(Refused):
    """Rent that can't be booked, relieved or paid; nothing was changed."""

    SENTENCES = {
        "amount": _("金额要大于零，记到分"),
        "large": _("太大了，请再看一遍"),
        "future": _("这个月还没有到"),
        "long_ago": _("%(year)s 年以前的租金不在这里记"),
        "over": _("这个月只剩 %(open)s 元，不能多记"),
        "reason": _("请选一个原因"),
        "decided": _("这一条已经批过了，可能别人刚办过"),
        "own": _("自己申请的，要另一个人来批"),
        "reference": _("请填银行的流水号"),
        "twice": _("流水号 %(reference)s 已经记过一笔了，请看看是不是同一笔"),
        "paid_later": _("付款的日子还没有到"),
        "back": _("这一笔已经撤回了"),
    }


@transaction.atomic
def set_rent(
    *, workshop: Workshop, payee: Organization, amount: int | None, from_day: date, by: User,
    at: datetime,
) -> RentTerm:
    """What a workshop's rent is a month from a day (1/10,000 yuan); none: rent-free. Raises
    NoRent."""
    if amount is not None and (amount <= 0 or amount % FEN):
        raise NoRent("amount", field="amount")
    if amount is not None and amount > DEAREST:
        raise NoRent("large", field="amount")
    row = RentTerm(workshop=workshop, payee=payee, amount=amount, from_day=from_day)
    (made,) = state_many([row], by=by, at=at)
    log("work.set_rent", "workshop", [workshop.pk], by=by, at=at)
    return made


@transaction.atomic
def book_rent(
    *, month: Month, by: User | None, at: datetime, workshops: list[int] | None = None
) -> list[RentDue]:
    """Books a month's rent of every workshop (or of some) that has one and is operated on its
    first day, where that was not done yet; without `by` in the name of who entered the terms.

    Harmless when called again. Raises NoRent for a month to come, or of long ago.
    """
    first = month.first
    if first > day_of(at):
        raise NoRent("future", field="month")
    if first.year < FIRST_YEAR:
        raise NoRent("long_ago", year=str(FIRST_YEAR), field="month")
    terms = RentTerm.objects.on(first).filter(amount__isnull=False)
    if workshops is not None:
        terms = terms.filter(workshop__in=workshops)
    operators = dict(
        Tenancy.objects.on(first).filter(operator__isnull=False)
        .values_list("workshop", "operator")
    )
    found = list(terms.select_related("entered_by").order_by("workshop"))
    # One at a time: of two who press at once the second finds what the first booked.
    list(Workshop.objects.select_for_update(no_key=True).filter(
        pk__in=[term.workshop_id for term in found]
    ).order_by("pk").values_list("pk"))
    done = set(RentDue.objects.filter(month=first).values_list("workshop", flat=True))
    books, made = money(), []
    for term in found:
        payer = operators.get(term.workshop_id)
        if payer is None or payer == term.payee_id or term.workshop_id in done:
            continue
        who, owed = by or term.entered_by, int(term.amount or 0)
        (fact,) = book(
            [Happening(
                "rent_due", f"{term.workshop_id}|{month}", first,
                {"workshop": term.workshop_id, "year": month.year, "month": month.month,
                 "amount": owed}, None,
                partial(_owe, books, payer, term.payee_id, first, owed),
            )],
            checked, by=who, at=at,
        )
        due = RentDue.objects.create(
            workshop_id=term.workshop_id, month=first, payer_id=payer, payee_id=term.payee_id,
            amount=owed, fact=fact,
        )
        log("work.book_rent", "rent", [due.pk], by=who, at=at)
        made.append(due)
    return made


def _owe(books: Money, payer: int, payee: int, day: date, amount: int, fact: int) -> list[Move]:
    """More rent is owed; an amount below zero is less."""
    ends = (
        AccountKey(payer, "rent", payee, books.none), AccountKey(payee, "rent", payer, books.none)
    )
    source, target = ends if amount > 0 else (ends[1], ends[0])
    return [books.move(day, source, target, abs(amount), fact)]


@transaction.atomic
def ask_relief(
    *, rent: RentDue, amount: int, reason: str, by: User, at: datetime
) -> RentRelief:
    """Asks that a part of a month's rent is not asked for; waits for another. Raises NoRent."""
    now = RentDue.objects.select_for_update().get(pk=rent.pk)
    if reason not in RELIEFS:
        raise NoRent("reason", field="reason")
    _part(now, amount)
    made = RentRelief.objects.create(
        rent=now, amount=amount, reason=reason, asked_by=by, asked_at=at
    )
    log("work.ask_relief", "rent_relief", [made.pk], by=by, at=at, note=reason)
    return made


@transaction.atomic
def decide_relief(*, relief: RentRelief, agreed: bool, by: User, at: datetime) -> RentRelief:
    """Somebody else agrees, or does not. Raises NoRent."""
    rent = RentDue.objects.select_for_update().get(pk=relief.rent_id)
    now = RentRelief.objects.select_for_update().get(pk=relief.pk)
    if now.verdict != Verdict.ASKED:
        raise NoRent("decided")
    if now.asked_by_id == by.pk:
        raise NoRent("own")
    now.verdict = Verdict.AGREED if agreed else Verdict.REFUSED
    now.decided_by, now.decided_at = by, at
    if agreed:
        _part(rent, now.amount)
        day = day_of(at)
        (now.fact,) = book(
            [Happening(
                "rent_relief", str(now.pk), day,
                {"relief": now.pk, "amount": now.amount, "reason": now.reason}, None,
                partial(_owe, money(), rent.payer_id, rent.payee_id, day, -now.amount),
            )],
            checked, by=by, at=at,
        )
        RentDue.objects.filter(pk=rent.pk).update(relieved=F("relieved") + now.amount)
    now.save()
    log("work.decide_relief", "rent_relief", [now.pk], by=by, at=at, note=now.verdict)
    return now


def _part(rent: RentDue, amount: int) -> None:
    if amount <= 0 or amount % FEN:
        raise NoRent("amount", field="amount")
    if amount > rent.open:
        raise NoRent("over", open=yuan(rent.open), field="amount")


@transaction.atomic
def pay_rent(
    *, rent: RentDue, amount: int, reference: str, day: date, by: User, at: datetime
) -> RentPayment:
    """Books a part of a month's rent as paid, by the bank's reference. Raises NoRent."""
    now = RentDue.objects.select_for_update().get(pk=rent.pk)
    _part(now, amount)
    if not reference.strip():
        raise NoRent("reference", field="reference")
    if day > day_of(at):
        raise NoRent("paid_later", field="day")
    if now.payments.filter(reference=reference.strip(), back=None).exists():
        raise NoRent("twice", reference=reference.strip(), field="reference")
    number = now.payments.count() + 1
    (fact,) = book(
        [Happening(
            "rent_paid", f"{now.pk}|{number}", day,
            {"rent": now.pk, "number": number, "amount": amount}, None,
            partial(_pay, money(), now.payer_id, now.payee_id, day, amount),
        )],
        checked, by=by, at=at,
    )
    made = RentPayment.objects.create(
        rent=now, payer_id=now.payer_id, payee_id=now.payee_id, amount=amount, paid_on=day,
        reference=reference.strip(), fact=fact, paid_by=by, paid_at=at,
    )
    RentDue.objects.filter(pk=now.pk).update(paid=F("paid") + amount)
    log("work.pay_rent", "rent_payment", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def take_rent_back(
    *, payment: RentPayment, reason: str, by: User, at: datetime
) -> RentPayment:
    """A payment that was booked in error is taken back: it is open again. Raises NoRent."""
    rent = RentDue.objects.select_for_update().get(pk=payment.rent_id)
    now = RentPayment.objects.select_for_update().get(pk=payment.pk)
    if now.back_id is not None:
        raise NoRent("back")
    if reason not in TAKEN_BACK:
        raise NoRent("reason", field="reason")
    day = day_of(at)
    (now.back,) = book(
        [Happening(
            "rent_back", str(now.pk), day,
            {"payment": now.pk, "amount": now.amount, "reason": reason}, None,
            partial(_pay, money(), rent.payee_id, rent.payer_id, day, now.amount),
        )],
        checked, by=by, at=at,
    )
    now.save()
    RentDue.objects.filter(pk=rent.pk).update(paid=F("paid") - now.amount)
    log("work.take_rent_back", "rent_payment", [now.pk], by=by, at=at, note=reason)
    return now


def _pay(books: Money, giver: int, taker: int, day: date, amount: int, fact: int) -> list[Move]:
    return [books.move(day, books.paid(giver, taker), books.paid(taker, giver), amount, fact)]
