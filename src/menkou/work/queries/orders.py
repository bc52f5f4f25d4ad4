"""Reads across orders: which a scope reaches, how far they are, where their material is."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from menkou.identity.prepared import prepared
from menkou.ledger.models import Balance, Commodity
from menkou.lib.scope import Scope
from menkou.registry.models import Organization, Tenancy, Workshop
from menkou.registry.queries.organizations import within as known_organizations
from menkou.registry.queries.reach import organizations, workshops
from menkou.work.models import (
    Allotment,
    Arrival,
    Input,
    Issue,
    MaterialReturn,
    Operation,
    Order,
    Product,
    Ticket,
)


@prepared
def within(scope: Scope, day: date) -> QuerySet[Order]:
    """Orders whom a scope reaches: by customer, by a holder of a part, by a workshop's tickets."""
    if scope.empty:
        return Order.objects.none()
    reached = organizations(scope, day).values("pk")
    held = Allotment.objects.filter(
        Q(holder__in=reached) | Q(tickets__workshop__in=workshops(scope, day).values("pk"))
    )
    found = Q(customer__in=reached) | Q(pk__in=held.values("order"))
    if scope.divisions or scope.sites or scope.communities:
        # An enterprise that operates nothing here: whoever may give its order to somebody sees it.
        strangers = known_organizations(scope, day).values("pk")
        passed = Exists(Allotment.objects.filter(order=OuterRef("pk")))
        found |= Q(~passed, customer__in=strangers)
    return Order.objects.filter(found)


def with_progress(orders: QuerySet[Order]) -> QuerySet[Order]:
    """With `on_tickets`, `back` and `good`: pieces of the last operation given out, brought back
    and accepted. What is reworked was counted when it was made."""
    tickets = "last__tickets__"
    newest = Operation.objects.filter(product=OuterRef("product")).order_by("-number")
    # Joined by it, not asked of each ticket: an order may have thousands.
    last = FilteredRelation(
        "allotments", condition=Q(allotments__operation=Subquery(newest.values("pk")[:1]))
    )
    made = Q(**{f"{tickets}source": Ticket.Source.MADE})
    whole = Q(**{f"{tickets}source__in": (Ticket.Source.MADE, Ticket.Source.PASSED)})
    given = made & ~Q(**{f"{tickets}state": Ticket.State.CANCELLED})
    return orders.select_related("customer__party", "product").annotate(
        last=last,
        on_tickets=Coalesce(Sum(f"{tickets}pieces", filter=given), 0),
        back=Coalesce(Sum(f"{tickets}back", filter=made), 0),
        good=Coalesce(Sum(f"{tickets}good", filter=whole), 0),
        at_rework=Coalesce(Sum(f"{tickets}at_rework", filter=whole), 0),
        rejected=Coalesce(Sum(f"{tickets}rejected", filter=whole), 0),
    )


def standing(orders: QuerySet[Order], day: date) -> QuerySet[Order]:
    """Orders with progress, with how each `stands` on a day: its state, or for an open one
    "back" (all pieces are) or "late"."""
    is_open = Q(state=Order.State.OPEN)
    return orders.annotate(stands=Case(
        When(is_open & Q(back__gte=F("pieces")), then=Value("back")),
        When(is_open & Q(due_on__lt=day), then=Value("late")),
        default=F("state"), output_field=CharField(),
    ))


@dataclass(frozen=True, slots=True)
class Material:
    """A material of an order, in base units: issued − returned + difference in hands comes to
    consumed + allowed + excess + hands (`unexplained` is 0 unless the books are wrong).
    `store_lost`: what counts of the stores found missing."""

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
    store_lost: int = 0

    @property
    def lost(self) -> int:
        return self.allowed + self.excess + self.store_lost

    @property
    def unexplained(self) -> int:
        came = self.issued - self.returned + self.difference
        return came - self.consumed - self.allowed - self.excess - self.hands


def reconciliation(order: Order) -> list[Material]:
    """Where each material of an order is, by its books: two queries."""
    return books(order)[0]


