"""The detail rows of chains: made when a fact is booked, taken away when it no longer is."""

from collections.abc import Collection, Sequence

from django.db.models import Model

from menkou.work.actions.chains import Chain
from menkou.work.actions.world import World
from menkou.work.models import (
    Arrival,
    Count,
    Inspection,
    Issue,
    MaterialReturn,
    Receipt,
    Rework,
    SurplusAway,
)

TABLES: dict[str, type[Model]] = {
    "arrival": Arrival,
    "issue": Issue,
    "return": MaterialReturn,
    "receipt": Receipt,
    "inspection": Inspection,
    "rework": Rework,
    "count": Count,
    "surplus": SurplusAway,
}


def write(chains: Sequence[Chain], world: World, new: Collection[int]) -> None:
    """Puts the details of these chains in place of those that stood for them; nothing stood for
    a chain whose first fact is among the `new` ones."""
    for kind, table in TABLES.items():
        own = [chain for chain in chains if chain.root.kind == kind]
        if not own:
            continue
        manager = table._default_manager
        old = {
            fact.pk
            for chain in own
            if chain.root.pk not in new
            for fact in (chain.head, *chain.replaced)
        }
        if old:
            manager.filter(fact__in=old).delete()
        rows = [
            row
            for chain in own
            if not chain.why and not chain.undone
            for row in _rows(chain, world)
        ]
        manager.bulk_create(rows, batch_size=1000)


def _rows(chain: Chain, world: World) -> list[Model]:
    content, kind = chain.content, chain.root.kind
    common = {"fact": chain.head, "day": chain.head.day}
    if kind in ("receipt", "inspection", "rework"):
        return [_pieces(chain, common)]
    if kind == "surplus":
        return [SurplusAway(**common, ticket_id=content["ticket"], pieces=content["pieces"],
                            to=content["to"])]
    if "ticket" in content:
        ticket = world.tickets[content["ticket"]]
        common |= {"order": ticket.allotment.order, "place_id": ticket.workshop_id,
                   "ticket": ticket, "carrier_id": content["carrier"]}
    else:
        common |= {"order_id": content["order"], "place_id": content["place"]}
    if kind == "issue":
        common["reason"] = content.get("reason") or ""
    if kind == "count":
        common["carrier_id"] = content.get("carrier")
    return [
        TABLES[kind](
            **common, commodity_id=line["commodity"], quantity=line["quantity"],
            **({"noted": line["noted"]} if kind == "arrival" else {}),
        )
        for line in content["lines"]
    ]


def _pieces(chain: Chain, common: dict[str, object]) -> Model:
    content, outcome = chain.content, chain.outcome
    parts = outcome.parts if outcome else {}
    row: dict[str, object] = {
        **common,
        "ticket_id": content["ticket"],
        "good": parts.get("good", 0),
        "at_rework": parts.get("at_rework", 0),
        "rejected": parts.get("rejected", 0),
        "reason": content.get("reason") or "",
    }
    if chain.root.kind == "receipt":
        row |= {
            "carrier_id": content["carrier"],
            "uninspected": parts.get("uninspected", 0),
            "surplus": outcome.surplus if outcome else 0,
        }
    return TABLES[chain.root.kind](**row)
