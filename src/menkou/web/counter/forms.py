"""What is typed at the counter, by mode, and the content of the fact that it makes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.web.parts import reasons, words
from menkou.web.parts.fields import AMOUNT_WORDS, AmountField, OneOfField
from menkou.web.parts.forms import Form
from menkou.work.models import Ticket
from menkou.work.queries.counter import Extra, Material, is_known, materials, surplus_of

LARGEST = 9_999_999  # pieces: more is a slip of the keys, and no fact holds it


def uid_of(text: str | None) -> UUID | None:
    """An id as a page sends it; none where it is no such thing."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class CounterForm(Form):
    """`preset` fills the entries when the page is drawn; `content` is what the fact will say.

    `carrier` is who stands at the counter; the page sets it, else it is the ticket's holder.
    """

    amounts: tuple[str, ...] = ()
    carried = False

    def __init__(self, data: Any, ticket: Ticket) -> None:
        self.ticket = ticket
        self.carrier: int = ticket.holder_id
        super().__init__(data)

    def entries(self) -> list[Any]:
        """The bound fields of amounts, in their order."""
        return [self[name] for name in self.amounts]

    def seen(self) -> str:
        """What the page knew of the ticket: another tab or clerk may have moved it since."""
        one = self.ticket
        return f"{one.back}.{one.uninspected}.{one.at_rework}.{one.surplus}"

    def kept(self, typed: Any) -> None:
        """Presets what was typed before somebody else was picked to carry."""
        for name in self.amounts:
            if typed.get(name):
                self.initial[name] = typed[name]

    def content(self) -> dict[str, Any]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.get(name) for name in self.amounts):
            self.add_error(None, _("数量是零，没有可记的"))
        return found


class PiecesForm(CounterForm):
    """Pieces by state; whatever is not good needs a reason. Preset: all good."""

    amounts: tuple[str, ...] = ("good", "at_rework", "rejected")

    good = AmountField(label=_("合格"), least=0, required=False)
    at_rework = AmountField(label=_("返工"), least=0, required=False)
    rejected = AmountField(label=_("退回"), least=0, required=False)
    reason = OneOfField(
        label=_("返工或退回的原因"), choices=list(reasons.PIECE.items()), open=True, required=False
    )

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.initial = dict.fromkeys(self.amounts, 0) | {"good": self.there()}

    def there(self) -> int:
        return self.ticket.pieces - self.ticket.back

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for name in self.amounts:
            if (found.get(name) or 0) > LARGEST:
                self.add_error(name, AMOUNT_WORDS["large"])
        bad = (found.get("at_rework") or 0) + (found.get("rejected") or 0)
        if bad and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("有返工或者退回的，选一个原因"))
        return found

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        made: dict[str, Any] = {"ticket": self.ticket.pk}
        made |= {name: found[name] for name in self.amounts if found[name]}
        if found["reason"] and (found["at_rework"] or found["rejected"]):
            made["reason"] = found["reason"]
        return made


class ReceiptForm(PiecesForm):
    amounts = ("good", "uninspected", "at_rework", "rejected")
    carried = True

    uninspected = AmountField(label=_("待验"), least=0, required=False)

    def content(self) -> dict[str, Any]:
        return super().content() | {"carrier": self.carrier}


class ReworkForm(PiecesForm):
    def there(self) -> int:
        return self.ticket.at_rework


class InspectionForm(PiecesForm):
    def there(self) -> int:
        return self.ticket.uninspected


class PassOnForm(CounterForm):
    """Pieces at rework that somebody else is to mend; preset: all of them."""

    amounts = ("pieces",)

    pieces = AmountField(label=_("转出的件数"))

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.initial = {"pieces": ticket.at_rework}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        left = self.ticket.at_rework
        if (found.get("pieces") or 0) > left and not is_known(uid_of(self.data.get("uid"))):
            self.add_error("pieces", _("她那里返工的只有 %(left)s %(unit)s") % {
                "left": words.number(left),
                "unit": _(self.ticket.allotment.operation.makes.unit),
            })
        return found

    def content(self) -> dict[str, Any]:
        return {"ticket": self.ticket.pk, "pieces": self.cleaned_data["pieces"]}


