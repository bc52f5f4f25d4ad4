from django.db import models
from django.db.models import Q

from menkou.facts.models.fact import Fact
from menkou.registry.models import Engagement, Person, Workshop


class HalfDay(models.Model):
    """The place of a person's half-day: one place, whoever records it. A projection of facts."""

    class Half(models.TextChoices):
        MORNING = "am", "上午"
        AFTERNOON = "pm", "下午"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="half_days")
    day = models.DateField()
    half = models.CharField(max_length=2, choices=Half)
    place = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="half_days")

    class Meta:
        verbose_name = "半天"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day", "half"],
                name="half_day_once",
                violation_error_message="这个人这半天已经记在别处",
            ),
            models.CheckConstraint(condition=Q(half__in=["am", "pm"]), name="half_day_half_known"),
        ]


class HalfDayUse(models.Model):
    """What a half-day was used for: each use (time wage, training …) at most once. A projection."""

    half_day = models.ForeignKey(HalfDay, on_delete=models.CASCADE, related_name="uses")
    use = models.CharField(max_length=12)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, null=True, related_name="half_day_uses"
    )
    class_code = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="half_day_uses")

    class Meta:
        verbose_name = "半天用途"
        constraints = [
            models.UniqueConstraint(fields=["half_day", "use"], name="half_day_use_once"),
        ]
