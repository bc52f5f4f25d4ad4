"""Chains into the books: why each waits, what stands under it, its tray, its ticket.

`record` brings new facts here, `again` those that are known already.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from menkou.facts.models import Tray
from menkou.identity import bulk
from menkou.ledger.actions.post import post
from menkou.lib.days import day_of
from menkou.work.actions import details, half_days, pots, settle
from menkou.work.actions.chains import Chain, Happened
from menkou.work.actions.derive import Derived, derive
from menkou.work.actions.waiting import why_not
from menkou.work.actions.world import COUNTERS, World
from menkou.work.models import Ticket

TRAY = (
    "fact_id", "state", "why", "question", "root_id", "order_at", "order_uid", "ticket", "person",
    "place", "aside_why",
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What a list comes to before it is posted: the facts that stood and now wait, the pots that
    it touches, what should stand."""

    moved: tuple[UUID, ...]
    touched: dict[pots.PotKey, pots.Working]
    derived: Derived


def book(
    chains: Sequence[Chain],
    orphans: Sequence[Happened],
    world: World,
    *,
    at: datetime,
    cause: Happened | None,
    new: Collection[int] = (),
    refuse: Callable[[Booked], None] | None = None,
) -> tuple[UUID, ...]:
    """Brings the books to what the chains come to; answers the facts that now wait and stood.

    New transfers name `cause` or the chain's newest fact; there is none where there is no chain.
    Nothing stood for those that are `new`. `refuse` may raise before anything is posted.
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
    half_days.write(chains, derived.half_days)
    extra, touched = pots.measured(moves, chains, world, cause) if cause else ([], {})
    if refuse is not None:
        refuse(Booked(moved, touched, derived))
    post([*moves, *extra])
    rows = [
        (number, *row)
        for number, row in ticket_rows(chains, orphans, world, derived).items()
        if row != standing_row(world.tickets[number])
    ]
    bulk.update("work_ticket", "number", TICKET, rows)
    return moved


TICKET = ("waiting", *COUNTERS, "state")


def ticket_rows(
    chains: Sequence[Chain], orphans: Sequence[Happened], world: World, derived: Derived
) -> dict[int, tuple[int | str, ...]]:
    """What each ticket's projected columns should hold (`TICKET`)."""
    waiting = Counter(chain.content.get("ticket") for chain in chains if chain.why)
    waiting.update(json.loads(fact.content).get("ticket") for fact in orphans)
    rows: dict[int, tuple[int | str, ...]] = {}
    for number, state in sorted(derived.states.items()):
        ticket = world.tickets[number]
        standing: str = ticket.state
        if standing != Ticket.State.CANCELLED:
            whole = state.back == ticket.pieces and not state.uninspected + state.at_rework
            standing = (Ticket.State.DONE if whole else Ticket.State.OPEN).value
        rows[number] = (
            waiting[number], *(getattr(state, name) for name in COUNTERS), standing
        )
    return rows


def standing_row(ticket: Ticket) -> tuple[int | str, ...]:
    """What they hold."""
    return tuple(getattr(ticket, name) for name in TICKET)


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
        said = json.loads(fact.content)
        place = said["place"] if "person" in said else None
        rows.append(
            (fact.pk, Tray.State.WAITING.value, "no_target", "", None, fact.happened_at, fact.uid,
             said.get("ticket"), said.get("person"), place, "")
        )
    bulk.put("facts_tray", TRAY, rows, replaces=True)
    return tuple(moved)


def _tray(fact: Happened, chain: Chain, state: Tray.State, why: str) -> tuple[Any, ...]:
    root = chain.root
    # A chain of attendance is found by the half-day of its first fact, whatever a wrong correction
    # says.
    get = (json.loads(root.content) if root.kind == "attend" else chain.content).get
    return (
        fact.pk, state.value, why, chain.question if not why else "", root.pk, root.happened_at,
        root.uid, get("ticket"), get("carrier") or get("person"), get("place"), "",
    )
