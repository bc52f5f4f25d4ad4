"""Writes the rows of products with their rates, and of orders, by the actions of their pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from menkou.identity.models import User
from menkou.importing.matching.orders import NewOrder
from menkou.importing.matching.products import SaidOperation, SaidProduct, numbers_of
from menkou.importing.writing.base import Before, Wrote, ranges
from menkou.ledger.models import Commodity
from menkou.work.actions.orders import add_order
from menkou.work.actions.products import (
    NewInput,
    NewOperation,
    NewProduct,
    add_material,
    add_operation,
    add_product,
    set_rate,
)
from menkou.work.models import Operation, Product
from menkou.work.queries.products import materials
from menkou.work.units import MATERIAL_UNITS


class _Products:
    def __init__(self, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.materials: dict[str, Commodity] = {}
        for one in materials():
            self.materials.setdefault(one.name, one)
        self.wrote: dict[str, list[int]] = {
            name: [] for name in ("material", "product", "operation", "rate")
        }

    def write(self, said: SaidProduct) -> None:
        product = Product.objects.get(pk=said.known) if said.known is not None else None
        for one in said.operations:
            operation = (
                self._operation(said, product, one) if one.known is None
                else Operation.objects.get(pk=one.known)
            )
            product = operation.product
            if one.rate is not None:
                rate = set_rate(payer=one.rate.payer, operation=operation, amount=one.rate.amount,
                                from_day=one.rate.from_day, by=self.by, at=self.at)
                self.wrote["rate"].append(rate.pk)

    def _operation(
        self, said: SaidProduct, product: Product | None, one: SaidOperation
    ) -> Operation:
        inputs = [
            NewInput(found, allowed_ppm=each.loss_ppm, **numbers_of(each.quantity, found.factor))
            for each in one.inputs
            for found in [self._material(each.material, each.unit)]
        ]
        who: dict[str, Any] = {"by": self.by, "at": self.at}
        if product is not None:
            new = NewOperation(one.name, one.seconds, one.at_home)
            made = add_operation(new, product=product, inputs=inputs, **who)
            self.wrote["operation"].append(made.pk)
            return made
        made = add_product(
            NewProduct(said.code or self._code(), said.name, said.unit, one.name, one.seconds,
                       one.at_home),
            inputs=inputs, **who,
        )
        self.wrote["product"].append(made.product.pk)
        self.wrote["operation"].append(made.pk)
        return made

    def _material(self, name: str, unit: str) -> Commodity:
        found = self.materials.get(name)
        if found is None:
            newest = Commodity.objects.aggregate(last=Max("pk"))["last"] or 0
            words, base_unit, factor = MATERIAL_UNITS[unit]
            found = self.materials[name] = add_material(
                code=f"m-{newest + 1}", name=name, unit=words, base_unit=base_unit, factor=factor,
                by=self.by, at=self.at,
            )
            self.wrote["material"].append(found.pk)
        return found

    def _code(self) -> str:
        newest = Product.objects.aggregate(last=Max("pk"))["last"] or 0
        return f"CP{newest + 1:03}"


def write_products(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "material", "product", "operation" and "rate" are added."""
    work = _Products(by, at)
    for one in writes:
        work.write(one)
    return {name: ranges(keys) for name, keys in work.wrote.items()}, {}


def write_orders(writes: Sequence[Any], *, by: User, at: datetime) -> tuple[Wrote, Before]:
    """See `base.Writer`: "order" are added."""
    news: Sequence[NewOrder] = writes
    made = [
        add_order(
            number=one.row.number, customer=one.customer, operation=one.operation,
            pieces=one.row.pieces, fee=one.row.fee, ordered_on=one.row.ordered_on,
            due_on=one.row.due_on, quality=one.row.quality or "", by=by, at=at,
        ).pk
        for one in news
    ]
    return {"order": ranges(made)}, {}
