from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.facts.models.fact import Fact


class Tray(models.Model):
    """The state of a fact: a projection, mutable, rebuilt and compared by `verify`.

    `root` is the first fact of its chain (itself, or what it corrects in the end); none while the
    fact that it replaces has not come. Order of happening is (`order_at`, `order_uid`), both of
    the root. `ticket`, `person` and `holder` are plain numbers of what the fact is about, so that
    a waiting fact is found again when one of them moves.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "已记账"
        WAITING = "waiting", "等着"
        REPLACED = "replaced", "已被更正"
        ASIDE = "aside", "放在一边"

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, primary_key=True)
    state = models.CharField(max_length=8, choices=State)
    why = models.CharField(max_length=30, blank=True)
    question = models.CharField(max_length=30, blank=True)
    root = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="chain")
    order_at = models.DateTimeField()
    order_uid = models.UUIDField()
    ticket = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    place = models.BigIntegerField(null=True)
    aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    aside_at = models.DateTimeField(null=True)
    aside_why = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = "待办"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="aside", aside_at__isnull=False, aside_by__isnull=False)
                | (Q(aside_at=None, aside_by=None)),
                name="tray_aside_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="waiting") & ~Q(why="")) | (~Q(state="waiting") & Q(why="")),
                name="tray_waiting_why",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "order_at", "order_uid"], name="tray_ticket"),
            models.Index(fields=["state"], condition=Q(state="waiting"), name="tray_waiting"),
            models.Index(fields=["state"], condition=Q(state="aside"), name="tray_aside"),
            models.Index(fields=["root"], name="tray_root_chain"),
            models.Index(
                fields=["person"], condition=Q(ticket=None), name="tray_person_no_ticket"
            ),
            models.Index(fields=["place"], condition=Q(state="waiting"), name="tray_place_waiting"),
        ]
