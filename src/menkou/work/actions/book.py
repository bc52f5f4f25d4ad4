"""Chains into the books: why each waits, what stands under it, its tray, its ticket.

`record` brings new facts here, `again` those that are known already.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from menkou.facts.models import Tray
from menkou.identity import bulk
from menkou.ledger.actions.post import post
from menkou.lib.days import day_of
from menkou.work.actions import details, pots, settle
from menkou.work.actions.chains import Chain, Happened
from menkou.work.actions.derive import Derived, derive
from menkou.work.actions.waiting import why_not
from menkou.work.actions.world import COUNTERS, World
from menkou.work.models import Ticket

TRAY = (
    "fact_id", "state", "why", "question", "root_id", "order_at", "order_uid", "ticket", "person",
    "place", "aside_why",
)
Refuse = Callable[[tuple[UUID, ...], dict[pots.PotKey, pots.Working]], None]


def book(
    chains: Sequence[Chain],
    orphans: Sequence[Happened],
    world: World,
    *,
    at: datetime,
    cause: Happened | None,
    new: Collection[int] = (),
    refuse: Refuse | None = None,
) -> tuple[UUID, ...]:
    """Brings the books to what the chains come to; answers the facts that now wait and stood.

    New transfers name `cause` or the chain's newest fact; there is none where there is no chain.
    Nothing stood for those that are `new`.
    `refuse` may raise before anything is posted.
    """
    world.meet(chains)
    today = day_of(at)
    for chain in chains:
        chain.why = why_not(chain, world, today)
    before = _standing_states(chains, new)
    derived = derive(chains, world)
    moved = _write_trays(chains, orphans, before)
    moves = settle.differences(chains, derived, cause, new)
    details.write(chains, world, new)
    extra, touched = pots.measured(moves, chains, world, cause) if cause else ([], {})
    if refuse is not None:
        refuse(moved, touched)
    post([*moves, *extra])
    _count_tickets(chains, world, derived)
    return moved


def _count_tickets(chains: Sequence[Chain], world: World, derived: Derived) -> None:
    waiting = Counter(chain.content.get("ticket") for chain in chains if chain.why)
    rows = []
    for number, state in sorted(derived.states.items()):
        ticket = world.tickets[number]
        standing = ticket.state
        if standing != Ticket.State.CANCELLED:
            whole = state.back == ticket.pieces and not state.uninspected + state.at_rework
            standing = Ticket.State.DONE if whole else Ticket.State.OPEN
        counters = tuple(getattr(state, name) for name in COUNTERS)
        row = (waiting[number], *counters, str(standing))
        if row != (ticket.waiting, *(getattr(ticket, n) for n in COUNTERS), ticket.state):
            rows.append((number, *row))
    bulk.update("work_ticket", "number", ("waiting", *COUNTERS, "state"), rows)


def _standing_states(chains: Collection[Chain], new: Collection[int]) -> dict[int, str]:
    old = [chain.head.pk for chain in chains if chain.head.pk not in new]
    if not old:
        return {}
    return dict(Tray.objects.filter(fact__in=old).values_list("fact", "state"))


def _write_trays(
    chains: Sequence[Chain], orphans: Sequence[Happened], before: dict[int, str]
) -> tuple[UUID, ...]:
    """Writes the state of each fact of the chains and orphans; answers those set waiting."""
    rows, moved = [], []
    for chain in chains:
        waiting = bool(chain.why) and not chain.undone
        state = Tray.State.WAITING if waiting else Tray.State.BOOKED
        if waiting and before.get(chain.head.pk) == Tray.State.BOOKED:
            moved.append(chain.head.uid)
        rows.append(_tray(chain.head, chain, state, chain.why if waiting else ""))
        rows += [_tray(fact, chain, Tray.State.REPLACED, "") for fact in chain.replaced]
    for fact in orphans:
        rows.append(
            (fact.pk, Tray.State.WAITING.value, "no_target", "", None, fact.happened_at, fact.uid,
             json.loads(fact.content).get("ticket"), None, None, "")
        )
    bulk.put("facts_tray", TRAY, rows, replaces=True)
    return tuple(moved)


def _tray(fact: Happened, chain: Chain, state: Tray.State, why: str) -> tuple[Any, ...]:
    get, root = chain.content.get, chain.root
    return (
        fact.pk, state.value, why, chain.question if not why else "", root.pk, root.happened_at,
        root.uid, get("ticket"), get("carrier"), get("place"), "",
    )
