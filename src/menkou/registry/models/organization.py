from django.db import models

from menkou.registry.models.party import Party


class Organization(models.Model):
    """One that takes allotments, owes and pays: an enterprise, a cooperative, a sole trader …"""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        COOPERATIVE = "cooperative", "合作社"
        SOLE_TRADER = "sole_trader", "个体工商户"
        COMMUNITY = "community", "社区"
        OFFICE = "office", "机关单位"

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    credit_code = models.CharField(max_length=18, unique=True)
    contact = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["enterprise", "cooperative", "sole_trader", "community", "office"]
                ),
                name="organization_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.party.name