def books(order: Order) -> tuple[list[Material], int]:
    """Where each material of an order is, and what its workers have earned, in 1/10,000 yuan:
    two queries."""
    return books_of([order])[order.pk]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where what came of a material stands, in base units: at work in `hands`, in the `store`,
    `consumed`; lost within what is `allowed`, and in `excess` of it."""

    commodity: Commodity
    hands: int
    store: int
    consumed: int
    allowed: int
    excess: int


def standing_materials(order: Order) -> list[Standing]:
    """Where each material of an order stands, by its books: one query."""
    kinds = ("hands", "store", "consumed", "allowed_loss", "excess_loss")
    sums: dict[int, Counter[str]] = {}
    named: dict[int, Commodity] = {}
    for kind, pk, name, unit, factor, q in (
        Balance.objects.filter(
            account__job=order.job_id, account__kind__in=kinds, commodity__kind="material"
        )
        .values_list("account__kind", "commodity", "commodity__name", "commodity__unit",
                     "commodity__factor")
        .annotate(q=Sum("quantity")).order_by()
    ):
        sums.setdefault(pk, Counter())[kind] += q
        named[pk] = Commodity(pk=pk, name=name, unit=unit, factor=factor)
    return [Standing(named[pk], *(sums[pk][kind] for kind in kinds)) for pk in sorted(sums)]


def books_of(some: Collection[Order]) -> dict[int, tuple[list[Material], int]]:
    """The same of many orders, by their keys: two queries, however many there are."""
    order_of = {order.job_id: order.pk for order in some}
    arrived, issued, returned = (
        model.objects.filter(order__in=order_of.values())
        .annotate(what=Value(what))
        .values_list("what", "order", "commodity")
        .annotate(q=Sum("quantity")).order_by()
        for what, model in (("arrived", Arrival), ("issued", Issue), ("returned", MaterialReturn))
    )
    moved = {
        (what, order, one): q
        for what, order, one, q in arrived.union(issued, returned, all=True)
    }
    stands: dict[int, dict[tuple[str, bool, int], int]] = {pk: {} for pk in order_of.values()}
    named: dict[int, Commodity] = {}
    labour: Counter[int] = Counter()
    for job, kind, party, pk, of, name, unit, factor, q in (
        Balance.objects.filter(account__job__in=order_of, commodity__kind__in=("material", "money"))
        .values_list("account__job", "account__kind", "account__party__kind", "commodity",
                     "commodity__kind", "commodity__name", "commodity__unit", "commodity__factor")
        .annotate(q=Sum("quantity")).order_by()
    ):
        order = order_of[job]
        if of == Commodity.Kind.MONEY:
            labour[order] -= q if kind == "labour" else 0
            continue
        key = (kind, party == "person", pk)
        stands[order][key] = stands[order].get(key, 0) + q
        if pk not in named:  # a row's dear part: a thousand orders are made of few materials
            named[pk] = Commodity(pk=pk, name=name, unit=unit, factor=factor)
    return {
        order: (_materials(order, sums, moved, named), labour[order])
        for order, sums in stands.items()
    }


def _materials(
    order: int, sums: Mapping[tuple[str, bool, int], int],
    moved: Mapping[tuple[str, int, int], int], named: Mapping[int, Commodity],
) -> list[Material]:
    def here(what: str, pk: int) -> int:
        return moved.get((what, order, pk), 0)

    def at(kind: str, pk: int, *, person: bool) -> int:
        return sums.get((kind, person, pk), 0)

    return [
        Material(
            commodity=named[pk], arrived=here("arrived", pk),
            store=at("store", pk, person=False), issued=here("issued", pk),
            returned=here("returned", pk), consumed=at("consumed", pk, person=True),
            allowed=at("allowed_loss", pk, person=True), excess=at("excess_loss", pk, person=True),
            hands=at("hands", pk, person=True), difference=-at("difference", pk, person=True),
            store_lost=at("allowed_loss", pk, person=False)
            + at("excess_loss", pk, person=False),
        )
        for pk in sorted({pk for _kind, _person, pk in sums})
    ]


def in_stores(order: Order) -> dict[int, list[tuple[str, int]]]:
    """What each store has of an order's material, by material: (workshop's name, base units)."""
    found: dict[int, list[tuple[str, int]]] = {}
    for commodity, name, quantity in (
        Balance.objects.filter(
            account__job=order.job_id, account__kind="store", commodity__kind="material"
        )
        .order_by("account__party__name", "pk")
        .values_list("commodity", "account__party__name", "quantity")
    ):
        found.setdefault(commodity, []).append((name, quantity))
    return found


@dataclass(frozen=True, slots=True)
class Supply:
    """A material that an order needs, in base units: `standard` for all its pieces."""

    commodity: Commodity
    standard: int
    arrived: int

    @property
    def lacking(self) -> int:
        return max(self.standard - self.arrived, 0)


def needs(product: Product, pieces: int) -> list[tuple[Commodity, int]]:
    """What so many pieces of a product take of each material, in base units, over all its
    operations: one query. What one operation makes for the next is no material."""
    inputs = Input.objects.filter(
        operation__product=product, commodity__kind=Commodity.Kind.MATERIAL
    ).select_related("commodity")
    found: dict[int, tuple[Commodity, int]] = {}
    for one in inputs.order_by("operation__number", "pk"):
        more = -(-pieces * one.numerator // one.denominator)
        goods, before = found.get(one.commodity_id, (one.commodity, 0))
        found[one.commodity_id] = (goods, before + more)
    return list(found.values())


def supplies(order: Order) -> list[Supply]:
    """What the order's pieces take, and what of it has come: two queries."""
    came = dict(
        Arrival.objects.filter(order=order).values_list("commodity")
        .annotate(q=Sum("quantity")).order_by()
    )
    return [
        Supply(goods, standard, came.get(goods.pk, 0))
        for goods, standard in needs(order.product, order.pieces)
    ]


