from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Job
from menkou.lib.errors import Refused
from menkou.lib.exact import yuan
from menkou.registry.models import Organization
from menkou.work.models import Accepted, Allotment, Cut, Operation, Order


class NoAllotment(Refused):
    """Pieces that can't be passed on or cut; the code says why."""

    SENTENCES = {
        "closed": _("这个订单不在做了，不能再分"),
        "no_pieces": _("件数要大于零"),
        "no_room": _("手里只剩 %(left)s 件没有分"),
        "fee": _("往下分，加工费不能比上面给的高：每件最多 %(most)s 元"),
        "circle": _("%(name)s已经在这条线的上面，不能再分回去"),
        "other_order": _("这一份不是这个订单、这道工序的"),
        "given": _("已经分下去 %(given)s 件，最多只能退回 %(left)s 件"),
        "accepted": _("客户收下的里面有这一份的，最多只能退回 %(left)s 件"),
        "reason": _("选一个原因"),
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
    quality: str = "",
    by: User,
    at: datetime,
) -> Order:
    """An order of a customer; `fee` in 1/10,000 yuan. IntegrityError names the constraint."""
    job = Job.objects.create(code=f"order-{number}", name=f"{operation.product.name} {number}")
    order = Order.objects.create(
        number=number, customer=customer, product=operation.product, pieces=pieces, fee=fee,
        ordered_on=ordered_on, due_on=due_on, quality=quality, job=job,
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
    parent: Allotment | None = None,
    by: User,
    at: datetime,
) -> Allotment:
    """Passes pieces of an operation on, at a fee (1/10,000 yuan), by a day: from the customer, or
    from what its `parent` holds. Levels may be skipped.

    Raises NoAllotment for more pieces than are held, a fee above the one that is got (over all
    operations of an order, above the order's), a holder that stands above already, an order that
    is no longer open. Two at once can't take the same pieces.
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    if held.state != Order.State.OPEN:
        raise NoAllotment("closed")
    if pieces <= 0:
        raise NoAllotment("no_pieces", field="pieces")
    if parent is None:
        giver: Organization = held.customer
        _from_order(held, operation, pieces, fee)
    else:
        if (parent.order_id, parent.operation_id) != (held.pk, operation.pk):
            raise NoAllotment("other_order")
        giver = parent.holder
        _from_parent(parent, holder, pieces, fee)
    made = Allotment.objects.create(
        order=order, operation=operation, parent=parent, giver=giver, holder=holder,
        pieces=pieces, fee=fee, due_on=due_on,
    )
    log("work.allot", "allotment", [made.pk], by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class NewPart:
    """Pieces of an operation to be passed on; `fee` in 1/10,000 yuan a piece."""

    operation: Operation
    pieces: int
    fee: int
    parent: Allotment | None = None


@transaction.atomic
def pass_on(
    parts: Mapping[str, NewPart],
    *,
    order: Order,
    holder: Organization,
    due_on: date,
    by: User,
    at: datetime,
) -> list[Allotment]:
    """Passes pieces of several operations on to one holder, all or none.

    Raises NoAllotment as `allot` does; its `field` bears the key of the part that is refused.
    """
    made = []
    for key, part in parts.items():
        try:
            made.append(allot(
                order=order, operation=part.operation, holder=holder, pieces=part.pieces,
                fee=part.fee, due_on=due_on, parent=part.parent, by=by, at=at,
            ))
        except NoAllotment as refused:
            field = refused.params.get("field", "")
            keyed = f"{field}{key}" if field in ("pieces", "fee") else field
            raise NoAllotment(refused.code, **(refused.params | {"field": keyed})) from refused
    return made


def _from_order(order: Order, operation: Operation, pieces: int, fee: int) -> None:
    """Whether the order still has so many pieces of the operation, and pays as much for all."""
    top = order.allotments.filter(parent=None)
    given = top.filter(operation=operation).aggregate(n=Sum("pieces"))
    left = order.pieces - (given["n"] or 0)
    if pieces > left:
        raise NoAllotment("no_room", left=left, field="pieces")
    # A part that was given back whole binds nobody any more.
    stands = top.filter(pieces__gt=0).values_list("operation")
    dearest = dict(stands.annotate(most=Max("fee")).order_by())
    dearest.pop(operation.pk, None)
    most = order.fee - sum(dearest.values())
    if fee > most:
        raise NoAllotment("fee", most=yuan(most), field="fee")


def _from_parent(parent: Allotment, holder: Organization, pieces: int, fee: int) -> None:
    if fee > parent.fee:
        raise NoAllotment("fee", most=yuan(parent.fee), field="fee")
    above: Allotment | None = parent
    while above is not None:
        if holder.pk in (above.holder_id, above.giver_id):
            raise NoAllotment("circle", name=holder.party.name, field="holder")
        above = above.parent
    took = Allotment.objects.filter(pk=parent.pk, given__lte=F("pieces") - pieces).update(
        given=F("given") + pieces
    )
    if not took:
        now = Allotment.objects.get(pk=parent.pk)
        raise NoAllotment("no_room", left=now.pieces - now.given, field="pieces")


def _spare(allotment: Allotment) -> int:
    """Pieces of an allotment, read under its lock, that were neither given on nor accepted as its
    own: whose an accepted piece is need not be who has its ticket."""
    own = Accepted.objects.filter(allotment=allotment.pk).aggregate(n=Sum("pieces"))["n"] or 0
    below = Allotment.objects.filter(parent=allotment.pk).aggregate(n=Sum("pieces"))["n"] or 0
    return max(allotment.pieces - max(allotment.given, int(below) + int(own)), 0)


@transaction.atomic
def cut(*, allotment: Allotment, pieces: int, reason: str, by: User, at: datetime) -> Cut:
    """Gives pieces that were not given on back up the chain, to the parent or the order.

    Raises NoAllotment for more than that, for those that the customer accepted as its own, and
    where no reason is given. The row says who and why.
    """
    if pieces <= 0:
        raise NoAllotment("no_pieces", field="pieces")
    if not reason:
        raise NoAllotment("reason", field="reason")
    now = Allotment.objects.select_for_update().get(pk=allotment.pk)
    left = now.pieces - now.given
    if pieces > left:
        raise NoAllotment("given", given=now.given, left=left, field="pieces")
    if pieces > (most := _spare(now)):
        raise NoAllotment("accepted", left=most, field="pieces")
    return give_up(now, pieces, reason, by=by, at=at)


def give_up(
    allotment: Allotment, pieces: int, reason: str, *, by: User, at: datetime
) -> Cut:
    """Writes that pieces went back up, of an allotment that is locked and has them left."""
    Allotment.objects.filter(pk=allotment.pk).update(pieces=F("pieces") - pieces)
    if allotment.parent_id is not None:
        Allotment.objects.filter(pk=allotment.parent_id).update(given=F("given") - pieces)
    made = Cut.objects.create(
        allotment=allotment, pieces=pieces, reason=reason, cut_at=at, cut_by=by
    )
    log("work.cut", "allotment", [allotment.pk], by=by, at=at)
    return made
