from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.work.models.ticket import Ticket


class Recall(models.Model):
    """What a cancelled order asks back of a ticket: the work, the material, or an agreement.

    Ended in one of four ways: her pieces came, her material came back, her unfinished work was
    paid by agreement, or it is lost.
    """

    class Ending(models.TextChoices):
        PIECES = "pieces", "交了活"
        MATERIAL = "material", "退了料"
        ABANDONED = "abandoned", "半成品按约定付"
        LOSS = "loss", "损失"

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="recall")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "收回"
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at=None, ended_by=None)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="recall_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(ending__in=["", "pieces", "material", "abandoned", "loss"]),
                name="recall_ending_known",
            ),
        ]
