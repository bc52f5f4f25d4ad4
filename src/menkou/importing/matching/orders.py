"""Rows of orders beside those that are registered: one that is known is never changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from menkou.importing.lists.work import OrderRow
from menkou.importing.matching.base import (
    ADDED,
    UNCHANGED,
    WRONG,
    Ground,
    Named,
    Place,
    Read,
    Verdict,
    broken,
    near,
)
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.registry.models import Organization
from menkou.registry.queries import organizations
from menkou.work.models import Operation, Order
from menkou.work.queries import orders
from menkou.work.queries.products import to_order

GIVING = frozenset({
    Organization.Kind.ENTERPRISE, Organization.Kind.COOPERATIVE, Organization.Kind.SOLE_TRADER,
})  # fmt: skip
"""Who gives orders."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to add; `operation`: the first of its product."""

    row: OrderRow
    customer: Organization
    operation: Operation


class OrderList:
    """See `matching.base.Matcher`. Writes `NewOrder`."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.first: dict[str, Place] = {}
        for _, parsed in rows:
            if parsed.row is not None:
                self.first.setdefault(parsed.row.number, (parsed.sheet, parsed.number))

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        numbers = {parsed.row.number for _, parsed in rows if parsed.row is not None}
        found = Order.objects.filter(number__in=numbers)
        self.known = {
            one.number: one for one in found.select_related("customer__party", "product")
        }
        scope, today = self.ground.scope, self.ground.today
        self.reached = set(
            orders.within(scope, today).filter(number__in=numbers).values_list("pk", flat=True)
        )
        offered = organizations.within(scope, today).filter(kind__in=GIVING)
        self.customers = Named(offered.select_related("party"))
        self.products: dict[str, list[Operation]] = defaultdict(list)
        for one in to_order():
            self.products[one.product.name].append(one)
        steps = Operation.objects.values_list("product", "name")
        self.steps = set(steps)
        return [
            broken(parsed) if parsed.row is None else self._verdict(table, parsed)
            for table, parsed in rows
        ]

    def _verdict(self, table: Table, parsed: Parsed) -> Verdict:
        row: OrderRow = parsed.row
        verdict = Verdict(parsed.sheet, parsed.number, WRONG, row.number)
        first = self.first[row.number]
        if first != (parsed.sheet, parsed.number):
            verdict.wrong = (wrong_at(table, "number", "same_row", row.number, row=first[1]),)
            return verdict
        if known := self.known.get(row.number):
            verdict.wrong = tuple(self._otherwise(table, row, known))
            verdict.kind, verdict.subject = WRONG if verdict.wrong else UNCHANGED, known.pk
            return verdict
        customer = self.customers.find(table, "customer", row.customer)
        operation = self._operation(table, row)
        wrong = tuple(one for one in (customer, operation) if isinstance(one, Wrong))
        if wrong or not isinstance(customer, Organization) or isinstance(operation, Wrong):
            verdict.wrong = wrong
            return verdict
        verdict.kind, verdict.write = ADDED, NewOrder(row, customer, operation)
        return verdict

    def _operation(self, table: Table, row: OrderRow) -> Operation | Wrong:
        found = self.products.get(row.product, [])
        if not found:
            return wrong_at(table, "product", "no_product", row.product,
                            near=near(row.product, self.products))
        if len(found) > 1:
            return wrong_at(table, "product", "two_products_here", row.product)
        if row.operation and (found[0].product_id, row.operation) not in self.steps:
            return wrong_at(table, "operation", "no_operation", row.operation)
        return found[0]

    def _otherwise(self, table: Table, row: OrderRow, known: Order) -> Iterator[Wrong]:
        """What a row says otherwise of an order that is registered."""
        if known.pk not in self.reached:
            yield wrong_at(table, "number", "order_taken", row.number)
            return
        for name, said, stands in (
            ("customer", row.customer, known.customer.party.name),
            ("product", row.product, known.product.name), ("pieces", row.pieces, known.pieces),
            ("fee", row.fee, known.fee), ("ordered_on", row.ordered_on, known.ordered_on),
            ("due_on", row.due_on, known.due_on), ("quality", row.quality, known.quality),
        ):
            if said is not None and said != stands:
                yield wrong_at(table, name, "order_stands", "")
