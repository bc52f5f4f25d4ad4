from django.db import models
from django.db.models import Q

from menkou.ledger.models import Seal
from menkou.registry.models import Division, Site


class StoredFigure(models.Model):
    """A figure as it was computed: code, unit (a site or a division), as-of day, value, when, and
    the last seal then.

    Pages read these; nothing counts two million rows while somebody waits.
    """

    code = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="figures")
    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, null=True, related_name="figures"
    )
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
            models.UniqueConstraint(
                fields=["code", "division", "as_of"], name="figure_of_division_once"
            ),
            models.CheckConstraint(
                condition=Q(site=None, division__isnull=False)
                | Q(site__isnull=False, division=None),
                name="figure_of_one_unit",
            ),
        ]
