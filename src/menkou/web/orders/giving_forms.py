"""What is typed to pass pieces of an order on to the next hand, or back up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.web.orders.forms import LARGEST, SeenForm, yuan_fit
from menkou.web.parts import reasons, words
from menkou.web.parts.fields import (
    AMOUNT_WORDS,
    AmountField,
    DayField,
    OneOfField,
    PickField,
    YuanField,
)
from menkou.work.actions.orders import NewPart
from menkou.work.models import Allotment
from menkou.work.queries.giving import Giving


class HolderField(PickField):
    """An organization with its kind: "山尖花合作社（合作社）"."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext("%(name)s（%(kind)s）") % {
            "name": obj.party.name, "kind": gettext(obj.get_kind_display()),
        }


class GiveForm(SeenForm):
    """Pieces and fee for each operation that still has some: an empty line gives none of it.

    Of one operation all that is left is preset, at the fee that the giver gets. The entries of
    the first line are `pieces` and `fee`, of a further one these with its operation's number.
    """

    holder = HolderField(label=_("分给谁"))
    due_on = DayField(label=_("哪天交"))

    def __init__(
        self, data: Any, *, givings: Sequence[Giving], latest: date, holder: int | None = None
    ) -> None:
        super().__init__(data, given=sum(one.given for one in givings))
        self.givings = {
            "" if at == 0 else str(one.operation.number): one
            for at, one in enumerate(one for one in givings if one.left > 0)
        }
        self.latest = latest
        only = len(self.givings) == 1
        for key, one in self.givings.items():
            self.add(f"pieces{key}", AmountField(
                label=_("件数"), unit=gettext(one.operation.makes.unit), required=only,
                initial=one.left,
            ))
            self.add(f"fee{key}", YuanField(
                label=_("加工费，一件"), least=0, required=only,
                initial=one.fee if only or one.parent else None,
            ))
        self.initial.update({"due_on": latest, "holder": holder})

    def lines(self) -> list[tuple[Giving, Any, Any]]:
        """(what may be given, bound field of pieces, bound field of the fee)."""
        return [
            (one, self[f"pieces{key}"], self[f"fee{key}"]) for key, one in self.givings.items()
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for key, one in self.givings.items():
            pieces, fee = found.get(f"pieces{key}"), found.get(f"fee{key}")
            if pieces and pieces > one.left:
                self.add_error(f"pieces{key}", gettext("手里只剩 %(left)s 件没有分") % {
                    "left": words.number(one.left)
                })
            yuan_fit(self, f"fee{key}")
            if fee is not None and fee > one.fee and f"fee{key}" not in self.errors:
                too_much = gettext("往下分，加工费不能比上面给的高：每件最多 %(most)s 元")
                if one.parent is None:
                    too_much = gettext("往下分，加工费不能比订单的高：每件最多 %(most)s 元")
                self.add_error(f"fee{key}", too_much % {"most": words.rate(one.fee)})
            if pieces and fee is None and f"fee{key}" not in self.errors:
                self.add_error(f"fee{key}", gettext("一件付多少，要填"))
        if not self.errors and not self.parts():
            self.add_error(None, gettext("没有填件数，没有可分的"))
        if found.get("due_on") and found["due_on"] > self.latest:
            self.add_error("due_on", gettext("要在上面约好的 %(day)s以前") % {
                "day": words.day(self.latest)
            })
        return found

    def parts(self) -> dict[str, NewPart]:
        """What is given, by the key of its line."""
        found = self.cleaned_data
        return {
            key: NewPart(one.operation, found[f"pieces{key}"], found[f"fee{key}"], one.parent)
            for key, one in self.givings.items()
            if found.get(f"pieces{key}")
        }

    def keeps(self) -> list[tuple[Giving, int, int, int]]:
        """What the giver keeps of a piece, by what is typed or preset: (line, pieces, fee to the
        holder, kept of a piece), where both can be read and the giver gets a fee for it."""
        found = []
        for key, one in self.givings.items():
            pieces, fee = (self._typed(f"{name}{key}") for name in ("pieces", "fee"))
            if pieces and fee is not None and one.parent is not None:
                found.append((one, pieces, fee, one.fee - fee))
        return found

    def _typed(self, name: str) -> int | None:
        if self.is_bound:
            value = getattr(self, "cleaned_data", {}).get(name)
            return value if isinstance(value, int) else None
        value = self.fields[name].initial
        return value if isinstance(value, int) else None


class CutForm(SeenForm):
    """Pieces that go back up, at most those that were not given on; all of them preset."""

    pieces = AmountField(label=_("退回多少件"))
    reason = OneOfField(label=_("为什么"), choices=list(reasons.CUT.items()), open=True)

    def __init__(self, data: Any, *, allotment: Allotment) -> None:
        super().__init__(data, given=allotment.pieces)
        self.left = allotment.pieces - allotment.given
        self.fields["pieces"].unit = gettext(  # type: ignore[attr-defined]
            allotment.operation.makes.unit
        )
        self.initial.update({"pieces": self.left})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (found.get("pieces") or 0) > LARGEST:
            self.add_error("pieces", AMOUNT_WORDS["large"])
        return found
