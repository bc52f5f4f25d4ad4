"""Entries that people type: read with mercy, refused in words that help.

Each field may carry `unit`, the word that stands beside it. What was typed is shown again as it
was typed, whatever was wrong with it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from menkou.lib import entries, exact, identifiers
from menkou.lib.width import half_width
from menkou.web.parts.record_keys import KeyedField
from menkou.web.parts.tables import Words


class DayInput(forms.DateInput):
    """The browser's picker of days; a plain line for what is no day, so that it isn't lost."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        try:
            context["widget"]["type"] = "date" if not typed or date.fromisoformat(typed) else ""
        except ValueError:
            context["widget"]["type"] = "text"
        return context


AMOUNT_WORDS = {
    "number": _("这不是一个数。请只填数字，如 0.42"),
    "decimals": _("最多 %(places)s 位小数"),
    "large": _("太大了，请再看一遍"),
    "positive": _("要大于零"),
    "negative": _("不能是负数"),
}
WHOLE_WORDS = {
    "number": _("这不是一个数。请只填数字，如 12"),
    "decimals": _("请填整数"),
}
NUMBER_WORDS = {
    "length": _("位数不对，请对着证件再数一遍"),
    "characters": _("有一个字符不该在里面，请对着证件再看一遍"),
    "date": _("里面的出生日期不存在，请再看一遍"),
    "check": _("最后一位对不上，前面有一位填错了"),
    "excel": _("这是被表格改过的号码（后几位变成了零）。请把那一列设成文本，再填一次"),
}


def choices(options: Any, *, empty: Words | None = None) -> list[tuple[str, Any]]:
    """The choices of a model in the reader's language, with an empty one before them if named."""
    found = [(value, _(label)) for value, label in options.choices]
    return found if empty is None else [("", empty), *found]


class TextField(forms.CharField):
    """A line of text: full-width letters and digits made narrow, blanks around gone."""

    unit: Words = ""

    def to_python(self, value: Any) -> str:
        return half_width(super().to_python(value) or "").strip()


class AmountField(forms.CharField):
    """An amount in a unit of `factor` base units; answers base units, exactly.

    `least`: 1 (the default) refuses zero, 0 takes it, None takes negative amounts too.
    """

    def __init__(
        self, *, factor: int = 1, unit: Words = "", least: int | None = 1, **options: Any
    ) -> None:
        self.factor, self.unit, self.least = factor, unit, least
        super().__init__(**options)
        self.widget.attrs.update(
            {"class": "num", "inputmode": "numeric" if factor == 1 else "decimal",
             "autocomplete": "off"}
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = exact.parse(text, self.factor)
        except exact.NotExact as error:
            words = AMOUNT_WORDS if self.factor > 1 else AMOUNT_WORDS | WHOLE_WORDS
            raise ValidationError(words[error.code], params={"places": error.places}) from error
        if self.least is not None and amount < self.least:
            raise ValidationError(AMOUNT_WORDS["positive" if self.least else "negative"])
        return amount

    def prepare_value(self, value: Any) -> Any:
        return exact.show(value, self.factor) if isinstance(value, int) else value


class YuanField(AmountField):
    """Yuan; answers 1/10,000 yuan."""

    def __init__(self, *, unit: Words = "", **options: Any) -> None:
        super().__init__(factor=exact.FACTOR_YUAN, unit=unit or _("元"), **options)


class DayField(forms.DateField):
    """A day: the browser's own picker, or typed like 2022-2-10 or 2022年2月10日."""

    unit: Words = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": DayInput(), **options})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return entries.day(str(value))
        except entries.BadEntry:
            raise ValidationError(_("没有这一天。请填年、月、日，如 2022-02-10")) from None


class ResidentIdField(forms.CharField):
    """A resident ID of 18 characters; answers an `identifiers.ResidentId`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "text"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return identifiers.resident_id(text)
        except identifiers.BadNumber as error:
            raise ValidationError(NUMBER_WORDS[error.code]) from None


class CreditCodeField(forms.CharField):
    """A unified social credit code; answers its 18 characters."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return identifiers.credit_code(text)
        except identifiers.BadNumber as error:
            raise ValidationError(NUMBER_WORDS[error.code]) from None


class PhoneField(forms.CharField):
    """A telephone number: a mobile one of 11 digits, or a fixed one with its area."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return entries.phone(text) if text else ""
        except entries.BadEntry:
            raise ValidationError(_("电话对不上：手机是 11 位，座机要带区号")) from None


class CardField(forms.CharField):
    """A bank card or passbook: 12 to 19 digits.

    Its check digit is not asked for: passbooks of rural banks have none.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return entries.card(text) if text else ""
        except entries.BadEntry:
            raise ValidationError(_("卡号是 12 到 19 位数字，请对着卡再看一遍")) from None


class PickField(KeyedField, forms.ModelChoiceField):
    """One row out of those that a person may choose; set `form.fields[…].queryset` to a scope's."""

    unit: Words = ""

    def __init__(self, queryset: Any = None, **options: Any) -> None:
        super().__init__(queryset, **{"empty_label": _("请选"), **options})


class OneOfField(forms.ChoiceField):
    """One of few: as a list, or with `open=True` all to be seen at once."""

    unit: Words = ""

    def __init__(
        self, *, choices: Iterable[Any] | Callable[[], Iterable[Any]] = (), open: bool = False,
        **options: Any,
    ) -> None:
        if open:
            options.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=choices, **options)
