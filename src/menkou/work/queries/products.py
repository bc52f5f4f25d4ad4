"""Reads across products: what is made, from what, and what a piece pays."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from menkou.ledger.models import Commodity
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.registry.queries.reach import organizations
from menkou.work.models import Operation, Order, Product, Rate


def every() -> QuerySet[Product]:
    """All products, with how many `orders` are open. What is made is no secret of anybody."""
    return Product.objects.annotate(
        orders_open=Count("orders", filter=Q(orders__state=Order.State.OPEN)),
        at_home=Subquery(_first("at_home")), unit=Subquery(_first("makes__unit")),
        operation=Subquery(_first("name")),
    )


def _first(column: str) -> QuerySet[Operation, object]:
    own = Operation.objects.filter(product=OuterRef("pk")).order_by("number")
    return own.values(column)[:1]


def operations() -> QuerySet[Operation]:
    """All operations with their product and what they make, by product."""
    return Operation.objects.select_related("product", "makes").order_by("product__name", "number")


def materials() -> QuerySet[Commodity]:
    """All materials that customers may supply."""
    return Commodity.objects.filter(kind=Commodity.Kind.MATERIAL).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """A rate and whether it is the one that holds now for its payer and class."""

    rate: Rate
    now: bool


def rates(operation: Operation, scope: Scope, day: date) -> list[Standing]:
    """The rates of an operation by payers within a scope, newest first."""
    rows = Rate.objects.standing().filter(
        operation=operation, payer__in=organizations(scope, day).values("pk")
    ).select_related("payer__party", "entered_by").order_by(
        "payer__party__name", "rate_class", "-from_day", "-pk"
    )
    found, seen = [], set()
    for rate in rows:
        subject = (rate.payer_id, rate.rate_class)
        now = rate.from_day <= day and subject not in seen
        if now:
            seen.add(subject)
        found.append(Standing(rate, now))
    return found


def standing_rate(payer: Organization, operation: Operation, day: date) -> int | None:
    """What a piece pays to the standard class on a day, in 1/10,000 yuan; none without a rate."""
    rate = Rate.objects.on(day).filter(
        payer=payer, operation=operation, rate_class="standard"
    ).first()
    return None if rate is None else rate.amount
