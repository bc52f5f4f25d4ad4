"""Booking as derivation: what should stand, from the facts of a ticket, a pot, a store.

Pure: no Django, no clock, no database. The callers hand in the facts in the order of happening
and post the difference between what comes out and what stands, so that a late fact, a correction,
an undo or a repeated one are all the same call and order cannot matter (docs/decisions/0002).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

PIECES = ("good", "uninspected", "at_rework", "rejected")
Place = tuple[datetime, str]  # order of happening: of the chain's first fact, then its uid


class Happening(NamedTuple):
    """The newest fact of a chain on a ticket, standing at the place of the chain's first.

    `root` names the chain. `kind`: receipt, inspection, rework or surplus; for surplus `of` is
    the receipt's root, and `good` holds the pieces sent away. Pieces at rework that are `passed`
    on to somebody else leave the ticket's worker like a rework.
    """

    root: int
    place: Place
    kind: str
    good: int = 0
    uninspected: int = 0
    at_rework: int = 0
    rejected: int = 0
    of: int = 0
    passed: int = 0

    @property
    def pieces(self) -> int:
        return self.good + self.uninspected + self.at_rework + self.rejected + self.passed


class Outcome(NamedTuple):
    """What a happening comes to. `why` is empty when it is booked, else what it waits for.

    `parts`: pieces that found room on the ticket by state; `surplus` those that did not.
    `back_before`, `back_after`: pieces back on the ticket around a receipt (they set what it
    consumes). `earned`: pieces that became good for the first time, so pay.
    """

    root: int
    why: str = ""
    parts: Mapping[str, int] = MappingProxyType({})
    surplus: int = 0
    back_before: int = 0
    back_after: int = 0
    earned: int = 0


@dataclass(slots=True)
class TicketState:
    """The counters of a ticket: the state of the fold."""

    pieces: int
    back: int = 0
    good: int = 0
    uninspected: int = 0
    at_rework: int = 0
    rejected: int = 0
    passed: int = 0
    surplus: int = 0


def fold(
    pieces: int, happenings: Iterable[Happening], since: TicketState | None = None
) -> tuple[TicketState, list[Outcome]]:
    """Derives a ticket of so many pieces from all its happenings, given in any order.

    Receipts fill its room in the order of happening, good pieces first, then uninspected, at
    rework, rejected; the rest of each is surplus, and so are pieces sent away from it. Then
    inspections, then rework: booked if the pieces are there, else waiting.

    With `since` it goes on from a state, and ends as if all were folded at once, provided that
    nothing on the ticket waits, that these stand after all that were folded before, and that none
    is a surplus.
    """
    state = TicketState(pieces) if since is None else replace(since, pieces=pieces)
    rest = sorted(happenings, key=lambda one: one.place)
    receipts = [one for one in rest if one.kind == "receipt"]
    sent, outcomes = _send_away(receipts, [one for one in rest if one.kind == "surplus"])
    outcomes += [_receive(state, one, sent.get(one.root, 0)) for one in receipts]
    outcomes += [_move(state, one, "uninspected") for one in rest if one.kind == "inspection"]
    outcomes += [_move(state, one, "at_rework") for one in rest if one.kind == "rework"]
    return state, outcomes


def _send_away(
    receipts: Sequence[Happening], away: Sequence[Happening]
) -> tuple[dict[int, int], list[Outcome]]:
    left = {one.root: one.pieces for one in receipts}
    sent: dict[int, int] = {}
    outcomes = []
    for one in away:
        if left.get(one.of, 0) < one.good:
            outcomes.append(Outcome(one.root, why="no_surplus"))
            continue
        left[one.of] -= one.good
        sent[one.of] = sent.get(one.of, 0) + one.good
        outcomes.append(Outcome(one.root, surplus=one.good))
    return sent, outcomes


def _receive(state: TicketState, one: Happening, sent: int) -> Outcome:
    room = min(state.pieces - state.back, one.pieces - sent)
    before, parts = state.back, {}
    for name in PIECES:
        part = min(room, getattr(one, name))
        parts[name] = part
        room -= part
        setattr(state, name, getattr(state, name) + part)
        state.back += part
    surplus = one.pieces - (state.back - before)
    state.surplus += surplus - sent
    return Outcome(
        one.root, parts=parts, surplus=surplus, back_before=before, back_after=state.back,
        earned=parts["good"],
    )


def _move(state: TicketState, one: Happening, source: str) -> Outcome:
    there = getattr(state, source)
    if one.pieces > there:
        return Outcome(one.root, why=f"no_{source}")
    setattr(state, source, there - one.pieces)
    parts = {"good": one.good, "at_rework": one.at_rework, "rejected": one.rejected,
             "passed": one.passed}
    for name, part in parts.items():
        setattr(state, name, getattr(state, name) + part)
    return Outcome(one.root, parts=parts, earned=one.good)


def step(back_before: int, back_after: int, numerator: int, denominator: int) -> int:
    """Material that the pieces between two counts consume: cumulative, so parts add up exactly."""
    return back_after * numerator // denominator - back_before * numerator // denominator


class Touch(NamedTuple):
    """What a chain does to a pot: its place, what it put in (+) or took out (−), what it used."""

    place: Place
    change: int
    used: int = 0


class Measure(NamedTuple):
    """A pot measured: invariant 2 says x + difference = hands + allowed + excess."""

    hands: int
    difference: int
    allowed: int
    excess: int


def measure(
    x: int, count: int | None, x_before: int, used_before: int, allowed_ppm: int
) -> Measure:
    """Measures a pot from its sums: X, and where there was a count c, X and used before it.

    With a count: gap = X before − c, net = c + X after it; with none, gap = 0 and net = X. What
    has happened never waits for the hands: what they lack is difference. Loss is first allowed
    (millionths of what was consumed before the count, rounded down), then excess.
    """
    gap, net = (0, x) if count is None else (x_before - count, count + x - x_before)
    loss = max(gap, 0)
    allowed = min(loss, used_before * allowed_ppm // 1_000_000)
    return Measure(
        hands=max(net, 0), difference=max(-net, 0) + max(-gap, 0), allowed=allowed,
        excess=loss - allowed,
    )


class Claim(NamedTuple):
    """A chain that claims a half-day at a place for a use. `root`: the key of its first fact,
    so the order in which the chains were received."""

    root: int
    place: int
    use: str


class Half(NamedTuple):
    """A half-day shared out: its place (none where nobody holds it), the roots that hold it."""

    place: int | None
    holders: frozenset[int]


def share_half(
    claims: Iterable[Claim], place: int | None = None, uses: Collection[str] = ()
) -> Half:
    """Shares out a half-day of a person: one place, each use once, the first received first.

    Claims are given in any order. `place` and `uses`: what others hold of it already, and keep.
    """
    taken, holders = set(uses), set()
    for claim in sorted(claims):
        if place in (None, claim.place) and claim.use not in taken:
            place = claim.place
            taken.add(claim.use)
            holders.add(claim.root)
    return Half(place, frozenset(holders))


HOUR = 60  # minutes


def time_wage(minutes: int, rate: int, per: str) -> int:
    """What a half-day of so many minutes earns at a rate per "hour" or "half_day", in the unit
    of the rate; parts of an hour round half up."""
    if per == "half_day":
        return rate if minutes else 0
    return (2 * minutes * rate + HOUR) // (2 * HOUR)
