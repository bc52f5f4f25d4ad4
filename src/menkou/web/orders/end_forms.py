"""What is typed to end an order: where the rest goes, why it ends, what a home's work comes to."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.lib.exact import show
from menkou.web.orders.forms import LARGEST
from menkou.web.parts import reasons, words
from menkou.web.parts.fields import AMOUNT_WORDS, AmountField, OneOfField, YuanField
from menkou.web.parts.forms import Form
from menkou.work.models import Order, Ticket
from menkou.work.queries.endings import Rest

GOOD_AFTER_ALL = ("rejected", "to_rework")


class DisposeForm(Form):
    """Where what is left in one state at one place goes, all of it preset, and why."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    to = OneOfField(label=_("去哪里"), open=True)
    quantity = AmountField(label=_("多少"))
    reason = OneOfField(label=_("为什么"), open=True, choices=list(reasons.DISPOSAL.items()))

    def __init__(self, data: Any, *, order: Order, rest: Rest) -> None:
        super().__init__(data)
        self.order, self.rest = order, rest
        fields: dict[str, Any] = self.fields
        fields["quantity"].factor = rest.commodity.factor
        fields["quantity"].unit = gettext(rest.commodity.unit)
        fields["to"].choices = [
            (code, said) for code, said in reasons.TO.items()
            if code != "good" or rest.state in GOOD_AFTER_ALL
        ]
        self.initial = {"uid": uuid4(), "quantity": rest.quantity, "to": "owner"}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (found.get("quantity") or 0) > self.rest.quantity:
            self.add_error("quantity", gettext("那里只有 %(n)s %(unit)s") % {
                "n": show(self.rest.quantity, self.rest.commodity.factor),
                "unit": gettext(self.rest.commodity.unit),
            })
        return found

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "order": self.order.pk, "place": self.rest.place, "commodity": self.rest.commodity.pk,
            "state": self.rest.state, "quantity": found["quantity"], "to": found["to"],
            "reason": found["reason"],
        }


class CancelForm(Form):
    reason = OneOfField(label=_("为什么撤"), open=True, choices=list(reasons.CANCEL.items()))


class CloseForm(Form):
    """Why an order ends (asked where it was not cancelled), why pieces were never made."""

    reason = OneOfField(label=_("怎么结的"), open=True, choices=list(reasons.CLOSE.items()))
    unmade_reason = OneOfField(
        label=_("没做的为什么没做"), open=True, choices=list(reasons.CUT.items())
    )

    def __init__(self, data: Any, *, cancelled: bool, unmade: int) -> None:
        super().__init__(data)
        if cancelled:
            del self.fields["reason"]
        elif not unmade:
            self.initial = {"reason": "done"}
        if not unmade:
            del self.fields["unmade_reason"]
        elif cancelled:
            self.initial = {"unmade_reason": "cancelled"}


class AbandonForm(Form):
    """Unfinished work: how many pieces it is, and what was agreed for it; never more than the
    whole pay of so many finished ones."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    pieces = AmountField(label=_("做了一半的，算几件"))
    amount = YuanField(label=_("说好付多少"), least=0)

    def __init__(self, data: Any, *, ticket: Ticket, pays: int) -> None:
        super().__init__(data)
        self.ticket, self.pays = ticket, pays
        self.left = ticket.pieces - ticket.back
        self.fields["pieces"].unit = gettext(  # type: ignore[attr-defined]
            ticket.allotment.operation.makes.unit
        )
        self.initial = {"uid": uuid4(), "pieces": self.left}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        pieces, amount = found.get("pieces") or 0, found.get("amount") or 0
        if pieces > LARGEST:
            self.add_error("pieces", AMOUNT_WORDS["large"])
        elif pieces > self.left:
            self.add_error("pieces", gettext("她手里没交的只有 %(n)s 件") % {
                "n": words.number(self.left)
            })
        elif amount > pieces * self.pays:
            self.add_error("amount", gettext(
                "没做完的，不能比做完了还多：%(n)s 件最多 %(most)s 元"
            ) % {"n": words.number(pieces), "most": words.yuan(pieces * self.pays)})
        return found

    def content(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "ticket": self.ticket.pk, "carrier": self.ticket.holder_id,
            "pieces": found["pieces"], "amount": found["amount"],
        }


class LoseForm(Form):
    """That nothing came back: asked once more, since it is booked as loss."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("问过了，人和料都找过了，收不回来"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["sure"].error_messages["required"] = _("先勾上，再记损失")
        self.initial = {"uid": uuid4()}


class EndingForm(Form):
    ending = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
