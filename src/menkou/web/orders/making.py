"""The forms of orders: adding one, what came for it, tickets."""

from collections.abc import Collection
from datetime import datetime, time
from functools import reduce
from operator import or_
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.facts.new import NewFact
from menkou.lib.days import SHANGHAI
from menkou.lib.exact import show
from menkou.registry.models import Membership, Organization, Person
from menkou.registry.queries import organizations, people
from menkou.web.orders.forms import ArrivalForm, OrderForm, StoreCountForm
from menkou.web.orders.ticket_forms import TicketForm
from menkou.web.orders.views import order_within
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.work.actions.orders import add_order
from menkou.work.actions.record import Answer, submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Arrival, Order
from menkou.work.queries import hands, orders, products

BOTH = ("GET", "POST")
MOST = 30
FIRM = Organization.Kind
GIVING = (FIRM.ENTERPRISE, FIRM.COOPERATIVE, FIRM.SOLE_TRADER)


def posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


@screen("work.add_order", methods=BOTH)
def add(request: Request) -> HttpResponse:
    """A new order: whose, of what, how many, at which fee, by when."""
    look = request.POST.get("press") == "look"
    if not look and (same := _pressed_twice(request)):
        messages.success(request, _("这个订单已经记下了"))
        return redirect("orders:record", same)
    form = OrderForm(posted(request), number=orders.free_number(request.day), day=request.day)
    customers = organizations.within(request.scope, request.day).filter(kind__in=GIVING)
    form.offer(
        customer=customers.select_related("party").order_by("party__name", "pk"),
        operation=products.to_order(),
    )
    if form.is_valid() and not look and run(
        form, add_order, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("记下了订单。接下来，分给谁做"))
        return redirect("orders:record", form.result.pk)
    return render(request, "orders/add.html", {"form": form, "looked": look, **_takes(form)})


def _takes(form: OrderForm) -> dict[str, Any]:
    """What the customer is to supply for what is typed, once product and pieces can be read."""
    found = getattr(form, "cleaned_data", {})
    operation, pieces = found.get("operation"), found.get("pieces")
    if not operation or not pieces:
        return {}
    return {
        "needs": orders.needs(operation.product, pieces), "unit": operation.makes.unit,
        "pieces": pieces,
    }


def _pressed_twice(request: Request) -> int | None:
    """The order that this press seems to have made before: same number, customer and pieces, and
    nobody was given any of it yet."""
    sent = request.POST
    rows = orders.within(request.scope, request.day).filter(number=sent.get("number", "").strip())
    found = rows.first() if sent else None
    if found is None or str(found.customer_id) != sent.get("customer"):
        return None
    typed = sent.get("pieces", "").replace(",", "").strip()
    return found.pk if typed == str(found.pieces) and not found.allotments.exists() else None


@screen("work.record_arrival", methods=BOTH)
def arrival(request: Request, pk: int) -> HttpResponse:
    """Material came for an order: what the note says beside what was counted. One press is one
    fact, whose id was made with the page."""
    order = order_within(request, pk)
    if order.state != Order.State.OPEN:
        messages.warning(request, _("这个订单不在做了，不能再记来料"))
        return redirect("orders:record", order.pk)
    rows = orders.supplies(order)
    form = ArrivalForm(posted(request), order=order, rows=rows, uid=uuid4(), day=request.day)
    form.offer(workshop=orders.stores(order, request.scope, request.day))
    if form.is_valid():
        day = form.cleaned_data["day"]
        then = request.at if day == request.day else datetime.combine(day, time(12), SHANGHAI)
        new = NewFact(form.cleaned_data["uid"], "arrival", "asked", day, then, form.content())
        (answer,) = submit([new], by=request.user, at=request.at)
        if answer.result in ("accepted", "known"):
            _say_difference(request, form)
            return redirect("orders:record", order.pk)
        _refuse(form, answer)
    return render(request, "orders/arrival.html", {
        "order": order, "form": form,
        "came": [(one, _packages(one)) for one in orders.arrivals(order)],
    })


def _packages(row: Arrival) -> str:
    """ "3 包：50.2 + 49.8 + 50"; empty where only the whole was counted."""
    found = orders.packages(row)
    if not found:
        return ""
    return _("%(n)s 包：%(each)s") % {
        "n": words.number(len(found)),
        "each": " + ".join(show(one, row.commodity.factor) for one in found),
    }


