"""The search of the whole house: tickets, orders, people, workshops, each within its own scope."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.lib.scope import Scope
from menkou.registry.queries import people
from menkou.registry.queries.reach import workshops
from menkou.web.parts import words
from menkou.web.parts.frame import address
from menkou.web.parts.sealed import sealed_query
from menkou.work.queries import orders, tickets

MOST = 8
LISTS = {
    "work.see_orders": "orders", "registry.see_people": "people", "registry.see_places": "places",
}
"""Where the rest of a kind is listed, by the verb that shows it."""


@dataclass(frozen=True)
class Found:
    words: str
    under: str
    url: str
    icon: str


def found(request: Any, typed: str) -> list[Found]:
    """What the person may see and what fits, most exact first; at most eight of a kind."""
    if not typed:
        return []
    hits: list[Found] = []
    for verb, look in (
        ("work.see_tickets", _tickets),
        ("work.see_orders", _orders),
        ("registry.see_people", _people),
        ("registry.see_places", _workshops),
    ):
        if rights.may(request.user, verb, request.day):
            some = look(rights.scope(request.user, verb, request.day), request.day, typed)
            hits += some
            if len(some) == MOST and (every := address(LISTS[verb])):
                asked = QueryDict(mutable=True)
                asked["q"] = typed
                more = _("看全部“%(typed)s”") % {"typed": typed}
                hits.append(Found(more, "", f"{every}?{sealed_query(asked)}", "more"))
    return hits


def _tickets(scope: Scope, day: Any, typed: str) -> list[Found]:
    number = tickets.number_of(typed)
    if number is None:
        return []
    rows = tickets.with_names(tickets.within(scope, day).filter(pk=number))
    return [
        Found(
            _("工票 %(number)s") % {"number": ticket.number},
            f"{ticket.holder} · {ticket.allotment.operation}",
            address("counter:receipt", ticket.number),
            "ticket",
        )
        for ticket in rows
    ]


def _orders(scope: Scope, day: Any, typed: str) -> list[Found]:
    rows = (
        orders.within(scope, day)
        .filter(Q(number__icontains=typed) | Q(product__name__icontains=typed))
        .select_related("product", "customer__party")
        .order_by("-ordered_on", "pk")[:MOST]
    )
    return [Found(str(order), str(order.customer), address("order", order.pk), "box")
            for order in rows]  # fmt: skip


def _people(scope: Scope, day: Any, typed: str) -> list[Found]:
    rows = (
        people.search(people.once(people.within(scope, day)), typed, day)
        .select_related("party")
        .order_by("party__name", "pk")[:MOST]
    )
    return [
        Found(person.party.name, _("%(year)s 年生") % {"year": person.born_on.year},
              address("person", person.pk), "person")
        for person in rows
    ]  # fmt: skip


def _workshops(scope: Scope, day: Any, typed: str) -> list[Found]:
    rows = (
        workshops(scope, day)
        .filter(party__name__icontains=typed)
        .select_related("party", "community")
        .order_by("party__name", "pk")[:MOST]
    )
    return [Found(workshop.party.name, workshop.community.name,
                  address("workshop", workshop.pk), "shop")
            for workshop in rows]  # fmt: skip


def said(day: Any) -> str:
    return words.full_day(day) + _("，") + words.weekday(day)
