"""Pots and stores: in hand, missing, lost; measured anew by each posting that touches one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum

from menkou import policy
from menkou.identity import bulk
from menkou.ledger.models import Transfer
from menkou.ledger.moves import AccountKey, Move
from menkou.policy.guards import may_be_given_work
from menkou.work.actions.chains import Chain, Happened
from menkou.work.actions.world import MATERIAL, PIECE, World
from menkou.work.booking import Measure, Touch, measure
from menkou.work.models import Count, Order, Pot, Ticket

PotKey = tuple[int, int, int, int, str]  # holder, owner, job, commodity, kind
HELD = frozenset(Pot.Kind.values)
SHELF = {PIECE: "good", MATERIAL: "store"}  # where a place keeps what is counted


@dataclass(slots=True)
class Working:
    """A pot while a list is booked: its row, the touches of the list, whether its count moved,
    the chains that touched or counted it by their first facts, and the last of them in the order
    of happening."""

    row: Pot
    touches: list[Touch] = field(default_factory=list)
    recount: bool = False
    chains: dict[int, Chain] = field(default_factory=dict)
    before: Measure | None = None
    after: Measure | None = None

    @property
    def last(self) -> Chain:
        return max(self.chains.values(), key=lambda chain: chain.place)


def measured(
    moves: Sequence[Move], chains: Sequence[Chain], world: World, cause: Happened
) -> tuple[list[Move], dict[PotKey, Working]]:
    """The moves between hands, difference and loss that a list brings about; the pots touched."""
    pots = _gather(moves, chains, world)
    extra: list[Move] = []
    for key, pot in pots.items():
        pot.before = _measured(pot.row)
        _renew(pot, key, world)
        pot.after = _measured(pot.row)
        extra += _moves(key, pot, cause)
    columns = ("moved", "used", "x_before", "used_before")
    bulk.update(
        "work_pot", "id", columns,
        [(p.row.pk, *(getattr(p.row, name) for name in columns)) for p in pots.values()],
    )
    Pot.objects.bulk_update(
        [pot.row for pot in pots.values() if pot.recount],
        ["counted", "count_at", "count_uid"],
        batch_size=200,
    )
    return extra, pots


def _gather(
    moves: Sequence[Move], chains: Sequence[Chain], world: World
) -> dict[PotKey, Working]:
    by_root = {chain.root.pk: chain for chain in chains}
    touched: dict[PotKey, list[Touch]] = {}
    causes: dict[PotKey, dict[int, Chain]] = defaultdict(dict)
    for move in moves:
        for end, other, sign in ((move.target, move.source, 1), (move.source, move.target, -1)):
            if end.kind in HELD:
                change, used = sign * move.quantity, 0
                if other.kind == "consumed":
                    change, used = 0, -sign * move.quantity
                key = (end.party, end.other, end.job, move.commodity, end.kind)
                chain = by_root[move.root]
                touched.setdefault(key, []).append(Touch(chain.place, change, used))
                causes[key][chain.root.pk] = chain
    counted: set[PotKey] = set()
    for chain in chains:
        for content in chain.contents if chain.root.kind == "count" else ():
            for key in _counted(content, world):
                counted.add(key)
                touched.setdefault(key, [])
                causes[key][chain.root.pk] = chain
    rows = _locked(touched, world)
    return {
        key: Working(rows[key], touched[key], key in counted, causes[key])
        for key in sorted(touched)
    }


def _counted(content: dict[str, Any], world: World) -> Iterator[PotKey]:
    """The pots that a count speaks of; of what we don't know there is none."""
    order, carrier, place = content["order"], content.get("carrier"), content["place"]
    known = world.people.known(carrier) if carrier else place in world.places
    if order not in world.orders or not known:
        return
    owner, job = world.orders[order].customer, world.orders[order].job
    for line in content["lines"]:
        what = line["commodity"]
        if what in world.commodities:
            kind = "hands" if carrier else SHELF[world.commodities[what]]
            yield (carrier or place, owner, job, what, kind)


