"""What is typed about tickets: one, or many at once; pieces more and fewer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.registry.models import Person
from menkou.web.orders.forms import SeenForm, pieces_fit
from menkou.web.parts import words
from menkou.web.parts.fields import AmountField, DayField, OneOfField, PickField
from menkou.web.parts.forms import Form
from menkou.work.models import Allotment, Ticket
from menkou.work.queries import hands
from menkou.work.queries.rework import Waits

A_WEEK = timedelta(days=7)
SHARING = ("parts", "helper1", "parts1", "helper2", "parts2")
"""The fields of a ticket that several work on."""


class HandField(PickField):
    """A person, told apart from another of her name by her door."""

    def label_from_instance(self, obj: Any) -> str:
        return hands.said(obj)


class TicketForm(SeenForm):
    """Pieces for a worker; with helpers (family, a neighbour) each has parts, and she carries."""

    always_picked = ("person", "helper1", "helper2")
    HELPERS = ("1", "2")

    person = HandField(label=_("给谁做"))
    pieces = AmountField(label=_("件数"))
    workshop = PickField(label=_("车间"))
    at_home = forms.BooleanField(label=_("拿回家做"), required=False)
    due_on = DayField(label=_("哪天交"))
    parts = AmountField(label=_("她占几份"), unit=_("份"), required=False, initial=1)
    helper1 = HandField(label=_("和谁一起做"), empty_label=_("没有"), required=False)
    parts1 = AmountField(label=_("占几份"), unit=_("份"), required=False)
    helper2 = HandField(label=_("还有谁"), empty_label=_("没有"), required=False)
    parts2 = AmountField(label=_("占几份"), unit=_("份"), required=False)

    def __init__(self, data: Any, *, part: Allotment) -> None:
        super().__init__(data, given=part.given)
        self.fields["pieces"].unit = _(part.operation.makes.unit)  # type: ignore[attr-defined]
        self.room = part.pieces - part.given
        self.initial.update({"at_home": part.operation.at_home, "due_on": part.due_on})
        if usual := getattr(part, "usual", None):
            self.initial["pieces"] = min(usual, self.room)
        if not part.operation.at_home:
            del self.fields["at_home"]

    def pick_from(self, rows: QuerySet[Person], shown: Sequence[Person]) -> None:
        """Who may be picked, and of those the ones that are listed."""
        self.offer(**dict.fromkeys(self.always_picked, rows))
        listed = [(one.pk, hands.said(one)) for one in shown]
        for name in self.always_picked:
            field: Any = self.fields[name]
            field.choices = [("", field.empty_label), *listed]

    @property
    def main_lines(self) -> list[Any]:
        """The bound fields that every ticket needs."""
        return [field for field in self.visible_fields() if field.name not in SHARING]

    @property
    def sharing_lines(self) -> list[Any]:
        """The bound fields of those who work on it together."""
        return [self[name] for name in SHARING]

    @property
    def shared(self) -> bool:
        """Whether something is said, or is wrong, of helpers."""
        return any(self[f"helper{n}"].value() for n in self.HELPERS) or bool(
            set(SHARING) & self.errors.keys()
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found.setdefault("at_home", False)
        self._one_share_each()
        if found.get("pieces") and found["pieces"] > self.room:
            self.add_error("pieces", _("这个订单只剩 %(left)s 件没有分") % {
                "left": words.number(self.room)
            })
        return found

    def _one_share_each(self) -> None:
        found = self.cleaned_data
        seen = {found.get("person")}
        for n in self.HELPERS:
            helper = found.get(f"helper{n}")
            if helper is None:
                if found.get(f"parts{n}"):
                    self.add_error(f"helper{n}", _("选和谁一起做；没有人，就把份数空着"))
            elif helper in seen:
                self.add_error(f"helper{n}", _("一个人只能占一份，请选别人"))
            else:
                seen.add(helper)

    def shares(self) -> list[tuple[Person, int]]:
        """Who works on it in which parts, she who carries first; one part where none was typed."""
        found = self.cleaned_data
        helpers = [
            (found[f"helper{n}"], found[f"parts{n}"] or 1) for n in self.HELPERS
            if found[f"helper{n}"] is not None
        ]
        return [(found["person"], found["parts"] or 1), *helpers]


class ReworkForm(Form):
    """Which of the pieces that wait, who mends them, who pays for it."""

    which = OneOfField(label=_("哪一批"), open=True)
    person = HandField(label=_("给谁返工"))
    pieces = AmountField(label=_("件数"), unit=_("件"))
    pay = OneOfField(
        label=_("返工的钱谁出"), open=True,
        choices=[
            (Ticket.Pay.RATE, _("按工价付给返工的人")),
            (Ticket.Pay.NONE, _("不另付：她自己做的，头一次付过了")),
            (Ticket.Pay.CUSTOMER, _("客户承担：照工价付给她，向客户要")),
        ],
    )
    at_home = forms.BooleanField(label=_("拿回家做"), required=False)
    due_on = DayField(label=_("哪天交"))

    def __init__(self, data: Any, *, waits: Sequence[tuple[Waits, str]], day: date) -> None:
        super().__init__(data)
        self.waits = {one.key: one for one, _said in waits}
        listed: Any = self.fields["which"]
        listed.choices = [(one.key, said) for one, said in waits]
        first = waits[0][0]
        self.initial = {
            "which": first.key, "pieces": first.pieces, "pay": Ticket.Pay.RATE,
            "due_on": day + A_WEEK,
        }

    def pick_from(self, rows: QuerySet[Person], shown: Sequence[Person]) -> None:
        """Who may be picked, and of those the ones that are listed."""
        field: Any = self.fields["person"]
        field.queryset = rows
        field.choices = [("", field.empty_label), *((one.pk, hands.said(one)) for one in shown)]

    @property
    def one(self) -> Waits | None:
        """What was chosen, once the form was looked through."""
        chosen = self.cleaned_data.get("which", "") if self.is_valid() else ""
        return self.waits.get(chosen)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        one = self.waits.get(found.get("which", ""))
        if one is None:
            return found
        if (found.get("pieces") or 0) > one.pieces:
            self.add_error("pieces", _("这一批等着返工的只有 %(left)s 件") % {
                "left": words.number(one.pieces)
            })
        if found.get("pay") == Ticket.Pay.CUSTOMER and one.source != Ticket.Source.RETURNED:
            self.add_error("pay", _("客户退回来的，才能由客户承担。请选别的"))
        if found.get("at_home") and not one.operation.at_home:
            self.add_error("at_home", _("这道工序不能拿回家做"))
        return found


class EnlargeForm(Form):
    pieces = AmountField(label=_("改成一共多少件"))

    def __init__(self, data: Any, *, ticket: Ticket, most: int) -> None:
        super().__init__(data)
        self.ticket, self.most = ticket, most
        self.fields["pieces"].unit = _(  # type: ignore[attr-defined]
            ticket.allotment.operation.makes.unit
        )
        if most > ticket.pieces:
            self.initial = {"pieces": min(ticket.pieces + (ticket.surplus or 1), most)}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        pieces_fit(self, max(self.most, self.ticket.pieces))
        if (found.get("pieces") or self.most) <= self.ticket.pieces < self.most:
            self.add_error("pieces", _("新件数要比原来的 %(pieces)s 件多") % {
                "pieces": words.number(self.ticket.pieces),
            })
        return found


class ShrinkForm(Form):
    """Fewer pieces: those that were not made go back to the order."""

    pieces = AmountField(label=_("改成一共多少件"))

    def __init__(self, data: Any, *, ticket: Ticket) -> None:
        super().__init__(data)
        self.ticket = ticket
        self.fields["pieces"].unit = _(  # type: ignore[attr-defined]
            ticket.allotment.operation.makes.unit
        )
        if ticket.back:
            self.initial = {"pieces": ticket.back}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        pieces, ticket = found.get("pieces"), self.ticket
        if pieces is not None and pieces < ticket.back:
            self.add_error("pieces", _("已经交回 %(back)s 件，最少留这么多") % {
                "back": words.number(ticket.back)
            })
        elif pieces is not None and pieces >= ticket.pieces:
            self.add_error("pieces", _("要比现在的 %(pieces)s 件少") % {
                "pieces": words.number(ticket.pieces)
            })
        return found
