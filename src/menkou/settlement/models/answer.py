from django.conf import settings
from django.db import models

from menkou.facts.models import Fact
from menkou.settlement.models.payment import Batch, Payment


class AnswerFile(models.Model):
    """A bank's answer (回盘), read once: the same file again is known by its digest."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="answers")
    name = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32, unique=True)
    rows = models.PositiveIntegerField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = "回盘"


class AnswerLine(models.Model):
    """One row of a bank's answer and what became of it. What is odd waits for a person.

    `row` as Excel counts; of the account the last four digits only.
    """

    class Result(models.TextChoices):
        ACCEPTED = "accepted", "已付"
        REFUSED = "refused", "退回"
        OTHER_AMOUNT = "other_amount", "金额不同"
        UNKNOWN = "unknown", "对不上"
        REPEATED = "repeated", "同一笔写了两行"
        SEEN = "seen", "早已记过"
        UNREADABLE = "unreadable", "看不懂"

    file = models.ForeignKey(AnswerFile, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="answers"
    )
    result = models.CharField(max_length=12, choices=Result)
    code = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField(null=True)
    account_tail = models.CharField(max_length=4, blank=True)
    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, null=True, related_name="answer"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "回盘的一行"
        constraints = [
            models.UniqueConstraint(fields=["file", "row"], name="answer_row_once"),
        ]
