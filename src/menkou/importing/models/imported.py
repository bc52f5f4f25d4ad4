from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.identity.models import SealedKey


class Import(models.Model):
    """A list that an office brought, from the file to what it wrote. Its number is its key.

    The file lies sealed under a key of its own until everything of it is written, taken back or
    dropped. `day`: the day from which its rows hold. `digest`: a keyed hash of the file, by which
    the same file is known again. `told`: what else there is to say of it: how many rows are odd
    ("doubts"), columns that nobody knows ("columns"), sheets that were left out ("sheets"), and
    when the work under way began, at which row ("since", "from"). `cursor`: how many
    of the good rows are written; what follows is written by whoever goes on. `beat_at`: when
    something last moved.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "正在检查"
        REFUSED = "refused", "看不懂"
        CHECKED = "checked", "查好了，等写入"
        WRITING = "writing", "正在写入"
        STOPPED = "stopped", "停下了"
        DONE = "done", "写好了"
        TAKING_BACK = "taking_back", "正在撤回"
        TAKEN_BACK = "taken_back", "撤回了"
        DROPPED = "dropped", "没有要"

    list = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)
    key = models.ForeignKey(SealedKey, on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.CHECKING)
    refusal = models.CharField(max_length=30, blank=True, default="")
    refused_with = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    cursor = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "导入"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "refused", "checked", "writing", "stopped",
                                       "done", "taking_back", "taken_back", "dropped"]),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="import_refusal_said"
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="import_digest")]

    def __str__(self) -> str:
        return f"{self.pk}"