class MaterialForm(CounterForm):
    """An entry for each material of the ticket, in its entry unit."""

    carried = True

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.materials = materials(ticket)
        self.amounts = tuple(f"m{one.commodity.pk}" for one in self.materials)
        for name, one in zip(self.amounts, self.materials, strict=True):
            self.fields[name] = AmountField(
                label=_(one.commodity.name), factor=one.commodity.factor,
                unit=_(one.commodity.unit), least=0, required=False,
            )
            self.initial[name] = self.preset(one)

    def preset(self, one: Material) -> int | None:
        raise NotImplementedError

    def seen(self) -> str:
        return ".".join(str(one.out) for one in self.materials)

    def rows(self) -> list[tuple[Any, Material]]:
        return list(zip(self.entries(), self.materials, strict=True))

    def lines(self) -> list[dict[str, int]]:
        return [
            {"commodity": one.commodity.pk, "quantity": self.cleaned_data[name]}
            for name, one in zip(self.amounts, self.materials, strict=True)
            if self.cleaned_data[name]
        ]

    def content(self) -> dict[str, Any]:
        return {"ticket": self.ticket.pk, "carrier": self.carrier, "lines": self.lines()}


class IssueForm(MaterialForm):
    """Preset: what the standard of the ticket still lacks. A reason only beyond the allowance."""

    reason = OneOfField(
        label=_("多发的原因"), choices=list(reasons.MATERIAL.items()), open=True, required=False
    )

    def preset(self, one: Material) -> int:
        return one.missing

    def content(self) -> dict[str, Any]:
        reason = self.cleaned_data["reason"]
        return super().content() | ({"reason": reason} if reason else {})


class ReturnForm(MaterialForm):
    def preset(self, one: Material) -> None:
        return None


class CountForm(MaterialForm):
    """What the holder has of the order's material, counted. Preset: what the books say; an empty
    entry was not counted, a zero was."""

    carried = False

    def preset(self, one: Material) -> int:
        return one.hands

    def clean(self) -> dict[str, Any]:
        found = Form.clean(self) or self.cleaned_data
        if not self.errors and all(found.get(name) is None for name in self.amounts):
            self.add_error(None, _("一种也没有点，没有可记的"))
        return found

    def lines(self) -> list[dict[str, int]]:
        return [
            {"commodity": one.commodity.pk, "quantity": self.cleaned_data[name]}
            for name, one in zip(self.amounts, self.materials, strict=True)
            if self.cleaned_data[name] is not None
        ]

    def content(self) -> dict[str, Any]:
        return {
            "order": self.ticket.allotment.order_id, "place": self.ticket.workshop_id,
            "carrier": self.ticket.holder_id, "lines": self.lines(),
        }


class SurplusForm(CounterForm):
    """Surplus pieces of the oldest receipt that has some: to the owner, or back to her."""

    amounts = ("pieces",)

    pieces = AmountField(label=_("多出的件数"))
    to = OneOfField(
        label=_("给谁"), open=True, initial="owner",
        choices=[("owner", _("交给企业")), ("worker", _("退给本人"))],
    )
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.extras: list[Extra] = surplus_of(ticket)
        self.first = self.extras[0] if self.extras else None
        if self.first:
            self.initial = {"pieces": self.first.left, "receipt": self.first.uid, "to": "owner"}

    def clean(self) -> dict[str, Any]:
        """Refuses more than is surplus: the books would take the rest off the ticket."""
        found = super().clean()
        left = next((one.left for one in self.extras if one.uid == found.get("receipt")), 0)
        if (found.get("pieces") or 0) > left and not is_known(uid_of(self.data.get("uid"))):
            self.add_error("pieces", _("没有多出这么多，只有 %(left)s %(unit)s") % {
                "left": words.number(left),
                "unit": _(self.ticket.allotment.operation.makes.unit),
            })
        return found

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        named = found["receipt"] or (self.first and self.first.uid)
        return {
            "ticket": self.ticket.pk, "pieces": found["pieces"], "to": found["to"],
            "receipt": named.hex if named else "0" * 32,
        }
