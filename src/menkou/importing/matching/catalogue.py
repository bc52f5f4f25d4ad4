"""The products, materials and rates that are registered, as rows of a list are compared with."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from menkou.ledger.models import Commodity
from menkou.registry.models import Organization
from menkou.work.actions.products import lowered, of_rate
from menkou.work.models import Input, Operation, Order, Product, Rate
from menkou.work.queries.products import materials

Steps = Mapping[str, Operation]
"""Name of an operation -> the operation, of one product."""


class Catalogue:
    """Read once for some rows: six queries."""

    def __init__(self) -> None:
        self.by_code: dict[str, Product] = {}
        self.by_name: dict[str, list[Product]] = defaultdict(list)
        for one in Product.objects.order_by("pk"):
            self.by_code[one.code] = one
            self.by_name[one.name].append(one)
        self.materials: dict[str, Commodity] = {}
        for known in materials():
            self.materials.setdefault(known.name, known)
        self.ordered = set(Order.objects.values_list("product", flat=True))
        self._steps: dict[int, dict[str, Operation]] = defaultdict(dict)
        for step in Operation.objects.select_related("makes", "product").order_by("number"):
            self._steps[step.product_id].setdefault(step.name, step)
        self.takes = {
            (one.operation_id, one.commodity_id): one
            for one in Input.objects.select_related("commodity")
        }
        self._rates: dict[tuple[int, int], list[tuple[date, int | None]]] = defaultdict(list)
        for operation, payer, day, amount in Rate.objects.standing().filter(
            rate_class="standard"
        ).order_by("from_day").values_list("operation", "payer", "from_day", "amount"):
            self._rates[operation, payer].append((day, amount))

    def steps(self, product: Product | None) -> Steps:
        return self._steps.get(product.pk, {}) if product else {}

    def rate(self, operation: int | None, payer: int, day: date) -> int | None:
        """What a piece pays on a day, in 1/10,000 yuan."""
        if operation is None:
            return None
        held = [amount for since, amount in self._rates.get((operation, payer), ()) if since <= day]
        return held[-1] if held else None

    def lowers(self, operation: int, payer: Organization, amount: int, day: date) -> bool:
        """Whether a rate would pay less for work that was given out; asked of lower ones only."""
        was = self.rate(operation, payer.pk, day)
        if was is None or amount >= was:
            return False
        step = Operation.objects.get(pk=operation)
        tickets = list(of_rate(payer, step, "standard"))
        return lowered(tickets, amount, day, payer=payer, operation=step)