@screen("work.count", methods=BOTH)
def count(request: Request, pk: int) -> HttpResponse:
    """What the store of a workshop has of an order's material, counted. One press, one fact."""
    order = order_within(request, pk)
    form = StoreCountForm(
        posted(request), order=order, rows=orders.supplies(order), uid=uuid4()
    )
    form.offer(workshop=orders.stores(order, request.scope, request.day))
    if form.is_valid():
        new = NewFact(form.cleaned_data["uid"], "count", "asked", request.day, request.at,
                      form.content())
        (answer,) = submit([new], by=request.user, at=request.at)
        if answer.result in ("accepted", "known"):
            messages.success(request, _("盘好了。少的记作损耗，多的记作差异"))
            return redirect("orders:record", order.pk)
        _refuse(form, answer)
    stores = orders.in_stores(order)
    return render(request, "orders/count.html", {
        "order": order, "form": form,
        "lines": [(row, field, stores.get(row.commodity.pk, [])) for row, field in form.lines()],
    })


def _refuse(form: ArrivalForm | StoreCountForm, answer: Answer) -> None:
    """Says why it was not booked. Another press from the same page, changed, is a new fact."""
    form.add_error(None, str(answer))
    if answer.result == "conflict":
        form.data = {name: form.data[name] for name in form.data} | {"uid": str(uuid4())}


def _say_difference(request: Request, form: ArrivalForm) -> None:
    lines = form.content_lines()
    short = [line for line in lines if line["quantity"] < line["noted"]]
    over = [line for line in lines if line["quantity"] > line["noted"]]
    if short:
        messages.warning(request, _("记下了。比送货单少，已写明，请和企业对一对"))
    elif over:
        messages.warning(request, _("记下了。比送货单多，已写明，请和企业对一对"))
    else:
        messages.success(request, _("记下了来料，和送货单一样"))


@screen("work.make_tickets", methods=BOTH)
def make(request: Request, pk: int) -> HttpResponse:
    """Makes one ticket: for whom (found by search), how many pieces, where, by when."""
    order = order_within(request, pk)
    if order.state != Order.State.OPEN:
        messages.warning(request, _("这个订单不在做了，不能再开工票"))
        return redirect("orders:record", order.pk)
    typed = request.GET.get("q", "").strip()
    part = orders.with_room(order, request.scope, request.day).first()
    if part is None:
        messages.warning(request, _("这个订单没有可分的件数了，或者还没有分到这里"))
        return redirect("orders:record", order.pk)
    form = TicketForm(posted(request), part=part)
    form.offer(workshop=orders.places(part, request.scope, request.day))
    found = engaged(request, {part.holder_id})
    form.pick_from(found, listed(request, found, typed))
    if form.is_valid() and run(
        form, make_tickets, **_asked(form), allotment=part, made_on=request.day,
        by=request.user, at=request.at,
    ):
        (ticket,) = form.result
        messages.success(request, _("开好了工票 %(number)d") % {"number": ticket.pk})
        return redirect("orders:record", order.pk)
    return render(request, "orders/make.html", {
        "order": order, "form": form, "typed": typed, "part": part,
        "room": part.pieces - part.given,
        "rate": products.standing_rate(part.holder, part.operation, request.day),
        "rate_url": reverse("orders:rate", args=[order.product_id]),
    })


def _asked(form: TicketForm) -> dict[str, Any]:
    found = form.cleaned_data
    new = NewTicket(form.shares(), found["pieces"], found["at_home"], found["due_on"])
    return {"news": [new], "workshop": found["workshop"]}


def engaged(request: Request, payers: Collection[int]) -> QuerySet[Person]:
    """Those in reach who work for one of the payers today."""
    terms = people.working(request.day).filter(payer__in=payers)
    rows = people.within(request.scope, request.day).filter(pk__in=terms.values("person"))
    return rows.select_related("party")


def listed(request: Request, rows: QuerySet[Person], typed: str) -> list[Person]:
    """Whom a form lists: whom the search finds, a name or two, and their families; all of them
    where something was sent, so that nothing picked is lost."""
    if request.method == "POST":
        return list(hands.with_door(rows, request.day).order_by("party__name", "pk"))
    if not typed:
        return list(hands.with_door(rows, request.day).order_by("party__name", "pk")[:MOST])
    every = (people.search(rows, name, request.day).values("pk") for name in typed.split())
    hits = rows.filter(reduce(or_, (Q(pk__in=one) for one in every)))
    shown = list(hits.order_by("party__name", "pk").values_list("pk", flat=True)[:MOST])
    homes = Membership.objects.on(request.day).filter(household__isnull=False)
    own = homes.filter(person__in=shown).values("household")
    family = Q(pk__in=homes.filter(household__in=own).values("person"))
    found = rows.filter(Q(pk__in=shown) | family)
    return list(hands.with_door(found, request.day).order_by("party__name", "pk"))
