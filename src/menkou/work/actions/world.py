"""What the facts of a list refer to, read once: tickets and their terms, orders, persons."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from menkou.facts.queries.half_days import HalfKey, Held, held_by_others
from menkou.identity import bulk
from menkou.identity.models import User
from menkou.ledger.models import Commodity
from menkou.ledger.moves import AccountKey
from menkou.registry.models import Party, Workshop
from menkou.registry.queries.profile import Engaged, Profiles, profiles
from menkou.work.actions.chains import Chain
from menkou.work.booking import PIECES, TicketState
from menkou.work.models import Input, Ticket
from menkou.work.queries.paths import Path, paths
from menkou.work.queries.terms import InputTerms, OrderTerms, Terms, terms
from menkou.work.queries.time_terms import TimeTerms

USE = "work"  # what a half-day of attendance is used for
COUNTERS = ("back", "good", "uninspected", "at_rework", "rejected", "passed", "surplus")
PIECE, MATERIAL = Commodity.Kind.PIECE.value, Commodity.Kind.MATERIAL.value


def half_of(chain: Chain) -> HalfKey:
    """The half-day that a chain of attendance speaks of: of its first fact, whatever came after."""
    first = json.loads(chain.root.content)
    return (first["person"], chain.root.day, first["half"])


def locked(numbers: Collection[int]) -> dict[int, Ticket]:
    """Tickets by number, locked in the order of numbers inside a transaction."""
    if not numbers:
        return {}
    marks = ", ".join(["%s"] * len(numbers))
    lock = bulk.locking("t") if connection.in_atomic_block else ""
    # Plain text: a counter asks this for every piece of work.
    rows = Ticket.objects.raw(
        f"SELECT t.* FROM work_ticket t WHERE t.number IN ({marks}) ORDER BY t.number{lock}",
        list(numbers),
    )
    return {ticket.number: ticket for ticket in rows}


class TicketBooks:
    """The accounts of a ticket's pieces and work, what a piece takes and what it pays."""

    def __init__(self, ticket: Ticket, terms: Terms) -> None:
        order = terms.orders[ticket.allotment_id]
        operation, self.makes = terms.makes[ticket.allotment_id]
        self.order, self.owner, self.job = order.pk, order.customer, order.job
        place, self.payer = ticket.workshop_id, ticket.payer_id
        self.pieces = {
            kind: AccountKey(place, kind, self.owner, self.job)
            for kind in ("made", *PIECES, "to_rework", "surplus", "delivered")
        }
        self.shelves = {
            PIECE: self.pieces["good"],
            MATERIAL: AccountKey(place, "store", self.owner, self.job),
        }
        self.labour = AccountKey(self.payer, "labour", self.payer, self.job)
        # Rework takes pieces that were made, and no material.
        self.makes_new = ticket.source == Ticket.Source.MADE
        self.origin = self.pieces["made" if self.makes_new else "to_rework"]
        self.inputs: list[InputTerms] = terms.inputs[operation] if self.makes_new else []
        self.unpaid = ticket.pay == Ticket.Pay.NONE
        self.customer_pays = ticket.pay == Ticket.Pay.CUSTOMER and self.owner != self.payer
        self.shares = terms.shares[ticket.number]
        self.parts = [parts for _, parts in self.shares]
        self.whole = sum(self.parts)
        self._rates = terms.rates[self.payer, operation, ticket.rate_class]
        self._printed = ticket.rate

    def rate(self, day: date) -> int:
        """The rate of the day of the work, never below what is printed on the ticket; 0 where
        the first pay stands for the rework too."""
        if self.unpaid:
            return 0
        standing = 0
        for since, amount in self._rates:
            if since > day:
                break
            standing = amount or 0
        return max(standing, self._printed)


