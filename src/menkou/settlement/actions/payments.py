"""Money: what is due, by bank in a batch, by hand; what came back. Each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from menkou.facts.models import Fact
from menkou.identity import bulk, keys
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Seal
from menkou.lib.days import day_of
from menkou.registry.actions.numbers import key_of
from menkou.registry.models import Person
from menkou.registry.queries.sameness import payees
from menkou.settlement.actions.posting import Happening, book, money, paying
from menkou.settlement.errors import NotPaid
from menkou.settlement.models import Batch, Deduction, Payment, Period
from menkou.settlement.queries.approving import approved
from menkou.settlement.queries.batches import file_of
from menkou.settlement.queries.payments import payable

PROXY_REASONS = {
    "ill": _("生病来不了"),
    "away": _("人在外地"),
    "walks_badly": _("走动不便"),
    "work": _("在上班走不开"),
    "asked": _("本人当面托付"),
}
"""Why somebody takes a worker's money for her."""

RELATIONS = {
    "spouse": _("配偶"), "child": _("子女"), "parent": _("父母"), "sibling": _("兄弟姐妹"),
    "in_law": _("公婆、儿媳、女婿"), "grandchild": _("孙辈"), "neighbour": _("邻居"),
    "cadre": _("社区干部"),
}
"""Who it is to her."""

RETURNS = {
    "name_mismatch": _("户名不符"), "closed": _("销户"), "frozen": _("冻结"),
    "inactive": _("未激活"), "no_account": _("没有这个账号"), "limit": _("超过限额"),
    "other": _("银行没说清"), "not_given": _("没有交到本人手里"),
}
"""Why money did not reach her."""

SENT = ("state", "way", "batch_id", "account", "account_index", "account_tail", "holder")
OWE = """
INSERT INTO settlement_payment (slip_id, amount, state, way, account_tail, holder, code, made_at)
SELECT s.id, s.net, 'due', '', '', '', '', %s
  FROM settlement_slip s
 WHERE s.period_id = %s AND s.net > 0
   AND NOT EXISTS (SELECT 1 FROM settlement_payment p WHERE p.slip_id = s.id)
"""


def owe(period: Period, *, at: datetime) -> None:
    """Makes every slip of a period that comes to something due, once; inside a transaction."""
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(OWE, [moment, period.pk])


@transaction.atomic
def make_batch(
    *, period: Period, template: str, account: str = "", by: User, at: datetime
) -> Batch:
    """Puts what is due, and may go to an account that is not held, into one batch for the bank.

    Each payment keeps a copy of the account under the person's own key. Raises NotPaid, and
    BadPayFile where the bank's file could not be written: then nothing is sent.
    """
    Period.objects.select_for_update().get(pk=period.pk)  # nobody sends it back meanwhile
    if not approved(period):
        raise NotPaid("not_approved")
    rows = list(payable(period).select_for_update(of=("self",)).order_by("slip", "pk"))
    if not rows:
        raise NotPaid("nothing_due")
    newest = Seal.objects.order_by("-last").first()
    batch = Batch.objects.create(
        payer=period.payer, template=template, account=account, count=len(rows),
        total=sum(one.amount for one in rows), head=bytes(newest.head) if newest else b"",
        made_by=by, made_at=at,
    )
    owners = payees({one.slip.person_id for one in rows})
    people = Person.objects.select_related("key").in_bulk(owners)
    sent = []
    for one in rows:
        owner = owners[one.slip.person_id]
        key = key_of(people[one.slip.person_id])
        number = keys.decrypt(key_of(owner), "bank", bytes(owner.bank or b""))
        sent.append((
            one.pk, Payment.State.SENT.value, Payment.Way.BANK.value, batch.pk,
            keys.encrypt(key, "paid_to", number), bytes(owner.bank_index or b""), number[-4:],
            owner.bank_holder,
        ))
    bulk.update("settlement_payment", "id", SENT, sent)
    file_of(batch, day=day_of(at), at=at)  # what no file can carry would stay sent for ever
    log("settlement.make_batch", "batch", [batch.pk], by=by, at=at, note=template)
    return batch


