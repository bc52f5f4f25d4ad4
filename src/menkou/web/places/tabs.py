"""The tabs over the lists of places."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.web.parts.edge import Request

PAGES = (
    ("places:list", "shop", _("车间"), False),
    ("places:shopfronts", "home", _("商铺"), False),
    ("places:communities", "people", _("社区"), True),
    ("places:sites", "pin", _("安置区"), True),
    ("places:rents", "yuan", _("租金"), False),
)
"""Page, icon, words, whether only those who look after whole communities need it."""


def tabs(request: Request, now: str) -> list[dict[str, Any]]:
    scope = request.scope
    whole = bool(scope.divisions or scope.sites or scope.communities)
    return [
        {"url": reverse(page), "icon": icon, "words": words, "current": page == now}
        for page, icon, words, wide in PAGES
        if (whole or not wide)
        and (page != "places:rents" or rights.may(request.user, "work.see_rent", request.day))
    ]
