"""What is typed about orders: the order itself, who makes it, what came for it, its tickets."""

import re
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.lib.entries import DEAREST
from menkou.lib.entries import MOST_PIECES as LARGEST
from menkou.lib.exact import show
from menkou.web.parts import words
from menkou.web.parts.fields import (
    AMOUNT_WORDS,
    AmountField,
    DayField,
    PickField,
    TextField,
    YuanField,
)
from menkou.web.parts.forms import Form
from menkou.work.models import Order

AWHILE = timedelta(days=30)


class Offering(Form):
    """A form whose lists are set by the page: `offer(customer=…)`. One choice is chosen."""

    always_picked: ClassVar[tuple[str, ...]] = ()

    def offer(self, **rows: QuerySet[Any]) -> None:
        """Sets what may be picked, by field; a list of one is preset."""
        for name, offered in rows.items():
            field: Any = self.fields[name]
            field.queryset = offered
            few = [] if name in self.always_picked else list(offered[:2])
            if len(few) == 1:
                self.initial.setdefault(name, few[0].pk)


def pieces_fit(form: Form, most: int = LARGEST) -> None:
    """Says beside the pieces that there are too many."""
    typed = form.cleaned_data.get("pieces")
    if typed is not None and typed > most:
        form.add_error("pieces", _("最多 %(most)s 件") % {"most": words.number(most)})


def yuan_fit(form: Form, name: str) -> None:
    """Says beside what a piece pays or costs that it is too much."""
    if (form.cleaned_data.get(name) or 0) > DEAREST:
        form.add_error(name, AMOUNT_WORDS["large"])


class SeenForm(Offering):
    """A form that knows how many pieces were given when it was drawn: a second press, another tab
    or somebody else is told that the number moved, and asked once more."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, given: int) -> None:
        now = str(given)
        self.moved = bool(data and data.get("seen") not in (None, "", now))
        if self.moved:
            data = data.copy()
            data["seen"] = now
        super().__init__(data)
        self.initial = {"seen": now}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found.pop("seen", None)
        if self.moved:
            self.add_error(None, _("刚才已经派出去过，数变了。看一看，还要派的再按一次"))
        return found


class ProductField(PickField):
    """A product, picked by its first operation."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext(obj.product.name)


class OrderForm(Offering):
    constraint_fields = {
        "order_due_after_ordered": "due_on", "order_pieces_positive": "pieces",
        "order_fee_not_negative": "fee",
    }

    number = TextField(label=_("订单号"), max_length=20,
                       help_text=_("企业的合同号，或者就用这个"))
    customer = PickField(label=_("企业"))
    operation = ProductField(label=_("产品"))
    pieces = AmountField(label=_("件数"))
    fee = YuanField(label=_("加工费，一件"), least=0, help_text=_("企业付给这里的，不是工人的工价"))
    ordered_on = DayField(label=_("下单日期"))
    due_on = DayField(label=_("交货日期"))
    quality = forms.CharField(
        label=_("质量要求"), max_length=200, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("怎样才算合格，样品在哪里。200 字以内"),
    )

    def __init__(self, data: Any, *, number: str, day: date) -> None:
        super().__init__(data)
        self.initial = {"number": number, "ordered_on": day, "due_on": day + AWHILE}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        pieces_fit(self)
        yuan_fit(self, "fee")
        if found.get("ordered_on") and found.get("due_on") and (
            found["due_on"] < found["ordered_on"]
        ):
            self.add_error("due_on", _("交货日期要在下单之后"))
        if found.get("number") and Order.objects.filter(number=found["number"]).exists():
            self.add_error("number", _("这个订单号用过了"))
        return found


class PackagesField(TextField):
    """What each roll or sack held: "50.2 + 49.8 + 50"; answers base units, one by one."""

    MOST = 500

    def __init__(self, *, factor: int, **options: Any) -> None:
        super().__init__(**options)
        self.factor = factor

    def clean(self, value: Any) -> list[int]:
        one = AmountField(factor=self.factor)
        texts = re.split(r"(?:[+、;；\s])+", super().clean(value))
        found = [one.clean(text) for text in texts if text]
        if len(found) > self.MOST:
            raise forms.ValidationError(AMOUNT_WORDS["large"])
        return found


