"""What is true over time: a dated row is added, never edited."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q


class DatedQuerySet(models.QuerySet[Any]):
    def standing(self, known_at: datetime | None = None) -> Self:
        """Rows that are not withdrawn, or were not yet at `known_at`."""
        if known_at is None:
            return self.filter(withdrawn_at=None)
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)).filter(
            entered_at__lte=known_at
        )

    def on(self, day: date, known_at: datetime | None = None) -> Self:
        """For each subject the row that holds on `day`, as known at a moment (now if None)."""
        model = self.model
        later = (
            model.objects.standing(known_at)
            .filter(
                **{name: OuterRef(name) for name in model.SUBJECT},
                from_day__gt=OuterRef("from_day"),
                from_day__lte=day,
            )
            .values("pk")
        )
        return self.standing(known_at).filter(~Exists(later), from_day__lte=day)


class Dated(models.Model):
    """A row that holds from a day until the subject's next row.

    Each model names its SUBJECT columns and a unique constraint over (subject, from_day) among
    rows that are not withdrawn, so two rows never overlap, on either engine. A value of None
    says that nothing holds from that day on.
    """

    SUBJECT: tuple[str, ...] = ()

    from_day = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Stated(Dated):
    """What somebody said of a person. `source`: on what it rests, where that is known."""

    class Source(models.TextChoices):
        SELF = "self", "本人说的"
        FAMILY = "family", "家人说的"
        PAPER = "paper", "看了证件"
        VISIT = "visit", "上门看的"
        LIST = "list", "名单导入"

    source = models.CharField(max_length=6, choices=Source, blank=True, default="")

    class Meta:
        abstract = True


def one_a_day(name: str, *subject: str) -> list[models.BaseConstraint]:
    """The constraints that every dated table has."""
    return [
        models.UniqueConstraint(
            fields=[*subject, "from_day"], condition=Q(withdrawn_at=None), name=f"{name}_one_a_day"
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at=None, withdrawn_by=None)
            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            name=f"{name}_withdrawn_by",
        ),
    ]
