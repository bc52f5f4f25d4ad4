from django.db import models
from django.db.models import F, Q

from menkou.ledger.models import Job
from menkou.registry.models import Organization
from menkou.work.models.product import Operation, Product


class Order(models.Model):
    """A customer's order (来料加工): pieces, at a fee, by a day. The material is the customer's."""

    class State(models.TextChoices):
        OPEN = "open", "在做"
        CLOSED = "closed", "已结"
        CANCELLED = "cancelled", "已撤"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="orders")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="orders")
    pieces = models.PositiveIntegerField()
    fee = models.BigIntegerField()
    ordered_on = models.DateField()
    due_on = models.DateField()
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
                condition=Q(state__in=["open", "closed", "cancelled"]), name="order_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} {self.number}"


class Allotment(models.Model):
    """An organization passes pieces of an operation to another, at a fee, by a day.

    `given` is how many of them stand on tickets (and, later, on allotments below).
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
        ]
