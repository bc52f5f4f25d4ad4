"""The tabs over the pages of rights and records: those that the person may open."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights

PAGES = (
    ("verbs", "access.see_verbs", "lock", _("谁能办什么")),
    ("users", "identity.add_user", "person", _("账号与授权")),
    ("log", "identity.see_log", "clock", _("办事记录")),
    ("reveals", "registry.see_reveals", "eye", _("谁看过号码")),
)


def tabs(request: Any, now: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(page), "icon": icon, "words": words, "current": page == now}
        for page, verb, icon, words in PAGES
        if rights.may(request.user, verb, request.day)
    ]
