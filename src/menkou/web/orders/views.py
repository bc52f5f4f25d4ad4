"""Orders: the list, the record, its tickets as labels, and making tickets."""

from typing import Any

import segno
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.access import queries as rights
from menkou.lib.names import search_text
from menkou.registry.models import Engagement, Person
from menkou.registry.queries import people
from menkou.web.orders.forms import TicketForm
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.forms import run
from menkou.web.parts.lists import Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, Number, Table, Text, Title
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Order, Ticket
from menkou.work.queries import orders, tickets

BOTH = ("GET", "POST")
MOST = 30
STATES = {"open": "wait", "closed": "good", "cancelled": "calm"}


class OrderFilters(Filters):
    state = OneOf(label=gettext_lazy("现在"), choices=choices(Order.State))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By number, by the words of product and customer, or by their initials."""
        found = Q(number__icontains=value) | Q(product__name__icontains=value)
        found |= Q(customer__party__name__icontains=value)
        if value.isascii() and value.isalpha():
            named = rows.values_list("pk", "product__name", "customer__party__name").order_by()
            found |= Q(pk__in=[
                pk for pk, *names in named
                if any(word.startswith(value.lower())
                       for name in names for word in search_text(name).split())
            ])
        return rows.filter(found)


class OrderTable(Table):
    number = Title(gettext_lazy("订单"), linkify=("orders:record", [A("pk")]))
    product = Text(gettext_lazy("产品"), accessor="product__name")
    customer = Text(gettext_lazy("企业"), accessor="customer__party__name")
    pieces = Number(gettext_lazy("件数"))
    back = Number(gettext_lazy("交回"))
    good = Number(gettext_lazy("合格"))
    due_on = Day(gettext_lazy("交期"))
    state = Badge(gettext_lazy("现在"), kinds=STATES, named=dict(Order.State.choices))

    class Meta(Table.Meta):
        order_by = "-due_on"


class OrderList(ListScreen):
    verb = "work.see_orders"
    title = gettext_lazy("订单")
    counted = ngettext_lazy("%(n)s 个订单", "%(n)s 个订单", "n")
    hint = gettext_lazy("订单号、产品、企业，或者拼音首字母，都可以。")
    table, filters = OrderTable, OrderFilters
    quick = ("state",)
    empty = (gettext_lazy("还没有订单"), gettext_lazy("企业的来料加工订单记在这里。"))

    def rows(self) -> QuerySet[Order]:
        return orders.with_progress(orders.within(self.request.scope, self.request.day))


def _order(request: Request, pk: int) -> Order:
    return get_object_or_404(
        orders.with_progress(orders.within(request.scope, request.day)), pk=pk
    )


@screen("work.see_orders")
def record(request: Request, pk: int) -> HttpResponse:
    """How far an order is: tiles, its tickets within the person's reach, its material."""
    order = _order(request, pk)
    reach = rights.scope(request.user, "work.see_tickets", request.day)
    rows = tickets.with_names(tickets.within(reach, request.day))
    rows = rows.filter(allotment__order=order).order_by("state", "due_on", "number")
    return render(request, "orders/record.html", {
        "order": order, "earned": orders.earned(order), "tickets": rows,
        "materials": orders.reconciliation(order), "kind": STATES[order.state],
    })


@screen("work.see_tickets")
def labels(request: Request, pk: int) -> HttpResponse:
    """A sheet of labels of the order's open tickets, each with its number as a QR code."""
    order = _order(request, pk)
    rows = tickets.with_names(tickets.within(request.scope, request.day)).filter(
        allotment__order=order, state=Ticket.State.OPEN
    ).order_by("number")
    return render(request, "orders/labels.html", {
        "order": order, "labels": [(ticket, _code(ticket.pk)) for ticket in rows],
    })


def _code(number: int) -> str:
    drawn = segno.make(str(number), micro=False, error="m")
    svg = drawn.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # our own drawing, made of digits


@screen("work.make_tickets", methods=BOTH)
def make(request: Request, pk: int) -> HttpResponse:
    """Makes one ticket: for whom (found by search), how many pieces, where, by when."""
    order = _order(request, pk)
    typed = request.GET.get("q", "").strip()
    part = orders.with_room(order, request.scope, request.day).first()
    if part is None:
        messages.warning(request, _("这个订单没有可分的件数了，或者还没有分到这里"))
        return redirect("orders:record", order.pk)
    form = TicketForm(request.POST if request.method == "POST" else None, part=part)
    form.offer(
        workshop=orders.places(part, request.scope, request.day),
        person=_hands(request, part.holder_id, typed),
    )
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
    })


def _asked(form: TicketForm) -> dict[str, Any]:
    found = form.cleaned_data
    new = NewTicket([(found["person"], 1)], found["pieces"], found["at_home"], found["due_on"])
    return {"news": [new], "workshop": found["workshop"]}


def _hands(request: Request, payer: int, typed: str) -> QuerySet[Person]:
    """Those in reach who work for the payer today; when drawn, only whom the search finds."""
    engaged = Engagement.objects.on(request.day).exclude(form="").filter(payer=payer)
    rows = people.within(request.scope, request.day).filter(pk__in=engaged.values("person"))
    if request.method == "POST":
        return rows.select_related("party")
    if typed:
        rows = rows.filter(Q(search__contains=typed.lower()) | Q(party__name__contains=typed))
    shown = list(rows.order_by("party__name", "pk").values_list("pk", flat=True)[:MOST])
    return Person.objects.filter(pk__in=shown).select_related("party").order_by("party__name")
