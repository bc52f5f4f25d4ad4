"""Pieces between the levels: where they lie, handing over, delivery, acceptance, return, undo."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.facts.new import NewFact
from menkou.lib import exact
from menkou.lib.days import SHANGHAI
from menkou.registry.models import Party
from menkou.web.orders.pieces_forms import (
    AcceptForm,
    DeliveryForm,
    HandForm,
    Lot,
    MendForm,
    PassageForm,
    ReturnForm,
)
from menkou.web.orders.views import order_within
from menkou.web.parts import reasons, words
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.lists import Act, allowed
from menkou.work.actions.record import Answer, submit
from menkou.work.models import Operation, Order
from menkou.work.queries import custody, giving, passages, residues, rework, whose
from menkou.work.queries.passages import Passed
from menkou.work.verbs import VERB_OF_KIND

BOTH = ("GET", "POST")


@screen("work.see_orders")
def here(request: Request, pk: int) -> HttpResponse:
    """Where an order's pieces lie now, and what moved lately."""
    order = order_within(request, pk)
    key, kept = (order.pk,), custody.custody(order)
    waits = any(one.state == "to_rework" for one in kept)
    acts = (
        *([Act(_("交给车间返工"), "orders:mend", key, "sync", "work.hand_over")] if waits else []),
        Act(_("移交"), "orders:hand", key, "send", "work.hand_over"),
        Act(_("客户退货"), "orders:take-back", key, "undo", "work.take_back"),
        Act(_("客户验收"), "orders:accept", key, "check", "work.accept"),
        Act(_("送货"), "orders:deliver", key, "box", "work.deliver", main=True),
    )
    return render(request, "orders/pieces.html", {
        "order": order, "kept": kept, "acts": allowed(acts, request),
        "passed": lines(request, passages.recent(order, request.at)), "uid": uuid4,
    })


def lines(request: Request, passed: Sequence[Passed]) -> list[dict[str, Any]]:
    """What moved, in words; whether this person may still undo it, and where its sheet is."""
    return [
        {
            "one": one, "said": said(one), "more": more(one),
            "sheet": {"delivery": "orders:note", "acceptance": "orders:sheet"}.get(one.kind, ""),
            "undo": one.left > 0 and rights.may(request.user, "work.undo", request.day)
            and rights.may(request.user, VERB_OF_KIND[one.kind], request.day),
        }
        for one in passed
    ]


def said(one: Passed) -> str:
    """ "送货 120 个"."""
    content, unit = one.content, _(one.commodity.unit)

    def pieces(name: str) -> str:
        return f"{words.number(content.get(name, 0))} {unit}"

    if one.kind == "handing" and content.get("state") == "to_rework":
        return _("交给%(taker)s返工 %(n)s") % {"taker": one.taker, "n": pieces("pieces")}
    if one.kind == "handing":
        return _("移交给%(taker)s %(n)s") % {"taker": one.taker, "n": pieces("pieces")}
    if one.kind == "delivery":
        return _("送货 %(n)s") % {"n": pieces("pieces")}
    if one.kind == "acceptance":
        return _("客户收下 %(n)s，不收 %(m)s") % {"n": pieces("accepted"), "m": pieces("refused")}
    if one.kind == "customer_return":
        return _("客户退回 %(n)s") % {"n": pieces("pieces")}
    quantity = f"{exact.show(content['quantity'], one.commodity.factor)} {unit}"
    return _("%(to)s %(n)s") % {"to": reasons.TO[content["to"]], "n": quantity}


def more(one: Passed) -> str:
    """Where, why, in how many packages."""
    content = one.content
    parts = [one.place]
    if content.get("packages"):
        parts.append(_("%(n)s 包") % {"n": words.number(content["packages"])})
    if content.get("reason"):
        known = reasons.DISPOSAL if one.kind == "disposal" else reasons.CUSTOMER
        parts.append(reasons.said(known, content["reason"]))
    return _(" · ").join(parts)


def lots_of(order: Order, state: str, *, last: bool = False) -> list[Lot]:
    """The lots of an order in a state, those of the last operation alone where it is asked."""
    makes = residues.last_operation(order).makes_id if last else None
    return [
        _lot(one) for one in custody.custody(order)
        if one.state == state and (makes is None or one.commodity.pk == makes)
    ]


def _lot(one: custody.Keeping) -> Lot:
    return Lot(
        one.place, one.commodity.pk, one.name, one.operation, one.commodity.unit, one.pieces
    )


def mine(request: Request, lots: Sequence[Lot]) -> list[Lot]:
    """Those of the lots that lie with whom the person acts for."""
    known = _reached(request, {one.place for one in lots})
    return [one for one in lots if one.place in known]


