"""Tickets for many at once: who is ticked, as many for each or each her own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.lib import exact
from menkou.registry.models import Workshop
from menkou.web.orders.forms import LARGEST, SeenForm, pieces_fit
from menkou.web.parts import words
from menkou.web.parts.fields import AMOUNT_WORDS, WHOLE_WORDS, AmountField, DayField
from menkou.work.actions.tickets import NewTicket
from menkou.work.models import Allotment
from menkou.work.queries import hands
from menkou.work.queries.limits import MINUTE, pieces_within

HOUR = 60 * MINUTE


@dataclass(slots=True)
class Taker:
    """A worker who may be ticked: what she has open, what her limit still lets through, and what
    was typed beside her name."""

    person: Any
    name: str
    group: str
    tickets: int
    late: int
    hours: int
    most: int
    ticked: bool = False
    typed: str = ""
    errors: list[Any] = field(default_factory=list)


def taker(person: Any, part: Allotment, group: str) -> Taker:
    """A row of a person out of `limits.takers`."""
    seconds = person.limit * MINUTE - person.open
    most = pieces_within(seconds, part.operation.seconds, part.pieces - part.given)
    return Taker(person, hands.said(person), group, person.tickets_open, person.tickets_late,
                 -(-person.open // HOUR), most)


class ManyForm(SeenForm):
    """Ticks and numbers of own stand in rows of the page (`who`, `n<person>`); the rest is for
    all of them."""

    each = AmountField(label=_("每人几件"), required=False)
    at_home = forms.BooleanField(label=_("拿回家做"), required=False)
    due_on = DayField(label=_("哪天交"))

    def __init__(self, data: Any, *, part: Allotment, workshop: Workshop,
                 takers: Sequence[Taker], every: bool = False) -> None:  # fmt: skip
        super().__init__(data, given=part.given)
        self.workshop, self.takers, self.room = workshop, takers, part.pieces - part.given
        self.fields["each"].unit = _(part.operation.makes.unit)  # type: ignore[attr-defined]
        self.initial.update({"at_home": part.operation.at_home, "due_on": part.due_on})
        if usual := getattr(part, "usual", None):
            self.initial["each"] = min(usual, self.room)
        if not part.operation.at_home:
            del self.fields["at_home"]
        ticked = set(data.getlist("who")) if data else set()
        for one in takers:
            one.ticked = every or str(one.person.pk) in ticked
            one.typed = data.get(f"n{one.person.pk}", "").strip() if data else ""

    @property
    def lines(self) -> list[Any]:
        """The bound fields that are for all of them."""
        return list(self.visible_fields())

    @property
    def chosen(self) -> list[Taker]:
        return [one for one in self.takers if one.ticked]

    @property
    def wanted(self) -> int:
        """The pieces of those who are ticked, as far as they can be read."""
        return sum(self._pieces(one) or 0 for one in self.chosen)

    def _pieces(self, one: Taker) -> int | None:
        """Her own number, else that of all; none where it is neither."""
        if not one.typed:
            return getattr(self, "cleaned_data", {}).get("each")
        try:
            found = exact.parse(one.typed, 1)
        except exact.NotExact as error:
            one.errors = [(AMOUNT_WORDS | WHOLE_WORDS)[error.code]]
            return None
        if not 0 < found <= LARGEST:
            one.errors = [AMOUNT_WORDS["large" if found > 0 else "positive"]]
            return None
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found.setdefault("at_home", False)
        pieces_fit(self)
        if not self.chosen:
            self.add_error(None, _("还没有勾人。勾上要派活的人"))
        lacking = [one for one in self.chosen if self._pieces(one) is None and not one.errors]
        if lacking and "each" not in self.errors:
            self.add_error("each", _("填每人几件，或者在勾上的每个人后面单独填"))
        wrong = sum(1 for one in self.chosen if one.errors)
        if wrong:
            self.add_error(None, _("有 %(n)s 个人的件数不对，看一看红的格子") % {
                "n": words.number(wrong)
            })
        if self.wanted > self.room:
            self.add_error(None, _("一共要 %(sum)s 件，只剩 %(left)s 件没有派") % {
                "sum": words.number(self.wanted), "left": words.number(self.room),
            })
        return found

    def news(self) -> list[NewTicket]:
        found = self.cleaned_data
        return [
            NewTicket([(one.person, 1)], self._pieces(one) or 0, found["at_home"], found["due_on"])
            for one in self.chosen
        ]