class World:
    """Made of tickets that are already read; `meet` adds what the chains themselves name.

    `since` are the tickets whose folding goes on from their own counters. Without `labels` wages
    carry neither community nor group: for who compares amounts only. `agreed`: payer and engagement
    that a half-day was booked under, by its fact, for who does not ask the registry again.
    """

    def __init__(
        self, tickets: dict[int, Ticket], *, by: User | None = None, labels: bool = True
    ) -> None:
        self.tickets = tickets
        self.labels = labels
        # One object a recorder: her grants are asked for once, and not once a fact.
        self.recorders: dict[int, User] = {by.pk: by} if by else {}
        self._books: dict[int, TicketBooks] = {}
        self.since: dict[int, TicketState] = {}
        self.terms: Terms = terms(tickets.values())
        self.orders = {order.pk: order for order in self.terms.orders.values()}
        self.people: Profiles = profiles(())
        self.places: set[int] = set()
        self.keepers: set[int] = set()
        self.commodities: dict[int, str] = {}
        self.paths: dict[int, Path] = {}
        self.time = TimeTerms(())
        self.held: dict[HalfKey, Held] = {}
        self.agreed: dict[int, tuple[int, Engaged]] = {}

    def go_on(self, numbers: Collection[int]) -> None:
        """Lets the folding of these tickets go on from their counters."""
        for number in numbers:
            ticket = self.tickets[number]
            self.since[number] = TicketState(
                ticket.pieces, *(getattr(ticket, name) for name in COUNTERS)
            )

    def meet(self, chains: Collection[Chain]) -> None:
        """Reads the persons, places, orders and materials that chains name."""
        contents = [content for chain in chains for content in chain.contents]
        recorders = {chain.head.recorder_id for chain in chains} - self.recorders.keys()
        if recorders and self.labels:
            self.recorders |= User.objects.in_bulk(recorders)
        orders = {c["order"] for c in contents if "order" in c} - self.orders.keys()
        self.orders |= _orders(orders)
        persons = {person for shares in self.terms.shares.values() for person, _ in shares}
        persons |= {c["carrier"] for c in contents if c.get("carrier")}
        attends = [c for c in chains if c.root.kind == "attend" and "half" in c.content]
        self.people = profiles(persons | {chain.content["person"] for chain in attends})
        if attends:
            self.time = TimeTerms({chain.content["place"] for chain in attends})
            self.held = held_by_others(USE, {half_of(chain) for chain in attends})
        self.places = _known(Workshop, {c["place"] for c in contents if "place" in c})
        self._meet_passages(contents)
        wanted = {line["commodity"] for c in contents for line in c.get("lines", ())}
        wanted |= {c["commodity"] for c in contents if "commodity" in c}
        self.commodities = {
            one.commodity: one.kind for inputs in self.terms.inputs.values() for one in inputs
        }
        if rest := wanted - self.commodities.keys():
            goods = Commodity.objects.filter(pk__in=rest, kind__in=(PIECE, MATERIAL))
            self.commodities |= dict(goods.values_list("pk", "kind"))

    def _meet_passages(self, contents: Collection[dict[str, Any]]) -> None:
        """Reads who keeps pieces between the levels, and whose the accepted ones are."""
        passages = [c for c in contents if "place" in c and "commodity" in c]
        if not passages:
            return
        named = {c[name] for c in passages for name in ("place", "taker") if name in c}
        self.keepers = _known(Party, named, kind__in=("workshop", "organization"))
        parts = {part["allotment"] for c in passages for part in c.get("parts", ())}
        if parts:
            self.paths = paths(parts)

    def terms_of(self, chain: Chain) -> tuple[int, Engaged] | None:
        """The payer of a half-day, and under which engagement; None: there is nobody to pay."""
        if chain.head.pk in self.agreed:
            return self.agreed[chain.head.pk]
        content, day = chain.content, chain.head.day
        payer = self.time.operator(content["place"], day)
        engaged = self.people.engagement(content["person"], payer, day) if payer else None
        return (payer, engaged) if payer and engaged else None

    def books(self, ticket: Ticket) -> TicketBooks:
        """The accounts and terms of a ticket, put together once."""
        found = self._books.get(ticket.number)
        if found is None:
            found = self._books[ticket.number] = TicketBooks(ticket, self.terms)
        return found

    def allowed(self) -> dict[tuple[int, int], int]:
        """(product, material) -> the loss that is allowed, in millionths, for the orders met."""
        rows = Input.objects.filter(
            operation__product__in={order.product for order in self.orders.values()}
        ).values_list("operation__product", "commodity", "allowed_ppm")
        return {(product, commodity): ppm for product, commodity, ppm in rows}


def _orders(keys: Collection[int]) -> dict[int, OrderTerms]:
    """Orders as they stand: of one that is being ended at this moment, as it then is."""
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    lock = bulk.standing("o") if connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.customer_id, o.job_id, o.product_id, o.state FROM work_order o "
            f"WHERE o.id IN ({marks}) ORDER BY o.id{lock}", sorted(keys),
        )
        return {row[0]: OrderTerms(*row) for row in cursor.fetchall()}


def _known(model: type[Model], keys: Collection[int], **more: Any) -> set[int]:
    """Which of these keys name a row. Not asked where there are none."""
    if not keys:
        return set()
    rows = model._default_manager.filter(pk__in=keys, **more)
    return set(rows.values_list("pk", flat=True))