def _reached(request: Request, places: Collection[int]) -> set[int]:
    found = custody.places(request.scope, request.day).filter(pk__in=places)
    return set(found.values_list("pk", flat=True))


def _with_pressed(request: Request, lots: list[Lot]) -> list[Lot]:
    """The lots, with the one out of which this very press moved all that there was."""
    content = _known(request)
    if content is None or "commodity" not in content:
        return lots
    key = f"{content['place']}-{content['commodity']}"
    if any(one.key == key for one in lots):
        return lots
    return [*lots, Lot(content["place"], content["commodity"], "", "", "", 0)]


def _known(request: Request) -> dict[str, Any] | None:
    """What this press said, where it came in before."""
    try:
        return passages.known(UUID(request.POST.get("uid", "")))
    except ValueError:
        return None


@screen("work.hand_over", methods=BOTH)
def hand(request: Request, pk: int) -> HttpResponse:
    """Good pieces to another keeper: custody goes on, they are not yet delivered."""
    order = order_within(request, pk)
    lots = _with_pressed(request, mine(request, lots_of(order, "good")))
    if not lots:
        return _nothing(request, order, _("您这里没有这个订单的合格件，没有可移交的"))
    takers = custody.takers(order, request.scope, request.day)
    form = HandForm(**_drawn(request, order, lots), takers=takers)
    done = _pressed(request, form, "handing")
    if done:
        messages.success(request, _("移交好了，件数记在%(name)s") % {
            "name": form.cleaned_data["taker"].name
        })
        return redirect("orders:pieces", order.pk)
    return _page(request, form, _("移交"), _(
        "合格的件换一个地方保管，还不算送给客户。"
    ), _("交过去"))


@screen("work.hand_over", methods=BOTH)
def mend(request: Request, pk: int) -> HttpResponse:
    """Pieces that the customer refused or sent back to a workshop that reworks them: where they lie
    there may be none."""
    order = order_within(request, pk)
    waits = [one for one in rework.waits(order, request.day) if one.source == rework.RETURNED]
    lots = _with_pressed(request, mine(request, [
        Lot(one.place.pk, one.operation.makes_id, one.place.name, one.operation.name,
            one.operation.makes.unit, one.pieces)
        for one in waits
    ]))
    if not lots:
        return _nothing(request, order, _("您这里没有客户退回来、等着返工的件"))
    drawn = _drawn(request, order, lots)
    chosen = MendForm(**drawn, takers=Party.objects.none()).now
    form = MendForm(**drawn, takers=custody.menders(order, chosen.commodity, request.day))
    if _pressed(request, form, "handing"):
        messages.success(request, _("交给%(name)s了。接下来，由它开返工的工票") % {
            "name": form.cleaned_data["taker"].name
        })
        return redirect("orders:pieces", order.pk)
    return _page(request, form, _("交给车间返工"), _(
        "返工的工票开在车间。件在单位手里的，先交给接了这个订单的车间，再由它派人返工。"
    ), _("交过去返工"), beside=False)


@screen("work.deliver", methods=BOTH)
def deliver(request: Request, pk: int) -> HttpResponse:
    """Good pieces of the last operation to the customer, on a note."""
    order = order_within(request, pk)
    lots = _with_pressed(request, mine(request, lots_of(order, "good", last=True)))
    if not lots:
        return _nothing(request, order, _("您这里没有做完最后一道、可以送的件"))
    form = DeliveryForm(**_drawn(request, order, lots))
    done = _pressed(request, form, "delivery")
    if done:
        messages.success(request, _("记下了送货。打印送货单，一式三份"))
        found = passages.one(order, done.uid, request.at)
        return redirect("orders:note", found.fact.pk) if found else redirect(
            "orders:pieces", order.pk
        )
    return _page(request, form, _("送货"), _("送给%(name)s，等它验收。") % {
        "name": order.customer.party.name
    }, _("送出，记下"))


@screen("work.accept", methods=BOTH)
def accept(request: Request, pk: int) -> HttpResponse:
    """What the customer says of delivered pieces: the fee of every level is booked with it."""
    order = order_within(request, pk)
    if not giving.acts_for_customer(order, request.scope, request.day):
        return _nothing(request, order, _("验收由下单的企业办，或者请社区代记"))
    lots = _with_pressed(request, lots_of(order, "delivered"))
    if not lots:
        return _nothing(request, order, _("没有送到、等着验收的件"))
    form = AcceptForm(**_drawn(request, order, lots), owners=_owners(request, order, lots))
    done = _pressed(request, form, "acceptance")
    if done:
        messages.success(request, _("记下了验收，各级的加工费也记上了"))
        found = passages.one(order, done.uid, request.at)
        return redirect("orders:sheet", found.fact.pk) if found else redirect(
            "orders:pieces", order.pk
        )
    return _page(request, form, _("客户验收"), _(
        "收下的，各级加工费照约定记上；不收的回到做的地方，等着返工。工人的工钱不动。"
    ), _("验好了，记下"))


