from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.registry.models.person import Person


class Alias(models.Model):
    """`person` is `into`: registered twice, merged. Every row stays with whom it was written for;
    readers take both together. Withdrawn: taken apart again, and nothing had moved.

    A person is an alias of one other, who is nobody's alias (kept by the action).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aliases")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "合并"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="alias_once",
                violation_error_message="这个人已经并到别人那里了",
            ),
            models.CheckConstraint(condition=~Q(person=F("into")), name="alias_not_herself"),
        ]


class NotSame(models.Model):
    """Two persons who look alike and were said to be two; `one` has the lower key. Never asked
    again unless it is withdrawn."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "不是同一个人"
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(withdrawn_at=None), name="not_same_once"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="not_same_in_order"),
        ]
