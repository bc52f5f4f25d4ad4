from django.db import models
from django.db.models import Q


class Commodity(models.Model):
    """What is counted: yuan, a material, pieces after an operation.

    Amounts are integers in the base unit; `factor` base units make one entry unit, exactly
    (yuan: 10,000; cloth by the metre: 1,000; pieces: 1). `unit` is the word of the entry unit.
    """

    class Kind(models.TextChoices):
        MONEY = "money", "钱"
        MATERIAL = "material", "料"
        PIECE = "piece", "件"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.CharField(max_length=8)
    base_unit = models.CharField(max_length=8)
    factor = models.PositiveIntegerField()

    class Meta:
        verbose_name = "品种"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["money", "material", "piece"]), name="commodity_kind_known"
            ),
            models.CheckConstraint(condition=Q(factor__gte=1), name="commodity_factor_positive"),
        ]

    def __str__(self) -> str:
        return self.name
