from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.ledger.models import Seal
from menkou.registry.models import Engagement, Organization


class Period(models.Model):
    """A settlement period: the wages of one payer for one span of a pay cycle.

    `first` and `last` are its days; what it takes is set by `upto`, the last transfer of a seal,
    fixed once when its close begins. `number` is 0 for the span's own run; a later one pays those
    who had been set aside. A close goes person by person: `cursor` is the last one done, `done` of
    `total` how many; `attempt` counts how often it was begun. `slips` and `net` are what it came
    to. `withholds`: the payer confirmed that tax is withheld. `policy` is the hash of the
    parameters that it went by.
    """

    class State(models.TextChoices):
        OPEN = "open", "未关"
        CLOSING = "closing", "正在关"
        CLOSED = "closed", "已关"

    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="periods")
    cycle = models.CharField(max_length=10, choices=Engagement.Cycle)
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    withholds = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    upto = models.BigIntegerField(null=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, related_name="+")
    policy = models.CharField(max_length=64, blank=True)
    cursor = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    slips = models.PositiveIntegerField(default=0)
    net = models.BigIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "工资期"
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "cycle", "first", "number"],
                name="period_once",
                violation_error_message="这一期已经有了",
            ),
            models.UniqueConstraint(
                fields=["payer"],
                condition=Q(state="closing"),
                name="period_one_close_at_a_time",
                violation_error_message="这个单位有一期正在关，等它关完再关这一期",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_in_order"),
            models.CheckConstraint(
                condition=Q(state="open", upto=None, closed_at=None)
                | Q(state="closing", upto__isnull=False, started_at__isnull=False, closed_at=None)
                | Q(state="closed", upto__isnull=False, closed_at__isnull=False),
                name="period_state_whole",
            ),
        ]
        indexes = [models.Index(fields=["-last"], name="period_last")]

    def __str__(self) -> str:
        return f"{self.payer} {self.first}"


class SetAside(models.Model):
    """Somebody whose pay waits until something is clear: no slip is made, and her next is longer.

    `why` is a code; `period` the run that passed her over, none while no run has yet.
    """

    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, related_name="set_asides"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, related_name="set_asides"
    )
    why = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "先放一边"
        constraints = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=Q(resolved_at=None),
                name="set_aside_once",
                violation_error_message="这个人已经放在一边了",
            ),
        ]


class Approval(models.Model):
    """What somebody who entered nothing of a closed period says of it: right, or sent back.

    Append-only. `net` and `slips` are what she saw, `head` the seal's.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="approvals")
    verdict = models.CharField(max_length=8, choices=Verdict)
    why = models.CharField(max_length=20, blank=True)
    net = models.BigIntegerField()
    slips = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "审批"
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="approved", why="") | (Q(verdict="returned") & ~Q(why="")),
                name="approval_returned_why",
            ),
        ]
