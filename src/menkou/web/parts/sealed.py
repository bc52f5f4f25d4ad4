"""A full number that somebody searches for stands in no address.

An address lies in the browser's history and in the log of any proxy. A search form sends such a
number in the body (`hide.js`); where it comes in an address all the same, the answer is another
address, in which it is sealed under a key of this installation. A view reads it from `request.GET`
as it was typed; `sealed_query` seals it again in the links of the page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from menkou.identity import keys
from menkou.lib.hiding import holds_number

MARK = "~"
IN_BODY = "_find"
"""A POST whose address says so is a search: `?_find=1`."""


def sealed_query(query: QueryDict) -> str:
    """A query as it may stand in an address."""
    found = query.copy()
    for name, values in query.lists():
        found.setlist(name, [
            f"{MARK}{keys.seal_text(value)}" if holds_number(value) else value for value in values
        ])
    return found.urlencode()


def elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Where a search with a full number is answered; None where the address has none."""
    asked = request.POST if request.method == "POST" and IN_BODY in request.GET else request.GET
    if asked is request.GET and not any(
        holds_number(value) for _name, values in asked.lists() for value in values
    ):
        return None
    if request.method not in ("GET", "HEAD") and asked is request.GET:
        return None
    kept = asked.copy()
    kept.pop("csrfmiddlewaretoken", None)
    return HttpResponseRedirect(f"{request.path}?{sealed_query(kept)}")


def open_query(request: Any) -> bool:
    """Puts what is sealed in the address back as it was typed; whether there was anything."""
    found = request.GET.copy()
    for name, values in request.GET.lists():
        if any(value.startswith(MARK) for value in values):
            found.setlist(name, [
                keys.open_text(value[len(MARK):]) or value if value.startswith(MARK) else value
                for value in values
            ])
    changed = bool(found != request.GET)
    if changed:
        found._mutable = False
        request.GET = found
    return changed
