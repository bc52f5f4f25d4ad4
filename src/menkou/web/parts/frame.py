"""What stands around every page: the menu of what the person may do, her name and roles."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.lib.hiding import holds_number
from menkou.lib.verb import ROLES
from menkou.web.parts import words


@dataclass(frozen=True)
class Room:
    """One entry of the menu. `page` is the name of its first address, `verb` what opens it."""

    page: str
    verb: str
    icon: str
    words: Any


ROOMS = (
    Room("home", "identity.see_home", "sun", _("今天")),
    Room("me", "work.see_mine", "person", _("我的")),
    Room("counter", "work.use_counter", "scan", _("柜台")),
    Room("orders", "work.see_orders", "box", _("订单")),
    Room("fees", "work.see_fees", "card", _("加工费")),
    Room("pay", "settlement.see_pay", "yuan", _("工资")),
    Room("floor", "work.see_attendance", "clock", _("考勤")),
    Room("people", "registry.see_people", "people", _("人员")),
    Room("places", "registry.see_places", "shop", _("车间")),
    Room("organizations", "registry.see_organizations", "office", _("单位")),
    Room("imports", "importing.see", "upload", _("导入")),
    Room("figures", "figures.see", "chart", _("指标")),
    Room("accounts", "work.see_statement", "yuan", _("账")),
    Room("tray", "facts.see_tray", "tray", _("没记上的")),
    Room("flags", "settlement.see_flags", "warn", _("要留意的")),
    Room("verbs", "access.see_verbs", "lock", _("权限与记录")),
)
ON_THE_BAR = ("home", "me", "counter", "orders", "people")


@dataclass(frozen=True)
class Entry:
    words: str
    icon: str
    url: str
    current: bool
    page: str


def address(page: str, *args: Any, query: str = "") -> str:
    """The address of a page of another room; empty where that room has none: then show no link."""
    try:
        return reverse(page, args=args) + query
    except NoReverseMatch:
        return ""


class Frame:
    """Asked by the templates alone; whatever is not shown is not computed."""

    def __init__(self, request: HttpRequest) -> None:
        self.request: Any = request

    @cached_property
    def signed_in(self) -> bool:
        # A request that is refused before its session is read has no user.
        user = getattr(self.request, "user", None)
        return user is not None and bool(user.is_authenticated)

    @cached_property
    def roles(self) -> list[str]:
        """Words of the person's roles today, the widest first."""
        if not self.signed_in:
            return []
        held = rights.roles(self.request.user, self.request.day)
        return [words.role(role) for role in ROLES if role in held]

    @cached_property
    def roles_said(self) -> str:
        return words.listed(self.roles)

    @cached_property
    def menu(self) -> list[Entry]:
        if not self.signed_in:
            return []
        user, day = self.request.user, self.request.day
        open_rooms = [room for room in ROOMS if rights.may(user, room.verb, day)]
        if any(room.page == "me" for room in open_rooms):  # her own page is her first page
            open_rooms = [room for room in open_rooms if room.page != "home"]
        here = self._here([address(room.page) for room in open_rooms])
        return [
            Entry(str(room.words), room.icon, url, url == here, room.page)
            for room in open_rooms
            if (url := address(room.page))
        ]

    @cached_property
    def suggests(self) -> str:
        """Where the search box asks whom it may mean, for who may see people."""
        may = rights.may(self.request.user, "registry.see_people", self.request.day)
        return address("people-find") if may else ""

    @cached_property
    def bar(self) -> list[Entry]:
        """At most four for the bottom of a phone; the menu's page has the rest."""
        return [entry for entry in self.menu if entry.page in ON_THE_BAR][:4]

    def _here(self, addresses: list[str]) -> str:
        """The longest address that this page lies under; the first page is only itself."""
        path = self.request.path
        under = [a for a in addresses if a and (path == a or (a != "/" and path.startswith(a)))]
        return max(under, key=len, default="")

    @cached_property
    def here(self) -> str:
        """This page's address, to come back to it; the first page's where somebody has typed a
        full number into the address."""
        path = self.request.path
        return "/" if holds_number(path.replace("/", " ")) else str(self.request.get_full_path())

    @cached_property
    def other_language(self) -> tuple[str, str]:
        """(code, its own word) of the language that is not shown now."""
        now = translation.get_language() or ""
        return ("en", "English") if now.startswith("zh") else ("zh-hans", "中文")


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
