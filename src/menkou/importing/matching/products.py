"""Rows of products, their operations, materials and rates, beside those that are registered.

A product's rows stand or fall together: half of it can't be made.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from menkou.importing.lists.work import MICRO, ProductRow
from menkou.importing.matching.base import (
    ADDED,
    CHANGED,
    UNCHANGED,
    WRONG,
    Ground,
    Named,
    Place,
    Read,
    Verdict,
    head_of,
)
from menkou.importing.matching.catalogue import Catalogue, Steps
from menkou.importing.reading.cells import shown
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.lib.entries import plain
from menkou.lib.exact import yuan
from menkou.registry.models import Organization
from menkou.work.models import Product
from menkou.work.queries import orders
from menkou.work.units import MATERIAL_UNITS

LARGEST = 2**31 - 1
"""Base units of a material for a piece: what the column holds."""


@dataclass(frozen=True, slots=True)
class SaidInput:
    """A material of an operation. `unit`: code of the unit of one that is not registered."""

    material: str
    unit: str
    quantity: int
    loss_ppm: int


@dataclass(frozen=True, slots=True)
class SaidRate:
    payer: Organization
    amount: int
    from_day: date


@dataclass(slots=True)
class SaidOperation:
    """What some rows say of an operation. `known`: its key; None: it is to be added."""

    name: str
    seconds: int
    at_home: bool
    known: int | None = None
    inputs: list[SaidInput] = field(default_factory=list)
    rate: SaidRate | None = None


@dataclass(frozen=True, slots=True)
class SaidProduct:
    """What the rows of a product say. `known`: its key; None: it is to be added."""

    known: int | None
    code: str
    name: str
    unit: str
    operations: tuple[SaidOperation, ...]


class ProductList:
    """See `matching.base.Matcher`. Writes `SaidProduct`, with the first row of each."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None:
        self.ground = ground
        self.groups: dict[str, list[Read]] = defaultdict(list)
        self._group_of: dict[Place, str] = {}
        self._broken: dict[str, int] = {}
        self.units: dict[str, str] = {}
        codes: dict[str, set[str]] = defaultdict(set)
        for _, parsed in rows:
            if parsed.row is not None and parsed.row.code:
                codes[parsed.row.product].add(parsed.row.code)
        for table, parsed in rows:
            row: ProductRow | None = parsed.row
            if row is None:
                continue
            own = codes[row.product]
            key = row.code or (next(iter(own)) if len(own) == 1 else row.product)
            self.groups[key].append((table, parsed))
            self._group_of[parsed.sheet, parsed.number] = key
            if row.material and row.material_unit:
                self.units.setdefault(row.material, row.material_unit)
        self._find_broken(rows, codes)

    def _find_broken(self, rows: Sequence[Read], codes: dict[str, set[str]]) -> None:
        """Which products have a row that can't be read, and where: by the cells as they stand."""
        tables = {id(table): table for table, parsed in rows if parsed.row is None}
        wrong = {(one.sheet, one.number) for _, one in rows if one.row is None}
        for table in tables.values():
            for number, cells in table.rows():
                if (table.sheet.name, number) not in wrong:
                    continue
                for name in ("code", "product"):
                    place = table.columns.get(name)
                    said = plain(shown(cells[place])) if place is not None and (
                        place < len(cells)) else ""
                    for key in {said, *codes.get(said, ())} - {""}:
                        self._broken.setdefault(key, number)

    def match(self, rows: Sequence[Read]) -> list[Verdict]:
        asked = dict.fromkeys(
            key for _, one in rows if (key := self._group_of.get((one.sheet, one.number)))
        )
        catalogue = Catalogue()
        payers = list(orders.operators(self.ground.scope, self.ground.today))
        found: dict[Place, Verdict] = {}
        for key in asked:
            group = _Group(self, catalogue, payers, self.groups[key], self._broken.get(key))
            found |= group.verdicts()
        return [
            found.get((one.sheet, one.number))
            or Verdict(one.sheet, one.number, WRONG, wrong=one.wrong)
            for _, one in rows
        ]


