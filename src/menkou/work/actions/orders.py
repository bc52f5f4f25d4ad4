from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Job
from menkou.lib.errors import Refused
from menkou.registry.models import Organization
from menkou.work.models import Allotment, Operation, Order


class NoAllotment(Refused):
    """Pieces that can't be passed on; the code says why."""

    SENTENCES = {
        "closed": _("这个订单已经结了，不能再分"),
        "no_pieces": _("件数要大于零"),
        "no_room": _("这个订单只剩 %(left)s 件没有分"),
        "fee": _("往下分，加工费不能比订单的高"),
    }


@transaction.atomic
def add_order(
    *,
    number: str,
    customer: Organization,
    operation: Operation,
    pieces: int,
    fee: int,
    ordered_on: date,
    due_on: date,
    by: User,
    at: datetime,
) -> Order:
    """An order of a customer; `fee` in 1/10,000 yuan. IntegrityError names the constraint."""
    job = Job.objects.create(code=f"order-{number}", name=f"{operation.product.name} {number}")
    order = Order.objects.create(
        number=number, customer=customer, product=operation.product, pieces=pieces, fee=fee,
        ordered_on=ordered_on, due_on=due_on, job=job,
    )
    log("work.add_order", "order", [order.pk], by=by, at=at)
    return order


@transaction.atomic
def allot(
    *,
    order: Order,
    operation: Operation,
    holder: Organization,
    pieces: int,
    fee: int,
    due_on: date,
    by: User,
    at: datetime,
) -> Allotment:
    """Passes an order's pieces from its customer to a holder, at a fee, by a day.

    Raises NoAllotment for more pieces than the order still holds, a fee above the order's, an
    order that is closed. Two at once can't take the same pieces.
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    if held.state != Order.State.OPEN:
        raise NoAllotment("closed")
    given = held.allotments.filter(operation=operation, parent=None).aggregate(n=Sum("pieces"))
    left = held.pieces - (given["n"] or 0)
    if pieces <= 0:
        raise NoAllotment("no_pieces", field="pieces")
    if pieces > left:
        raise NoAllotment("no_room", left=left, field="pieces")
    if fee > held.fee:
        raise NoAllotment("fee", field="fee")
    made = Allotment.objects.create(
        order=order, operation=operation, giver=order.customer, holder=holder, pieces=pieces,
        fee=fee, due_on=due_on,
    )
    log("work.allot", "allotment", [made.pk], by=by, at=at)
    return made
