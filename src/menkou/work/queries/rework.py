"""Pieces that wait to be reworked at a place, and are on no ticket yet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from menkou.ledger.models import Balance
from menkou.registry.models import Party, Tenancy, Workshop
from menkou.work.models import (
    Acceptance,
    Allotment,
    CustomerReturn,
    Disposal,
    Handing,
    Operation,
    Order,
    PassOn,
    Ticket,
)

PASSED, RETURNED = Ticket.Source.PASSED.value, Ticket.Source.RETURNED.value
Key = tuple[int, int, str]
"""A place, what the operation makes, the source of a ticket."""


def _waiting(order: int) -> Counter[Key]:
    """Pieces of an order that wait: passed on by their worker, or back from the customer. One
    query."""
    of, makes = {"order": order}, "allotment__operation__makes"
    parts = [
        _counted(PassOn.objects.filter(ticket__allotment__order=order), "ticket__workshop",
                 f"ticket__{makes}", Value(PASSED), F("pieces")),
        _counted(Acceptance.objects.filter(**of), "place", "commodity", Value(RETURNED),
                 F("refused")),
        _counted(CustomerReturn.objects.filter(**of), "place", "commodity", Value(RETURNED),
                 F("pieces")),
        _counted(Handing.objects.filter(**of, state="to_rework"), "place", "commodity",
                 Value(RETURNED), F("pieces") * -1),
        _counted(Handing.objects.filter(**of, state="to_rework"), "taker", "commodity",
                 Value(RETURNED), F("pieces")),
        _counted(Disposal.objects.filter(**of, state="to_rework"), "place", "commodity",
                 Value(RETURNED), F("quantity") * -1),
        _counted(
            Ticket.objects.filter(allotment__order=order)
            .exclude(state=Ticket.State.CANCELLED).exclude(source=Ticket.Source.MADE),
            "workshop", makes, F("source"), F("pieces") * -1,
        ),
    ]  # fmt: skip
    found: Counter[Key] = Counter()
    for place, what, source, n in parts[0].union(*parts[1:], all=True):
        found[place, what, source] += int(n)
    # Returned and passed pieces lie in one heap: what was sent away beyond the one was the other.
    for place, what, source in list(found):
        over = -found[place, what, source]
        if over > 0:
            found[place, what, source] = 0
            found[place, what, PASSED if source == RETURNED else RETURNED] -= over
    return found


def _counted(rows: QuerySet[Any], place: str, what: str, source: Any, n: Any) -> QuerySet[Any]:
    """Pieces by place, what they are and source, as a part of the union."""
    named = rows.annotate(at=F(place), of=F(what), by=source).order_by()
    return named.values_list("at", "of", "by").annotate(n=Sum(n))


def waiting_for_rework(allotment: Allotment, workshop: Workshop) -> dict[str, int]:
    """Pieces of an allotment's operation that wait at a workshop, by the source of a ticket."""
    found = _waiting(allotment.order_id)
    makes = allotment.operation.makes_id
    return {source: found[workshop.pk, makes, source] for source in (PASSED, RETURNED)}


def waiting(order: int, place: int, what: int) -> int:
    """Pieces that wait for rework at a place and are on no ticket, however they came there; below
    zero where some that are on one were sent away."""
    found = _waiting(order)
    return sum(found[place, what, source] for source in (RETURNED, PASSED))


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
    if not counted:
        return []
    operating = Tenancy.objects.on(day).filter(workshop=OuterRef("pk"))
    places = Party.objects.annotate(operator=Subquery(operating.values("operator")[:1])).in_bulk(
        {place for place, _what, _source in counted}
    )
    # What waits was made on tickets, so that each operation has a part of the order.
    held = list(order.allotments.select_related("operation__makes").order_by("given", "pk"))
    operations = {part.operation.makes_id: part.operation for part in held}
    parts = {(part.operation_id, part.holder_id): part for part in held}
    found = [
        Waits(places[place], operations[what], source, n,
              parts.get((operations[what].pk, places[place].operator)))
        for (place, what, source), n in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.pieces, one.key))


def with_waiting(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Orders with `waits_rework`: how many of their pieces wait for rework and are on no ticket,
    and `waits_aside`: how many of these lie with an organization, where nobody mends them."""
    lies = Balance.objects.filter(
        account__job=OuterRef("job"), account__kind="to_rework"
    ).order_by().values("account__job").annotate(n=Sum("quantity")).values("n")
    out = (
        Ticket.objects.filter(allotment__order=OuterRef("pk"))
        .exclude(state=Ticket.State.CANCELLED).exclude(source=Ticket.Source.MADE).order_by()
        .values("allotment__order").annotate(n=Sum(F("pieces") - F("back"))).values("n")
    )
    aside = lies.filter(account__party__kind=Party.Kind.ORGANIZATION)
    return orders.annotate(
        waits_rework=Coalesce(Subquery(lies), 0) - Coalesce(Subquery(out), 0),
        waits_aside=Coalesce(Subquery(aside), 0),
    )
