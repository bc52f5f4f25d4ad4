"""The two doors of the sign-in page: a name and a password, or a card and four digits."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.identity.models import User
from menkou.identity.sign_in import Locked, tries_left
from menkou.lib.width import half_width
from menkou.web.parts import words
from menkou.web.parts.forms import Form

MISSED = "missed"


class Door(Form):
    """What both doors have. `enter` answers the user, or None with a sentence on the form."""

    WRONG: Any
    LOCKED: Any
    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.name}_%s", **kwargs)

    def enter(self, request: HttpRequest) -> User | None:
        login = self.cleaned_data["login"]
        try:
            user = authenticate(request, login=login, password=self.cleaned_data["password"])
        except Locked as locked:
            self.add_error("password", self.LOCKED % {"until": words.clock(locked.until)})
            return None
        if isinstance(user, User):
            return user
        left = self._left(request, login)
        said = gettext(self.WRONG) % {"left": left} if left > 0 else self.LOCKED % {"until": "—"}
        self.add_error("password", said)
        return None

    def _left(self, request: HttpRequest, login: str) -> int:
        """Tries left, counted alike for names that exist and names that don't."""
        missed = request.session.get(MISSED, {})
        missed[login] = missed.get(login, 0) + 1
        request.session[MISSED] = missed
        return min(tries_left(login), tries_left("") - missed[login])


class WorkerDoor(Door):
    name = "worker"
    WRONG = _("卡号或密码不对，还可以试 %(left)s 次")
    LOCKED = _("错了太多次，到 %(until)s 再试；或者拿卡到柜台重设密码")

    login = forms.CharField(
        label=_("卡号"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("四位密码"),
        max_length=4,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "current-password"}
        ),
    )

    def clean_login(self) -> str:
        """As it is printed on the card, in groups, or without."""
        return half_width(self.cleaned_data["login"]).replace(" ", "").replace("-", "")

    def clean_password(self) -> str:
        return half_width(self.cleaned_data["password"])


class StaffDoor(Door):
    name = "staff"
    WRONG = _("账号或密码不对，还可以试 %(left)s 次")
    LOCKED = _("错了太多次，到 %(until)s 再试；急用请找街道管理员")

    login = forms.CharField(
        label=_("账号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    keep = forms.BooleanField(label=_("这台电脑只有我用，记住 8 小时"), required=False)