@screen("work.take_back", methods=BOTH)
def take_back(request: Request, pk: int) -> HttpResponse:
    """Accepted pieces that the customer sends back: fees go back, wages stay."""
    order = order_within(request, pk)
    lots = [_lot(one) for one in custody.with_customer(order)]
    if not giving.acts_for_customer(order, request.scope, request.day):
        lots = mine(request, lots)
    lots = _with_pressed(request, lots)
    if not lots:
        return _nothing(request, order, _("客户还没有收下过这里的件，没有可退的"))
    form = ReturnForm(**_drawn(request, order, lots), owners=_owners(request, order, lots))
    if _pressed(request, form, "customer_return"):
        messages.success(request, _("记下了退货：件等着返工，各级加工费也退了"))
        return redirect("orders:pieces", order.pk)
    return _page(request, form, _("客户退货"), _(
        "退回来的件等着返工；各级加工费照件退，工人的工钱不动。"
    ), _("记下退货"))


def _owners(request: Request, order: Order, lots: Sequence[Lot]) -> whose.Whose:
    """Whose the pieces of the chosen lot may be."""
    asked = request.POST.get("lot") or request.GET.get("lot", "")
    lot = next((one for one in lots if one.key == asked), lots[0])
    made = Operation.objects.get(makes=lot.commodity)
    return whose.whose(order, made, lot.place)


def _drawn(request: Request, order: Order, lots: Sequence[Lot]) -> dict[str, Any]:
    return {
        "data": request.POST if request.method == "POST" else None, "order": order, "lots": lots,
        "day": request.day, "picked": request.GET.get("lot", ""),
    }


def _pressed(request: Request, form: PassageForm, kind: str) -> Answer | None:
    """The answer to a press that was booked, now or before; else the form says why not."""
    form.known = request.method == "POST" and _known(request) is not None
    if not form.is_valid():
        return None
    day = form.cleaned_data["day"]
    then = request.at if day == request.day else datetime.combine(day, time(12), SHANGHAI)
    new = NewFact(form.cleaned_data["uid"], kind, "asked", day, then, form.content())
    (answer,) = submit([new], by=request.user, at=request.at)
    if answer.result in ("accepted", "known"):
        return answer
    form.add_error(None, str(answer))
    if answer.result == "conflict":
        form.another()
    return None


def _nothing(request: Request, order: Order, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect("orders:pieces", order.pk)


def _page(
    request: Request, form: PassageForm, title: str, text: str, send: str, *,
    beside: bool = True,
) -> HttpResponse:
    """The page of a form, with all that lies somewhere `beside` it."""
    operations: Callable[[], Any] = getattr(form, "operations", list)
    plain = [field for field in form.visible_fields() if not field.name.startswith("part")]
    return render(request, "orders/passage.html", {
        "order": form.order, "form": form, "title": title, "text": text, "send": send,
        "fields": plain, "operations": operations(),
        "kept": custody.custody(form.order) if beside else [],
    })


def _answers_for(request: Request, order: Order, one: Passed) -> bool:
    """Whether the person acts for who moved it: the customer, or the keeper of the pieces."""
    said_by_customer = one.kind in ("acceptance", "customer_return")
    if said_by_customer and giving.acts_for_customer(order, request.scope, request.day):
        return True
    return one.kind != "acceptance" and bool(_reached(request, {one.content["place"]}))


@screen("work.undo", methods=("POST",))
def undo(request: Request, pk: int) -> HttpResponse:
    """Takes back what was recorded between the levels some minutes ago: it stays on record."""
    order = order_within(request, pk)
    try:
        target, uid = UUID(request.POST.get("fact", "")), UUID(request.POST.get("uid", ""))
        one = passages.one(order, target, request.at)
    except ValueError:
        one = None
    if one is None:
        messages.warning(request, _("这一条已经撤销了，或者已经更正过"))
        return redirect("orders:pieces", order.pk)
    demand(request, VERB_OF_KIND[one.kind])
    if not _answers_for(request, order, one):
        raise Http404
    if not one.left:
        messages.warning(request, _("过了能撤的时间。要改，请主管更正"))
        return redirect("orders:pieces", order.pk)
    new = NewFact(uid, "undo", "asked", one.day, request.at, {}, replaces=target)
    (answer,) = submit([new], by=request.user, at=request.at)
    if answer.result in ("accepted", "known"):
        messages.success(request, _("撤销了：%(what)s。可以重新记") % {"what": said(one)})
    else:
        messages.error(request, str(answer))
    return redirect("orders:pieces", order.pk)
