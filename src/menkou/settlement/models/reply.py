from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.settlement.models.item import Item
from menkou.settlement.models.slip import Slip


class Confirmation(models.Model):
    """She says that her slip is right. Never needed for her to be paid."""

    class How(models.TextChoices):
        PHONE = "phone", "手机上"
        TOLD = "told", "当面说的"
        PAPER = "paper", "纸上签字或按手印"

    slip = models.OneToOneField(
        Slip, on_delete=models.PROTECT, primary_key=True, related_name="confirmation"
    )
    how = models.CharField(max_length=6, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "说对的"


class Objection(models.Model):
    """She says that her slip is not right: a reason picked, told to the clerk, or spoken.

    `sound` is the name of a file in the media folder, made by the phone's own recorder. Answered
    by `due_on`: upheld (and how it is put right), or not, with the reason.
    """

    class How(models.TextChoices):
        PHONE = "phone", "手机上"
        TOLD = "told", "当面说的"
        SOUND = "sound", "录了音"

    class Answer(models.TextChoices):
        UPHELD = "upheld", "她说得对"
        REJECTED = "rejected", "核过，原来的对"

    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="objections")
    reason = models.CharField(max_length=20)
    how = models.CharField(max_length=6, choices=How)
    sound = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answer_why = models.CharField(max_length=20, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, null=True, related_name="objection"
    )

    class Meta:
        verbose_name = "说不对的"
        constraints = [
            models.UniqueConstraint(
                fields=["slip"],
                condition=Q(answered_at=None),
                name="objection_one_open",
                violation_error_message="这张工资条已经提过不对，还在等答复",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answer_why="", answered_by=None, answered_at=None)
                | (~Q(answer="") & ~Q(answer_why="")
                   & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="objection_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_at=None), name="objection_open_due"
            ),
        ]
