"""What is typed to make a ticket."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.web.parts.fields import AmountField, DayField, PickField
from menkou.web.parts.forms import Form
from menkou.work.models import Allotment


class TicketForm(Form):
    person = PickField(label=_("给谁做"))
    pieces = AmountField(label=_("件数"))
    workshop = PickField(label=_("车间"))
    at_home = forms.BooleanField(label=_("拿回家做"), required=False)
    due_on = DayField(label=_("哪天交"))

    def __init__(self, data: Any, *, part: Allotment) -> None:
        super().__init__(data)
        self.fields["pieces"].unit = _(part.operation.makes.unit)  # type: ignore[attr-defined]
        self.initial = {"at_home": part.operation.at_home, "due_on": part.due_on}
        if not part.operation.at_home:
            del self.fields["at_home"]

    def offer(self, **rows: QuerySet[Any]) -> None:
        """Sets what may be picked, by field."""
        for name, offered in rows.items():
            self.fields[name].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found.setdefault("at_home", False)
        return found
