from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Commodity
from menkou.lib.errors import Refused
from menkou.registry.models import Organization
from menkou.work.actions.again import again
from menkou.work.actions.world import locked
from menkou.work.models import (
    Input,
    Inspection,
    Operation,
    Order,
    Product,
    Rate,
    Receipt,
    Rework,
    Ticket,
)


class RateLowered(Refused):
    """A rate may be raised backwards, never lowered for work given out (劳动法 37, 50)."""

    SENTENCES = {
        "lowered": _("这一天以后已经按原来的工价派了活，不能往回降"),
        "lowered_time": _("这一天以后已经有人按原来的工价出了工，不能往回降"),
    }


class NoOperation(Refused):
    """A step that can't be added to a product."""

    SENTENCES = {"ordered": _("这个产品已经有订单，不能再加工序。请另立一个产品")}


@dataclass(frozen=True, slots=True)
class NewInput:
    """A material and what a piece takes: numerator/denominator base units; loss in millionths."""

    commodity: Commodity
    numerator: int
    denominator: int = 1
    allowed_ppm: int = 0


@transaction.atomic
def add_material(
    *, code: str, name: str, unit: str, base_unit: str, factor: int, by: User, at: datetime
) -> Commodity:
    """A material that customers supply; `factor` base units make one entry unit."""
    made = Commodity.objects.create(
        code=code, name=name, kind=Commodity.Kind.MATERIAL, unit=unit, base_unit=base_unit,
        factor=factor,
    )
    log("work.add_product", "commodity", [made.pk], by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product of one operation. `seconds` is the standard time of a piece."""

    code: str
    name: str
    unit: str
    operation: str
    seconds: int
    at_home: bool
    skill: str = ""
    picture: str = ""


@transaction.atomic
def add_product(
    new: NewProduct, *, inputs: Sequence[NewInput], by: User, at: datetime
) -> Operation:
    """A product with its one operation and what that takes; answers the operation."""
    product = Product.objects.create(code=new.code, name=new.name, picture=new.picture)
    makes = Commodity.objects.create(
        code=f"{new.code}-10", name=f"{new.name}，{new.operation}后", kind=Commodity.Kind.PIECE,
        unit=new.unit, base_unit=new.unit, factor=1,
    )
    operation = Operation.objects.create(
        product=product, number=10, name=new.operation, makes=makes, seconds=new.seconds,
        skill=new.skill, at_home=new.at_home,
    )
    _take(operation, inputs)
    log("work.add_product", "product", [product.pk], by=by, at=at)
    return operation


@dataclass(frozen=True, slots=True)
class NewOperation:
    """A further step of a product. `seconds` is the standard time of a piece."""

    name: str
    seconds: int
    at_home: bool
    skill: str = ""


@transaction.atomic
def add_operation(
    new: NewOperation, *, product: Product, inputs: Sequence[NewInput], by: User, at: datetime
) -> Operation:
    """A step after the last one of a product: it takes the piece that the step before made, one
    for one, and materials. Raises NoOperation once something was ordered of it."""
    if Order.objects.filter(product=product).exists():
        raise NoOperation("ordered")
    before = Operation.objects.select_related("makes").filter(product=product).latest("number")
    number = before.number + 10
    makes = Commodity.objects.create(
        code=f"{product.code}-{number}", name=f"{product.name}，{new.name}后",
        kind=Commodity.Kind.PIECE, unit=before.makes.unit, base_unit=before.makes.unit, factor=1,
    )
    operation = Operation.objects.create(
        product=product, number=number, name=new.name, makes=makes, seconds=new.seconds,
        skill=new.skill, at_home=new.at_home,
    )
    _take(operation, [NewInput(before.makes, 1), *inputs])
    log("work.add_operation", "operation", [operation.pk], by=by, at=at)
    return operation


def _take(operation: Operation, inputs: Sequence[NewInput]) -> None:
    Input.objects.bulk_create(
        [
            Input(operation=operation, commodity=one.commodity, numerator=one.numerator,
                  denominator=one.denominator, allowed_ppm=one.allowed_ppm)
            for one in inputs
        ]
    )


def _worked(tickets: Collection[int], since: date, until: date) -> set[int]:
    """Those of the tickets of which pieces were made good on the days from `since` on."""
    return {
        number
        for made in (Receipt, Inspection, Rework)
        for number in made.objects.filter(
            ticket__in=tickets, good__gt=0, day__gte=since, day__lt=until
        ).values_list("ticket", flat=True)
    }


def lowered(
    tickets: Collection[Ticket], amount: int | None, from_day: date, *, payer: Organization,
    operation: Operation, rate_class: str = "standard",
) -> bool:
    """Whether an amount from a day pays less for work that was given out: `tickets`, all of this
    payer, operation and class."""
    of = {"payer": payer, "operation": operation, "rate_class": rate_class}
    standing = Rate.objects.on(from_day).filter(**of).first()
    if not standing or not standing.amount or (amount is not None and amount >= standing.amount):
        return False
    later = Rate.objects.standing().filter(**of, from_day__gt=from_day)
    until = later.order_by("from_day").values_list("from_day", flat=True).first() or date.max
    given = any(from_day <= ticket.made_on < until for ticket in tickets)
    return given or bool(_worked([ticket.pk for ticket in tickets], from_day, until))


def of_rate(payer: Organization, operation: Operation, rate_class: str) -> QuerySet[Ticket]:
    """The tickets that a rate pays."""
    return Ticket.objects.filter(
        payer=payer, allotment__operation=operation, rate_class=rate_class
    )


def rests_on(rate: Rate) -> bool:
    """Whether work was given out, or made good, from the day of a rate on."""
    tickets = of_rate(rate.payer, rate.operation, rate.rate_class)
    if tickets.filter(made_on__gte=rate.from_day).exists():
        return True
    numbers = list(tickets.values_list("pk", flat=True))
    return bool(_worked(numbers, rate.from_day, date.max))


@transaction.atomic
def set_rate(
    *,
    payer: Organization,
    operation: Operation,
    amount: int | None,
    from_day: date,
    rate_class: str = "standard",
    by: User,
    at: datetime,
) -> Rate:
    """What a piece pays from a day (1/10,000 yuan). Raises RateLowered for work given out.

    A rate raised backwards is paid at once for what was made good since that day.
    """
    of: dict[str, Any] = {"payer": payer, "operation": operation, "rate_class": rate_class}
    # Under the locks of the tickets, so that a receipt at the same moment is seen or sees us.
    tickets = locked(
        set(of_rate(payer, operation, rate_class).values_list("pk", flat=True))
    )
    if lowered(tickets.values(), amount, from_day, **of):
        raise RateLowered("lowered", field="amount")
    Rate.objects.filter(
        payer=payer, operation=operation, rate_class=rate_class, from_day=from_day,
        withdrawn_at=None,
    ).update(withdrawn_at=at, withdrawn_by=by)
    rate = Rate.objects.create(
        payer=payer, operation=operation, rate_class=rate_class, amount=amount,
        from_day=from_day, entered_at=at, entered_by=by,
    )
    again(_worked(tickets, from_day, date.max), at=at)
    log("work.set_rate", "rate", [rate.pk], by=by, at=at)
    return rate
