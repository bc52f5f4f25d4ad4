from django.db import models
from django.db.models import Q

from menkou.importing.models.imported import Import


class Row(models.Model):
    """A row of the file of which there is something to say, numbered as Excel counts.

    `subject`: the key of what it is about, where it is known. `answer`: what an officer said of a
    question, or that she does not want a change: same, other, skip; empty: not yet asked.
    `changes`: columns with what stands and what is written, masked: [[column, was, is], …].
    Rows that are simply new, or change nothing, have none of these; one of which only something
    is odd is a doubt, and is written all the same.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", "有错的"
        QUESTION = "question", "要问的"
        CHANGED = "changed", "有变的"
        MOVED = "moved", "搬家的"
        DOUBT = "doubt", "请看一眼的"

    class Answer(models.TextChoices):
        NONE = "", "还没答"
        SAME = "same", "是同一个人"
        OTHER = "other", "不是同一个人"
        SKIP = "skip", "这一行先不写"

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=40, blank=True)
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    shown = models.CharField(max_length=60, blank=True)
    subject = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=5, choices=Answer, blank=True, default="")
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = "名单的一行"
        constraints = [
            models.UniqueConstraint(fields=["imported", "sheet", "row"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["wrong", "question", "changed", "moved", "doubt"]),
                name="import_row_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "same", "other", "skip"]),
                name="import_row_answer_known",
            ),
        ]
        indexes = [models.Index(fields=["imported", "kind", "row"], name="import_row_kind")]


class Finding(models.Model):
    """What is wrong with a row, or asked of it, and where: `column` as the file's own head calls
    it, `shown` what stands there, with numbers of persons masked. The sentence follows from `code`
    and `params`."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="findings")
    column = models.CharField(max_length=40, blank=True)
    letter = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=30)
    shown = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        verbose_name = "名单里的错"
