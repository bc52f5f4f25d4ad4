"""What the office types: reasons, accounts, grants."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from menkou.access.queries.units import units
from menkou.facts.actions.tray import REASONS
from menkou.lib.scope import Scope
from menkou.web.parts import words
from menkou.web.parts.fields import DayField, OneOfField, TextField
from menkou.web.parts.forms import Form

SHORTEST_PASSWORD = 8
NEW_PASSWORD = {"autocomplete": "new-password"}

# Role -> the kinds of unit that it is given on. A worker has her own page without a grant.
UNITS_OF_ROLE = {
    "district_officer": ("division", "site"),
    "street_officer": ("division",),
    "community_officer": ("site", "community"),
    "workshop_clerk": ("workshop",),
    "enterprise": ("organization",),
    "cooperative": ("organization",),
    "auditor": ("division", "site", "community"),
}
UNIT_WORDS = {
    "division": _("区划"),
    "site": _("安置区"),
    "community": _("社区"),
    "workshop": _("车间"),
    "organization": _("单位"),
}


class AsideForm(Form):
    reason = OneOfField(label=_("为什么放下"), choices=REASONS.items(), open=True)


class PasswordForm(Form):
    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=200,
        min_length=SHORTEST_PASSWORD,
        help_text=_("至少 8 位，不要用账号、生日。"),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
    again = forms.CharField(
        label=_("新密码，再填一次"), strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD)
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("两次填的不一样"))
        return again


class PinForm(Form):
    """A worker's: four digits."""

    password = forms.RegexField(
        label=_("新的四位密码"),
        regex=r"^[0-9]{4}$",
        error_messages={"invalid": _("请填四位数字")},
        widget=forms.PasswordInput(attrs={**NEW_PASSWORD, "inputmode": "numeric", "maxlength": 4}),
    )


class UserForm(PasswordForm):
    field_order = ["shown_name", "login", "password", "again"]
    constraint_fields = {"login": "login"}

    shown_name = TextField(label=_("姓名"), max_length=40)
    login = TextField(
        label=_("账号"), max_length=40, help_text=_("登录时用，字母、数字和点，如 shili.shen。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"].lower()
        if not all(letter.isascii() and (letter.isalnum() or letter in "._-") for letter in login):
            raise ValidationError(_("账号只用字母、数字、点和横线"))
        return login

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("password") and found["password"].lower() == found.get("login"):
            self.add_error("password", _("密码不能和账号一样"))
        return found


class GrantForm(Form):
    """A role on a unit inside the giver's own scope."""

    role = OneOfField(label=_("当什么"), open=True)
    unit = OneOfField(label=_("管哪里"))
    from_day = DayField(label=_("从哪天起"))
    until = DayField(
        label=_("到哪天止"), required=False, help_text=_("从这天起就不再算数。不填就一直有效。")
    )

    def __init__(self, *args: Any, scope: Scope, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units: dict[str, Any] = {}
        groups: list[Any] = [("", _("请选"))]
        for column, rows in units(scope, day).items():
            found = {f"{column}:{row.pk}": row for row in rows}
            self._units |= found
            if found:
                groups.append(
                    (UNIT_WORDS[column], [(key, _said(row)) for key, row in found.items()])
                )
        offered: dict[str, list[Any]] = {
            "role": [(role, words.role(role)) for role in UNITS_OF_ROLE], "unit": groups,
        }
        for name, field in self.fields.items():
            if isinstance(field, OneOfField):
                field.choices = offered[name]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        key, role = found.get("unit"), found.get("role")
        if key and role:
            allowed = UNITS_OF_ROLE[role]
            if key.partition(":")[0] not in allowed:
                on = words.listed([str(UNIT_WORDS[column]) for column in allowed])
                self.add_error("unit", _("这个角色要选：%(on)s") % {"on": on})
            else:
                found["unit"] = self._units[key]
        return found


def _said(row: Any) -> str:
    """A community with its site, since names of communities return in every site."""
    return f"{row.site.name} · {row.name}" if hasattr(row, "site_id") else str(row)


class EndForm(Form):
    until = DayField(label=_("从哪天起不再算数"))
