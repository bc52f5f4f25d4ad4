"""What of an order still lies somewhere: material and pieces, by holder and by state."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from menkou.ledger.models import Account, Balance, Commodity
from menkou.work.models import Operation, Order, Ticket

GOODS = (
    "store", "hands", "uninspected", "good", "at_rework", "to_rework", "rejected", "surplus",
    "delivered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Residue:
    """Material or pieces of an order that have gone nowhere yet, in base units."""

    holder: int
    name: str
    kind: str
    commodity: Commodity
    quantity: int

    @property
    def said(self) -> str:
        """The account's kind in words."""
        return str(Account.Kind(self.kind).label)


def held(order: Order) -> QuerySet[Balance]:
    """The balances of an order's material and pieces that aren't at zero."""
    return Balance.objects.filter(
        account__job=order.job_id, account__kind__in=GOODS
    ).exclude(quantity=0)


def residues(order: Order) -> list[Residue]:
    """All that an order still holds, those who have the most first."""
    rows = held(order).select_related("commodity", "account__party")
    return [
        Residue(row.account.party_id, row.account.party.name, row.account.kind, row.commodity,
                row.quantity)
        for row in rows.order_by("account__kind", "-quantity", "pk")
    ]


def last_operation(order: Order) -> Operation:
    """The operation after which a piece is what the customer ordered."""
    return Operation.objects.select_related("makes").filter(product=order.product_id).latest(
        "number"
    )


def unmade(order: Order) -> int:
    """Pieces of an order that nobody brought back of its last operation."""
    back = Ticket.objects.filter(
        allotment__order=order, allotment__operation=last_operation(order).pk,
        source=Ticket.Source.MADE,
    ).aggregate(n=Sum("back"))["n"]
    return max(order.pieces - int(back or 0), 0)


def out(order: Order) -> QuerySet[Ticket]:
    """Tickets of an order with pieces that have not come back."""
    return Ticket.objects.filter(
        Q(state=Ticket.State.OPEN), allotment__order=order, back__lt=F("pieces")
    )
