"""Reads across products: what is made, from what, and what a piece pays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from menkou.ledger.models import Commodity
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.registry.queries.reach import organizations
from menkou.work.models import Input, Operation, Order, Product, Rate


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


def to_order() -> QuerySet[Operation]:
    """The first operation of each product, by the product's name: what may be ordered."""
    first = Operation.objects.filter(product=OuterRef("product")).order_by("number").values("pk")
    return Operation.objects.select_related("product", "makes").filter(
        pk=Subquery(first[:1])
    ).order_by("product__name", "pk")


def steps(product: int) -> list[Operation]:
    """The operations of a product in their order, with what each takes: two queries."""
    rows = Operation.objects.select_related("product", "makes").filter(product=product)
    takes = Prefetch("inputs", Input.objects.select_related("commodity").order_by("pk"))
    return list(rows.order_by("number").prefetch_related(takes))


def materials() -> QuerySet[Commodity]:
    """All materials that customers may supply."""
    return Commodity.objects.filter(kind=Commodity.Kind.MATERIAL).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """A rate and whether it is the one that holds now for its payer and class."""

    rate: Rate
    now: bool


def rates(operations: Collection[Operation], scope: Scope, day: date) -> list[Standing]:
    """The rates of some operations by payers within a scope, newest first."""
    rows = Rate.objects.standing().filter(
        operation__in=operations, payer__in=organizations(scope, day).values("pk")
    ).select_related("payer__party", "operation", "entered_by").order_by(
        "operation__number", "payer__party__name", "rate_class", "-from_day", "-pk"
    )
    found, seen = [], set()
    for rate in rows:
        subject = (rate.operation_id, rate.payer_id, rate.rate_class)
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
