"""What is typed when pieces of an order are handed over, delivered, accepted, sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.registry.models import Party
from menkou.web.orders.forms import LARGEST, Offering
from menkou.web.parts import reasons, words
from menkou.web.parts.fields import AMOUNT_WORDS, AmountField, DayField, OneOfField, PickField
from menkou.work.models import Order
from menkou.work.queries import whose


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces of one operation at one place, out of which some are moved."""

    place: int
    commodity: int
    name: str
    operation: str
    unit: str
    pieces: int

    @property
    def key(self) -> str:
        return f"{self.place}-{self.commodity}"

    def said(self) -> str:
        return gettext("%(place)s · %(operation)s · %(n)s %(unit)s") % {
            "place": self.name, "operation": gettext(self.operation),
            "n": words.number(self.pieces), "unit": gettext(self.unit),
        }


class PassageForm(Offering):
    """Out of which lot, how many, on which day. One press is one fact: its id came with the page.

    `picked`: the key of the lot that the page was opened for; the first one else. `known`: this
    press came in before, so what lies there now is no bound for it.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput)
    lot = OneOfField(label=_("哪里的货"), choices=())
    day = DayField(label=_("哪天"))

    def __init__(
        self, data: Any, *, order: Order, lots: Sequence[Lot], day: date, picked: str = ""
    ) -> None:
        super().__init__(data)
        self.order, self.today = order, day
        self.lots = {one.key: one for one in lots}
        field: Any = self.fields["lot"]
        field.choices = [(one.key, one.said()) for one in lots]
        self.first = self.lots.get(picked, lots[0])
        typed = self.lots.get((data or {}).get("lot", ""))
        self.now = typed or self.first
        self.known = False
        self.initial = {
            "uid": uuid4(), "lot": self.first.key, "day": day, "pieces": self.first.pieces,
        }

    def amount(self, name: str) -> None:
        """Gives an entry of pieces its unit."""
        field: Any = self.fields[name]
        field.unit = gettext(self.now.unit)

    @property
    def at(self) -> Lot:
        """The lot that was chosen."""
        return self.lots[self.cleaned_data["lot"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("day") and found["day"] > self.today:
            self.add_error("day", gettext("日子还没到"))
        for name in ("pieces", "accepted", "refused", "packages"):
            if (found.get(name) or 0) > LARGEST:
                self.add_error(name, AMOUNT_WORDS["large"])
        self.bound("pieces", found.get("pieces") or 0)
        return found

    def bound(self, name: str, pieces: int) -> None:
        """Says beside an entry that so many do not lie there."""
        if self.known or pieces <= self.now.pieces or self.errors:
            return
        self.add_error(name, gettext("那里只有 %(n)s %(unit)s") % {
            "n": words.number(self.now.pieces), "unit": gettext(self.now.unit)
        })

    def content(self) -> dict[str, Any]:
        return {"order": self.order.pk, "place": self.at.place, "commodity": self.at.commodity}

    def another(self) -> None:
        """What is pressed after a conflict is another fact."""
        self.data = {name: self.data[name] for name in self.data} | {"uid": str(uuid4())}


class HandForm(PassageForm):
    taker = PickField(label=_("交给谁保管"))
    pieces = AmountField(label=_("件数"))

    field_order = ("lot", "taker", "pieces", "day")

    def __init__(self, data: Any, *, takers: QuerySet[Party], **given: Any) -> None:
        super().__init__(data, **given)
        self.amount("pieces")
        self.offer(taker=takers.exclude(pk=self.now.place))

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        return super().content() | {"taker": found["taker"].pk, "pieces": found["pieces"]}


class MendForm(HandForm):
    """Out of what waits to be reworked, to a workshop that mends it."""

    taker = PickField(label=_("交给哪个车间返工"))

    def content(self) -> dict[str, Any]:
        return super().content() | {"state": "to_rework"}


class DeliveryForm(PassageForm):
    pieces = AmountField(label=_("送多少件"))
    packages = AmountField(label=_("装了几包"), least=0, required=False, initial=0,
                           help_text=_("几箱、几袋，送货单上要写；没有包就空着"))

    field_order = ("lot", "pieces", "packages", "day")

    def __init__(self, data: Any, **given: Any) -> None:
        super().__init__(data, **given)
        self.amount("pieces")

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        return super().content() | {
            "pieces": found["pieces"], "packages": found["packages"] or 0
        }


class PartsForm(PassageForm):
    """With whose the pieces are: an entry for each lowest allotment, where there are several.

    What was proposed is remembered: where only the pieces are changed the parts are proposed
    anew, to be looked at; where parts are changed they must add up.
    """

    proposed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, owners: whose.Whose, **given: Any) -> None:
        super().__init__(data, **given)
        self.owners = owners
        if owners.several:
            for one in owners.owners:
                self.fields[f"part{one.allotment}"] = AmountField(
                    label=one.name, least=0, required=False, unit=gettext(self.now.unit),
                )

    def shared(self, pieces: int) -> dict[int, int]:
        """The parts that are proposed for so many pieces."""
        raise NotImplementedError

    def whole(self) -> int:
        """The pieces that the parts come to, as typed."""
        raise NotImplementedError

    def preset(self, pieces: int) -> None:
        shared = self.shared(pieces)
        for one in self.owners.owners if self.owners.several else ():
            self.initial[f"part{one.allotment}"] = shared.get(one.allotment, 0)
        self.initial["proposed"] = _remembered(shared)

    def operations(self) -> list[tuple[str, list[tuple[whose.Owner, Any]]]]:
        """The entries of parts by operation: (its name, (owner, bound field))."""
        if not self.owners.several:
            return []
        return [
            (gettext(owners[0].operation_name),
             [(one, self[f"part{one.allotment}"]) for one in owners])
            for owners in self.owners.operations.values()
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and self.owners.several:
            self._add_up()
        return found

    def _add_up(self) -> None:
        whole, typed = self.whole(), self._typed()
        sums = whose.by_operation(self.owners.owners, typed)
        wrong = {name: n for name, n in sums.items() if n != whole}
        if not wrong:
            return
        if _remembered(typed) == self.cleaned_data.get("proposed"):
            self._propose(whole)
            self.add_error(None, gettext("件数改了，各家的也跟着改了。看一看，对的再按一次"))
            return
        name, n = next(iter(wrong.items()))
        self.add_error(None, gettext(
            "%(operation)s：各家加起来 %(sum)s，要等于 %(all)s"
        ) % {"operation": gettext(name), "sum": words.number(n), "all": words.number(whole)})

    def _propose(self, whole: int) -> None:
        shared = self.shared(whole)
        self.data = {name: self.data[name] for name in self.data} | {
            f"part{one.allotment}": str(shared.get(one.allotment, 0)) for one in self.owners.owners
        } | {"proposed": _remembered(shared)}

    def _typed(self) -> dict[int, int]:
        return {
            one.allotment: self.cleaned_data.get(f"part{one.allotment}") or 0
            for one in self.owners.owners
        }

    def parts(self) -> list[dict[str, int]]:
        """Whose the pieces are; all of an operation's only owner, whom the books may refuse."""
        whole = self.whole()
        if self.owners.several:
            return whose.parts(self._typed())
        return whose.parts({one.allotment: whole for one in self.owners.owners})


