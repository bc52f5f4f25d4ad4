from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.facts.models import Fact
from menkou.registry.models import Organization
from menkou.settlement.models.slip import Slip


class Batch(models.Model):
    """Payments that go to a bank in one file. `total` and `count` stand on its cover.

    `template` names the bank's template; `account` is the payer's own; `head` the last seal's, the
    anchor that is printed; `digest` that of the file.
    """

    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="batches")
    template = models.CharField(max_length=20)
    account = models.CharField(max_length=32, blank=True)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "代发批次"
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="batch_of_some"),
        ]


class Payment(models.Model):
    """Money for a slip: due once. A returned one stays as it was, and the sum is due again.

    `amount` is whole fen in 1/10,000 yuan; `paid` what really went, where it is another. The
    account is a copy under the person's own key, of the moment when the batch was made, with its
    keyed index and last four digits. `code` says why it was returned; an account that a bank
    refused is held until another is registered, or until somebody lifts it (`lifted_*`).
    """

    class State(models.TextChoices):
        DUE = "due", "待付"
        SENT = "sent", "已送银行"
        PAID = "paid", "已付"
        RETURNED = "returned", "退回"

    class Way(models.TextChoices):
        NONE = "", "未定"
        BANK = "bank", "银行"
        CASH = "cash", "现金"

    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    way = models.CharField(max_length=4, choices=Way, blank=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, related_name="payments"
    )
    account = models.BinaryField(null=True)
    account_index = models.BinaryField(max_length=16, null=True)
    account_tail = models.CharField(max_length=4, blank=True)
    holder = models.CharField(max_length=8, blank=True)
    paid = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, null=True, related_name="payment"
    )
    code = models.CharField(max_length=20, blank=True)
    returned_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "付款"
        constraints = [
            models.UniqueConstraint(
                fields=["slip"],
                condition=Q(state="due"),
                name="payment_due_once",
                violation_error_message="这张工资条已经有一笔待付",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(state="due", batch=None, paid=None, fact=None)
                | Q(state="sent", batch__isnull=False, way="bank", paid=None, fact=None)
                | (Q(state="paid", paid__gt=0, paid_on__isnull=False, fact__isnull=False)
                   & ~Q(way=""))
                | (Q(state="returned", returned_on__isnull=False) & ~Q(code="")),
                name="payment_state_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "batch"], name="payment_state"),
            models.Index(fields=["account_index"], name="payment_account"),
        ]

    @property
    def reference(self) -> str:
        """What the bank is told, and answers with."""
        return f"GZ{self.pk:08d}"


class Handover(models.Model):
    """Money that a person took by hand: herself, somebody for her, a relative of a dead worker.

    Name and paper are encrypted under the worker's key. Who takes it in another's name is named
    with relation and reason (工资支付暂行规定 第六条); for a dead worker another person approves.
    """

    class Taker(models.TextChoices):
        SELF = "self", "本人"
        PROXY = "proxy", "代领人"
        RELATIVE = "relative", "亲属（本人已去世）"

    class Signed(models.TextChoices):
        SIGNATURE = "signature", "签字"
        THUMB = "thumb", "手印"

    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, primary_key=True, related_name="handover"
    )
    taker = models.CharField(max_length=8, choices=Taker)
    signed = models.CharField(max_length=9, choices=Signed)
    name = models.BinaryField(null=True)
    relation = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    paper = models.BinaryField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "当面付"
        constraints = [
            models.CheckConstraint(
                condition=Q(taker="self", relation="", reason="")
                | (Q(taker__in=["proxy", "relative"]) & ~Q(relation="") & ~Q(reason="")),
                name="handover_who",
                violation_error_message="代领要写清代领人、关系和原因",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (Q(approved_at__isnull=False) & ~Q(approved_by=F("asked_by"))),
                name="handover_by_another",
                violation_error_message="要另一个人来批：谁填的，谁不能批",
            ),
        ]
