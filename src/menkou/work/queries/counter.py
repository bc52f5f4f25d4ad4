"""What the counter asks: the material of a ticket, what was just recorded, the day's list."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from menkou import policy
from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Balance, Commodity
from menkou.lib.days import day_of
from menkou.work.models import Issue, MaterialReturn, Ticket
from menkou.work.queries.earnings import earned_by
from menkou.work.queries.tickets import with_names

KINDS = ("receipt", "inspection", "rework", "issue", "return")


@dataclass(frozen=True, slots=True)
class Material:
    """A material of a ticket, in base units.

    `standard`: what all its pieces take; `out`: issued for it and not returned; `missing`: what
    is not out yet; `hands`, `store`: what the holder and the workshop have of the order's.
    """

    commodity: Commodity
    standard: int
    out: int
    hands: int
    store: int

    @property
    def missing(self) -> int:
        return max(self.standard - self.out, 0)


def materials(ticket: Ticket) -> list[Material]:
    """The materials of a ticket: four queries."""
    inputs = ticket.allotment.operation.inputs.select_related("commodity").order_by("pk")
    issued, returned = (
        dict(model.objects.filter(ticket=ticket).values_list("commodity")
             .annotate(q=Sum("quantity")).order_by())
        for model in (Issue, MaterialReturn)
    )
    order = ticket.allotment.order
    there = {
        (kind, commodity): quantity
        for kind, commodity, quantity in Balance.objects.filter(
            account__job=order.job_id, account__other=order.customer_id,
            account__party__in=(ticket.holder_id, ticket.workshop_id),
            account__kind__in=("hands", "store"),
        ).values_list("account__kind", "commodity", "quantity")
    }
    return [
        Material(
            one.commodity, ticket.pieces * one.numerator // one.denominator,
            issued.get(one.commodity_id, 0) - returned.get(one.commodity_id, 0),
            there.get(("hands", one.commodity_id), 0), there.get(("store", one.commodity_id), 0),
        )
        for one in inputs
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the counter shows it; `left`: seconds for which it may still be undone."""

    fact: Fact
    ticket: Ticket
    content: dict[str, Any]
    earned: int
    left: int
    lines: list[tuple[Commodity, int]] = field(default_factory=list)


def undo_seconds(day: date) -> int:
    """How long a press may be undone at the counter, by the policy of the day."""
    return policy.on(day).number("counter.undo_minutes") * 60


def just_done(uid: UUID, tickets: QuerySet[Ticket], at: datetime) -> Line | None:
    """The fact with that uid on one of these tickets, as it stands; none if it does not."""
    fact = _standing(tickets).filter(uid=uid).first()
    return _lines([fact], at)[0] if fact else None


def of_day(day: date, tickets: QuerySet[Ticket], at: datetime) -> list[Line]:
    """What stands recorded for a day on these tickets, newest first; 200 at most."""
    facts = _standing(tickets).filter(day=day).order_by("-happened_at", "-pk")[:200]
    return _lines(list(facts), at)


def _standing(tickets: QuerySet[Ticket]) -> QuerySet[Fact]:
    return Fact.objects.filter(
        kind__in=KINDS, tray__state=Tray.State.BOOKED, tray__ticket__in=tickets.values("pk")
    ).select_related("tray")


def _lines(facts: list[Fact], at: datetime) -> list[Line]:
    contents = {fact.pk: json.loads(fact.content) for fact in facts}
    tickets = with_names(Ticket.objects.all()).in_bulk(
        {content["ticket"] for content in contents.values()}
    )
    amounts = earned_by({fact.tray.root_id or fact.pk for fact in facts})
    materials = Commodity.objects.in_bulk(
        {line["commodity"] for c in contents.values() for line in c.get("lines", ())}
    )
    limit = timedelta(seconds=undo_seconds(day_of(at)))
    return [
        Line(
            fact, tickets[content["ticket"]], content, amounts.get(fact.tray.root_id or fact.pk, 0),
            max(int((fact.received_at + limit - at).total_seconds()), 0),
            [(materials[line["commodity"]], line["quantity"]) for line in content.get("lines", ())],
        )
        for fact in facts
        for content in [contents[fact.pk]]
    ]
