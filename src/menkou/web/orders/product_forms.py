"""What is typed about products: the product, its materials, its rate."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.ledger.models import Commodity
from menkou.lib.entries import LONGEST_PIECE as LONGEST
from menkou.web.orders.forms import LARGEST, Offering, yuan_fit
from menkou.web.parts import pictures, words
from menkou.web.parts.fields import (
    AMOUNT_WORDS,
    AmountField,
    DayField,
    OneOfField,
    PickField,
    TextField,
    YuanField,
)
from menkou.web.parts.forms import Form
from menkou.work.actions.products import NewInput, NewOperation, NewProduct
from menkou.work.models import Operation, Product
from menkou.work.queries import products
from menkou.work.units import MATERIAL_UNITS, PIECE_UNITS

PER_CENT = 10_000  # millionths
MOST = 2**31 - 1  # base units of a material for a piece: what the column holds


class UnitField(PickField):
    """A material with the unit that it is entered in: "藤条（公斤）"."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(name)s（%(unit)s）") % {"name": _(obj.name), "unit": _(obj.unit)}


class TakesForm(Form):
    """Up to five materials of an operation: which, how much for how many pieces, what may be lost.

    `typed` draws the form again with what was typed before it was sent for good.
    """

    ROWS = range(1, 6)

    operation = TextField(label=_("工序"), max_length=40, help_text=_("如 编织、缝制、焊接"))
    minutes = AmountField(label=_("做一件要多久"), factor=60, unit=_("分钟"))
    at_home = forms.BooleanField(label=_("可以拿回家做"), required=False)
    skill = TextField(label=_("要会什么"), max_length=20, required=False)

    def __init__(self, data: Any, *, materials: QuerySet[Any], typed: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        for n in self.ROWS:
            fields[f"m{n}"] = UnitField(materials, label=_("料"), required=False)
            fields[f"q{n}"] = AmountField(label=_("用多少"), factor=1_000_000, required=False)
            fields[f"p{n}"] = AmountField(label=_("做几件"), required=False, initial=1)
            fields[f"l{n}"] = AmountField(
                label=_("许可损耗"), factor=PER_CENT, unit="%", least=0, required=False, initial=0
            )
        self.initial = {"at_home": True, "minutes": 30 * 60}
        if typed is not None:
            self.initial = {name: typed.get(name, "") for name in self.fields}

    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """The bound fields of each material: which, how much, for how many pieces, loss."""
        return [(self[f"m{n}"], self[f"q{n}"], self[f"p{n}"], self[f"l{n}"]) for n in self.ROWS]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (found.get("minutes") or 0) > LONGEST:
            self.add_error("minutes", AMOUNT_WORDS["large"])
        seen: set[int] = set()
        for n in self.ROWS:
            material, much = found.get(f"m{n}"), found.get(f"q{n}")
            if f"m{n}" in self.errors or f"q{n}" in self.errors:
                continue
            if much and not material:
                self.add_error(f"m{n}", _("选一种料"))
            if not material:
                continue
            if material.pk in seen:
                self.add_error(f"m{n}", _("这种料上面已经有了"))
            seen.add(material.pk)
            self._fits(n, material.factor, much)
        return found

    def _fits(self, n: int, factor: int, much: int | None) -> None:
        """Says beside the amounts of a material what is missing, too fine or too much."""
        if not much:
            self.add_error(f"q{n}", _("一件用多少，要填"))
        elif much * factor > MOST * 1_000_000:
            self.add_error(f"q{n}", AMOUNT_WORDS["large"])
        elif much * factor % 1_000_000:
            self.add_error(f"q{n}", AMOUNT_WORDS["decimals"] % {"places": len(str(factor)) - 1})
        if (self.cleaned_data.get(f"p{n}") or 0) > LARGEST:
            self.add_error(f"p{n}", AMOUNT_WORDS["large"])
        if (self.cleaned_data.get(f"l{n}") or 0) > 100 * PER_CENT:
            self.add_error(f"l{n}", _("损耗不能超过 100%"))

    def inputs(self) -> list[NewInput]:
        found = self.cleaned_data
        return [
            NewInput(
                material, found[f"q{n}"] * material.factor // 1_000_000, found[f"p{n}"] or 1,
                found[f"l{n}"] or 0,
            )
            for n in self.ROWS
            if (material := found.get(f"m{n}"))
        ]


class ProductForm(TakesForm):
    """A product with its first operation."""

    name = TextField(label=_("产品名"), max_length=40)
    code = TextField(label=_("编号"), max_length=20, help_text=_("自己认得就行，不能重"))
    unit = OneOfField(label=_("论什么数"), choices=[])
    picture = OneOfField(label=_("图样"), choices=[], required=False)

    def __init__(self, data: Any, *, materials: QuerySet[Any], typed: Any = None) -> None:
        super().__init__(data, materials=materials, typed=typed)
        fields: dict[str, Any] = self.fields
        fields["unit"].choices = [(unit, _(unit)) for unit in PIECE_UNITS]
        fields["picture"].choices = [("", _("按名字选")), *pictures.NAMES.items()]
        newest = Product.objects.aggregate(last=Max("pk"))["last"] or 0
        self.initial.setdefault("code", f"CP{newest + 1:03}")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("code") and Product.objects.filter(code=found["code"]).exists():
            self.add_error("code", _("这个编号用过了"))
        return found

    def product(self) -> NewProduct:
        found = self.cleaned_data
        return NewProduct(
            found["code"], found["name"], found["unit"], found["operation"],
            max(found["minutes"], 1), found["at_home"], found["skill"], found["picture"],
        )


class OperationForm(TakesForm):
    """A further step: it takes the piece that the step before made, and materials."""

    def new(self) -> NewOperation:
        found = self.cleaned_data
        return NewOperation(
            found["operation"], max(found["minutes"], 1), found["at_home"], found["skill"]
        )


class MaterialForm(Form):
    """A material that customers supply and that nobody has named yet."""

    material_name = TextField(label=_("料名"), max_length=60)
    material_unit = OneOfField(
        label=_("论什么数"),
        choices=[(code, _(units[0])) for code, units in MATERIAL_UNITS.items()],
    )

    def made(self) -> dict[str, Any]:
        unit, base_unit, factor = MATERIAL_UNITS[self.cleaned_data["material_unit"]]
        newest = Commodity.objects.aggregate(last=Max("pk"))["last"] or 0
        return {
            "code": f"m-{newest + 1}", "name": self.cleaned_data["material_name"],
            "unit": unit, "base_unit": base_unit, "factor": factor,
        }


class RateForm(Offering):
    """A rate that is twice the one before is asked about once: it can't be lowered for work that
    was given out."""

    constraint_fields = {"rate_positive": "amount"}

    payer = PickField(label=_("谁付"), help_text=_("车间今天的经营单位"))
    amount = YuanField(label=_("一件的工价"))
    from_day = DayField(label=_("从哪天起"),
                        help_text=_("往前涨，差额补发；已经派了的活不能往回降"))

    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, day: date, operation: Operation) -> None:
        super().__init__(data)
        self.operation = operation
        self.initial = {"from_day": day}
        unit = _("元 / %(unit)s") % {"unit": _(operation.makes.unit)}
        self.fields["amount"].unit = unit  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        sure, amount = found.pop("sure", ""), found.get("amount")
        yuan_fit(self, "amount")
        if self.errors or sure == str(amount):
            return found
        before = products.standing_rate(found["payer"], self.operation, found["from_day"])
        if before and found["amount"] >= 2 * before:
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed["sure"] = str(amount)
            self.add_error("amount", _(
                "那天的工价是 %(rate)s 元，这是它的两倍以上。"
                "派了活就不能往回降：看一看，对的再按一次"
            ) % {"rate": words.rate(before)})
        return found

