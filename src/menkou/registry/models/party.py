from django.db import models


class Party(models.Model):
    """One row for each organization, workshop and person: whatever may hold an account."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", "单位"
        WORKSHOP = "workshop", "车间"
        PERSON = "person", "人"

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name = "户头主体"
        indexes = [models.Index(fields=["name"], name="party_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["organization", "workshop", "person"]),
                name="party_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
