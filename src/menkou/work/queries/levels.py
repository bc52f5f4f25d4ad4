"""The chain as one level sees it: the orders it called, and the parts that it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Balance
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.registry.queries.reach import organizations
from menkou.work.models import Acceptance, Allotment, CustomerReturn, Order, Ticket
from menkou.work.queries.orders import with_progress
from menkou.work.queries.paths import accepted_below, below

MOST = 8  # rows of each on a first page


@dataclass(frozen=True, slots=True)
class Called:
    """An open order as its customer sees it; pieces, what it owes by the books for those that were
    accepted, and the fee that those still to come will cost at most (1/10,000 yuan)."""

    order: Order
    good: int
    accepted: int
    missing: int
    owed: int
    to_come: int


@dataclass(frozen=True, slots=True)
class Held:
    """A part of an open order as its holder sees it; pieces, `left` still to be passed on or put
    on tickets, `late` days."""

    part: Allotment
    left: int
    accepted: int
    late: int


@prepared
def mine(scope: Scope, day: date) -> QuerySet[Organization]:
    """The organizations that somebody acts for: named by her grants, or the committee of her
    community. Who has a whole district acts for none."""
    committee = Q(community__in=scope.communities) if scope.communities else Q(pk__in=())
    reached = organizations(scope, day)
    return reached.filter(Q(pk__in=scope.organizations) | committee)


def _sum(rows: QuerySet[Acceptance] | QuerySet[CustomerReturn], name: str) -> Coalesce:
    counted = rows.filter(order=OuterRef("pk")).order_by().values("order")
    return Coalesce(
        Subquery(counted.annotate(n=Sum(name)).values("n"), output_field=IntegerField()), Value(0)
    )


def called(scope: Scope, day: date) -> list[Called]:
    """The open orders that the organizations of a scope called, due first: one query."""
    owed = Balance.objects.filter(
        account__party=OuterRef("customer"), account__job=OuterRef("job"),
        account__kind=Account.Kind.FEE,
    ).order_by().values("account__job").annotate(n=Sum("quantity")).values("n")
    rows: Any = with_progress(
        Order.objects.filter(customer__in=mine(scope, day), state=Order.State.OPEN)
    ).annotate(
        accepted=_sum(Acceptance.objects.all(), "accepted"),
        sent_back=_sum(CustomerReturn.objects.all(), "pieces"),
        stands=Coalesce(Subquery(owed, output_field=BigIntegerField()), Value(0)),
    )
    return [
        Called(
            order=row, good=row.good, accepted=(n := row.accepted - row.sent_back),
            missing=max(row.pieces - n, 0), owed=-row.stands,
            to_come=max(row.pieces - n, 0) * row.fee,
        )
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]


def held(scope: Scope, day: date) -> list[Held]:
    """The parts of open orders that the organizations of a scope hold, due first: two queries."""
    rows = Allotment.objects.filter(
        holder__in=mine(scope, day), order__state=Order.State.OPEN, pieces__gt=0
    ).exclude(giver=F("holder")).select_related(
        "order__product", "operation__makes", "giver__party", "holder__party"
    )
    parts = list(rows.order_by("due_on", "pk")[:MOST])
    accepted = accepted_below([part.pk for part in parts])
    return [
        Held(part, part.pieces - part.given, accepted.get(part.pk, 0),
             max((day - part.due_on).days, 0))
        for part in parts
    ]


def late_below(scope: Scope, day: date) -> list[tuple[str, int]]:
    """Where tickets are late of what the organizations of a scope hold or passed on: (workshop,
    how many), the most first; whom to visit there its clerk knows. One query. Other branches of the
    same order are none of theirs."""
    parts = Allotment.objects.filter(
        holder__in=mine(scope, day), order__state=Order.State.OPEN
    )
    rows = (
        Ticket.objects.filter(
            allotment__in=below(parts), state=Ticket.State.OPEN, due_on__lt=day,
            back__lt=F("pieces"),
        )
        .order_by().values_list("workshop__party__name")
        .annotate(n=Sum(Value(1))).order_by("-n", "workshop__party__name")[:MOST]
    )
    return list(rows)
