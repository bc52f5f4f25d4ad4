"""Passing pieces of an order on to the next hand, and back up the chain."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.lib.exact import show
from menkou.registry.models import Organization
from menkou.registry.queries import organizations
from menkou.web.orders.giving_forms import CutForm, GiveForm
from menkou.web.orders.views import order_within
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.work.actions.orders import cut as give_back
from menkou.work.actions.orders import pass_on
from menkou.work.models import Allotment, Order
from menkou.work.queries import fees, giving, orders

BOTH = ("GET", "POST")


@screen("work.allot", methods=BOTH)
def from_order(request: Request, pk: int) -> HttpResponse:
    """Passes pieces on from the customer: one operation or all in one press."""
    order = order_within(request, pk)
    givings = giving.from_customer(order)
    if order.state != Order.State.OPEN or not any(one.left > 0 for one in givings):
        messages.warning(request, _("这个订单已经分完了"))
        return redirect("orders:record", order.pk)
    if not giving.acts_for_customer(order, request.scope, request.day):
        messages.warning(request, _("这个订单由企业自己分，或者请区里办"))
        return redirect("orders:record", order.pk)
    return _give(request, order, order.customer, givings, order.due_on)


@screen("work.allot", methods=BOTH)
def from_part(request: Request, pk: int) -> HttpResponse:
    """Passes on what an allotment holds, with the other operations that came along with it."""
    part = get_object_or_404(giving.allotments(request.scope, request.day), pk=pk)
    givings = giving.beside(part)
    if part.order.state != Order.State.OPEN or not any(one.left > 0 for one in givings):
        messages.warning(request, _("这一份已经分完了，或者订单不在做了"))
        return redirect("orders:record", part.order_id)
    return _give(request, part.order, part.holder, givings, part.due_on)


def _give(
    request: Request, order: Order, giver: Organization, givings: Sequence[giving.Giving],
    latest: date,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    operators = list(orders.operators(request.scope, request.day)[:2])
    one = operators[0].pk if len(operators) == 1 else None
    form = GiveForm(posted, givings=givings, latest=latest, holder=one)
    others = organizations.to_pick()
    form.offer(holder=others if givings[0].parent is None else others.exclude(pk=giver.pk))
    look = request.POST.get("press") == "look"
    if form.is_valid() and not look and run(
        form, pass_on, parts=form.parts(), order=order, holder=form.cleaned_data["holder"],
        due_on=form.cleaned_data["due_on"], by=request.user, at=request.at,
    ):
        messages.success(request, _("分好了。接下来，%(name)s往下分，或者记来料、开工票") % {
            "name": form.cleaned_data["holder"].party.name
        })
        return redirect("orders:record", order.pk)
    return render(request, "orders/give.html", {
        "order": order, "giver": giver, "form": form, "top": givings[0].parent is None,
        "several": len(form.givings) > 1, "keeps": _kept(form), "looked": look and posted,
    })


def _kept(form: GiveForm) -> list[dict[str, Any]]:
    """The sentences of what the giver keeps of each operation."""
    return [
        {
            "operation": _(line.operation.name), "fee": fee, "kept": kept,
            "sum": show(kept * pieces, 10_000, 2), "pieces": pieces, "gets": line.fee,
        }
        for line, pieces, fee, kept in form.keeps()
    ]


@screen("work.cut", methods=BOTH)
def back_up(request: Request, pk: int) -> HttpResponse:
    """Gives pieces of an allotment that were not given on back to who gave them, with a reason."""
    part: Allotment = get_object_or_404(giving.allotments(request.scope, request.day), pk=pk)
    back = reverse("orders:record", args=[part.order_id])
    if part.given >= part.pieces:
        messages.warning(request, _("这一份都分下去了，没有可退的。先请下面的退回来"))
        return redirect(back)
    form = CutForm(request.POST if request.method == "POST" else None, allotment=part)
    if form.is_valid() and run(
        form, give_back, allotment=part, **form.cleaned_data, by=request.user, at=request.at
    ):
        messages.success(request, _("退回了 %(n)s 件") % {"n": form.cleaned_data["pieces"]})
        return redirect(back)
    return render(request, "orders/cut.html", {"part": part, "form": form, "back": back})


@screen("work.see_orders")
def parts(request: Request, pk: int) -> HttpResponse:
    """The chain of an order as a list: who gave what to whom, at which fee (to whom it concerns:
    `fees.whose`), what is left of it."""
    order = order_within(request, pk)
    mine = set(
        giving.allotments(request.scope, request.day).filter(order=order)
        .values_list("pk", flat=True)
    )
    rows, sees = list(giving.passed(order)), fees.whose(request.scope, request.day)
    return render(request, "orders/parts.html", {
        "order": order, "mine": mine, "open": order.state == Order.State.OPEN,
        "rows": _in_order(rows), "top": giving.from_customer(order),
        "priced": sees is None or order.customer_id in sees,
        "fees": {one.pk for one in rows
                 if sees is None or not sees.isdisjoint((one.giver_id, one.holder_id))},
        "may_give": order.state == Order.State.OPEN
        and giving.acts_for_customer(order, request.scope, request.day),
    })


def _in_order(rows: Sequence[Allotment]) -> list[tuple[Allotment, int]]:
    """Each part below the one that it came from, with its depth."""
    below: dict[int | None, list[Allotment]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[tuple[Allotment, int]] = []
    heap = [(row, 0) for row in reversed(below.get(None, []))]
    while heap:
        row, depth = heap.pop()
        found.append((row, depth))
        heap += [(one, depth + 1) for one in reversed(below.get(row.pk, []))]
    return found
