"""What the chain's own bounds refuse of what is asked: the details are written, nothing posted."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Sum

from menkou.work.actions.chains import Chain
from menkou.work.actions.world import World
from menkou.work.models import Acceptance, Accepted, CustomerReturn, Operation, Order
from menkou.work.queries.rework import waiting


def why_refused(chain: Chain, world: World) -> str:
    """Why an asked acceptance, return, agreement or handing to rework is more than there was; empty
    if it isn't.

    Each operation's parts come to the pieces, nothing is accepted beyond what its allotment has,
    and no more comes back than was accepted.
    """
    kind = chain.root.kind
    if kind == "abandon" and not chain.undone:
        return _over_agreed(chain, world)
    if kind == "handing":
        return _on_tickets(chain)
    if kind not in ("acceptance", "customer_return"):
        return ""
    if not chain.undone and not _parts_fit(chain, world):
        return "parts"
    allotments = {part["allotment"] for content in chain.contents for part in content["parts"]}
    for allotment, accepted in _accepted(allotments).items():
        if accepted > world.paths[allotment].pieces and not _lowers(chain):
            return "over_allotment"
        if accepted < 0:
            return "over_returned"
    return "over_returned" if _outside(chain) < 0 else ""


def _on_tickets(chain: Chain) -> str:
    """Pieces that wait for rework and are on a ticket for it already stay where that was made."""
    said = [one for one in chain.contents if one.get("state") == "to_rework"]
    for content in said:
        Order.objects.select_for_update().get(pk=content["order"])  # tickets are made under it
        for place in (content["place"], content["taker"]):
            if waiting(content["order"], place, content["commodity"]) < 0:
                return "not_waiting"
    return ""


def _lowers(chain: Chain) -> bool:
    """Whether a chain only takes off what was accepted: an allotment may have less by now than was
    accepted of it, since an order that is closed keeps what is on tickets."""
    if chain.root.kind == "acceptance":
        return chain.undone
    return not (chain.undone or chain.former)


def _over_agreed(chain: Chain, world: World) -> str:
    books = world.books(world.tickets[chain.content["ticket"]])
    most = chain.content["pieces"] * books.rate(chain.head.day)
    return "over_agreed" if chain.content["amount"] > most else ""


def _parts_fit(chain: Chain, world: World) -> bool:
    """Each operation up to the one that made these pieces, as far as it was passed on."""
    content = chain.content
    whole = content["accepted"] if chain.root.kind == "acceptance" else content["pieces"]
    sums: Counter[int] = Counter()
    for part in content["parts"]:
        sums[world.paths[part["allotment"]].operation] += part["pieces"]
    made = Operation.objects.get(makes=content["commodity"])
    passed = Operation.objects.filter(
        product=made.product_id, number__lte=made.number,
        allotments__order=content["order"],
    ).values_list("pk", flat=True)
    wanted = {operation: whole for operation in passed} if whole else {}
    return dict(sums) == wanted


def _accepted(allotments: Collection[int]) -> dict[int, int]:
    rows = Accepted.objects.filter(allotment__in=allotments).values_list("allotment")
    return dict(rows.annotate(n=Sum("pieces")).order_by())


def _outside(chain: Chain) -> int:
    """Pieces that the customer accepted of this order and kept; below 0 more came back."""
    of = {"order": chain.content["order"], "commodity": chain.content["commodity"]}
    kept = Acceptance.objects.filter(**of).aggregate(n=Sum("accepted"))["n"] or 0
    back = CustomerReturn.objects.filter(**of).aggregate(n=Sum("pieces"))["n"] or 0
    return int(kept - back)
