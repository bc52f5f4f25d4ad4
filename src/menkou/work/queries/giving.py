"""What of an order may be passed on, and who acts for whoever holds it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.registry.queries.organizations import within as known_organizations
from menkou.registry.queries.reach import organizations
from menkou.work.models import Allotment, Operation, Order
from menkou.work.queries import orders


def acts_for_customer(order: Order, scope: Scope, day: date) -> bool:
    """Whether a scope speaks for the customer of an order that it reaches: a district for all, an
    office for its committee, for who operates a workshop there and for an enterprise that operates
    nothing anywhere, an enterprise or cooperative for itself."""
    if scope.divisions:
        return True
    spoken_for = Q(pk__in=organizations(scope, day).values("pk"))
    if scope.sites or scope.communities:
        spoken_for |= Q(pk__in=known_organizations(scope, day).values("pk"))
    return Organization.objects.filter(spoken_for, pk=order.customer_id).exists()


@prepared
def allotments(scope: Scope, day: date) -> QuerySet[Allotment]:
    """Allotments whose holder a scope acts for."""
    rows = Allotment.objects.select_related(
        "order__product", "order__customer__party", "operation__makes", "giver__party",
        "holder__party", "parent",
    )
    if scope.divisions:
        return rows.filter(order__in=orders.within(scope, day).values("pk"))
    return rows.filter(holder__in=organizations(scope, day).values("pk"))


@dataclass(frozen=True, slots=True)
class Giving:
    """An operation of which pieces may be given on, from the customer or from an allotment.

    `fee`: what the giver gets for a piece; for all operations, where the customer gives.
    """

    operation: Operation
    parent: Allotment | None
    held: int
    given: int
    fee: int

    @property
    def left(self) -> int:
        return self.held - self.given


def from_customer(order: Order) -> list[Giving]:
    """What the customer has not passed on, by operation: two queries."""
    top = order.allotments.filter(parent=None).values_list("operation")
    given = dict(top.annotate(n=Sum("pieces")).order_by())
    return [
        Giving(one, None, order.pieces, given.get(one.pk, 0), order.fee)
        for one in orders.operations(order)
    ]


def beside(allotment: Allotment) -> list[Giving]:
    """What the holder of an allotment has to pass on: this operation, and the others of the same
    order that it got from the same giver. One query."""
    rows = Allotment.objects.filter(
        order=allotment.order_id, holder=allotment.holder_id, giver=allotment.giver_id
    ).select_related("operation__makes").order_by("operation__number", "pk")
    found = {allotment.operation_id: allotment}
    for row in rows:
        now = found.get(row.operation_id)
        if now is None or (now.pk != allotment.pk and now.given >= now.pieces):
            found[row.operation_id] = row
    in_order = sorted(found.values(), key=lambda one: one.operation.number)
    return [Giving(one.operation, one, one.pieces, one.given, one.fee) for one in in_order]


def passed(order: Order) -> QuerySet[Allotment]:
    """All parts of an order, the older first, with what is `left` of each."""
    return order.allotments.select_related(
        "giver__party", "holder__party", "operation__makes"
    ).annotate(left=F("pieces") - F("given")).order_by("operation__number", "pk")
