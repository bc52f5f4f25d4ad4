"""What a cancelled order calls back, by household: who, what is out, how it was ended."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from menkou.ledger.models import Balance, Commodity
from menkou.registry.models import Residence
from menkou.work.models import Count, Input, MaterialReturn, Order, Recall, Receipt, Ticket
from menkou.work.queries.order_life import household_of

Held = tuple[Commodity, int]


@dataclass(slots=True)
class Called:
    """A recall with what is out: pieces not back, material in her hands; her household's door; the
    endings that the books show."""

    recall: Recall
    home: int
    door: str
    pieces: int
    material: list[Held] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.recall.ended_at is not None


def of(order: Order, tickets: QuerySet[Ticket]) -> QuerySet[Recall]:
    """The recalls of an order on tickets that somebody may see."""
    return Recall.objects.filter(
        ticket__allotment__order=order, ticket__in=tickets.values("pk")
    )


def called(order: Order, rows: QuerySet[Recall], day: date) -> list[Called]:
    """Recalls by household, those that are open first: two queries, however many there are."""
    dash = Value("-")
    home = Residence.objects.on(day).filter(person=OuterRef("ticket__holder")).exclude(room="")
    door = home.annotate(door=Concat("building", dash, "unit", dash, "room")).values("door")[:1]
    found = list(
        with_ways(rows).select_related(
            "ticket__holder__party", "ticket__holder__key", "ticket__workshop__party",
            "ticket__allotment__operation__makes", "ended_by",
        ).annotate(
            home=household_of(day, "ticket__holder"),
            door=Subquery(door, output_field=CharField()),
        ).order_by(F("ended_at").asc(nulls_first=True), "door", "home", "ticket__holder", "ticket")
    )
    hands = in_hands(order, {row.ticket.holder_id for row in found})
    return [
        Called(
            row, row.home, (row.door or "").replace("--", "-").strip("-"),
            row.ticket.pieces - row.ticket.back, hands.get(row.ticket.holder_id, []), shown(row),
        )
        for row in found
    ]


def in_hands(order: Order, persons: Collection[int]) -> dict[int, list[Held]]:
    """What persons have in their hands of an order: base units by commodity."""
    found: dict[int, list[Held]] = defaultdict(list)
    rows = Balance.objects.filter(
        account__job=order.job_id, account__kind="hands", account__party__in=persons
    ).exclude(quantity=0)
    for row in rows.select_related("commodity", "account").order_by("commodity__name", "pk"):
        found[row.account.party_id].append((row.commodity, row.quantity))
    return dict(found)


def with_ways(rows: QuerySet[Recall]) -> QuerySet[Recall]:
    """With what the books show of each: `returned`, `counted`, `unfinished`."""
    hers = {
        "order": OuterRef("ticket__allotment__order"), "carrier": OuterRef("ticket__holder"),
    }
    unfinished = Receipt.objects.filter(ticket=OuterRef("ticket"), reason="abandoned")
    return rows.annotate(
        returned=Exists(MaterialReturn.objects.filter(**hers)),
        counted=Exists(Count.objects.filter(**hers)), unfinished=Exists(unfinished),
    )


def shown(recall: Any) -> list[str]:
    """The endings that the books show for a recall that was read `with_ways`."""
    seen = {
        Recall.Ending.PIECES: recall.ticket.back > 0 and not recall.unfinished,
        Recall.Ending.MATERIAL: recall.returned, Recall.Ending.ABANDONED: recall.unfinished,
        Recall.Ending.LOSS: recall.counted,
    }
    return [ending.value for ending, there in seen.items() if there]


def materials(ticket: Ticket) -> list[int]:
    """The materials of a ticket's order, by key."""
    rows = Input.objects.filter(
        operation__product=ticket.allotment.order.product_id, commodity__kind="material"
    )
    return list(rows.order_by("commodity").values_list("commodity", flat=True).distinct())
