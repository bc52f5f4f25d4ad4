"""A batch as the bank's file, put together from the copies that its payments keep."""

from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from menkou.identity import keys
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.queries.person import holder_name
from menkou.settlement.banks import BankFile, BatchHead, PayRow, Template, load, write
from menkou.settlement.errors import NotPaid
from menkou.settlement.models import AnswerFile, Batch, Payment, Period, Slip
from menkou.settlement.queries import slips


@cache
def templates() -> dict[str, Template]:
    """Every bank's template by its code: the wheel's own, and those of the office's folder."""
    return dict(load(settings.BANKS))


def template_of(code: str) -> Template:
    """Raises NotPaid for a bank that nobody described."""
    if code not in templates():
        raise NotPaid("no_template", field="template")
    return templates()[code]


def file_of(batch: Batch, *, day: date, at: datetime) -> BankFile:
    """The file for the bank: its rows in the order of the slips. Raises BadPayFile, which names
    the row that can't stand in it."""
    rows = (
        Payment.objects.filter(batch=batch)
        .select_related("slip__person__party", "slip__person__key", "slip__period")
        .order_by("slip", "pk")
    )
    head = BatchHead(
        f"MK{batch.pk:08d}", str(batch.payer), batch.account, day, at, "工资"
    )
    return write(template_of(batch.template), head, [_row(one) for one in rows])


def _row(payment: Payment) -> PayRow:
    person = payment.slip.person
    if person.key is None or payment.account is None:
        raise NotPaid("not_sent")
    key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
    name = (holder_name(person) if payment.holder != "self" else "") or person.party.name
    return PayRow(
        payment.reference, keys.decrypt(key, "paid_to", bytes(payment.account)), name,
        payment.amount, person.bank_name, "", f"{payment.slip.period.last:%Y-%m}",
    )


@prepared
def within(scope: Scope, day: date) -> QuerySet[Batch]:
    """Batches of which a scope reaches every slip whole: their file shows every account."""
    mine = slips.whole(slips.within(scope, day), scope)
    rows = Payment.objects.filter(batch=OuterRef("pk"))
    return Batch.objects.filter(
        Exists(rows), ~Exists(rows.exclude(slip__in=mine.values("pk")))
    ).select_related("payer__party", "made_by")


@prepared
def answers_within(scope: Scope, day: date) -> QuerySet[AnswerFile]:
    """The banks' answers to those batches."""
    return AnswerFile.objects.filter(batch__in=within(scope, day).values("pk")).select_related(
        "batch__payer__party", "read_by"
    )


def reaches(period: Period, scope: Scope, day: date) -> bool:
    """Whether a scope reaches every slip of a period whole, and so may send all of it."""
    mine = slips.whole(slips.within(scope, day), scope)
    return not Slip.objects.filter(period=period).exclude(pk__in=mine.values("pk")).exists()


def last_account(period: Period) -> str:
    """The payer's own account that its last batch named."""
    newest = Batch.objects.filter(payer=period.payer_id).order_by("-pk")
    return newest.values_list("account", flat=True).first() or ""