class _Group:
    """The rows of a product."""

    def __init__(
        self, all_: ProductList, catalogue: Catalogue, payers: list[Organization],
        rows: list[Read], broken: int | None,
    ) -> None:
        self.all, self.catalogue, self.rows, self.broken = all_, catalogue, rows, broken
        self.payers, self.payer_named = payers, Named(payers)
        self.wrong: dict[Place, list[Wrong]] = defaultdict(list)
        self.kinds: dict[Place, str] = {}
        self.changes: dict[Place, list[tuple[str, str, str]]] = defaultdict(list)
        self.operations: dict[str, SaidOperation] = {}

    def verdicts(self) -> dict[Place, Verdict]:
        """The verdict of each row; what is written goes with the first that is not unchanged."""
        table, first = self.rows[0]
        product = self._product(table, first)
        if isinstance(product, Wrong):
            self.wrong[_place(first)].append(product)
            product = None
        steps = self.catalogue.steps(product)
        for table, parsed in self.rows:
            self._row(table, parsed, product, steps)
        unit = next((one.row.unit for _, one in self.rows if one.row.unit), "")
        if not unit and product is None:
            table, parsed = self.rows[0]
            self.wrong[_place(parsed)].append(wrong_at(table, "unit", "unit_blank"))
        return self._settled(product, unit)

    def _settled(self, product: Product | None, unit: str) -> dict[Place, Verdict]:
        spoilt = self.broken
        for _, parsed in self.rows:
            if spoilt is None and self.wrong.get(_place(parsed)):
                spoilt = parsed.number
        found: dict[Place, Verdict] = {}
        code = next((one.row.code for _, one in self.rows if one.row.code), "")
        said = SaidProduct(product.pk if product else None, code, self.rows[0][1].row.product,
                           unit, tuple(self.operations.values()))
        for table, parsed in self.rows:
            place = _place(parsed)
            verdict = Verdict(parsed.sheet, parsed.number, self.kinds[place], parsed.row.product,
                              product.pk if product else None, doubts=parsed.doubts)
            if spoilt is not None:
                own = self.wrong.get(place) or [
                    wrong_at(table, "product", "with_another", parsed.row.product, row=spoilt)]
                verdict.kind, verdict.wrong, verdict.doubts = WRONG, tuple(own), ()
            else:
                verdict.changes = self.changes.get(place, [])
                if said is not None and verdict.kind != UNCHANGED:
                    verdict.write, said = said, None  # type: ignore[assignment]
            found[place] = verdict
        return found

    def _product(self, table: Table, parsed: Parsed) -> Product | Wrong | None:
        row: ProductRow = parsed.row
        code = next((one.row.code for _, one in self.rows if one.row.code), None)
        if code:
            one = self.catalogue.by_code.get(code)
            if one and one.name != row.product:
                return wrong_at(table, "product", "product_stands", row.product, name=one.name)
            return one
        found = self.catalogue.by_name.get(row.product, [])
        if len(found) > 1 or len({r.row.code for _, r in self.rows}) > 1:
            return wrong_at(table, "code", "two_products", row.product)
        return found[0] if found else None

    def _row(
        self, table: Table, parsed: Parsed, product: Product | None, steps: Steps
    ) -> None:
        row: ProductRow = parsed.row
        place = _place(parsed)
        known = steps.get(row.operation)
        said = self.operations.get(row.operation)
        self.kinds[place] = UNCHANGED if known else ADDED
        if said is None:
            said = self.operations[row.operation] = SaidOperation(
                row.operation, row.seconds or 0, bool(row.at_home), known.pk if known else None
            )
            if known is None:
                if product is not None and product.pk in self.catalogue.ordered:
                    self.wrong[place].append(
                        wrong_at(table, "operation", "ordered", row.operation))
                if row.seconds is None:
                    self.wrong[place].append(wrong_at(table, "seconds", "seconds_blank"))
        elif row.seconds is not None and row.seconds != said.seconds and known is None:
            self.wrong[place].append(wrong_at(table, "seconds", "operation_twice", row.operation))
        if known:
            self.wrong[place] += self._stands(table, row, steps)
        if row.material:
            self._input(table, parsed, said)
        if row.rate is not None:
            self._rate(table, parsed, said)

    def _stands(self, table: Table, row: ProductRow, steps: Steps) -> Iterator[Wrong]:
        """What a row says otherwise of an operation that is registered: no page changes that."""
        known = steps[row.operation]
        if row.seconds is not None and row.seconds != known.seconds:
            yield wrong_at(table, "seconds", "operation_stands", row.seconds // 60)
        if row.at_home is not None and row.at_home != known.at_home:
            yield wrong_at(table, "at_home", "operation_stands", "是" if row.at_home else "否")
        if row.unit and row.unit != known.makes.unit:
            yield wrong_at(table, "unit", "operation_stands", row.unit)
        if not row.material:
            return
        material = self.catalogue.materials.get(row.material)
        takes = self.catalogue.takes.get((known.pk, material.pk)) if material else None
        if takes is None:
            yield wrong_at(table, "material", "operation_stands", row.material)
            return
        factor = takes.commodity.factor
        if _exact(row.quantity or 0, factor) != Fraction(takes.numerator, takes.denominator):
            yield wrong_at(table, "quantity", "operation_stands", row.material)
        if row.loss_ppm is not None and row.loss_ppm != takes.allowed_ppm:
            yield wrong_at(table, "loss_ppm", "operation_stands", row.material)

    def _input(self, table: Table, parsed: Parsed, said: SaidOperation) -> None:
        row: ProductRow = parsed.row
        place, name = _place(parsed), row.material or ""
        if any(one.material == name for one in said.inputs):
            self.wrong[place].append(wrong_at(table, "material", "material_twice", name))
            return
        known = self.catalogue.materials.get(name)
        unit = self.all.units.get(name, "")
        if known is None and not unit:
            self.wrong[place].append(wrong_at(table, "material_unit", "material_unit", name))
        elif known and row.material_unit and MATERIAL_UNITS[row.material_unit][0] != known.unit:
            self.wrong[place].append(wrong_at(table, "material_unit", "material_stands",
                                              MATERIAL_UNITS[row.material_unit][0],
                                              unit=known.unit))
        factor = known.factor if known else MATERIAL_UNITS[unit][2] if unit else 1
        if _exact(row.quantity or 0, factor).numerator > LARGEST:
            self.wrong[place].append(wrong_at(table, "quantity", "large", name))
        said.inputs.append(SaidInput(name, unit, row.quantity or 0, row.loss_ppm or 0))

    def _rate(self, table: Table, parsed: Parsed, said: SaidOperation) -> None:
        row: ProductRow = parsed.row
        place, amount, day = _place(parsed), row.rate or 0, row.from_day or self.all.ground.day
        payer = self._payer(table, row)
        if isinstance(payer, Wrong):
            self.wrong[place].append(payer)
            return
        if said.rate and (said.rate.payer, said.rate.from_day) == (payer, day):
            if said.rate.amount != amount:
                self.wrong[place].append(wrong_at(table, "rate", "rate_twice", row.operation))
            return
        was = self.catalogue.rate(said.known, payer.pk, day)
        if was == amount:
            return
        if said.known and self.catalogue.lowers(said.known, payer, amount, day):
            self.wrong[place].append(wrong_at(table, "rate", "rate_lowered", yuan(amount)))
            return
        if self.kinds[place] == UNCHANGED:
            self.kinds[place] = CHANGED
            self.changes[place].append(
                (head_of(table, "rate"), yuan(was) if was else "", yuan(amount)))
        if self.all.ground.answer(parsed) != "skip":
            said.rate = SaidRate(payer, amount, day)

    def _payer(self, table: Table, row: ProductRow) -> Organization | Wrong:
        if row.payer is None:
            if len(self.payers) == 1:
                return self.payers[0]
            return wrong_at(table, "payer", "payer_blank" if self.payers else "payer_none")
        found = self.payer_named.find(table, "payer", row.payer)
        assert found is not None  # a name was asked for
        return found


def _place(parsed: Parsed) -> Place:
    return parsed.sheet, parsed.number


def _exact(quantity: int, factor: int) -> Fraction:
    """Base units for a piece, of what a piece takes in millionths of the unit."""
    return Fraction(quantity * factor, MICRO)


def numbers_of(quantity: int, factor: int) -> dict[str, Any]:
    """The same as what an input is made of."""
    exact = _exact(quantity, factor)
    return {"numerator": exact.numerator, "denominator": exact.denominator}
