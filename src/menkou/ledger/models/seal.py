from django.db import models
from django.db.models import F, Q

from menkou.ledger.models.account import Account
from menkou.ledger.models.commodity import Commodity
from menkou.registry.models import Community, Organization, Workshop


class Seal(models.Model):
    """A hash over the digests of a range of transfers and the seal before. Append-only.

    `head` of the last one is printed on slips and reports: the anchor outside the database.
    """

    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    before = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    head = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "封存"
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="seal_in_order"),
        ]


class Checkpoint(models.Model):
    """A balance as it stood at a verified seal: where the next `verify` begins. Append-only."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="checkpoints")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()

    class Meta:
        verbose_name = "封存时余额"
        constraints = [
            models.UniqueConstraint(
                fields=["seal", "account", "commodity"], name="checkpoint_once"
            ),
        ]


class SealedWages(models.Model):
    """What the wages among the transfers of a seal come to, in 1/10,000 yuan, by day and by all
    that a scope reaches wages by. Append-only. What was earned in a month is these and the wages
    since the last seal, so that no page goes through a month of them."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="wages")
    day = models.DateField()
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = "封存的工资"
        indexes = [models.Index(fields=["day"], name="sealed_wages_day")]
