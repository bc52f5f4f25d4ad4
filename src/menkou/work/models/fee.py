from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.facts.models import Fact
from menkou.registry.models import Organization
from menkou.work.models.allotment import Allotment, Order


class FeeStatement(models.Model):
    """A statement of account (对账单): the fees between a giver, who owes, and a holder, with
    since < transfer ≤ upto. What comes later, whatever its day, falls into the next by itself.

    Amounts are 1/10,000 yuan. `amount` is the sum of its lines; `carried_in` what the statement
    before left (a rest below one fen, or, below zero, more taken back than booked). `due` is whole
    fen and never below zero; `carried_out` = amount + carried_in − due. `paid` is the sum of the
    payments that stand. A disputed one frees its range: after a correction another takes it.
    """

    class State(models.TextChoices):
        SENT = "sent", "已送"
        AGREED = "agreed", "已认账"
        DISPUTED = "disputed", "有异议"

    giver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="fees_owed")
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="fees_due")
    since = models.BigIntegerField()
    upto = models.BigIntegerField()
    day = models.DateField()
    amount = models.BigIntegerField()
    carried_in = models.BigIntegerField()
    due = models.BigIntegerField()
    carried_out = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True)

    class Meta:
        verbose_name = "对账单"
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "holder", "since"], condition=~Q(state="disputed"),
                name="fee_statement_once",
                violation_error_message="这一段账刚送过一张对账单",
            ),
            models.UniqueConstraint(
                fields=["giver", "holder"], condition=Q(state="sent"),
                name="fee_statement_one_open",
                violation_error_message="上一张对账单还没有认账",
            ),
            models.CheckConstraint(
                condition=Q(upto__gt=F("since")), name="fee_statement_takes_some"
            ),
            models.CheckConstraint(
                condition=Q(carried_out=F("amount") + F("carried_in") - F("due")),
                name="fee_statement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("due")),
                name="fee_statement_paid_within",
                violation_error_message="付的比对账单上没付的还多",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_by=None, answered_at=None, reason="",
                            due_on=None, paid=0)
                | Q(state="agreed", answered_by__isnull=False, answered_at__isnull=False,
                    reason="", due_on__isnull=False)
                | (Q(state="disputed", answered_by__isnull=False, answered_at__isnull=False,
                     due_on=None, paid=0) & ~Q(reason="")),
                name="fee_statement_state_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("sent_by")) | Q(answered_by=None),
                name="fee_statement_by_another",
                violation_error_message="对账单是您送的，要另一个人来认",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="fee_statement_state"),
        ]

    @property
    def number(self) -> str:
        """What is printed on it, and named when it is paid."""
        return f"DZ{self.pk:06d}"

    @property
    def open(self) -> int:
        """What of it is not paid, in 1/10,000 yuan; nothing of one that is disputed."""
        return 0 if self.state == self.State.DISPUTED else self.due - self.paid


class FeeLine(models.Model):
    """A line of a statement, a snapshot: pieces of an allotment, accepted and sent back.

    `amount` (1/10,000 yuan) is (accepted − returned) × fee; `fee` is below zero for a part of the
    order that the holder passed to the giver, which is set against what it is owed. `late`:
    accepted or sent back on a day that the statement before had covered; `correction`: what an
    earlier statement had said otherwise; `rework`: mended at the customer's cost, of no allotment.
    """

    class Kind(models.TextChoices):
        NEW = "new", "本期"
        LATE = "late", "补记"
        CORRECTION = "correction", "更正"
        REWORK = "rework", "返工费"

    statement = models.ForeignKey(FeeStatement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="fee_lines")
    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="fee_lines", null=True
    )
    accepted = models.IntegerField()
    returned = models.IntegerField()
    fee = models.BigIntegerField()
    amount = models.BigIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        verbose_name = "对账单明细"
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="fee_line_number_once"),
            models.CheckConstraint(
                condition=Q(amount=(F("accepted") - F("returned")) * F("fee"))
                | Q(kind="rework", allotment=None, accepted=0, returned=0),
                name="fee_line_adds_up",
            ),
        ]


class FeePayment(models.Model):
    """A part of a statement that was paid, with the bank's reference.

    Written once; an error is taken back by a counter fact (`back`), and then it is open again.
    """

    statement = models.ForeignKey(FeeStatement, on_delete=models.PROTECT, related_name="payments")
    giver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=40)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="fee_payment")
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    paid_at = models.DateTimeField()
    back = models.OneToOneField(
        Fact, on_delete=models.PROTECT, related_name="fee_payment_back", null=True
    )
    back_reason = models.CharField(max_length=20, blank=True)
    back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "加工费付款"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_payment_positive"),
            models.UniqueConstraint(
                fields=["giver", "holder", "reference"], condition=Q(back=None),
                name="fee_payment_reference_once",
                violation_error_message="这个流水号已经记过一笔，请看看是不是同一笔",
            ),
            models.CheckConstraint(
                condition=Q(back=None, back_by=None, back_at=None, back_reason="")
                | (Q(back__isnull=False, back_by__isnull=False, back_at__isnull=False)
                   & ~Q(back_reason="")),
                name="fee_payment_back_whole",
            ),
        ]
