from django.db import models
from django.db.models import Q

from menkou.ledger.models import Commodity, Job
from menkou.registry.models import Party


class Pot(models.Model):
    """One material of one order in one pair of hands, or in one store: a projection.

    `holder` is a worker (a pot) or a workshop (a store). `moved` is what came in less what went
    out unused (issued − returned; for a store arrived − issued + returned), `used` what pieces
    consumed; X = moved − used. The last count is `counted`, at the place (`count_at`,
    `count_uid`) of the order of happening; `x_before` and `used_before` are X and used up to
    there. What is in hand, the difference and the loss follow (`booking.measure`).
    """

    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="pots")
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="pots")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    store = models.BooleanField()
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
                fields=["holder", "owner", "job", "commodity"], name="pot_once"
            ),
            models.CheckConstraint(
                condition=Q(counted=None, count_at=None, count_uid=None)
                | Q(counted__gte=0, count_at__isnull=False, count_uid__isnull=False),
                name="pot_count_whole",
            ),
        ]
