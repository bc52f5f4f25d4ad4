"""Tickets: the list, a ticket's own page, making one larger, taking one back."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.access import queries as rights
from menkou.registry.queries import people
from menkou.web.orders.lines import ticket_lines
from menkou.web.orders.ticket_forms import EnlargeForm, ShrinkForm
from menkou.web.orders.views import tabs
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import Act, DayFilter, Filters, ListScreen, OneOf, allowed
from menkou.web.parts.tables import A, Badge, Day, Number, Rate, Table, Text, Title, Words
from menkou.web.parts.timeline import months
from menkou.work.actions.tickets import cancel_ticket, enlarge_ticket, shrink_ticket
from menkou.work.models import Ticket
from menkou.work.queries import counter, ticket_life, tickets

STATES = {"open": "wait", "done": "good", "cancelled": "calm"}
BESIDE = {"back": gettext_lazy("要再看的"), "late": gettext_lazy("迟了")}


class TicketFilters(Filters):
    state = OneOf(label=gettext_lazy("现在"), choices=choices(Ticket.State))
    late = OneOf(label=gettext_lazy("交期"), choices=[("1", gettext_lazy("迟了的"))],
                 method="only_late")
    due_on = DayFilter(label=gettext_lazy("交期是"))
    order = django_filters.CharFilter(
        label=gettext_lazy("订单号"), field_name="allotment__order__number"
    )

    def only_late(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        day = self.request.day
        return rows.filter(state=Ticket.State.OPEN, due_on__lt=day, back__lt=F("pieces"))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By number, by the holder's name or pinyin, by the order's number."""
        if (number := tickets.number_of(value)) is not None:
            return rows.filter(pk=number)
        return rows.filter(
            people.named(value, "holder__") | Q(allotment__order__number__icontains=value)
        )


class LateDays(Number):
    """How many days a ticket is overdue on the day of the page; nothing for one that isn't."""

    def __init__(self, verbose_name: Words) -> None:
        super().__init__(verbose_name, accessor="due_on", order_by="due_on",
                         initial_sort_descending=False)

    def render(self, value: Any, record: Any = None, table: Any = None) -> str:
        late = record.stands == "late"
        return words.number((table.request.day - value).days) if late else words.NO_VALUE

    def value(self, value: Any, record: Any = None, table: Any = None) -> str:
        return self.render(value, record, table)


class TicketTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="holder__party__name",
                 linkify=("orders:ticket", [A("pk")]))
    number = Text(gettext_lazy("工票号"))
    product = Text(gettext_lazy("产品"), accessor="allotment__operation__product__name")
    order = Text(gettext_lazy("订单"), accessor="allotment__order__number")
    workshop = Text(gettext_lazy("车间"), accessor="workshop__party__name")
    pieces = Number(gettext_lazy("件数"))
    back = Number(gettext_lazy("交回"))
    left = Number(gettext_lazy("还剩"))
    rate = Rate(gettext_lazy("工价"))
    due_on = Day(gettext_lazy("交期"))
    late_days = LateDays(gettext_lazy("迟了（天）"))
    stands = Badge(gettext_lazy("现在"), kinds=STATES | {"back": "wait", "late": "clay"},
                   named={**dict(Ticket.State.choices), **BESIDE}, classes="corner")

    class Meta(Table.Meta):
        order_by = "-due_on"
        row_attrs = {"class": lambda record: "alert" if record.stands == "late" else ""}


class TicketList(ListScreen):
    verb = "work.see_tickets"
    title = gettext_lazy("工票")
    counted = ngettext_lazy("%(n)s 张工票", "%(n)s 张工票", "n")
    hint = gettext_lazy("工票号、姓名、拼音首字母、订单号，都可以。")
    table, filters = TicketTable, TicketFilters
    quick = ("state", "late")
    empty = (gettext_lazy("还没有工票"), gettext_lazy("打开一个订单，从那里开工票。"))
    late = True
    template = "orders/list.html"

    def rows(self) -> QuerySet[Ticket]:
        day = self.request.day
        rows = tickets.with_names(tickets.within(self.request.scope, day))
        return tickets.standing(rows, day)

    def order(self) -> list[str]:
        """The overdue ones, unless asked otherwise, the longest overdue first."""
        return super().order() or (["late_days"] if self.request.GET.get("late") else [])

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "tickets")}


def ticket_within(request: Request, number: int) -> Ticket:
    rows = tickets.paying(
        tickets.with_names(tickets.within(request.scope, request.day)), request.day
    )
    return get_object_or_404(rows.select_related(None).select_related(
        "holder__party", "workshop__party", "payer__party", "allotment__order",
        "allotment__operation__product", "allotment__operation__makes",
    ), pk=number)


