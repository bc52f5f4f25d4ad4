from django.db import models
from django.db.models import F, Q

from menkou.ledger.models import Commodity
from menkou.registry.models import Community, Engagement, Person
from menkou.settlement.models.item import Deduction
from menkou.settlement.models.period import Period


class Slip(models.Model):
    """A pay slip (工资条): one engagement's wages with from < transfer ≤ upto.

    Amounts are 1/10,000 yuan. `earned` is the sum of its wage lines; `carried_in` what the slip
    before left (below zero: a debt). Taken off: `statutory` (tax), `debt_taken` of a debt that was
    carried in, `recovered` of an overpayment, `charged` for damage. `net` is whole fen and never
    below zero; `rounding` is the rest below one fen; `carried_out` goes on to her next slip:
    earned + carried_in − statutory − recovered − charged − net.

    `minutes` of attendance, none where nobody recorded any. `hint`: the tax that the other choice
    would come to. `odd` lists the codes of what is odd. `community` and `group` are those of the
    period's last day. A slip of a closed period is refused any change by the database.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="slip_set")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="slips")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="slips")
    since = models.BigIntegerField()
    upto = models.BigIntegerField()
    earned = models.BigIntegerField()
    carried_in = models.BigIntegerField()
    statutory = models.BigIntegerField()
    debt_taken = models.BigIntegerField()
    recovered = models.BigIntegerField()
    charged = models.BigIntegerField()
    rounding = models.BigIntegerField()
    net = models.BigIntegerField()
    carried_out = models.BigIntegerField()
    minutes = models.PositiveIntegerField(null=True)
    hint = models.BigIntegerField()
    odd = models.CharField(max_length=200, blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    group = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "工资条"
        constraints = [
            models.UniqueConstraint(fields=["engagement", "since"], name="slip_once"),
            models.CheckConstraint(condition=Q(upto__gt=F("since")), name="slip_takes_some"),
            models.CheckConstraint(condition=Q(net__gte=0), name="slip_not_negative"),
            models.CheckConstraint(
                condition=Q(
                    carried_out=F("earned") + F("carried_in") - F("statutory") - F("recovered")
                    - F("charged") - F("net")
                ),
                name="slip_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["person", "period"], name="slip_person")]


class Line(models.Model):
    """A line of a slip: a snapshot of what its amount rests on (see `ledger.Wage`).

    `amount` (1/10,000 yuan) is signed; what is taken off is below zero. `late`: days before the
    period, recorded after the slip before was made; `ahead`: days after it. `community` is that of
    the days of the work.
    """

    class Kind(models.TextChoices):
        EARNED = "earned", "本期"
        LATE = "late", "补记"
        AHEAD = "ahead", "下期先结"
        CORRECTION = "correction", "更正"
        STATUTORY = "statutory", "代扣税款"
        DEBT = "debt", "扣回多付"
        RECOVERY = "recovery", "扣回"
        CHARGE = "charge", "赔偿"

    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    evidence = models.CharField(max_length=6, blank=True)
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    code = models.CharField(max_length=20, blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    quantity = models.BigIntegerField()
    rate = models.BigIntegerField()
    share = models.PositiveIntegerField()
    shares = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    deduction = models.ForeignKey(
        Deduction, on_delete=models.PROTECT, null=True, related_name="lines"
    )

    class Meta:
        verbose_name = "工资条明细"
        constraints = [
            models.UniqueConstraint(fields=["slip", "number"], name="line_number_once"),
        ]
