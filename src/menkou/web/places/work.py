"""The orders that a place or an organization works on, for those who may see orders."""

from datetime import date
from typing import Any

from django.db.models import Q

from menkou.access import queries as rights
from menkou.web.parts.edge import Request
from menkou.work.models import Allotment
from menkou.work.queries.today import unfinished_orders

MOST = 8


def at_workshop(request: Request, pk: int) -> list[tuple[Any, bool]] | None:
    """Orders of which a workshop has tickets; see `_unfinished`."""
    held = Allotment.objects.filter(tickets__workshop=pk).values("order")
    return _unfinished(request, Q(pk__in=held))


def of_organization(request: Request, pk: int) -> list[tuple[Any, bool]] | None:
    """Orders that an organization placed, or of which it holds a part; see `_unfinished`."""
    held = Allotment.objects.filter(holder=pk).values("order")
    return _unfinished(request, Q(customer=pk) | Q(pk__in=held))


def _unfinished(request: Request, which: Q) -> list[tuple[Any, bool]] | None:
    """(order with `left`, whether it is late), due first; None for who may see no orders."""
    verb = "work.see_orders"
    if not rights.may(request.user, verb, request.day):
        return None
    scope, day = rights.scope(request.user, verb, request.day), request.day
    rows = unfinished_orders(scope, day, which)[:MOST]
    return [(order, _late(order.due_on, day)) for order in rows]


def _late(due_on: date, day: date) -> bool:
    return due_on < day