@dataclass(frozen=True, slots=True)
class Arrived:
    """Money that reached somebody: of which payment, how much (1/10,000 yuan), on which day."""

    payment: Payment
    amount: int
    day: date
    way: str = "bank"
    taker: str = "self"


@dataclass(frozen=True, slots=True)
class CameBack:
    """Money that did not reach her, or came back later: why, and on which day."""

    payment: Payment
    code: str
    day: date


def arrived(ones: Sequence[Arrived], *, by: User, at: datetime) -> list[Fact]:
    """Books money that reached them, inside the caller's transaction, which holds the payments.

    What is lacking of the sum is due again; what was too much is to be recovered, once somebody
    else agrees.
    """
    books = money()
    facts = book(
        [
            Happening(
                "paid", str(one.payment.pk), one.day,
                {"payment": one.payment.pk, "amount": one.amount, "way": one.way,
                 "taker": one.taker},
                one.payment.slip.person_id,
                paying(books, one.payment.slip.person_id, one.payment.slip.period.payer_id,
                       one.day, one.amount),
            )
            for one in ones
        ],
        by=by, at=at,
    )
    bulk.update("settlement_payment", "id", ("state", "way", "paid", "paid_on", "fact_id"), [
        (one.payment.pk, Payment.State.PAID.value, one.way, one.amount, one.day, fact.pk)
        for one, fact in zip(ones, facts, strict=True)
    ])
    _due_again(
        {one.payment.slip_id: one.payment.amount - one.amount
         for one in ones if one.amount < one.payment.amount}, at=at,
    )
    Deduction.objects.bulk_create([
        Deduction(
            person_id=one.payment.slip.person_id, payer_id=one.payment.slip.period.payer_id,
            kind=Deduction.Kind.RECOVERY, code=Deduction.Code.OVERPAID,
            amount=one.amount - one.payment.amount, entered_by=by, entered_at=at,
        )
        for one in ones if one.amount > one.payment.amount
    ])
    return facts


def came_back(ones: Sequence[CameBack], *, by: User, at: datetime) -> list[Fact]:
    """Books money that did not reach them, inside the caller's transaction: it is due again.

    Where it had been booked as paid it comes back into the books.
    """
    books = money()
    facts = book(
        [
            Happening(
                "pay_returned", str(one.payment.pk), one.day,
                {"payment": one.payment.pk, "code": one.code, "paid": one.payment.paid or 0},
                one.payment.slip.person_id,
                paying(books, one.payment.slip.person_id, one.payment.slip.period.payer_id,
                       one.day, -(one.payment.paid or 0)),
            )
            for one in ones
        ],
        by=by, at=at,
    )
    bulk.update("settlement_payment", "id", ("state", "code", "returned_on"), [
        (one.payment.pk, Payment.State.RETURNED.value, one.code, one.day) for one in ones
    ])
    _due_again(
        {one.payment.slip_id: one.payment.paid or one.payment.amount for one in ones}, at=at
    )
    return facts


def _due_again(amounts: Mapping[int, int], *, at: datetime) -> None:
    """Makes sums of slips due; where some of a slip is due already, it becomes more."""
    standing = list(
        Payment.objects.select_for_update()
        .filter(slip__in=amounts, state=Payment.State.DUE).order_by("pk")
    )
    bulk.update("settlement_payment", "id", ("amount",), [
        (payment.pk, payment.amount + amounts[payment.slip_id]) for payment in standing
    ])
    have = {payment.slip_id for payment in standing}
    Payment.objects.bulk_create([
        Payment(slip_id=slip, amount=amount, made_at=at)
        for slip, amount in amounts.items() if slip not in have
    ])


def locked(payment: Payment) -> Payment:
    """The payment as it stands, locked inside a transaction, with its slip and period."""
    found: Payment = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("slip__period", "slip__person__key").get(pk=payment.pk)
    )
    return found
