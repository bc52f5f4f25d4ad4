from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.facts.models import Fact
from menkou.registry.models import Organization, Workshop
from menkou.registry.models.dated import Dated, one_a_day


class RentTerm(Dated):
    """What a workshop's rent is a month from a day, and to whom: usually the committee of its
    community. In 1/10,000 yuan; none: rent-free from that day on."""

    SUBJECT = ("workshop",)

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="rent_terms")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "租金约定"
        constraints = [
            *one_a_day("rent_term", "workshop"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="rent_term_positive",
                violation_error_message="租金要大于零；不收租金的，空着",
            ),
        ]


class RentDue(models.Model):
    """The rent of a workshop for a month, owed by who operated it on its first day: booked once.

    `relieved` and `paid` are the sums of the reliefs that were agreed and the payments that stand;
    1/10,000 yuan. `month` is its first day.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="rents")
    month = models.DateField()
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rents_owed")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rents_due")
    amount = models.BigIntegerField()
    relieved = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="rent")

    class Meta:
        verbose_name = "应收租金"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "month"], name="rent_once",
                violation_error_message="这个月的租金已经记过了",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, relieved__gte=0, paid__gte=0,
                            paid__lte=F("amount") - F("relieved")),
                name="rent_within",
                violation_error_message="减免和付的加起来，比这个月的租金还多",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="rent_month")]

    @property
    def open(self) -> int:
        """What of it is neither relieved nor paid."""
        return self.amount - self.relieved - self.paid


class RentRelief(models.Model):
    """A part of a month's rent that is not asked for (减免): asked by one, decided by another."""

    class Verdict(models.TextChoices):
        ASKED = "asked", "等批"
        AGREED = "agreed", "批了"
        REFUSED = "refused", "没有批"

    rent = models.ForeignKey(RentDue, on_delete=models.PROTECT, related_name="reliefs")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, related_name="rent_relief", null=True
    )

    class Meta:
        verbose_name = "租金减免"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="rent_relief_positive"),
            models.CheckConstraint(
                condition=Q(verdict="asked", decided_by=None, decided_at=None, fact=None)
                | Q(verdict="agreed", decided_by__isnull=False, decided_at__isnull=False,
                    fact__isnull=False)
                | Q(verdict="refused", decided_by__isnull=False, decided_at__isnull=False,
                    fact=None),
                name="rent_relief_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="rent_relief_by_another",
                violation_error_message="自己申请的，要另一个人来批",
            ),
        ]


class RentPayment(models.Model):
    """A part of a month's rent that was paid, with the bank's reference; an error is taken back by
    a counter fact (`back`)."""

    rent = models.ForeignKey(RentDue, on_delete=models.PROTECT, related_name="payments")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=40)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="rent_payment")
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    paid_at = models.DateTimeField()
    back = models.OneToOneField(
        Fact, on_delete=models.PROTECT, related_name="rent_payment_back", null=True
    )

    class Meta:
        verbose_name = "租金付款"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="rent_payment_positive"),
            models.UniqueConstraint(
                fields=["rent", "reference"], condition=Q(back=None),
                name="rent_payment_reference_once",
                violation_error_message="这个流水号已经记过一笔，请看看是不是同一笔",
            ),
        ]
