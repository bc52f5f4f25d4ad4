"""Pieces that wait to be reworked at a place, and are on no ticket yet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from menkou.ledger.models import Balance
from menkou.registry.models import Party, Tenancy, Workshop
from menkou.work.models import (
    Acceptance,
    Allotment,
    CustomerReturn,
    Disposal,
    Operation,
    Order,
    PassOn,
    Ticket,
)

PASSED, RETURNED = Ticket.Source.PASSED.value, Ticket.Source.RETURNED.value
Key = tuple[int, int, str]
"""A place, what the operation makes, the source of a ticket."""


def _waiting(order: int) -> Counter[Key]:
    """Pieces of an order that wait: passed on by their worker, or back from the customer. Five
    small queries."""
    found: Counter[Key] = Counter()
    makes = "ticket__allotment__operation__makes"
    passed = PassOn.objects.filter(ticket__allotment__order=order).order_by()
    for place, what, n in passed.values_list("ticket__workshop", makes).annotate(n=Sum("pieces")):
        found[place, what, PASSED] += n
    of = {"order": order}
    for rows, sign in (
        (Acceptance.objects.filter(**of).values_list("place", "commodity")
         .annotate(n=Sum("refused")), 1),
        (CustomerReturn.objects.filter(**of).values_list("place", "commodity")
         .annotate(n=Sum("pieces")), 1),
        (Disposal.objects.filter(**of, state="to_rework").values_list("place", "commodity")
         .annotate(n=Sum("quantity")), -1),
    ):  # fmt: skip
        for place, what, n in rows.order_by():
            found[place, what, RETURNED] += sign * n
    on_tickets = (
        Ticket.objects.filter(allotment__order=order)
        .exclude(state=Ticket.State.CANCELLED).exclude(source=Ticket.Source.MADE).order_by()
        .values_list("workshop", "allotment__operation__makes", "source").annotate(n=Sum("pieces"))
    )
    for place, what, source, n in on_tickets:
        found[place, what, source] -= n
    return found


def waiting_for_rework(allotment: Allotment, workshop: Workshop) -> dict[str, int]:
    """Pieces of an allotment's operation that wait at a workshop, by the source of a ticket."""
    found = _waiting(allotment.order_id)
    makes = allotment.operation.makes_id
    return {source: found[workshop.pk, makes, source] for source in (PASSED, RETURNED)}


@dataclass(frozen=True, slots=True)
class Waits:
    """Pieces of one source that wait at a place, and the part of the order on which tickets for
    them stand; none where no ticket can be made there: it is no workshop, or who operates it holds
    nothing of the order."""

    place: Party
    operation: Operation
    source: str
    pieces: int
    part: Allotment | None

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.place.pk}-{self.operation.pk}-{self.source}"


def waits(order: Order, day: date) -> list[Waits]:
    """What waits for rework of an order, by place and source, the most first."""
    counted = {key: n for key, n in _waiting(order.pk).items() if n > 0}
    places = Party.objects.in_bulk({place for place, _what, _source in counted})
    operations = {
        one.makes_id: one
        for one in Operation.objects.select_related("makes").filter(product=order.product_id)
    }
    operators = dict(
        Tenancy.objects.on(day).filter(workshop__in=places, operator__isnull=False)
        .values_list("workshop", "operator")
    )
    parts = {
        (part.operation_id, part.holder_id): part
        for part in order.allotments.select_related("operation__makes").order_by("given", "pk")
    }
    found = [
        Waits(places[place], operations[what], source, n,
              parts.get((operations[what].pk, operators.get(place, 0))))
        for (place, what, source), n in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.pieces, one.key))


def with_waiting(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Orders with `waits_rework`: how many of their pieces wait for rework and are on no ticket."""
    lies = Balance.objects.filter(
        account__job=OuterRef("job"), account__kind="to_rework"
    ).order_by().values("account__job").annotate(n=Sum("quantity")).values("n")
    out = (
        Ticket.objects.filter(allotment__order=OuterRef("pk"))
        .exclude(state=Ticket.State.CANCELLED).exclude(source=Ticket.Source.MADE).order_by()
        .values("allotment__order").annotate(n=Sum(F("pieces") - F("back"))).values("n")
    )
    return orders.annotate(
        waits_rework=Coalesce(Subquery(lies), 0) - Coalesce(Subquery(out), 0)
    )
