"""Taking back products, their rates, and orders: while nothing was ordered, given out, booked."""

from datetime import datetime

from menkou.identity.models import User
from menkou.importing.errors import NotImported
from menkou.importing.models import Chunk
from menkou.importing.undoing.base import Own, refuse_changed, refuse_hanging, tell, wrote
from menkou.importing.writing.base import Before
from menkou.ledger.models import Commodity, Job
from menkou.work.actions.products import rests_on
from menkou.work.models import Input, Operation, Order, Product, Rate, Ticket


class UndoProducts:
    """See `base.Undo`."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        products, operations = wrote(chunk, "product"), wrote(chunk, "operation")
        materials, rates = wrote(chunk, "material"), wrote(chunk, "rate")
        refuse_changed("product", products, chunk.at, own)
        refuse_changed("operation", operations, chunk.at, own)
        steps = own.keys("operation")
        takes = set(Input.objects.filter(operation__in=steps).values_list("pk", flat=True))
        makes = _pieces(operations)
        refuse_hanging(Product, products, {Operation: steps})
        refuse_hanging(Operation, operations, {Input: takes, Rate: own.keys("rate")})
        refuse_hanging(Commodity, [*makes, *materials], {Operation: steps, Input: takes})
        for rate in Rate.objects.filter(pk__in=rates).select_related("payer", "operation"):
            if rate.withdrawn_at is not None or rests_on(rate):
                raise NotImported("hangs", what=str(Ticket._meta.verbose_name))

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        products, operations = wrote(chunk, "product"), wrote(chunk, "operation")
        materials = wrote(chunk, "material")
        rates = Rate.objects.filter(pk__in=wrote(chunk, "rate"))
        for rate in rates.filter(withdrawn_at=None):
            Rate.objects.filter(pk=rate.pk).update(withdrawn_at=at, withdrawn_by=by)
            Rate.objects.filter(
                payer=rate.payer_id, operation=rate.operation_id, rate_class=rate.rate_class,
                from_day=rate.from_day, entered_at__lt=chunk.at, withdrawn_at=chunk.at,
            ).update(withdrawn_at=None, withdrawn_by=None)
        makes = _pieces(operations)
        Rate.objects.filter(operation__in=operations).delete()
        Input.objects.filter(operation__in=operations).delete()
        Operation.objects.filter(pk__in=operations).delete()
        Product.objects.filter(pk__in=products).delete()
        Commodity.objects.filter(pk__in=[*makes, *materials]).delete()
        for noun, keys in (("product", products), ("operation", operations),
                           ("commodity", materials), ("rate", wrote(chunk, "rate"))):
            tell(noun, keys, chunk, by=by, at=at)


def _pieces(operations: list[int]) -> list[int]:
    """What some operations make."""
    found = Operation.objects.filter(pk__in=operations).order_by("pk")
    return list(found.values_list("makes", flat=True))


class UndoOrders:
    """See `base.Undo`."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        orders = wrote(chunk, "order")
        refuse_changed("order", orders, chunk.at, own)
        refuse_hanging(Order, orders, {})
        refuse_hanging(Job, _jobs(orders), {Order: orders})

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        orders = wrote(chunk, "order")
        jobs = _jobs(orders)
        Order.objects.filter(pk__in=orders).delete()
        Job.objects.filter(pk__in=jobs).delete()
        tell("order", orders, chunk, by=by, at=at)


def _jobs(orders: list[int]) -> list[int]:
    found = Order.objects.filter(pk__in=orders).order_by("pk")
    return list(found.values_list("job", flat=True))
