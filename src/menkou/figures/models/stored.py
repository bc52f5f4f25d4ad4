from django.db import models

from menkou.ledger.models import Seal
from menkou.registry.models import Site


class StoredFigure(models.Model):
    """A figure as it was computed: code, scope, as-of day, value, when, and the last seal then.

    Pages read these; nothing counts two million rows while somebody waits.
    """

    code = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="figures")
    as_of = models.DateField()
    value = models.BigIntegerField()
    records = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, related_name="+")
    policy = models.CharField(max_length=64)

    class Meta:
        verbose_name = "指标"
        constraints = [
            models.UniqueConstraint(fields=["code", "site", "as_of"], name="figure_once"),
        ]
