"""What she says of her slip, and what work she asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.settlement.actions.replies import MOST_SOUND, REASONS
from menkou.settlement.errors import NotSettled
from menkou.web.parts import words
from menkou.web.parts.fields import AmountField, OneOfField
from menkou.web.parts.forms import Form

SPOKEN = "other"
"""The reason of a recording that came without one."""


class WrongForm(Form):
    """A reason pressed, a recording, or both."""

    reason = forms.ChoiceField(label=_("哪里不对"), choices=list(REASONS.items()), required=False)
    sound = forms.FileField(label=_("录音"), required=False, allow_empty_file=True)

    def clean_sound(self) -> Any:
        sound = self.cleaned_data["sound"]
        if sound and not sound.size:
            raise forms.ValidationError(_("这段录音是空的，请再录一次"))
        if sound and sound.size > MOST_SOUND:
            raise forms.ValidationError(str(NotSettled("sound")))
        return sound

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not given.get("reason") and not given.get("sound"):
            raise forms.ValidationError(_("请按一个原因，或者先录一段音再按“送出录音”"))
        return given


HOME, THERE = "home", "there"


class AskForm(Form):
    """How many pieces she wants, and where she would make them."""

    pieces = AmountField(label=_("要多少"))
    place = OneOfField(
        label=_("在哪里做"), open=True,
        choices=[(HOME, _("拿回家做")), (THERE, _("在车间做"))],
    )

    def __init__(self, data: Any, *, most: int, unit: str, at_home: bool, preset: int) -> None:
        super().__init__(data)
        self.most, self.unit = most, unit
        self.fields["pieces"].unit = _(unit)  # type: ignore[attr-defined]
        self.initial = {"pieces": preset, "place": HOME}
        if not at_home:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found["at_home"] = found.pop("place", THERE) == HOME
        if (found.get("pieces") or 0) > self.most:
            self.add_error("pieces", _("最多能要 %(most)s %(unit)s") % {
                "most": words.number(self.most), "unit": _(self.unit),
            })
        return found
