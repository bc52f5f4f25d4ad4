"""What is typed about a list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.importing.declaring import ListKind
from menkou.importing.reading.files import LIMITS
from menkou.web.parts.fields import DayField, OneOfField
from menkou.web.parts.forms import Form

MOST = LIMITS.bytes


class BringForm(Form):
    """Which list, its file, and from which day it holds."""

    list = OneOfField(label=_("什么名单"), open=True)
    file = forms.FileField(
        label=_("文件"), help_text=_("Excel（xlsx、xls）或者 CSV，最多 40 兆"),
        error_messages={"required": _("请选文件"), "empty": _("文件是空的，请打开看看有没有内容")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )
    day = DayField(label=_("名单是哪天的"), help_text=_("住处、情况从这天起算"))

    def __init__(self, *args: Any, kinds: Sequence[ListKind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["list"].choices = [  # type: ignore[attr-defined]
            (kind.code, kind.title) for kind in kinds
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(
                _("文件超过 %(most)s 兆，请分成几份再传") % {"most": MOST // 2**20}
            )
        return file
