"""What the facts of a list refer to, read once: tickets and their terms, orders, persons."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection
from django.db.models import Model

from menkou.ledger.models import Commodity
from menkou.registry.models import Workshop
from menkou.registry.queries.profile import Profiles, profiles
from menkou.work.actions.chains import Chain
from menkou.work.booking import TicketState
from menkou.work.models import Input, Order, Ticket
from menkou.work.queries.terms import InputTerms, Terms, terms

COUNTERS = ("back", "good", "uninspected", "at_rework", "rejected", "surplus")


def locked(numbers: Collection[int]) -> dict[int, Ticket]:
    """Tickets by number, with allotment, operation and order; locked in the order of numbers."""
    if not numbers:
        return {}
    rows = Ticket.objects.select_related("allotment__order", "allotment__operation")
    rows = rows.filter(pk__in=numbers).order_by("pk")
    if connection.features.has_select_for_update and connection.in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    return {ticket.number: ticket for ticket in rows}


class World:
    """Made of tickets that are already read; `meet` adds what the chains themselves name.

    `since` are the tickets whose folding goes on from their own counters.
    """

    def __init__(self, tickets: dict[int, Ticket]) -> None:
        self.tickets = tickets
        self.since: dict[int, TicketState] = {}
        self.terms: Terms = terms(tickets.values())
        self.orders: dict[int, Order] = {
            ticket.allotment.order.pk: ticket.allotment.order for ticket in tickets.values()
        }
        self.people: Profiles = profiles(())
        self.places: set[int] = set()
        self.materials: set[int] = set()

    def go_on(self, numbers: Collection[int]) -> None:
        """Lets the folding of these tickets go on from their counters."""
        for number in numbers:
            ticket = self.tickets[number]
            self.since[number] = TicketState(
                ticket.pieces, *(getattr(ticket, name) for name in COUNTERS)
            )

    def meet(self, chains: Iterable[Chain]) -> None:
        """Reads the persons, places, orders and materials that chains name."""
        contents = [chain.content for chain in chains]
        orders = {c["order"] for c in contents if "order" in c} - self.orders.keys()
        if orders:
            self.orders |= Order.objects.in_bulk(orders)
        persons = {person for shares in self.terms.shares.values() for person, _ in shares}
        self.people = profiles(persons | {c["carrier"] for c in contents if c.get("carrier")})
        self.places = _known(Workshop, {c["place"] for c in contents if "place" in c})
        wanted = {line["commodity"] for c in contents for line in c.get("lines", ())}
        known = {one.commodity for inputs in self.terms.inputs.values() for one in inputs}
        self.materials = known | _known(
            Commodity, wanted - known, kind=Commodity.Kind.MATERIAL
        )

    def makes(self, ticket: Ticket) -> int:
        """The commodity that the ticket's pieces are."""
        return int(ticket.allotment.operation.makes_id)

    def inputs(self, ticket: Ticket) -> list[InputTerms]:
        return self.terms.inputs[ticket.allotment.operation_id]

    def rate(self, ticket: Ticket, day: date) -> int:
        """The rate of the day of the work, never below what is printed on the ticket."""
        standing = self.terms.rate(
            ticket.payer_id, ticket.allotment.operation_id, ticket.rate_class, day
        )
        return max(standing, ticket.rate)

    def allowed(self) -> dict[tuple[int, int], int]:
        """(product, material) -> the loss that is allowed, in millionths, for the orders met."""
        rows = Input.objects.filter(
            operation__product__in={order.product_id for order in self.orders.values()}
        ).values_list("operation__product", "commodity", "allowed_ppm")
        return {(product, commodity): ppm for product, commodity, ppm in rows}


def _known(model: type[Model], keys: Collection[int], **more: str) -> set[int]:
    """Which of these keys name a row. Not asked where there are none."""
    if not keys:
        return set()
    rows = model._default_manager.filter(pk__in=keys, **more)
    return set(rows.values_list("pk", flat=True))