@screen("work.see_tickets")
def record(request: Request, number: int) -> HttpResponse:
    """A ticket's life: pieces by state, the material out, what was earned, every fact."""
    ticket = ticket_within(request, number)
    materials = counter.materials(ticket)
    facts = ticket_life.facts(ticket, {one.commodity.pk: one.commodity for one in materials})
    traced = rights.may(request.user, "work.see_statement", request.day)
    lines = ticket_lines(ticket, facts, request.day, traced=traced)
    return render(request, "orders/ticket.html", {
        "ticket": ticket, "materials": materials, "shares": ticket_life.shares(ticket),
        "earned": sum({one.fact.pk: one.earned for one in facts}.values()),
        "life": months(lines), "facts": len(facts), "kind": STATES[ticket.state],
        "acts": allowed(_acts(ticket, facts), request),
        "counter": rights.may(request.user, "work.use_counter", request.day),
        "late": ticket.state == Ticket.State.OPEN and ticket.back < ticket.pieces
        and ticket.due_on < request.day,
        "days": (ticket.due_on - request.day).days,
    })


def _acts(ticket: Ticket, facts: list[ticket_life.Happened]) -> tuple[Act, ...]:
    if ticket.state == Ticket.State.CANCELLED:
        return ()
    number, acts = (ticket.pk,), []
    untouched = not any(one.fact.kind in ("receipt", "issue") and one.state == "booked"
                        for one in facts)
    if ticket.allotment.given < ticket.allotment.pieces:
        acts.append(Act(_("加大"), "orders:enlarge", number, "plus", "work.enlarge_ticket"))
    if max(ticket.back, 1) < ticket.pieces:
        acts.append(Act(_("减小"), "orders:shrink", number, "cut", "work.shrink_ticket"))
    if untouched and ticket.state == Ticket.State.OPEN:
        acts.append(Act(_("收回工票"), "orders:cancel", number, "undo", "work.cancel_ticket"))
    if ticket.surplus:
        acts.append(Act(_("处理多出件"), "counter:surplus", number, "warn", "work.send_surplus"))
    if ticket.uninspected:
        acts.append(Act(_("验货"), "counter:inspection", number, "eye", "work.inspect"))
    if ticket.state == Ticket.State.OPEN:
        acts.append(Act(_("发料"), "counter:issue", number, "box", "work.issue"))
        acts.append(Act(_("收货"), "counter:receipt", number, "scan", "work.receive", main=True))
    return tuple(acts)


@screen("work.enlarge_ticket", methods=("GET", "POST"))
def enlarge(request: Request, number: int) -> HttpResponse:
    """More pieces on a ticket: what lay as surplus finds room and is paid."""
    ticket = ticket_within(request, number)
    if ticket.state == Ticket.State.CANCELLED:
        messages.warning(request, _("这张工票收回了，不能再加大"))
        return redirect("orders:ticket", ticket.pk)
    most = ticket.pieces + ticket.allotment.pieces - ticket.allotment.given
    form = EnlargeForm(request.POST if request.method == "POST" else None, ticket=ticket, most=most)
    if form.is_valid() and run(
        form, enlarge_ticket, ticket=ticket, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("加大了，一共 %(n)s 件") % {"n": form.cleaned_data["pieces"]})
        return redirect("orders:ticket", ticket.pk)
    return render(request, "orders/enlarge.html", {
        "ticket": ticket, "form": form, "most": most, "room": most - ticket.pieces,
    })


@screen("work.shrink_ticket", methods=("GET", "POST"))
def shrink(request: Request, number: int) -> HttpResponse:
    """Fewer pieces on a ticket: what she did not make can be given to others."""
    ticket = ticket_within(request, number)
    if ticket.state == Ticket.State.CANCELLED or max(ticket.back, 1) >= ticket.pieces:
        messages.warning(request, _("这张工票没有可以减的了"))
        return redirect("orders:ticket", ticket.pk)
    form = ShrinkForm(request.POST if request.method == "POST" else None, ticket=ticket)
    if form.is_valid() and run(
        form, shrink_ticket, ticket=ticket, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("减小了，一共 %(n)s 件") % {"n": form.cleaned_data["pieces"]})
        return redirect("orders:ticket", ticket.pk)
    return render(request, "orders/shrink.html", {"ticket": ticket, "form": form})


@screen("work.cancel_ticket", methods=("GET", "POST"))
def cancel(request: Request, number: int) -> HttpResponse:
    """Takes a ticket back on which nothing was done; its pieces go back to the order."""
    ticket = ticket_within(request, number)
    untouched = ticket_life.untouched(ticket)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and run(
        form, cancel_ticket, ticket=ticket, by=request.user, at=request.at
    ):
        messages.success(request, _("收回了，%(n)s 件可以再派给别人") % {"n": ticket.pieces})
        return redirect("orders:record", ticket.allotment.order_id)
    return render(request, "orders/cancel.html", {
        "ticket": ticket, "form": form, "untouched": untouched,
    })
