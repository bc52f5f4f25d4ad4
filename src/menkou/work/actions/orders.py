from datetime import date, datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Job
from menkou.registry.models import Organization
from menkou.work.models import Allotment, Operation, Order


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
    """Passes an order's pieces from its customer to a holder, at a fee, by a day."""
    made = Allotment.objects.create(
        order=order, operation=operation, giver=order.customer, holder=holder, pieces=pieces,
        fee=fee, due_on=due_on,
    )
    log("work.allot", "allotment", [made.pk], by=by, at=at)
    return made
