"""How an order ends: closed, whole or short; or cancelled, with what is out called back.

It is closed only when every residue was sent somewhere with a reason, and no account of it holds
material or pieces (design.md 2.3).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Balance
from menkou.lib.days import day_of
from menkou.lib.errors import Refused
from menkou.work.actions.orders import give_up
from menkou.work.actions.tickets import cancel_ticket, shrink_ticket
from menkou.work.models import Order, OrderEnd, Recall, Ticket
from menkou.work.queries.recalls import shown, with_ways
from menkou.work.queries.residues import held, out, unmade


class NotEnded(Refused):
    """An order or a recall that can't be ended yet; the code says why."""

    SENTENCES = {
        "state": _("这个订单不在做了"),
        "reason": _("选一个原因"),
        "holds": _("还有 %(n)s 处放着料或者件，先一样一样定去处"),
        "recalls": _("还有 %(n)s 张工票没有了结，先一家一家了结"),
        "unmade": _("有 %(n)s 件没有做，选一个原因"),
        "ended": _("这一张已经了结了"),
        "in_hands": _("她手里还有这个订单的料，先退料、盘点，或者记损失"),
        "pieces": _("她还没有交过活"),
        "material": _("她还没有退过料"),
        "abandoned": _("还没有记半成品和约定的钱"),
        "loss": _("还没有盘点她手里的料"),
    }


def _locked(order: Order, *states: str) -> Order:
    """The order as it stands, after its tickets, which whoever records on them locks first: what is
    being issued is seen, and what comes next sees that the order ends."""
    rows = Ticket.objects.filter(allotment__order=order).exclude(state=Ticket.State.CANCELLED)
    list(rows.select_for_update(of=("self",)).order_by("number").values_list("number"))
    now = Order.objects.select_for_update().get(pk=order.pk)
    if now.state not in states:
        raise NotEnded("state")
    return now


@transaction.atomic
def cancel_order(*, order: Order, reason: str, by: User, at: datetime) -> list[Recall]:
    """Stops issues and new tickets, and calls back what is out: one recall for each ticket with
    pieces out, and for each worker who has material and no such ticket.

    Raises NotEnded where the order is not open, or no reason is given.
    """
    now = _locked(order, Order.State.OPEN)
    if not reason:
        raise NotEnded("reason", field="reason")
    OrderEnd.objects.create(
        order=now, day=day_of(at), reason=reason, begun_at=at, begun_by=by
    )
    Order.objects.filter(pk=now.pk).update(state=Order.State.ENDING)
    wanted = {row.pk: row.holder_id for row in out(now)}
    hands = set(
        held(now).filter(account__kind="hands").values_list("account__party", flat=True)
    ) - set(wanted.values())
    rest = Ticket.objects.filter(allotment__order=now, holder__in=hands)
    newest = {row.holder_id: row.pk for row in rest.order_by("made_on", "number")}
    recalls = Recall.objects.bulk_create(
        [
            Recall(ticket_id=number, asked_at=at, asked_by=by)
            for number in sorted({*wanted, *newest.values()})
        ],
        batch_size=500,
    )
    log("work.cancel_order", "order", [now.pk], by=by, at=at)
    return recalls


@transaction.atomic
def end_recall(*, recall: Recall, ending: str, by: User, at: datetime) -> None:
    """Ends a recall in the way that the books show; what was not made goes back up the chain.

    Raises NotEnded where nothing of the kind was recorded, or her hands are not empty.
    """
    rows = Recall.objects.select_for_update(of=("self",)).select_related("ticket")
    now = with_ways(rows).get(pk=recall.pk)
    ticket = now.ticket
    if now.ended_at is not None:
        raise NotEnded("ended")
    if ending not in shown(now):
        raise NotEnded(Recall.Ending(ending).value, field="ending")
    order = ticket.allotment.order
    others = Recall.objects.filter(
        ticket__holder=ticket.holder_id, ticket__allotment__order=order, ended_at=None
    ).exclude(pk=now.pk)
    hands = Balance.objects.filter(
        account__party=ticket.holder_id, account__kind="hands", account__job=order.job_id
    ).exclude(quantity=0)
    if not others.exists() and hands.exists():
        raise NotEnded("in_hands")
    _take_back(ticket, by=by, at=at)
    Recall.objects.filter(pk=now.pk).update(ending=ending, ended_at=at, ended_by=by)
    log("work.end_recall", "ticket", [ticket.pk], by=by, at=at, note=ending)


def _take_back(ticket: Ticket, *, by: User, at: datetime) -> None:
    """What was not made of a ticket goes back; a ticket that nothing was done on is cancelled."""
    now = Ticket.objects.get(pk=ticket.pk)
    if now.state != Ticket.State.OPEN or now.back >= now.pieces:
        return
    if not now.back and not now.issues.exists() and not now.surplus and not now.waiting:
        cancel_ticket(ticket=now, by=by, at=at)
    else:
        shrink_ticket(ticket=now, pieces=now.back, by=by, at=at)


@transaction.atomic
def close_order(
    *, order: Order, reason: str, unmade_reason: str = "", by: User, at: datetime
) -> OrderEnd:
    """Closes an order. What was never made goes back up the chain, with its reason.

    Raises NotEnded while some account of it holds material or pieces, a recall is open, or pieces
    were not made and nobody said why.
    """
    now = _locked(order, Order.State.OPEN, Order.State.ENDING)
    if not reason:
        raise NotEnded("reason", field="reason")
    if holding := held(now).count():
        raise NotEnded("holds", n=holding)
    open_ones = Recall.objects.filter(ticket__allotment__order=now, ended_at=None).count()
    if open_ones:
        raise NotEnded("recalls", n=open_ones)
    never = unmade(now)
    if never and not unmade_reason:
        raise NotEnded("unmade", n=never, field="unmade_reason")
    for ticket in out(now):
        _take_back(ticket, by=by, at=at)
    _cut_all(now, unmade_reason or reason, by=by, at=at)
    cancelled = now.state == Order.State.ENDING
    end, _made = OrderEnd.objects.update_or_create(
        order=now,
        defaults={
            "unmade": never, "unmade_reason": unmade_reason if never else "", "ended_at": at,
            "ended_by": by, **({} if cancelled else {"reason": reason}),
        },
        create_defaults={
            "day": day_of(at), "reason": reason, "unmade": never,
            "unmade_reason": unmade_reason if never else "", "begun_at": at, "begun_by": by,
            "ended_at": at, "ended_by": by,
        },
    )
    state = Order.State.CANCELLED if cancelled else Order.State.CLOSED
    Order.objects.filter(pk=now.pk).update(state=state)
    log("work.close_order", "order", [now.pk], by=by, at=at)
    return end


def _cut_all(order: Order, reason: str, *, by: User, at: datetime) -> None:
    """What was not given on goes back up, the lowest first: newer ones hang on older ones."""
    for pk in order.allotments.order_by("-pk").values_list("pk", flat=True):
        part = order.allotments.select_for_update().filter(pk=pk, given__lt=F("pieces")).first()
        if part is not None:
            give_up(part, part.pieces - part.given, reason, by=by, at=at)
