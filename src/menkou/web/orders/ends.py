"""How an order ends: every residue and what may be done about it, cancelling, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menkou.access import queries as rights
from menkou.facts.new import NewFact
from menkou.web.orders.end_forms import CancelForm, CloseForm, DisposeForm
from menkou.web.orders.views import order_within
from menkou.web.parts import reasons, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, allowed
from menkou.work.actions.ending import cancel_order, close_order
from menkou.work.actions.record import submit
from menkou.work.models import Order
from menkou.work.queries import custody, endings, giving
from menkou.work.queries.endings import Rest

BOTH = ("GET", "POST")


@screen("work.see_orders")
def page(request: Request, pk: int) -> HttpResponse:
    """What stands between an order and its end, each with the way to be rid of it."""
    order = order_within(request, pk)
    found, key = endings.standing(order), (order.pk,)
    acts: tuple[Act, ...] = ()
    if order.state == Order.State.OPEN and giving.acts_for_customer(
        order, request.scope, request.day
    ):
        acts += (Act(_("撤订单"), "orders:cancel-order", key, "close", "work.cancel_order"),)
    if order.state in (Order.State.OPEN, Order.State.ENDING):
        acts += (Act(_("结订单"), "orders:close", key, "check", "work.close_order",
                     main=found.clear),)
    return render(request, "orders/end.html", {
        "order": order, "now": found, "acts": allowed(acts, request),
        "rests": [(one, _ways(request, order, one)) for one in found.rests],
        "reason": _reason(order, found.end), "unmade_reason": found.end and reasons.said(
            reasons.CUT, found.end.unmade_reason
        ),
    })


def _reason(order: Order, end: Any) -> str:
    if end is None:
        return ""
    cancelled = order.state in (Order.State.ENDING, Order.State.CANCELLED)
    return reasons.said(reasons.CANCEL if cancelled else reasons.CLOSE, end.reason)


def _ways(request: Request, order: Order, one: Rest) -> list[dict[str, str]]:
    """What this person may do about a residue: (words, address)."""
    order_url = reverse("orders:recalls", args=[order.pk])
    lot = f"?lot={one.place}-{one.commodity.pk}"
    wanted = {
        "good": [(_("送货"), "work.deliver", address("orders:deliver", order.pk) + lot)],
        "delivered": [(_("客户验收"), "work.accept", address("orders:accept", order.pk) + lot)],
        "uninspected": [(_("去柜台验货"), "work.inspect", address("counter"))],
        "at_rework": [(_("去柜台收返工"), "work.rework", address("counter"))],
        "to_rework": [(_("派人返工"), "work.make_tickets", address("orders:rework", order.pk))],
        "surplus": [(_("去柜台处理"), "work.send_surplus", address("counter"))],
        "hands": [
            (_("一家一家收回"), "work.see_tickets",
             order_url if order.state == Order.State.ENDING else ""),
            (_("去柜台收货、退料"), "work.receive", address("counter")),
        ],
    }.get(one.state, [])
    if one.disposable:
        wanted.append((_("定去处"), "work.dispose",
                       f"{address('orders:dispose', order.pk)}?what={one.key}"))
    return [
        {"words": said, "url": url} for said, verb, url in wanted
        if url and rights.may(request.user, verb, request.day)
    ]


@screen("work.dispose", methods=BOTH)
def dispose(request: Request, pk: int) -> HttpResponse:
    """Where one residue goes, and why. One press is one fact."""
    order = order_within(request, pk)
    back = reverse("orders:end", args=[order.pk])
    rest = _rest(request, order)
    if rest is None:
        messages.warning(request, _("这一样已经定了去处，或者不归您管"))
        return redirect(back)
    form = DisposeForm(request.POST if request.method == "POST" else None, order=order, rest=rest)
    if form.is_valid():
        new = NewFact(form.cleaned_data["uid"], "disposal", "asked", request.day, request.at,
                      form.content())
        (answer,) = submit([new], by=request.user, at=request.at)
        if answer.result in ("accepted", "known"):
            messages.success(request, _("定了去处：%(to)s") % {
                "to": reasons.TO[form.cleaned_data["to"]]
            })
            return redirect(back)
        form.add_error(None, str(answer))
    return render(request, "orders/dispose.html", {
        "order": order, "form": form, "rest": rest, "back": back,
    })


def _rest(request: Request, order: Order) -> Rest | None:
    """The residue that the address names, else the first one; within what the person keeps."""
    known = set(custody.places(request.scope, request.day).values_list("pk", flat=True))
    mine = [
        one for one in endings.rests(order) if one.disposable and one.place in known
    ]
    asked = request.GET.get("what", "")
    return next((one for one in mine if one.key == asked), mine[0] if mine and not asked else None)


@screen("work.cancel_order", methods=BOTH)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancels an order: says first what that stops and whom it calls back."""
    order = order_within(request, pk)
    back = reverse("orders:end", args=[order.pk])
    if order.state != Order.State.OPEN:
        messages.warning(request, _("这个订单不在做了"))
        return redirect(back)
    if not giving.acts_for_customer(order, request.scope, request.day):
        messages.warning(request, _("撤订单由下单的企业办，或者请社区代办"))
        return redirect(back)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and run(
        form, cancel_order, order=order, **form.cleaned_data, by=request.user, at=request.at
    ):
        n = words.Shown(len(form.result))
        messages.success(request, ngettext(
            "撤了。有 %(n)s 张工票要收回", "撤了。有 %(n)s 张工票要收回", n
        ) % {"n": n})
        return redirect(back)
    return render(request, "orders/cancel_order.html", {
        "order": order, "form": form, "back": back, "now": endings.standing(order),
    })


@screen("work.close_order", methods=BOTH)
def close(request: Request, pk: int) -> HttpResponse:
    """Closes an order whose every residue was sent somewhere."""
    order = order_within(request, pk)
    back = reverse("orders:end", args=[order.pk])
    if order.state not in (Order.State.OPEN, Order.State.ENDING):
        messages.warning(request, _("这个订单已经结了"))
        return redirect("orders:record", order.pk)
    now = endings.standing(order)
    cancelled = order.state == Order.State.ENDING
    form = CloseForm(
        request.POST if request.method == "POST" else None, cancelled=cancelled,
        unmade=now.unmade,
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given.setdefault("reason", now.end.reason if now.end else "")
        if run(form, close_order, order=order, **given, by=request.user, at=request.at):
            messages.success(request, _("结了。这个订单不再占着料和件"))
            return redirect("orders:record", order.pk)
    return render(request, "orders/close.html", {
        "order": order, "form": form, "back": back, "now": now,
    })
