"""Why a chain of facts waits before anything is folded. The words for the codes: `record.WHY`."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from menkou.access.queries import may
from menkou.work.actions.chains import Chain
from menkou.work.actions.world import MATERIAL, PIECE, World
from menkou.work.content import read
from menkou.work.models import Ticket
from menkou.work.verbs import VERB_OF_KIND

# What a correction keeps of its chain; a wrong one of these is undone and recorded anew.
KEPT = ("ticket", "carrier", "order")
KEPT_OF_A_HALF_DAY = ("person", "place", "half")


def why_not(chain: Chain, world: World, today: date) -> str:
    """The code of what a chain waits for; empty where it may be booked, or nothing should stand.

    A recorder's right is judged on the day of the work.
    """
    if chain.undone:
        return ""
    if not _keeps_its_chain(chain):
        return "other_ticket"
    if chain.head.day > today:
        return "future"
    if why := _unknown(chain, world):
        return why
    if _nobody_to_pay(chain, world):
        return "no_engagement"
    recorder = world.recorders[chain.head.recorder_id]
    if not may(recorder, VERB_OF_KIND[chain.root.kind], chain.head.day):
        return "no_right"
    return ""


def _nobody_to_pay(chain: Chain, world: World) -> bool:
    """Whether pieces or a half-day belong to somebody whom their payer never engaged.

    Asked before the fold: what can't be paid must not fill the ticket or the half-day.
    """
    if chain.root.kind == "attend":
        return world.terms_of(chain) is None
    if chain.root.kind not in ("receipt", "abandon", "inspection", "rework"):
        return False
    ticket = world.tickets[chain.content["ticket"]]
    return any(
        world.people.engagement(person, ticket.payer_id, chain.head.day) is None
        for person, _parts in world.terms.shares[ticket.number]
    )


def _keeps_its_chain(chain: Chain) -> bool:
    head, root = chain.head, chain.root
    if head is root:
        return True
    if head.kind != root.kind or head.day != root.day:
        return False
    first = read(root.kind, json.loads(root.content)).model_dump()
    kept = KEPT_OF_A_HALF_DAY if root.kind == "attend" else KEPT
    return all(first.get(name) == chain.content.get(name) for name in kept)


def _unknown_place(content: Mapping[str, Any], world: World) -> str:
    """Pieces between the levels are kept by organizations as well as by workshops."""
    if "commodity" in content:
        known = {content["place"], content.get("taker", content["place"])} <= world.keepers
    else:
        known = "place" not in content or content["place"] in world.places
    return "" if known else "no_place"


def _unknown_goods(chain: Chain, world: World) -> str:
    content, kinds = chain.content, world.commodities
    named = [line["commodity"] for line in content.get("lines", ())]
    if any(what not in kinds for what in named):
        return "no_commodity"
    if chain.root.kind == "arrival" and any(kinds[what] != MATERIAL for what in named):
        return "no_commodity"
    if "commodity" not in content:
        return ""
    wanted = MATERIAL if content.get("state") == "store" else PIECE
    if kinds.get(content["commodity"]) != wanted:
        return "no_commodity"
    for part in content.get("parts", ()):
        path = world.paths.get(part["allotment"])
        if path is None or path.order != content["order"]:
            return "no_allotment"
    return ""


def _unknown(chain: Chain, world: World) -> str:
    """Which of the keys in the content names nothing that we know."""
    content = chain.content
    if "ticket" in content:
        ticket = world.tickets.get(content["ticket"])
        if ticket is None:
            return "no_ticket"
        if ticket.state == Ticket.State.CANCELLED:
            return "ticket_closed"
        if chain.head.day < ticket.made_on:
            return "before_ticket"
    if "order" in content and content["order"] not in world.orders:
        return "no_order"
    if why := _unknown_place(content, world) or _unknown_goods(chain, world):
        return why
    person = content.get("carrier") or content.get("person")
    if person and not world.people.known(person):
        return "no_person"
    if "half" in content and world.time.operator(content["place"], chain.head.day) is None:
        return "no_operator"
    return ""