def _remembered(shared: dict[int, int]) -> str:
    return ".".join(f"{key}:{n}" for key, n in sorted(shared.items()) if n)


class AcceptForm(PartsForm):
    """What the customer accepts of what was delivered, and what it refuses, with a reason."""

    accepted = AmountField(label=_("收下"), least=0)
    refused = AmountField(label=_("不收"), least=0)
    reason = OneOfField(label=_("不收的原因"), open=True, required=False,
                        choices=list(reasons.CUSTOMER.items()))

    field_order = ("lot", "accepted", "refused", "reason", "day")

    def __init__(self, data: Any, **given: Any) -> None:
        super().__init__(data, **given)
        self.amount("accepted")
        self.amount("refused")
        self.initial.update({"accepted": self.first.pieces, "refused": 0})
        self.preset(self.first.pieces)

    def shared(self, pieces: int) -> dict[int, int]:
        return self.owners.accepted(pieces)

    def whole(self) -> int:
        return self.cleaned_data.get("accepted") or 0

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        accepted, refused = found.get("accepted") or 0, found.get("refused") or 0
        if not self.errors and not accepted + refused:
            self.add_error("accepted", gettext("数量是零，没有可记的"))
        self.bound("accepted", accepted + refused)
        if refused and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("有不收的，选一个原因"))
        return found

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        made = super().content() | {
            "accepted": found["accepted"] or 0, "refused": found["refused"] or 0,
            "parts": self.parts(),
        }
        return made | ({"reason": found["reason"]} if found["refused"] else {})


class ReturnForm(PartsForm):
    """Accepted pieces that the customer sends back, with a reason."""

    pieces = AmountField(label=_("退回多少件"))
    reason = OneOfField(label=_("为什么退"), open=True, choices=list(reasons.CUSTOMER.items()))

    field_order = ("lot", "pieces", "reason", "day")

    def __init__(self, data: Any, **given: Any) -> None:
        super().__init__(data, **given)
        self.amount("pieces")
        del self.initial["pieces"]
        self.preset(0)

    def shared(self, pieces: int) -> dict[int, int]:
        return self.owners.returned(pieces)

    def whole(self) -> int:
        return self.cleaned_data.get("pieces") or 0

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        return super().content() | {
            "pieces": found["pieces"], "reason": found["reason"], "parts": self.parts(),
        }
