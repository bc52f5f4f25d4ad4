"""What one ticket's page shows: every fact on it, what each came to, who is paid."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Commodity
from menkou.work.models import Ticket, TicketShare
from menkou.work.queries.earnings import earned_by

MOST = 200


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact on a ticket. `earned`: what its chain earned, in 1/10,000 yuan, on its newest fact;
    `undone`: the kind of what an undo took back. A line has no material where it is unknown."""

    fact: Fact
    state: str
    why: str
    content: dict[str, Any]
    earned: int
    undone: str = ""
    lines: list[tuple[Commodity | None, int]] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.fact.happened_at


def facts(ticket: Ticket, materials: dict[int, Commodity]) -> list[Happened]:
    """The facts of a ticket, newest first: two queries, one more for a material not among those
    given."""
    rows = list(
        Tray.objects.filter(ticket=ticket.pk).select_related("fact", "root", "fact__recorder")
        .order_by("-fact__happened_at", "-fact")[:MOST]
    )
    contents = {row.pk: json.loads(row.fact.content) for row in rows}
    keys = {line["commodity"] for c in contents.values() for line in c.get("lines", ())}
    if missing := keys - materials.keys():
        materials = materials | Commodity.objects.in_bulk(missing)
    amounts = earned_by({row.root_id for row in rows if row.root_id})
    return [
        Happened(
            row.fact, row.state, row.why, contents[row.pk],
            amounts.get(row.root_id or 0, 0) if row.state == Tray.State.BOOKED else 0,
            row.root.kind if row.root and row.fact.kind == "undo" else "",
            [(materials.get(line["commodity"]), line["quantity"])
             for line in contents[row.pk].get("lines", ())],
        )
        for row in rows
    ]


def untouched(ticket: Ticket) -> bool:
    """Whether nothing was handed out for a ticket and nothing came back: it may be cancelled."""
    open_ = ticket.state == Ticket.State.OPEN
    return open_ and not (ticket.back or ticket.surplus or ticket.issues.exists())


def shares(ticket: Ticket) -> list[TicketShare]:
    """Who is paid for a ticket, the first carries it."""
    return list(
        TicketShare.objects.filter(ticket=ticket).select_related("person__party")
        .order_by("number")
    )