class ArrivalForm(Offering):
    """For each material what the delivery note says (preset: what the order still lacks) and what
    was counted (never preset: it is to be counted), whole or package by package. All empty: none
    came."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    workshop = PickField(label=_("送到哪个车间"))
    day = DayField(label=_("哪天到的"))

    def __init__(self, data: Any, *, order: Order, rows: list[Any], **preset: Any) -> None:
        super().__init__(data)
        self.order, self.rows = order, rows
        self.today: date = preset["day"]
        self.initial = preset
        for row in rows:
            one = row.commodity
            for name, label in (("n", _("送货单上写")), ("c", _("点到"))):
                self.fields[f"{name}{one.pk}"] = AmountField(
                    label=label, factor=one.factor, unit=_(one.unit), least=0, required=False,
                    initial=row.lacking or None if name == "n" else None,
                )
            self.fields[f"k{one.pk}"] = PackagesField(
                label=_("一包一包点的"), factor=one.factor, required=False,
                help_text=_("几卷、几袋分开点，就写成 50.2 + 49.8 + 50"),
            )

    def lines(self) -> list[tuple[Any, ...]]:
        """(material, bound fields of the note, of the count, of the packages)."""
        return [
            (row, *(self[f"{name}{row.commodity.pk}"] for name in "nck")) for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("day") and found["day"] > self.today:
            self.add_error("day", _("日子还没到"))
        for row in self.rows:
            noted, counted, each = (f"{name}{row.commodity.pk}" for name in "nck")
            if any(name in self.errors for name in (noted, counted, each)):
                continue
            self._count_packages(row.commodity, counted, found.get(each) or [])
            if found.get(counted) is None and found.get(noted):
                self.add_error(counted, _("点一点，到了多少就写多少；没到就写 0"))
        if not self.errors and not self.content_lines():
            self.add_error(None, _("数量是零，没有可记的"))
        return found

    def _count_packages(self, commodity: Any, counted: str, packages: list[int]) -> None:
        """The packages are the count where none was typed; else they come to it."""
        found = self.cleaned_data
        if not packages:
            return
        if found.get(counted) is None:
            found[counted] = sum(packages)
        elif found[counted] != sum(packages):
            self.add_error(f"k{commodity.pk}", gettext(
                "一包一包加起来是 %(sum)s，和点到的对不上"
            ) % {"sum": show(sum(packages), commodity.factor)})

    def content_lines(self) -> list[dict[str, Any]]:
        lines = []
        for row in self.rows:
            key = row.commodity.pk
            noted, counted = self.cleaned_data.get(f"n{key}"), self.cleaned_data.get(f"c{key}")
            if noted or counted:
                noted = counted if noted is None else noted
                line: dict[str, Any] = {
                    "commodity": key, "quantity": counted or 0, "noted": noted
                }
                if packages := self.cleaned_data.get(f"k{key}"):
                    line["packages"] = packages
                lines.append(line)
        return lines

    def content(self) -> dict[str, Any]:
        return {
            "order": self.order.pk, "place": self.cleaned_data["workshop"].pk,
            "lines": self.content_lines(),
        }


class StoreCountForm(Offering):
    """What was counted in a workshop's store; an empty entry was not counted, a zero was."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    workshop = PickField(label=_("哪个车间的库"))

    def __init__(self, data: Any, *, order: Order, rows: list[Any], uid: Any) -> None:
        super().__init__(data)
        self.order, self.rows = order, rows
        self.initial = {"uid": uid}
        for row in rows:
            self.fields[f"c{row.commodity.pk}"] = AmountField(
                label=_(row.commodity.name), factor=row.commodity.factor,
                unit=_(row.commodity.unit), least=0, required=False,
            )

    def lines(self) -> list[tuple[Any, Any]]:
        """(material, bound field of what was counted)."""
        return [(row, self[f"c{row.commodity.pk}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not self.content_lines():
            self.add_error(None, _("一种也没有点，没有可记的"))
        return found

    def content_lines(self) -> list[dict[str, int]]:
        return [
            {"commodity": row.commodity.pk, "quantity": counted}
            for row in self.rows
            if (counted := self.cleaned_data.get(f"c{row.commodity.pk}")) is not None
        ]

    def content(self) -> dict[str, Any]:
        return {
            "order": self.order.pk, "place": self.cleaned_data["workshop"].pk,
            "lines": self.content_lines(),
        }
