from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.facts.models.device import Device


class Fact(models.Model):
    """What happened, made once and never changed: append-only, refused by the database itself.

    `uid` is the id that the recording device chose. `day` is the day of the work (Asia/Shanghai),
    set at the edge. `content` is canonical JSON by the strict schema of its kind. `replaces` is
    the uid of the fact that this one corrects or undoes: a fact is replaced at most once, and it
    may reach us before the one it replaces. `digest` is keyed, over all of this.
    """

    class Stated(models.TextChoices):
        ASKED = "asked", "问过才做"
        HAPPENED = "happened", "已经发生"

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    stated = models.CharField(max_length=8, choices=Stated)
    day = models.DateField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="facts"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="facts")
    replaces = models.UUIDField(null=True, unique=True)
    content = models.TextField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = "事实"
        constraints = [
            models.CheckConstraint(
                condition=Q(stated__in=["asked", "happened"]), name="fact_stated_known"
            ),
        ]
        indexes = [
            models.Index(fields=["recorder", "received_at"], name="fact_recorder"),
            models.Index(fields=["day", "happened_at"], name="fact_day_moment"),
        ]
