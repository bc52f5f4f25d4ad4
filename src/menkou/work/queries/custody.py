"""Where the pieces of an order lie now: who keeps them, in which state, after which operation."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Balance, Commodity
from menkou.lib.scope import Scope
from menkou.registry.models import Party, Tenancy
from menkou.registry.queries.reach import organizations, workshops
from menkou.work.models import Acceptance, CustomerReturn, Order

STATES = ("good", "delivered", "uninspected", "at_rework", "to_rework", "rejected", "surplus")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Pieces of one operation in one state with one who keeps them."""

    place: int
    name: str
    state: str
    commodity: Commodity
    operation: str
    pieces: int

    @property
    def said(self) -> str:
        """The state in words."""
        return str(Account.Kind(self.state).label)


def kept(order: Order) -> QuerySet[Balance]:
    """The balances of an order's pieces that are not at zero."""
    return Balance.objects.filter(
        account__job=order.job_id, account__kind__in=STATES, commodity__kind="piece",
    ).exclude(quantity=0)


def custody(order: Order) -> list[Keeping]:
    """Where an order's pieces lie, those of the last operation first: one query."""
    rows = kept(order).select_related("commodity__operation", "account__party")
    found = [
        Keeping(
            row.account.party_id, row.account.party.name, row.account.kind, row.commodity,
            row.commodity.operation.name, row.quantity,
        )
        for row in rows.order_by("-commodity__operation__number", "account__party__name", "pk")
    ]
    return sorted(found, key=lambda one: STATES.index(one.state))


def with_lying(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Orders with `lies_good`, `lies_delivered` …: how many of their pieces lie in each state, over
    all places and operations."""
    def lies(state: str) -> Coalesce:
        rows = Balance.objects.filter(
            account__job=OuterRef("job"), account__kind=state, commodity__kind="piece"
        ).order_by().values("account__job").annotate(n=Sum("quantity")).values("n")
        return Coalesce(Subquery(rows), 0)

    return orders.annotate(**{f"lies_{state}": lies(state) for state in STATES})


def with_customer(order: Order) -> list[Keeping]:
    """Accepted pieces of an order that did not come back, by the place that they were delivered
    from: one query."""
    names = ("place", "place__name", "commodity", "commodity__unit", "commodity__operation__name")
    accepted = Acceptance.objects.filter(order=order).values_list(*names).order_by()
    back = CustomerReturn.objects.filter(order=order).values_list(*names).order_by()
    rows = accepted.annotate(n=Sum("accepted")).union(
        back.annotate(n=Value(0) - Sum("pieces")), all=True
    )
    outside: Counter[tuple[int, str, int, str, str]] = Counter()
    for place, name, what, unit, operation, n in rows:
        outside[place, name, what, unit, operation] += n
    return [
        Keeping(place, name, "outside", Commodity(pk=what, unit=unit, factor=1), operation, n)
        for (place, name, what, unit, operation), n in sorted(outside.items())
        if n > 0
    ]


@prepared
def places(scope: Scope, day: date) -> QuerySet[Party]:
    """Who may keep pieces and is within a scope: its workshops and its organizations."""
    return Party.objects.filter(
        Q(pk__in=workshops(scope, day).values("pk"))
        | Q(pk__in=organizations(scope, day).values("pk"))
    ).order_by("name", "pk")


def menders(order: Order, made: int, day: date) -> QuerySet[Party]:
    """Workshops that can make a ticket of rework for pieces of a commodity: who operates them holds
    a part of the order's operation."""
    holders = order.allotments.filter(operation__makes=made).order_by().values("holder")
    operated = Tenancy.objects.on(day).filter(operator__in=holders).values("workshop")
    return Party.objects.filter(pk__in=operated).order_by("name", "pk")


def takers(order: Order, scope: Scope, day: date) -> QuerySet[Party]:
    """To whom pieces of an order may be handed: who holds a part of it, and the workshops that
    these operate, or that lie within the scope."""
    holders = order.allotments.order_by().values("holder")
    operated = Tenancy.objects.on(day).filter(operator__in=holders).values("workshop")
    return Party.objects.filter(
        Q(pk__in=holders) | Q(pk__in=operated) | Q(pk__in=workshops(scope, day).values("pk"))
    ).order_by("name", "pk")
