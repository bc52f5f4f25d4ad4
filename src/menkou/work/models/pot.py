from django.db import models
from django.db.models import Q

from menkou.ledger.models import Commodity, Job
from menkou.registry.models import Party


class Pot(models.Model):
    """One material or piece of one order in one pair of hands, or in one place: a projection.

    `holder` is a worker (`hands`), or a workshop or organization that keeps material (`store`) or
    pieces in one of their states. `moved` is what came in less what went out unused (issued −
    returned; for a store arrived − issued + returned), `used` what pieces consumed; X = moved −
    used. The last count is `counted`, at the place (`count_at`, `count_uid`) of the order of
    happening; `x_before` and `used_before` are X and used up to there. What is in hand, the
    difference and the loss follow (`booking.measure`).
    """

    class Kind(models.TextChoices):
        HANDS = "hands", "在手"
        STORE = "store", "在库"
        GOOD = "good", "合格"
        REJECTED = "rejected", "退回"
        TO_REWORK = "to_rework", "待返工"
        DELIVERED = "delivered", "已交"

    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="pots")
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="pots")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    allowed_ppm = models.PositiveIntegerField()
    moved = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(null=True)
    count_at = models.DateTimeField(null=True)
    count_uid = models.UUIDField(null=True)
    x_before = models.BigIntegerField(default=0)
    used_before = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "料袋"
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "owner", "job", "commodity", "kind"], name="pot_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["hands", "store", "good", "rejected", "to_rework", "delivered"]
                ),
                name="pot_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(counted=None, count_at=None, count_uid=None)
                | Q(counted__gte=0, count_at__isnull=False, count_uid__isnull=False),
                name="pot_count_whole",
            ),
        ]