def packages(arrival: Arrival) -> list[int]:
    """What each package of an arrival's line held, in base units; empty where only the whole was
    counted. The arrival comes with its fact."""
    lines = json.loads(arrival.fact.content)["lines"]
    return next(
        (line.get("packages") or [] for line in lines
         if line["commodity"] == arrival.commodity_id), []
    )


def arrivals(order: Order) -> QuerySet[Arrival]:
    """What came for an order, the newest first; twenty lines at most."""
    rows = Arrival.objects.filter(order=order).select_related("commodity", "place__party", "fact")
    beside = {"over": F("quantity") - F("noted"), "short": F("noted") - F("quantity")}
    return rows.annotate(**beside).order_by("-day", "-fact", "pk")[:20]


def unallotted(order: Order) -> int:
    """Pieces of an order that were not passed on to anybody."""
    top = order.allotments.filter(parent=None).aggregate(sum=Sum("pieces"))
    return order.pieces - int(top["sum"] or 0)


def operations(order: Order) -> list[Operation]:
    """The operations of an order's product in their order, with what each makes."""
    rows = Operation.objects.select_related("makes").filter(product=order.product_id)
    return list(rows.order_by("number"))


def operation_of(order: Order) -> Operation:
    """The first operation of an order's product, with what it makes."""
    return operations(order)[0]


@prepared
def operators(scope: Scope, day: date) -> QuerySet[Organization]:
    """Who operates a workshop within a scope on the day."""
    operating = Tenancy.objects.on(day).filter(workshop__in=workshops(scope, day).values("pk"))
    return (
        Organization.objects.filter(pk__in=operating.values("operator"))
        .select_related("party").order_by("party__name", "pk")
    )


def stores(order: Order, scope: Scope, day: date) -> QuerySet[Workshop]:
    """Workshops in a scope whose operator holds a part of the order; all, if none does."""
    held = order.allotments.values("holder")
    mine = workshops(scope, day).select_related("party").order_by("party__name", "pk")
    operated = Tenancy.objects.on(day).filter(operator__in=held).values("workshop")
    placed = mine.filter(pk__in=operated)
    return placed if placed.exists() else mine


def free_number(day: date) -> str:
    """A number that no order has: the year and how many orders there are."""
    n = Order.objects.count()
    while Order.objects.filter(number=(found := f"{day:%Y}-{n + 1:03}")).exists():
        n += 1
    return found


def with_room(order: Order, scope: Scope, day: date) -> QuerySet[Allotment]:
    """Parts of an order that still have pieces to give, held by those whom a scope reaches, first
    those of who operates a workshop there: tickets are made on them. `usual`: how many pieces the
    newest ticket on each had."""
    newest = Ticket.objects.filter(allotment=OuterRef("pk")).order_by("-made_on", "-number")
    benches = Tenancy.objects.on(day).filter(
        operator=OuterRef("holder"), workshop__in=workshops(scope, day).values("pk")
    )
    return order.allotments.filter(
        holder__in=organizations(scope, day).values("pk"), given__lt=F("pieces")
    ).select_related("holder__party", "operation__product", "operation__makes").annotate(
        usual=Subquery(newest.values("pieces")[:1]), works=Exists(benches),
    ).order_by("-works", "pk")


def places(allotment: Allotment, scope: Scope, day: date) -> QuerySet[Workshop]:
    """Workshops in a scope that the holder of a part operates on the day."""
    operated = Tenancy.objects.on(day).filter(operator=allotment.holder_id)
    return (
        workshops(scope, day).filter(pk__in=operated.values("workshop")).select_related("party")
    )
