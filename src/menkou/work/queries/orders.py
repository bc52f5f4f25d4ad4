"""Reads across orders: which a scope reaches, how far they are, where their material is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from menkou.ledger.models import Balance, Commodity
from menkou.lib.scope import Scope
from menkou.registry.models import Tenancy, Workshop
from menkou.registry.queries.reach import organizations, workshops
from menkou.work.models import Allotment, Arrival, Issue, MaterialReturn, Order, Ticket


def within(scope: Scope, day: date) -> QuerySet[Order]:
    """Orders whom a scope reaches: by customer, by a holder of a part, by a workshop's tickets."""
    if scope.empty:
        return Order.objects.none()
    reached = organizations(scope, day).values("pk")
    held = Allotment.objects.filter(
        Q(holder__in=reached) | Q(tickets__workshop__in=workshops(scope, day).values("pk"))
    )
    return Order.objects.filter(Q(customer__in=reached) | Q(pk__in=held.values("order")))


def with_progress(orders: QuerySet[Order]) -> QuerySet[Order]:
    """With `on_tickets`, `back` and `good`: pieces given out, brought back and accepted."""
    tickets = "allotments__tickets__"
    standing = ~Q(**{f"{tickets}state": Ticket.State.CANCELLED})
    return orders.select_related("customer__party", "product").annotate(
        on_tickets=Coalesce(Sum(f"{tickets}pieces", filter=standing), 0),
        back=Coalesce(Sum(f"{tickets}back"), 0),
        good=Coalesce(Sum(f"{tickets}good"), 0),
        at_rework=Coalesce(Sum(f"{tickets}at_rework"), 0),
        rejected=Coalesce(Sum(f"{tickets}rejected"), 0),
    )


def earned(order: Order) -> int:
    """What its workers have earned, in 1/10,000 yuan: the labour of its job."""
    labour = Balance.objects.filter(account__job=order.job_id, account__kind="labour")
    return -(labour.aggregate(sum=Sum("quantity"))["sum"] or 0)


@dataclass(frozen=True, slots=True)
class Material:
    """A material of an order, in base units: issued − returned + difference in hands comes to
    consumed + allowed + excess + hands (`unexplained` is 0 unless the books are wrong)."""

    commodity: Commodity
    arrived: int
    store: int
    issued: int
    returned: int
    consumed: int
    allowed: int
    excess: int
    hands: int
    difference: int

    @property
    def unexplained(self) -> int:
        came = self.issued - self.returned + self.difference
        return came - self.consumed - self.allowed - self.excess - self.hands


def reconciliation(order: Order) -> list[Material]:
    """Where each material of an order is, by its books: three queries."""
    arrived, issued, returned = (
        model.objects.filter(order=order)
        .annotate(what=Value(what))
        .values_list("what", "commodity")
        .annotate(q=Sum("quantity")).order_by()
        for what, model in (("arrived", Arrival), ("issued", Issue), ("returned", MaterialReturn))
    )
    moved = {(what, one): q for what, one, q in arrived.union(issued, returned, all=True)}
    stands: dict[tuple[str, bool, int], int] = {}
    rows = (
        Balance.objects.filter(account__job=order.job_id, commodity__kind="material")
        .values_list("account__kind", "account__party__kind", "commodity")
        .annotate(q=Sum("quantity")).order_by()
    )
    for kind, party, commodity, quantity in rows:
        key = (kind, party == "person", commodity)
        stands[key] = stands.get(key, 0) + quantity
    named = Commodity.objects.filter(
        pk__in={commodity for _, _, commodity in stands} | {commodity for _, commodity in moved}
    ).order_by("pk")

    def in_hands(kind: str, commodity: Commodity) -> int:
        return stands.get((kind, True, commodity.pk), 0)

    return [
        Material(
            commodity=one,
            arrived=moved.get(("arrived", one.pk), 0),
            store=stands.get(("store", False, one.pk), 0),
            issued=moved.get(("issued", one.pk), 0), returned=moved.get(("returned", one.pk), 0),
            consumed=in_hands("consumed", one), allowed=in_hands("allowed_loss", one),
            excess=in_hands("excess_loss", one), hands=in_hands("hands", one),
            difference=-in_hands("difference", one),
        )
        for one in named
    ]


def with_room(order: Order, scope: Scope, day: date) -> QuerySet[Allotment]:
    """Parts of an order that still have pieces to give, held by those whom a scope reaches."""
    return order.allotments.filter(
        holder__in=organizations(scope, day).values("pk"), given__lt=F("pieces")
    ).select_related("holder__party", "operation__product", "operation__makes")


def places(allotment: Allotment, scope: Scope, day: date) -> QuerySet[Workshop]:
    """Workshops in a scope that the holder of a part operates on the day."""
    operated = Tenancy.objects.on(day).filter(operator=allotment.holder_id)
    return (
        workshops(scope, day).filter(pk__in=operated.values("workshop")).select_related("party")
    )
