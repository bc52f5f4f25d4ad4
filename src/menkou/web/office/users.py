"""Accounts and what they may do."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.access.actions import grants as grant_actions
from menkou.access.models import Grant
from menkou.access.queries.units import grants_within, with_units
from menkou.access.queries.users import within
from menkou.identity.actions import users as user_actions
from menkou.identity.models import User
from menkou.web.office.forms import EndForm, GrantForm, PasswordForm, PinForm, UserForm
from menkou.web.office.tabs import tabs
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.forms import run
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf, allowed
from menkou.web.parts.tables import A, Badge, Moment, Table, Text, Title

BOTH = ("GET", "POST")


class UserFilters(Filters):
    kind = OneOf(label=_("哪一种"), choices=choices(User.Kind))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(login__icontains=value) | Q(shown_name__icontains=value))


class UserTable(Table):
    shown_name = Title(_("姓名"), linkify=("user", [A("pk")]))
    login = Text(_("账号"))
    kind = Badge(_("哪一种"), named=dict(User.Kind.choices), kinds={"worker": "calm"})
    held = Text(_("当什么"), accessor="grants", orderable=False)
    last_login = Moment(_("上次登录"))

    class Meta(Table.Meta):
        order_by = "login"

    def render_held(self, record: User) -> str:
        if record.kind == User.Kind.WORKER:
            return words.role("worker")
        day = self.request.day
        held = {
            grant.role
            for grant in record.grants.all()
            if grant.from_day <= day and (grant.until is None or grant.until > day)
        }
        return words.listed([words.role(role) for role in sorted(held)]) or words.NO_VALUE

    value_held = render_held


class UserList(ListScreen):
    verb = "identity.add_user"
    title = _("账号与授权")
    counted = ngettext_lazy("%(n)s 个账号", "%(n)s 个账号", "n")
    hint = _("姓名或账号。")
    table, filters = UserTable, UserFilters
    quick = ("kind",)
    template = "office/list.html"
    acts = (Act(_("开账号"), "user-add", icon="plus", verb="identity.add_user", main=True),)
    empty = (_("还没有账号"), _("办公的人要有账号才能登录；务工的人在人员里发卡。"))

    def rows(self) -> QuerySet[User]:
        seen = within(self.request.scope, self.request.day, self.request.user)
        return seen.prefetch_related("grants")

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "users")}


def _user(request: Request, pk: int) -> User:
    return get_object_or_404(_user_rows(request), pk=pk)


@screen("identity.add_user", methods=BOTH)
def add(request: Request) -> HttpResponse:
    form = UserForm(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("login", "shown_name", "password")}
        if run(form, user_actions.add_user, kind=User.Kind.STAFF, **given, by=request.user,
               at=request.at):  # fmt: skip
            messages.success(request, gettext("账号开好了。还没有授权，什么也办不了"))
            return redirect("user", form.result.pk)
    return render(request, "office/user_add.html", {"form": form})


@screen("identity.add_user")
def record(request: Request, pk: int) -> HttpResponse:
    """An account: who, since when, its grants of all times."""
    user = _user(request, pk)
    day = request.day
    grants = with_units(user.grants.all()).order_by("-from_day", "-pk")
    acts: tuple[Act, ...] = (
        Act(_("授权"), "user-grant", (pk,), icon="plus", verb="access.give_grant", main=True),
        Act(_("重设密码"), "user-password", (pk,), icon="lock", verb="identity.set_password"),
    )
    if user.kind == User.Kind.WORKER:
        acts = acts[1:]
    context = {
        "account": user,
        "grants": [
            {
                "grant": one,
                "unit": _unit(one),
                "standing": one.from_day <= day and (one.until is None or one.until > day),
                "over": one.until is not None and one.until <= day,
            }
            for one in grants
        ],
        "acts": allowed(acts, request),
        "locked": user.locked_until is not None and user.locked_until > request.at,
        "may_end": rights.may(request.user, "access.end_grant", day),
    }
    return render(request, "office/user.html", context)


def _unit(grant: Grant) -> Any:
    return next(
        one
        for name in ("division", "site", "community", "workshop", "organization")
        if (one := getattr(grant, name)) is not None
    )


@screen("identity.set_password", methods=BOTH)
def password(request: Request, pk: int) -> HttpResponse:
    user = _user(request, pk)
    kind = PinForm if user.kind == User.Kind.WORKER else PasswordForm
    form = kind(request.POST or None)
    if form.is_valid() and run(
        form, user_actions.set_password, user=user, password=form.cleaned_data["password"],
        by=request.user, at=request.at,
    ):
        messages.success(request, gettext("密码换好了，锁也解开了"))
        return redirect("user", pk)
    return render(request, "office/password.html", {"form": form, "account": user})


@screen("access.give_grant", methods=BOTH)
def grant(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(_user_rows(request), pk=pk, kind=User.Kind.STAFF)
    form = GrantForm(
        request.POST or None, scope=request.scope, day=request.day,
        initial={"from_day": request.day},
    )
    if form.is_valid() and run(
        form, grant_actions.give_grant, user=user, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, gettext("授权记好了"))
        return redirect("user", pk)
    return render(request, "office/grant.html", {"form": form, "account": user})


def _user_rows(request: Request) -> QuerySet[User]:
    return within(request.scope, request.day, request.user)


@screen("access.end_grant", methods=BOTH)
def end(request: Request, pk: int) -> HttpResponse:
    standing = with_units(grants_within(request.scope, request.day)).select_related("user")
    found = get_object_or_404(standing.filter(Q(until=None) | Q(until__gt=request.day)), pk=pk)
    form = EndForm(request.POST or None, initial={"until": request.day})
    if form.is_valid() and run(
        form, grant_actions.end_grant, grant=found, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, gettext("授权收回了"))
        return redirect("user", found.user_id)
    context = {"form": form, "grant": found, "unit": _unit(found)}
    return render(request, "office/grant_end.html", context)
