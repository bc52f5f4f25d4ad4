from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.facts.models import Fact
from menkou.registry.models import Engagement, Organization, Person


class Decided(models.Model):
    """What one enters and another approves."""

    class Verdict(models.TextChoices):
        ENTERED = "entered", "等批"
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    amount = models.BigIntegerField()
    note = models.CharField(max_length=100, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.ENTERED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def by_another(name: str) -> list[models.BaseConstraint]:
    """The constraints of what one enters and another decides."""
    return [
        models.CheckConstraint(
            condition=Q(verdict="entered", decided_by=None, decided_at=None)
            | (
                ~Q(verdict="entered")
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("entered_by"))
            ),
            name=f"{name}_by_another",
            violation_error_message="要另一个人来批：谁填的，谁不能批",
        ),
    ]


class Item(Decided):
    """A named item of pay: an allowance, a bonus, a correction (signed). `amount` 1/10,000 yuan.

    When it is approved it becomes a fact, and a wage of its `day`.
    """

    class Code(models.TextChoices):
        ALLOWANCE = "allowance", "补贴"
        BONUS = "bonus", "奖金"
        CORRECTION = "correction", "更正"
        ABANDONED = "abandoned", "停做补偿"

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=12, choices=Code)
    day = models.DateField()
    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, null=True, related_name="item"
    )

    class Meta:
        verbose_name = "单列工资"
        constraints = [
            *by_another("item"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(code="correction", amount__lt=0),
                name="item_amount",
                violation_error_message="只有更正可以是负数，金额不能是零",
            ),
            models.CheckConstraint(
                condition=Q(verdict="approved", fact__isnull=False)
                | (~Q(verdict="approved") & Q(fact=None)),
                name="item_booked",
            ),
        ]


class Deduction(Decided):
    """What is to be taken off somebody's pay, in as many slips as the law's bound wants.

    A recovery of what was paid too much, or a charge for damage. What was taken so far are the
    lines that name it. Source: 工资支付暂行规定 第十六条.
    """

    class Kind(models.TextChoices):
        RECOVERY = "recovery", "扣回多付"
        CHARGE = "charge", "赔偿"

    class Code(models.TextChoices):
        OVERPAID = "overpaid", "付多了"
        EXCESS_MATERIAL = "excess_material", "超耗材料"
        DAMAGE = "damage", "损坏"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deductions")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="deductions")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=16, choices=Code)

    class Meta:
        verbose_name = "扣款"
        constraints = [
            *by_another("deduction"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_positive"),
        ]
        indexes = [models.Index(fields=["payer", "person"], name="deduction_payer")]
