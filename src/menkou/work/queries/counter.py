"""What the counter asks: the material of a ticket, what was just recorded, the day's list."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value

from menkou import policy
from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Balance, Commodity
from menkou.lib.days import day_of
from menkou.registry.models import Party, Workshop
from menkou.work.models import Issue, MaterialReturn, Order, Receipt, Ticket
from menkou.work.queries.earnings import earned_by
from menkou.work.queries.tickets import with_names

KINDS = ("receipt", "inspection", "rework", "pass_on", "issue", "return", "count", "surplus",
         "arrival")  # fmt: skip
Places = QuerySet[Workshop]


@dataclass(frozen=True, slots=True)
class Material:
    """A material of a ticket, in base units.

    `standard`: what all its pieces take; `out`: issued for it and not returned; `missing`: what
    is not out yet; `hands`, `store`: what the holder and the workshop have of the order's. The
    pieces of the operation before are a material too.
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
    """The materials of a ticket: three queries."""
    inputs = ticket.allotment.operation.inputs.select_related("commodity").order_by("pk")
    out, back = (
        model.objects.filter(ticket=ticket).annotate(way=Value(way)).values_list("way", "commodity")
        .annotate(q=Sum("quantity")).order_by()
        for way, model in ((1, Issue), (-1, MaterialReturn))
    )
    given: Counter[int] = Counter()
    for way, commodity, quantity in out.union(back, all=True):
        given[commodity] += way * quantity
    order = ticket.allotment.order
    there = {
        (kind, commodity): quantity
        for kind, commodity, quantity in Balance.objects.filter(
            account__job=order.job_id, account__other=order.customer_id,
            account__party__in=(ticket.holder_id, ticket.workshop_id),
            account__kind__in=("hands", "store", "good"),
        ).values_list("account__kind", "commodity", "quantity")
    }
    shelf = {Commodity.Kind.PIECE: "good", Commodity.Kind.MATERIAL: "store"}
    return [
        Material(
            one.commodity, ticket.pieces * one.numerator // one.denominator,
            given[one.commodity_id],
            there.get(("hands", one.commodity_id), 0),
            there.get((shelf[Commodity.Kind(one.commodity.kind)], one.commodity_id), 0),
        )
        for one in inputs
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the counter shows it: `who` it is about, the product, the unit of its pieces.

    `left`: seconds for which it may still be undone. A count and an arrival have no ticket.
    """

    fact: Fact
    ticket: Ticket | None
    who: str
    product: str
    unit: str
    content: dict[str, Any]
    earned: int
    left: int
    lines: list[tuple[Commodity, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Extra:
    """Pieces of a receipt that found no room on the ticket and are still here; `uid` of its
    chain's first fact names it."""

    uid: UUID
    day: date
    left: int


def surplus_of(ticket: Ticket) -> list[Extra]:
    """The receipts of a ticket with surplus, the oldest first: two queries."""
    sent: Counter[str] = Counter()
    for text in Fact.objects.filter(
        kind="surplus", tray__ticket=ticket.pk, tray__state=Tray.State.BOOKED
    ).values_list("content", flat=True):
        content = json.loads(text)
        sent[content["receipt"]] += content["pieces"]
    rows = Receipt.objects.filter(ticket=ticket, surplus__gt=0).order_by("day", "pk")
    found = [
        Extra(uid, day, surplus - sent[uid.hex])
        for uid, day, surplus in rows.values_list("fact__tray__order_uid", "day", "surplus")
    ]
    return [one for one in found if one.left > 0]


def is_known(uid: UUID | None) -> bool:
    """Whether a fact of that id came in already."""
    return uid is not None and Fact.objects.filter(uid=uid).exists()


def undo_seconds(day: date) -> int:
    """How long a press may be undone at the counter, by the policy of the day."""
    return policy.on(day).number("counter.undo_minutes") * 60


def just_done(uid: UUID, tickets: QuerySet[Ticket], places: Places, at: datetime) -> Line | None:
    """The fact with that uid on one of these tickets, or without one at these places, as it
    stands; none if it does not."""
    fact = _standing(tickets, places).filter(uid=uid).first()
    return _lines([fact], at)[0] if fact else None


def of_day(day: date, tickets: QuerySet[Ticket], places: Places, at: datetime) -> list[Line]:
    """What stands recorded for a day on these tickets and places, newest first; 200 at most."""
    facts = _standing(tickets, places).filter(day=day).order_by("-happened_at", "-pk")[:200]
    return _lines(list(facts), at)


def _standing(tickets: QuerySet[Ticket], places: Places) -> QuerySet[Fact]:
    # Asked of each fact of a day: sought from the tickets, a hall with many of them has all its
    # facts looked through.
    reached = Q(Exists(tickets.filter(pk=OuterRef("tray__ticket"))))
    reached |= Q(Exists(places.filter(pk=OuterRef("tray__place"))), tray__ticket=None)
    return Fact.objects.filter(
        reached, kind__in=KINDS, tray__state=Tray.State.BOOKED
    ).select_related("tray")


def _lines(facts: list[Fact], at: datetime) -> list[Line]:
    contents = {fact.pk: json.loads(fact.content) for fact in facts}

    def named(key: str) -> set[int]:
        return {content[key] for content in contents.values() if content.get(key)}

    tickets = with_names(Ticket.objects.all()).in_bulk(named("ticket"))
    orders = Order.objects.select_related("product").in_bulk(named("order"))
    people = dict(
        Party.objects.filter(pk__in=named("carrier") | named("place")).values_list("pk", "name")
    )
    amounts = earned_by({fact.tray.root_id or fact.pk for fact in facts})
    materials = Commodity.objects.in_bulk(
        {line["commodity"] for c in contents.values() for line in c.get("lines", ())}
    )
    limit = timedelta(seconds=undo_seconds(day_of(at)))
    found = []
    for fact in facts:
        content = contents[fact.pk]
        ticket = tickets.get(content.get("ticket"))
        if ticket:
            who, product = ticket.holder.party.name, ticket.allotment.operation.product.name
            unit = ticket.allotment.operation.makes.unit
        else:
            who = people.get(content.get("carrier") or content["place"], "")
            product, unit = orders[content["order"]].product.name, ""
        found.append(Line(
            fact, ticket, who, product, unit, content,
            amounts.get(fact.tray.root_id or fact.pk, 0),
            max(int((fact.received_at + limit - at).total_seconds()), 0),
            [(materials[line["commodity"]], line["quantity"]) for line in content.get("lines", ())],
        ))
    return found
