from django.db import models
from django.db.models import Q

from menkou.ledger.models import Commodity
from menkou.registry.models import Organization
from menkou.registry.models.dated import Dated, one_a_day


class Product(models.Model):
    """What an enterprise has made. `picture` names a drawing that ships with us, `sample` the
    photograph of a sample in the media folder."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    picture = models.CharField(max_length=20, blank=True)
    sample = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "产品"

    def __str__(self) -> str:
        return self.name


class Operation(models.Model):
    """A step that makes a commodity of its own (工序). `seconds`: standard time of a piece."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="operations")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    makes = models.OneToOneField(Commodity, on_delete=models.PROTECT, related_name="operation")
    seconds = models.PositiveIntegerField()
    skill = models.CharField(max_length=20, blank=True)
    at_home = models.BooleanField()

    class Meta:
        verbose_name = "工序"
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="operation_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} · {self.name}"


class Input(models.Model):
    """What a piece of an operation takes: numerator/denominator base units of a material.

    A fraction, so that three part receipts use as much as one. The loss allowance is
    `allowed_ppm` millionths of what was used, rounded down. Never changed once an order uses it.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="inputs")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(default=1)
    allowed_ppm = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "单耗"
        constraints = [
            models.UniqueConstraint(fields=["operation", "commodity"], name="input_once"),
            models.CheckConstraint(
                condition=Q(numerator__gt=0, denominator__gt=0), name="input_fraction_positive"
            ),
        ]


class Rate(Dated):
    """What a piece of an operation pays, by payer and class of worker, from a day.

    In 1/10,000 yuan. None: from that day on no rate, so no new ticket.
    """

    SUBJECT = ("payer", "operation", "rate_class")

    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rates")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="rates")
    rate_class = models.CharField(max_length=12, default="standard")
    amount = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "工价"
        constraints = [
            *one_a_day("rate", "payer", "operation", "rate_class"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="rate_positive",
                violation_error_message="工价要大于零",
            ),
        ]


class TimeRate(Dated):
    """What an hour or a half-day pays, by payer and class of worker, from a day.

    In 1/10,000 yuan. None: from that day on attended time earns nothing by itself.
    """

    SUBJECT = ("payer", "rate_class")

    class Per(models.TextChoices):
        HOUR = "hour", "每小时"
        HALF_DAY = "half_day", "每半天"

    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="time_rates")
    rate_class = models.CharField(max_length=12, default="standard")
    per = models.CharField(max_length=8, choices=Per)
    amount = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "计时工价"
        constraints = [
            *one_a_day("time_rate", "payer", "rate_class"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="time_rate_positive",
                violation_error_message="工价要大于零",
            ),
            models.CheckConstraint(
                condition=Q(per__in=["hour", "half_day"]), name="time_rate_per_known"
            ),
        ]
