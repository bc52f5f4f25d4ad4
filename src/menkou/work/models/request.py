from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.registry.models import Organization, Person, Workshop
from menkou.registry.models.dated import Dated, one_a_day
from menkou.work.models.allotment import Allotment
from menkou.work.models.ticket import Ticket


class OpenLimit(Dated):
    """How much work a person may have open for a payer from a day, in minutes of standard time.

    It stands in place of the policy's `work.open_minutes`; none: the policy's again.
    """

    SUBJECT = ("person", "payer")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="open_limits")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="open_limits")
    minutes = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "手里的活的上限"
        constraints = one_a_day("open_limit", "person", "payer")


class WorkRequest(models.Model):
    """A worker's wish (要活): pieces of an allotment that she would take, where she works.

    Answered once: a clerk gives her a ticket for all of it, or declines with a reason's code; or
    she takes it back. One of hers for an allotment is open at a time.
    """

    class State(models.TextChoices):
        ASKED = "asked", "等答复"
        GIVEN = "given", "给了"
        DECLINED = "declined", "没有给"
        WITHDRAWN = "withdrawn", "不要了"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work_requests")
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="requests")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="work_requests")
    pieces = models.PositiveIntegerField()
    at_home = models.BooleanField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    ticket = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, related_name="request", null=True
    )
    reason = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "要活"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "allotment"], condition=Q(state="asked"),
                name="request_open_once",
                violation_error_message="这个活已经要过了，等车间答复",
            ),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="request_pieces_positive"),
            models.CheckConstraint(
                condition=Q(state="asked", ticket=None, reason="", answered_at=None,
                            answered_by=None)
                | Q(state="given", ticket__isnull=False, reason="", answered_at__isnull=False,
                    answered_by__isnull=False)
                | (Q(state="declined", ticket=None, answered_at__isnull=False,
                     answered_by__isnull=False) & ~Q(reason=""))
                | Q(state="withdrawn", ticket=None, reason="", answered_at__isnull=False,
                    answered_by__isnull=False),
                name="request_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["workshop", "state"], name="request_workshop_state")]
