"""Tickets for many workers at once, and then the sheet of all their labels."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.access import queries as rights
from menkou.policy.groups import GROUPS
from menkou.registry.models import Workshop
from menkou.registry.queries import people
from menkou.registry.queries.groups import main_group
from menkou.web.orders.making import BOTH, posted
from menkou.web.orders.many_form import ManyForm, Taker, taker
from menkou.web.orders.views import order_within
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.record_keys import is_key
from menkou.work.actions.tickets import make_tickets
from menkou.work.models import Allotment, Order, Ticket
from menkou.work.queries import hands, limits, orders, products

MOST = 1000  # rows on the page: a workshop has fewer
ONLY = (("", gettext_lazy("全部")), ("free", gettext_lazy("手里没活的")),
        ("below", gettext_lazy("没到上限的")))  # fmt: skip


@screen("work.make_tickets", methods=BOTH)
def make(request: Request, pk: int) -> HttpResponse:
    """Ticks workers, says how many pieces, sees the sum beside the room, makes all the tickets."""
    order = order_within(request, pk)
    part = orders.with_room(order, request.scope, request.day).first()
    if order.state != Order.State.OPEN or part is None:
        messages.warning(request, _("这个订单没有可分的件数了，或者还没有分到这里"))
        return redirect("orders:record", order.pk)
    places = list(orders.places(part, request.scope, request.day).order_by("party__name", "pk"))
    if not places:
        messages.warning(request, _("分到的这一家今天没有车间，先登记入驻"))
        return redirect("orders:record", order.pk)
    workshop = _chosen(request, places)
    groups = rights.may(request.user, "registry.see_traits", request.day)
    rows = _rows(request, part, workshop, groups=groups)
    form = ManyForm(posted(request), part=part, workshop=workshop, takers=rows,
                    every="all" in request.GET and request.method == "GET")
    looks = request.POST.get("press") == "look"
    if form.is_valid() and not looks and run(
        form, make_tickets, news=form.news(), allotment=part, workshop=workshop,
        made_on=request.day, by=request.user, at=request.at,
    ):
        return _labels(request, order, form.result)
    typed = request.GET.get("q", "").strip()
    return render(request, "orders/many.html", {
        "order": order, "part": part, "form": form, "typed": typed, "only": _only(request),
        "chips": ONLY, "places": places, "workshop": workshop, "groups": groups and [
            (code, words.group(code)) for code in GROUPS
        ],
        "group": request.GET.get("group", ""), "looked": looks and not form.errors,
        "wanted": form.wanted if form.is_bound else 0, "left": form.room - form.wanted
        if form.is_bound else form.room,
        "rate": products.standing_rate(part.holder, part.operation, request.day),
        "rate_url": reverse("orders:rate", args=[order.product_id]),
    })


def _chosen(request: Request, places: list[Workshop]) -> Workshop:
    asked = request.GET.get("workshop", "")
    return next((one for one in places if str(one.pk) == asked), places[0])


def _only(request: Request) -> str:
    asked = request.GET.get("only", "")
    return asked if asked in dict(ONLY) else ""


def _rows(
    request: Request, part: Allotment, workshop: Workshop, *, groups: bool
) -> list[Taker]:
    """The workers whom the holder engages at the workshop, as the filters say; those who were
    ticked when something was sent."""
    day = request.day
    at = Q(workshop=workshop) | Q(workshop=None)
    terms = people.working(day).filter(at, payer=part.holder_id)
    rows: QuerySet[Any] = people.within(request.scope, day).filter(pk__in=terms.values("person"))
    rows = limits.takers(hands.with_door(rows, day), part.holder_id, day)
    if groups:
        rows = rows.annotate(group=main_group(day))
    keys = [int(key) for key in request.POST.getlist("who") if is_key(key)]
    found = _filtered(request, rows, part, groups=groups)
    if keys:
        found = rows.filter(Q(pk__in=keys) | Q(pk__in=found.values("pk")))
    return [
        taker(one, part, words.group(one.group) if groups else "")
        for one in found.order_by("party__name", "pk")[:MOST]
    ]


def _filtered(
    request: Request, rows: QuerySet[Any], part: Allotment, *, groups: bool
) -> QuerySet[Any]:
    if typed := request.GET.get("q", "").strip():
        rows = people.search(rows, typed, request.day)
    if groups and (group := request.GET.get("group")):
        rows = rows.filter(group=group)
    only = _only(request)
    if only == "free":
        rows = rows.filter(tickets_open=0)
    elif only == "below":
        left = part.operation.seconds + F("open")
        rows = rows.annotate(more=left).filter(more__lte=F("limit") * limits.MINUTE)
    return rows


def _labels(request: Request, order: Order, made: list[Ticket]) -> HttpResponse:
    numbers = [ticket.pk for ticket in made]
    messages.success(request, _("开好了 %(n)s 张工票，一共 %(sum)s 件。打印出来，发给各人") % {
        "n": words.number(len(made)), "sum": words.number(sum(one.pieces for one in made)),
    })
    query = urlencode({"first": min(numbers), "last": max(numbers)})
    return redirect(f"{reverse('orders:labels', args=[order.pk])}?{query}")
