"""What a half-day or an hour pays."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from menkou.web.floor import words as said
from menkou.web.parts.fields import DayField, OneOfField, YuanField
from menkou.web.parts.forms import Form

LARGEST = 10**9
"""100,000 yuan an hour: more is a slip of the keys."""


class TimeRateForm(Form):
    constraint_fields = {"time_rate_positive": "amount"}

    per = OneOfField(label=_("按什么付"), open=True, choices=list(said.PER.items()))
    amount = YuanField(label=_("工价"))
    rate_class = OneOfField(label=_("哪类工人"))
    from_day = DayField(label=_("从哪天起"),
                        help_text=_("往前涨，差额补发；已经出了工的日子不能往回降"))

    def __init__(self, data: Any, *, day: date, classes: list[str]) -> None:
        super().__init__(data)
        self.fields["rate_class"].choices = [  # type: ignore[attr-defined]
            (one, said.CLASSES.get(one, one)) for one in classes
        ]
        self.initial = {"from_day": day, "per": "half_day", "rate_class": "standard"}

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount and amount > LARGEST:
            self.add_error("amount", _("太大了，请再看一遍"))
        return amount
