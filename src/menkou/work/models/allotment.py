from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.ledger.models import Job
from menkou.registry.models import Organization
from menkou.work.models.product import Operation, Product


class Order(models.Model):
    """A customer's order (来料加工): pieces, at a fee, by a day. The material is the customer's.

    `quality`: the terms of quality as they were agreed. Ending: cancelled, and being wound up.
    """

    class State(models.TextChoices):
        OPEN = "open", "在做"
        ENDING = "ending", "收尾"
        CLOSED = "closed", "已结"
        CANCELLED = "cancelled", "已撤"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="orders")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="orders")
    pieces = models.PositiveIntegerField()
    fee = models.BigIntegerField()
    ordered_on = models.DateField()
    due_on = models.DateField()
    quality = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="order")

    class Meta:
        verbose_name = "订单"
        constraints = [
            models.CheckConstraint(
                condition=Q(pieces__gt=0), name="order_pieces_positive",
                violation_error_message="件数要大于零",
            ),
            models.CheckConstraint(
                condition=Q(fee__gte=0), name="order_fee_not_negative",
                violation_error_message="加工费不能是负数",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("ordered_on")), name="order_due_after_ordered",
                violation_error_message="交货日期要在下单之后",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "ending", "closed", "cancelled"]),
                name="order_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} {self.number}"


class Allotment(models.Model):
    """An organization passes pieces of an operation to another, at a fee, by a day.

    `given` is how many of them stand on tickets and on allotments below. The fee never grows on
    the way down. Pieces are only ever cut, back up to the parent.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="allotments")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="allotments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    giver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="allotted")
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="held")
    pieces = models.PositiveIntegerField()
    given = models.PositiveIntegerField(default=0)
    fee = models.BigIntegerField()
    due_on = models.DateField()

    class Meta:
        verbose_name = "分单"
        constraints = [
            models.CheckConstraint(
                condition=Q(given__lte=F("pieces")),
                name="allotment_not_overgiven",
                violation_error_message="分出去的比手里的多",
            ),
            models.CheckConstraint(
                condition=Q(fee__gte=0), name="allotment_fee_not_negative",
                violation_error_message="加工费不能是负数",
            ),
        ]


class Cut(models.Model):
    """Pieces given back up the chain, with the reason's code. Append-only.

    `allotment` gave them back to its parent, or to the order where it has none.
    """

    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="cuts")
    pieces = models.PositiveIntegerField()
    reason = models.CharField(max_length=20)
    cut_at = models.DateTimeField()
    cut_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "退回上级"
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gt=0), name="cut_positive"),
        ]


class OrderEnd(models.Model):
    """How an order ended: short or whole, or cancelled; what was never made and why.

    `reason` is the code of why it ends; `unmade_reason` of why those pieces were never made.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="end")
    day = models.DateField()
    reason = models.CharField(max_length=20)
    unmade = models.PositiveIntegerField(default=0)
    unmade_reason = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "订单收尾"
        constraints = [
            models.CheckConstraint(
                condition=Q(unmade=0) | Q(ended_at=None) | ~Q(unmade_reason=""),
                name="order_end_unmade_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="order_end_whole",
            ),
        ]
