from django.db import models
from django.db.models import F, Q

from menkou.facts.models import Fact
from menkou.ledger.models.account import Account
from menkou.ledger.models.commodity import Commodity
from menkou.registry.models import Community, Engagement


class Transfer(models.Model):
    """An amount of one commodity from one account to another, on a day, for a fact.

    Append-only. `day` is the day of the work (rates, groups, figures go by it); the id is the
    order of booking (seals, slips, checkpoints go by it). `root` is the first fact of the chain.
    `digest` is keyed, over all columns and those of its wage.
    """

    day = models.DateField()
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="out")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="into")
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    quantity = models.BigIntegerField()
    fact = models.ForeignKey(
        Fact, on_delete=models.PROTECT, related_name="transfers", db_index=False
    )
    root = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="root_transfers")
    measured = models.BooleanField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = "转账"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_moves"),
        ]


class Wage(models.Model):
    """What a wage transfer rests on; its key is its transfer's. Append-only, inside its digest.

    `quantity` (pieces, minutes) is signed: a correction downwards runs the other way. `rate` is
    in 1/10,000 yuan for one piece; the share is `share` of `shares` parts. `community` and
    `group` are those of the person on the day of the work.
    """

    class Evidence(models.TextChoices):
        PIECE = "piece", "计件"
        TIME = "time", "计时"
        ITEM = "item", "单列"
        AGREED = "agreed", "约定"

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, primary_key=True)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, related_name="wages", db_index=False
    )
    evidence = models.CharField(max_length=6, choices=Evidence)
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    quantity = models.BigIntegerField()
    rate = models.BigIntegerField()
    share = models.PositiveIntegerField()
    shares = models.PositiveIntegerField()
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    group = models.CharField(max_length=20)

    class Meta:
        verbose_name = "工资依据"
        indexes = [models.Index(fields=["engagement", "transfer"], name="wage_engagement")]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__in=["piece", "time", "item", "agreed"]),
                name="wage_evidence_known",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, shares__gte=F("share")), name="wage_share_of_whole"
            ),
        ]
