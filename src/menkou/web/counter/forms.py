"""What is typed at the counter, by mode, and the content of the fact that it makes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from menkou.web.parts.fields import AmountField, OneOfField
from menkou.web.parts.forms import Form
from menkou.work.models import Ticket
from menkou.work.queries.counter import Material, materials

PIECE_REASONS = {
    "loose": _("松了"), "broken": _("断了"), "dirty": _("脏了"), "other": _("别的"),
}
MATERIAL_REASONS = {
    "broken": _("料坏了"), "remade": _("要重做"), "lost": _("丢了"), "other": _("别的"),
}


class CounterForm(Form):
    """`preset` fills the entries when the page is drawn; `content` is what the fact will say."""

    amounts: tuple[str, ...] = ()

    def __init__(self, data: Any, ticket: Ticket) -> None:
        self.ticket = ticket
        super().__init__(data)

    def entries(self) -> list[Any]:
        """The bound fields of amounts, in their order."""
        return [self[name] for name in self.amounts]

    def content(self) -> dict[str, Any]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.get(name) for name in self.amounts):
            self.add_error(None, _("数量是零，没有可记的"))
        return found


class PiecesForm(CounterForm):
    """Pieces by state; whatever is not good needs a reason. Preset: all good."""

    amounts = ("good", "at_rework", "rejected")

    good = AmountField(label=_("合格"), least=0, required=False)
    at_rework = AmountField(label=_("返工"), least=0, required=False)
    rejected = AmountField(label=_("退回"), least=0, required=False)
    reason = OneOfField(
        label=_("返工或退回的原因"), choices=list(PIECE_REASONS.items()), open=True, required=False
    )

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.initial = {"good": self.there(), "at_rework": 0, "rejected": 0}

    def there(self) -> int:
        return self.ticket.pieces - self.ticket.back

    def clean(self) -> dict[str, Any]:
        found = super().clean()
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
    def content(self) -> dict[str, Any]:
        return super().content() | {"carrier": self.ticket.holder_id}


class ReworkForm(PiecesForm):
    def there(self) -> int:
        return self.ticket.at_rework


class InspectionForm(PiecesForm):
    def there(self) -> int:
        return self.ticket.uninspected


class MaterialForm(CounterForm):
    """An entry for each material of the ticket, in its entry unit."""

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, ticket)
        self.materials = materials(ticket)
        self.amounts = tuple(f"m{one.commodity.pk}" for one in self.materials)
        for name, one in zip(self.amounts, self.materials, strict=True):
            self.fields[name] = AmountField(
                label=_(one.commodity.name), factor=one.commodity.factor,
                unit=_(one.commodity.unit), least=0, required=False, initial=self.preset(one),
            )

    def preset(self, one: Material) -> int | None:
        raise NotImplementedError

    def rows(self) -> list[tuple[Any, Material]]:
        return list(zip(self.entries(), self.materials, strict=True))

    def content(self) -> dict[str, Any]:
        lines = [
            {"commodity": one.commodity.pk, "quantity": self.cleaned_data[name]}
            for name, one in zip(self.amounts, self.materials, strict=True)
            if self.cleaned_data[name]
        ]
        return {"ticket": self.ticket.pk, "carrier": self.ticket.holder_id, "lines": lines}


class IssueForm(MaterialForm):
    """Preset: what the standard of the ticket still lacks. A reason only beyond the allowance."""

    reason = OneOfField(
        label=_("多发的原因"), choices=list(MATERIAL_REASONS.items()), open=True, required=False
    )

    def preset(self, one: Material) -> int:
        return one.missing

    def content(self) -> dict[str, Any]:
        reason = self.cleaned_data["reason"]
        return super().content() | ({"reason": reason} if reason else {})


class ReturnForm(MaterialForm):
    def preset(self, one: Material) -> None:
        return None
