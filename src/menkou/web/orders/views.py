"""Orders: the list, the record, its tickets as labels."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.access import queries as rights
from menkou.lib.names import search_text
from menkou.web.orders import flow, page
from menkou.web.parts import qr
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Day, Number, Table, Text, Title
from menkou.work.models import Order, Ticket, TicketShare
from menkou.work.queries import custody, fees, order_life, orders, rework, tickets

SHOWN = 8  # tickets on an order's page; the list has them all
STATES = {"open": "wait", "ending": "clay", "closed": "good", "cancelled": "calm"}
BESIDE = {"back": gettext_lazy("都交回了"), "late": gettext_lazy("迟了")}


def tabs(request: Request, here: str) -> list[dict[str, Any]]:
    """Orders, tickets, who asks for work, products: those that the person may open."""
    wanted = (
        ("list", _("订单"), "work.see_orders"), ("tickets", _("工票"), "work.see_tickets"),
        ("requests", _("谁要活"), "work.see_requests"), ("products", _("产品"), "work.see_orders"),
    )
    return [
        {"words": name, "url": reverse(f"orders:{to}"), "current": to == here}
        for to, name, verb in wanted
        if rights.may(request.user, verb, request.day)
    ]


def by_initials(rows: QuerySet[Any], typed: str, *columns: str) -> Q:
    """Rows with a name in some columns of which a word, in pinyin or initials, begins with the
    letters that were typed; none where these are no letters."""
    if not (typed.isascii() and typed.isalpha()):
        return Q(pk__in=[])
    return Q(pk__in=[
        pk for pk, *names in rows.values_list("pk", *columns).order_by()
        if any(word.startswith(typed.lower())
               for name in names for word in search_text(name).split())
    ])


class OrderFilters(Filters):
    state = OneOf(label=gettext_lazy("现在"), choices=choices(Order.State))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By number, by the words of product and customer, or by their initials."""
        found = Q(number__icontains=value) | Q(product__name__icontains=value)
        found |= Q(customer__party__name__icontains=value)
        return rows.filter(
            found | by_initials(rows, value, "product__name", "customer__party__name")
        )


class OrderTable(Table):
    number = Title(gettext_lazy("订单"), linkify=("orders:record", [A("pk")]))
    product = Text(gettext_lazy("产品"), accessor="product__name")
    customer = Text(gettext_lazy("企业"), accessor="customer__party__name")
    pieces = Number(gettext_lazy("件数"))
    back = Number(gettext_lazy("交回"))
    good = Number(gettext_lazy("合格"))
    due_on = Day(gettext_lazy("交期"))
    stands = Badge(gettext_lazy("现在"), kinds=STATES | {"back": "good", "late": "clay"},
                   named={**dict(Order.State.choices), **BESIDE}, classes="corner")

    class Meta(Table.Meta):
        order_by = "-due_on"
        row_attrs = {"class": lambda record: "alert" if record.stands == "late" else ""}


class OrderList(ListScreen):
    verb = "work.see_orders"
    title = gettext_lazy("订单")
    counted = ngettext_lazy("%(n)s 个订单", "%(n)s 个订单", "n")
    hint = gettext_lazy("订单号、产品、企业，或者拼音首字母，都可以。")
    table, filters = OrderTable, OrderFilters
    quick = ("state",)
    acts = (
        Act(gettext_lazy("新订单"), "orders:add", icon="plus", verb="work.add_order", main=True),
    )
    empty = (gettext_lazy("还没有订单"), gettext_lazy("企业的来料加工订单记在这里。"))
    template = "orders/list.html"

    def rows(self) -> QuerySet[Order]:
        day = self.request.day
        return orders.standing(orders.with_progress(orders.within(self.request.scope, day)), day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "list")}


def _within(request: Request) -> QuerySet[Order]:
    rows = orders.within(request.scope, request.day)
    return rows.select_related("customer__party", "product")


def order_within(request: Request, pk: int) -> Order:
    return get_object_or_404(_within(request), pk=pk)


@screen("work.see_orders")
def record(request: Request, pk: int) -> HttpResponse:
    """An order: steps, its way to the households, material, life, tickets, what comes next."""
    order = get_object_or_404(
        custody.with_lying(rework.with_waiting(page.with_awaited(_within(request)))), pk=pk
    )
    all_parts = order_life.parts(order, request.day)
    operations = dict(sorted({part.step: part.step_name for part in all_parts}.items()))
    asked = [step for step in operations if str(step) == request.GET.get("op")]
    step = (asked or [*operations] or [0])[-1]
    parts = [part for part in all_parts if part.step == step]
    every = page.sums(parts)
    reach = rights.scope(request.user, "work.see_tickets", request.day)
    mine = tickets.within(reach, request.day).filter(allotment__order=order)
    of_it = mine.filter(allotment__operation__number=step)
    homes = [] if reach.empty else order_life.homes(order, of_it, request.day)
    events = order_life.life(order)
    materials, earned = orders.books(order)
    steps, now = page.steps(order, every, order.awaited)
    acts = page.next_acts(request, order, every, page.sums(all_parts).out)
    sees = fees.whose_of(request.scope, [(part.workshop, part.holder) for part in all_parts])
    paid_here = sees is None or sees >= {part.holder for part in all_parts if part.pieces}
    unit = parts[0].unit if parts else orders.operation_of(order).makes.unit
    return render(request, "orders/record.html", {
        "order": order, "sums": every, "earned": earned if paid_here else None,
        "priced": sees is None or order.customer_id in sees, "kind": STATES[order.state],
        "flow": flow.draw(order, parts, homes, unit, earned, sees), "unit": unit,
        "operations": operations if len(operations) > 1 else {}, "step": step,
        "bars": page.bars(materials), "life": page.life(order, events, _(unit)),
        "steps": steps, "now": now, "next": acts, "links": page.links(request, order),
        "may_see": not reach.empty,
        "main": next((act for act in acts if act.url), None),
        "tickets": [] if reach.empty else list(
            tickets.with_names(of_it).order_by("state", "due_on", "number")[:SHOWN]
        ),
        "days": (order.due_on - request.day).days, "late_days": (request.day - order.due_on).days,
        "done_by": order_life.done_by(events, every.out, request.day)
        if order.state == Order.State.OPEN else None,
    })


@screen("work.see_tickets")
def labels(request: Request, pk: int) -> HttpResponse:
    """A sheet of labels of the order's open tickets, each with its number as a QR code."""
    order = order_within(request, pk)
    helped = TicketShare.objects.filter(ticket=OuterRef("ticket"), number=2)
    shares = TicketShare.objects.filter(Exists(helped)).select_related("person__party")
    rows = tickets.with_names(tickets.within(request.scope, request.day)).filter(
        allotment__order=order, state=Ticket.State.OPEN
    ).order_by("number").prefetch_related(Prefetch("shares", shares.order_by("number"), "several"))
    first, last = (tickets.number_of(request.GET.get(name, "")) for name in ("first", "last"))
    if (one := tickets.number_of(request.GET.get("ticket", ""))) is not None:
        rows = rows.filter(pk=one)
    elif first is not None and last is not None:
        rows = rows.filter(pk__gte=first, pk__lte=last)
    return render(request, "orders/labels.html", {
        "order": order, "labels": [(ticket, qr.draw(str(ticket.pk))) for ticket in rows],
        "back": reverse("orders:requests") if request.GET.get("back") == "requests"
        else reverse("orders:record", args=[order.pk]),
    })
