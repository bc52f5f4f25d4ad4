"""What she says of her slip."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.settlement.actions.replies import MOST_SOUND, REASONS
from menkou.settlement.errors import NotSettled
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