def _locked(keys: Collection[PotKey], world: World) -> dict[PotKey, Pot]:
    """The pots' rows, locked in key order. What is missing is made and locked: what is not there
    can't be locked, and two would both begin from nothing."""
    found = _read(keys)
    missing = sorted(set(keys) - found.keys())
    if missing:
        allowed = world.allowed()
        products = {order.job: order.product for order in world.orders.values()}
        Pot.objects.bulk_create(
            [
                Pot(
                    holder_id=holder, owner_id=owner, job_id=job, commodity_id=what, kind=kind,
                    allowed_ppm=allowed.get((products[job], what), 0) if kind == "hands" else 0,
                )
                for holder, owner, job, what, kind in missing
            ],
            batch_size=500, ignore_conflicts=True,
        )
        found = _read(keys)
    return found


def _read(keys: Collection[PotKey]) -> dict[PotKey, Pot]:
    found: dict[PotKey, Pot] = {}
    in_order = sorted(keys)
    for start in range(0, len(in_order), bulk.CHUNK):
        text, values = bulk.table(
            ["holder", "owner", "job", "commodity", "kind"],
            in_order[start : start + bulk.CHUNK],
        )
        rows = Pot.objects.raw(
            f"{text} SELECT p.* FROM v CROSS JOIN work_pot p WHERE p.holder_id = v.holder "
            "AND p.owner_id = v.owner AND p.job_id = v.job AND p.commodity_id = v.commodity "
            "AND p.kind = v.kind ORDER BY p.holder_id, p.owner_id, p.job_id, p.commodity_id, p.kind"
            + bulk.locking("p"),
            values,
        )
        for row in rows:
            key = (row.holder_id, row.owner_id, row.job_id, row.commodity_id, row.kind)
            found[key] = row
    return found


def _measured(row: Pot) -> Measure:
    return measure(
        row.moved - row.used, row.counted, row.x_before, row.used_before, row.allowed_ppm
    )


def _renew(pot: Working, key: PotKey, world: World) -> None:
    row = pot.row
    for touch in pot.touches:
        row.moved += touch.change
        row.used += touch.used
    if pot.recount:
        _recount(pot, key)
        return
    if row.counted is not None and row.count_at and row.count_uid:
        place = (row.count_at, row.count_uid.hex)
        for touch in pot.touches:
            if touch.place < place:
                row.x_before += touch.change - touch.used
                row.used_before += touch.used


def _recount(pot: Working, key: PotKey) -> None:
    """The last count that stands, and X and used up to it: summed from what touches the pot."""
    row = pot.row
    holder = Q(carrier=key[0]) if row.kind == "hands" else Q(carrier=None, place=key[0])
    last = (
        Count.objects.filter(holder, order__job=key[2], commodity=key[3])
        .order_by("-fact__tray__order_at", "-fact__tray__root__uid")
        .annotate(at=F("fact__tray__order_at"), uid=F("fact__tray__order_uid"))
        .first()
    )
    row.x_before = row.used_before = 0
    if last is None:
        row.counted = row.count_at = row.count_uid = None
        return
    row.counted, row.count_at, row.count_uid = last.quantity, last.at, last.uid
    place = (last.at, last.uid.hex)
    for touch in [*_standing(key), *pot.touches]:
        if touch.place < place:
            row.x_before += touch.change - touch.used
            row.used_before += touch.used


def _standing(key: PotKey) -> Iterable[Touch]:
    kind = key[-1]
    for side, other, sign in (("target", "source", 1), ("source", "target", -1)):
        rows = (
            Transfer.objects.filter(
                **{f"{side}__party": key[0], f"{side}__kind": kind, f"{side}__other": key[1],
                   f"{side}__job": key[2]},
                commodity=key[3], measured=False,
            )
            .values_list("root__happened_at", "root__uid", f"{other}__kind")
            .annotate(q=Sum("quantity"))
            .order_by()
        )
        for at, uid, against, quantity in rows:
            if against == "consumed":
                yield Touch((at, UUID(str(uid)).hex), 0, -sign * int(quantity))
            else:
                yield Touch((at, UUID(str(uid)).hex), sign * int(quantity))


