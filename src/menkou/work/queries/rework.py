"""Pieces that wait to be reworked at a place, and are on no ticket yet."""

from django.db.models import F, Sum

from menkou.registry.models import Workshop
from menkou.work.models import Acceptance, Allotment, CustomerReturn, Disposal, PassOn, Ticket


def waiting_for_rework(allotment: Allotment, workshop: Workshop) -> dict[str, int]:
    """Pieces of an allotment's operation that wait at a workshop, by the source of a ticket:
    passed on by their worker, or back from the customer. Two to five small queries."""
    operation, order = allotment.operation, allotment.order_id
    passed = PassOn.objects.filter(
        ticket__workshop=workshop, ticket__allotment__order=order,
        ticket__allotment__operation=operation,
    ).aggregate(n=Sum("pieces"))["n"]
    here = {"order": order, "place": workshop.pk, "commodity": operation.makes_id}
    refused = Acceptance.objects.filter(**here).aggregate(n=Sum("refused"))["n"]
    back = CustomerReturn.objects.filter(**here).aggregate(n=Sum("pieces"))["n"]
    gone = Disposal.objects.filter(**here, state="to_rework").aggregate(n=Sum("quantity"))["n"]
    on_tickets = dict(
        Ticket.objects.filter(
            workshop=workshop, allotment__order=order, allotment__operation=operation,
        ).exclude(state=Ticket.State.CANCELLED).exclude(source=Ticket.Source.MADE)
        .values_list("source").annotate(n=Sum(F("pieces"))).order_by()
    )
    returned = int(refused or 0) + int(back or 0) - int(gone or 0)
    return {
        Ticket.Source.PASSED.value: int(passed or 0) - on_tickets.get("passed", 0),
        Ticket.Source.RETURNED.value: returned - on_tickets.get("returned", 0),
    }
