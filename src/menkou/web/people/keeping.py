"""Filters of the list of people kept under a name; opened, they ask anew within what she sees."""

from typing import Any
from urllib.parse import unquote_plus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.access import queries as rights
from menkou.identity.actions.saved import drop_filter, save_filter
from menkou.identity.queries.saved import hers
from menkou.lib.hiding import holds_number
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import TextField
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import Filters
from menkou.web.parts.record_keys import is_key
from menkou.web.parts.sealed import sealed_query
from menkou.web.people.filters import PeopleFilters

PAGE = "people"
TURNED = ("page", "sort", "export")
"""What of an address is no filter."""


class SaveForm(Form):
    name = TextField(label=gettext_lazy("名单叫什么"), max_length=40)


def asked_for(query: str, filters: type[Filters]) -> str:
    """Those entries of an address that filter the list, in one order, so that equal is equal."""
    given = QueryDict(query)
    found = QueryDict(mutable=True)
    for name in filters.base_filters:
        if given.get(name):
            found[name] = given[name]
    return found.urlencode()


def context(request: Request, filters: type[Filters]) -> dict[str, Any]:
    """What the list of people shows of kept lists, and the way to lists to call and to visit."""
    query = asked_for(request.GET.urlencode(), filters)
    home, now = reverse("people:list"), f"?{sealed_query(QueryDict(query))}" if query else ""
    may = rights.may(request.user, "identity.save_filter", request.day)
    return {
        "kept": [
            {"one": one, "url": f"{home}?{one.query}", "on": one.query == query}
            for one in hers(request.user, PAGE)
        ],
        "query": query, "save": may and query and not holds_number(unquote_plus(query)),
        "call": reverse("people:call") + now, "visit": reverse("people:visit") + now,
    }


@screen("identity.save_filter", methods=("POST",))
def save(request: Request) -> HttpResponse:
    """Keeps the filters that the list is asked with."""
    query = asked_for(request.POST.get("query", ""), PeopleFilters)
    form = SaveForm(request.POST)
    if form.is_valid() and run(
        form, save_filter, page=PAGE, query=query, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, _("存下了，点它的名字就能再看"))
    else:
        messages.error(request, " ".join(str(one) for some in form.errors.values() for one in some))
    return redirect(f"{reverse('people:list')}?{sealed_query(QueryDict(query))}")


@screen("identity.drop_filter", methods=("POST",))
def drop(request: Request) -> HttpResponse:
    """Throws one of her own kept lists away."""
    key = request.POST.get("saved", "")
    found = hers(request.user, PAGE).filter(pk=int(key)).first() if is_key(key) else None
    if found is None:
        messages.error(request, _("没有这个名单，可能已经删了"))
    else:
        drop_filter(saved=found, by=request.user, at=request.at)
        messages.success(request, _("名单删了；人都还在"))
    return redirect("people:list")
