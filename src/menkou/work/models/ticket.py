from django.db import models
from django.db.models import F, Q

from menkou.registry.models import Organization, Person, Workshop
from menkou.work.models.allotment import Allotment


class TicketNumber(models.Model):
    """The one row from which ticket numbers are taken in blocks, under its lock."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    next = models.BigIntegerField()

    class Meta:
        verbose_name = "工票号"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ticket_number_is_one")]


class Ticket(models.Model):
    """A work ticket (工票): pieces of one operation for a worker, in the workshop or at home.

    An intention, made only at the server. `number`: six digits or more, the last a check digit
    (Damm). `payer` is the workshop's operator on the day it was made, and stays. `rate` is what
    is printed on it (1/10,000 yuan): a floor. The counters (`back` … `rejected`) are a projection:
    the state of the fold over its facts; they add up to `back`.

    A ticket of rework (`source` is not made) takes its pieces from those that wait for it at the
    workshop, uses no material and stands on no room of its allotment; who pays is its `pay`.
    `passed`: pieces at rework that were passed on to somebody else.
    """

    class State(models.TextChoices):
        OPEN = "open", "在做"
        DONE = "done", "做完"
        CANCELLED = "cancelled", "已收回"

    class Source(models.TextChoices):
        MADE = "made", "新做"
        PASSED = "passed", "替人返工"
        RETURNED = "returned", "客户退回返工"

    class Pay(models.TextChoices):
        RATE = "rate", "按工价"
        NONE = "none", "不另付"
        CUSTOMER = "customer", "客户承担"

    number = models.BigIntegerField(primary_key=True)
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="tickets")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="tickets")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="tickets")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tickets")
    pieces = models.PositiveIntegerField()
    at_home = models.BooleanField()
    source = models.CharField(max_length=8, choices=Source, default=Source.MADE)
    pay = models.CharField(max_length=8, choices=Pay, default=Pay.RATE)
    rate_class = models.CharField(max_length=12)
    rate = models.BigIntegerField()
    made_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    back = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    uninspected = models.PositiveIntegerField(default=0)
    at_rework = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "工票"
        constraints = [
            models.CheckConstraint(
                condition=Q(back__lte=F("pieces")), name="ticket_back_within_pieces"
            ),
            models.CheckConstraint(
                condition=Q(
                    back=F("good") + F("uninspected") + F("at_rework") + F("rejected")
                    + F("passed")
                ),
                name="ticket_pieces_add_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "cancelled"]), name="ticket_state_known"
            ),
            models.CheckConstraint(
                condition=Q(source="made", pay="rate")
                | Q(source="passed", pay__in=["rate", "none"])
                | Q(source="returned", pay__in=["rate", "none", "customer"]),
                name="ticket_source_and_pay",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "state"], name="ticket_holder_state"),
            models.Index(fields=["workshop", "state", "due_on"], name="ticket_workshop_state"),
            models.Index(fields=["due_on", "number"], name="ticket_due"),
        ]


class TicketShare(models.Model):
    """Who is paid for a ticket, and in what parts. The order breaks ties of the split."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares")
    parts = models.PositiveIntegerField()

    class Meta:
        verbose_name = "工票份额"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "number"], name="share_number_once"),
            models.UniqueConstraint(fields=["ticket", "person"], name="share_person_once"),
            models.CheckConstraint(condition=Q(parts__gt=0), name="share_positive"),
        ]
