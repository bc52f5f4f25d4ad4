from django.db import models

from menkou.identity.models.user import User


class VerbLog(models.Model):
    """Who did what to which row, when: append-only, refused by the database itself.

    `subject` is the row's key as a plain number, so that a log line outlives the row;
    `noun` names the table; `note` is a code, never free text about a person.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    note = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "办事记录"
        indexes = [
            models.Index(fields=["noun", "subject", "id"], name="verblog_subject"),
            models.Index(fields=["user", "at"], name="verblog_user"),
            models.Index(fields=["verb", "id"], name="verblog_verb"),
        ]
