"""Detail rows of booked facts, with foreign keys: made when a fact is booked, gone when undone.

All are projections; what they say stands in the fact. Quantities are base units.
"""

from django.db import models

from menkou.facts.models import Fact, HalfDay
from menkou.ledger.models import Commodity
from menkou.registry.models import Organization, Party, Person, Workshop
from menkou.work.models.allotment import Allotment, Order
from menkou.work.models.ticket import Ticket


class Detail(models.Model):
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, primary_key=True, related_name="+")
    day = models.DateField()

    class Meta:
        abstract = True


class Piecework(Detail):
    """What is common to the facts that move a ticket's pieces."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="%(class)ss")
    good = models.PositiveIntegerField(default=0)
    at_rework = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class Receipt(Piecework):
    """Pieces brought back. `surplus` of them found no room on the ticket."""

    carrier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uninspected = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "收货"
        indexes = [models.Index(fields=["day"], name="receipt_day")]


class PiecesOfDay(models.Model):
    """What the receipts of a day brought back of an order to a workshop, on the tickets of a payer:
    how many `times`, how many pieces, how many of these found no room and how many were rejected
    at once. A projection, so that no page goes through a month of receipts: it moves with them,
    and `verify` sums them anew."""

    day = models.DateField()
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    payer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    times = models.BigIntegerField()
    back = models.BigIntegerField()
    surplus = models.BigIntegerField()
    rejected = models.BigIntegerField()

    class Meta:
        verbose_name = "一天的件数"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "workshop", "payer", "order"], name="pieces_of_day_once"
            ),
        ]


class Inspection(Piecework):
    """Pieces that lay uninspected, inspected."""

    class Meta:
        verbose_name = "验货"


class Rework(Piecework):
    """Pieces at rework brought again by the same worker."""

    class Meta:
        verbose_name = "返工交回"


class SurplusAway(Detail):
    """Surplus pieces that went to the owner or back to the worker; they stay surplus."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="surplus_away")
    pieces = models.PositiveIntegerField()
    to = models.CharField(max_length=8)

    class Meta:
        verbose_name = "多出件去向"


class MaterialLine(models.Model):
    """One material of a fact that moves material: a fact may have several."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="%(class)ss")
    place = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="%(class)ss")
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    quantity = models.BigIntegerField()

    class Meta:
        abstract = True


class Arrival(MaterialLine):
    """Supplied material that came: what the note says and what was counted (`quantity`)."""

    noted = models.BigIntegerField()

    class Meta:
        verbose_name = "来料"


class Issue(MaterialLine):
    """Material handed to a worker for a ticket; `reason` where it is beyond the allowance."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="issues")
    carrier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "发料"


class MaterialReturn(MaterialLine):
    """Material that a worker brought back unused."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="material_returns")
    carrier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "退料"


class Count(MaterialLine):
    """What was counted in a worker's hands (`carrier`) or, with none, in the store."""

    carrier = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "盘点"


class PassOn(Detail):
    """Pieces at rework with one worker, passed on: they wait for a ticket of rework."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="passed_on")
    pieces = models.PositiveIntegerField()

    class Meta:
        verbose_name = "转人返工"


class Passage(Detail):
    """Pieces of an order that changed their place or their state between levels."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="%(class)ss")
    place = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Handing(Passage):
    """Pieces that went from one place to another (移交): custody, not yet delivery. They are good,
    or go `to_rework` where they are mended."""

    state = models.CharField(max_length=12, default="good")
    taker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveIntegerField()

    class Meta:
        verbose_name = "移交"


class Delivery(Passage):
    """Good pieces that went to the customer on a note, in so many packages."""

    pieces = models.PositiveIntegerField()
    packages = models.PositiveIntegerField()

    class Meta:
        verbose_name = "送货"


class Acceptance(Passage):
    """What the customer said of delivered pieces; the refused ones wait for rework."""

    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "客户验收"


class CustomerReturn(Passage):
    """Accepted pieces that the customer sent back; they wait for rework."""

    pieces = models.PositiveIntegerField()
    reason = models.CharField(max_length=20)

    class Meta:
        verbose_name = "客户退货"


class Accepted(models.Model):
    """Whose pieces a customer accepted (or, negative, sent back): the lowest allotment of each
    operation, up from which the fee of each level is booked."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="accepted")
    pieces = models.IntegerField()

    class Meta:
        verbose_name = "验收明细"


class Disposal(Passage):
    """What was left of an order and where it went: pieces or material, from `state` to the owner,
    to scrap, or back among the good."""

    state = models.CharField(max_length=12)
    quantity = models.BigIntegerField()
    to = models.CharField(max_length=8)
    reason = models.CharField(max_length=20)

    class Meta:
        verbose_name = "剩余去向"


class Attendance(Detail):
    """A half-day of a person at a workshop: minutes of work, or the code of a leave."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    place = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="attendances", db_index=False
    )
    half = models.CharField(max_length=2, choices=HalfDay.Half)
    minutes = models.PositiveSmallIntegerField()
    leave = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "考勤"
        constraints = [
            models.UniqueConstraint(fields=["person", "day", "half"], name="attendance_once"),
        ]
        indexes = [models.Index(fields=["place", "day"], name="attendance_place")]
