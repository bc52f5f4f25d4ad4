from django.db import models
from django.db.models import Q

from menkou.ledger.models.commodity import Commodity
from menkou.registry.models import Party


class Job(models.Model):
    """One thing that books are kept for (job costing): an order, a scheme's run, and "none"."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name = "账目归属"

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """A place in the books: (party, kind, other party, job), all four filled."""

    class Kind(models.TextChoices):
        STORE = "store", "在库"
        HANDS = "hands", "在手"
        UNINSPECTED = "uninspected", "待验"
        GOOD = "good", "合格"
        AT_REWORK = "at_rework", "返工"
        TO_REWORK = "to_rework", "待返工"
        REJECTED = "rejected", "退回"
        SURPLUS = "surplus", "多出"
        DELIVERED = "delivered", "已交"
        SCRAPPED = "scrapped", "报废"
        BUDGET = "budget", "预算"
        MADE = "made", "做出"
        CONSUMED = "consumed", "用掉"
        ALLOWED_LOSS = "allowed_loss", "许可损耗"
        EXCESS_LOSS = "excess_loss", "超耗"
        DIFFERENCE = "difference", "差异"
        LABOUR = "labour", "人工"
        WAGES_OWED = "wages_owed", "应付工资"
        FEE = "fee", "加工费"
        PAID = "paid", "已付加工费"
        RENT = "rent", "租金"
        OUTSIDE = "outside", "外部"

    BOUNDED = frozenset(
        {"store", "hands", "uninspected", "good", "at_rework", "to_rework", "rejected",
         "surplus", "delivered", "budget"}
    )

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=12, choices=Kind)
    other = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="accounts")

    class Meta:
        verbose_name = "账户"
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "other", "job"], name="account_once"
            ),
        ]
        indexes = [models.Index(fields=["job", "kind"], name="account_job_kind")]


class Balance(models.Model):
    """What stands on an account of one commodity: a projection of the transfers.

    `bounded` carries the account's flag, so that the check is on one row: a store can't be
    overdrawn, what is owed can.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    bounded = models.BooleanField()

    class Meta:
        verbose_name = "余额"
        constraints = [
            models.UniqueConstraint(fields=["account", "commodity"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(bounded=False) | Q(quantity__gte=0),
                name="balance_not_overdrawn",
                violation_error_message="不够：记了就成负数",
            ),
        ]
        indexes = [models.Index(fields=["commodity"], name="balance_commodity")]