def _moves(key: PotKey, pot: Working, cause: Happened) -> list[Move]:
    """The change of difference, allowed and excess loss, as transfers for the last chain that
    touched the pot."""
    if pot.before is None or pot.after is None:
        return []
    if pot.before[1:] == pot.after[1:]:  # what is in hand may change, and nothing is missing
        return []
    root, day, fact = pot.last.root.pk, pot.last.head.day, max(pot.last.head.pk, cause.pk)
    holder, owner, job, commodity, own = key

    def at(kind: str) -> AccountKey:
        return AccountKey(holder, kind, owner, job)

    hands = at(own)
    changes = (
        (at("difference"), hands, pot.after.difference - pot.before.difference),
        (hands, at("allowed_loss"), pot.after.allowed - pot.before.allowed),
        (hands, at("excess_loss"), pot.after.excess - pot.before.excess),
    )
    moves = []
    for source, target, change in changes:
        if change:
            ends = (source, target) if change > 0 else (target, source)
            moves.append(
                Move(day, *ends, commodity, abs(change), fact, root, measured=True)
            )
    return moves


def why_refused(chain: Chain, world: World, pots: dict[PotKey, Working]) -> str:
    """Why what is asked can't be done with what is there; empty if it can."""
    kind, content = chain.root.kind, chain.content
    if not chain.undone and kind in ("issue", "arrival") and _ended(chain, world):
        return "order_ended"
    if chain.undone or kind not in ("issue", "return"):
        return "" if kind == "count" else _taken(chain, pots)
    ticket = world.tickets[content["ticket"]]
    books, carrier = world.books(ticket), content["carrier"]
    if kind == "issue":
        born, day = world.people.born_on(carrier), chain.head.day
        if may_be_given_work(born, day, policy.on(day)) is not None:
            return "under_age"
    for line in content["lines"]:
        what = line["commodity"]
        held = (carrier, books.owner, books.job, what, "hands")
        hands = pots.get(held)
        shelf = books.shelves[world.commodities[what]]
        giver = (shelf.party, shelf.other, shelf.job, what, shelf.kind)
        if _lacks(pots.get(giver if kind == "issue" else held)):
            return "no_material" if kind == "issue" else "not_in_hand"
        if kind == "issue" and not content.get("reason") and hands and _beyond(
            hands, ticket, world
        ):
            return "beyond_allowance"
    return ""


def _ended(chain: Chain, world: World) -> bool:
    """Whether the order takes no more material."""
    content = chain.content
    if "ticket" in content:
        order = world.books(world.tickets[content["ticket"]]).order
    else:
        order = content["order"]
    return world.orders[order].state != Order.State.OPEN


def _lacks(pot: Working | None) -> bool:
    """Whether more is missing now than before."""
    if pot is None or pot.before is None or pot.after is None:
        return False
    return pot.after.difference > pot.before.difference


def _taken(chain: Chain, pots: dict[PotKey, Working]) -> str:
    """Whether pieces, or material that leaves a place for good, are asked of where they are not."""
    for key, pot in pots.items():
        if key[-1] != "hands" and chain.root.pk in pot.chains and _lacks(pot):
            return "no_material" if key[-1] == "store" else "not_there"
    return ""


def _beyond(hands: Working, ticket: Ticket, world: World) -> bool:
    """Whether more is out than the standard of the tickets given, with its allowance."""
    row = hands.row
    inputs = {one.commodity: one for one in world.books(ticket).inputs}
    one = inputs.get(row.commodity_id)
    if one is None:
        return True
    # Somebody else may fetch for her: this ticket counts with the carrier's own.
    given = Ticket.objects.filter(
        Q(holder=row.holder_id, allotment__order=world.books(ticket).order) | Q(pk=ticket.pk)
    ).exclude(state=Ticket.State.CANCELLED)
    standard = sum(
        pieces * one.numerator // one.denominator
        for pieces in given.values_list("pieces", flat=True)
    )
    return row.moved > standard + standard * row.allowed_ppm // 1_000_000
