"""From chains of facts to what should stand in the books: targets by root."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from menkou.ledger.moves import AccountKey, WageLine
from menkou.lib.exact import split
from menkou.work.actions.chains import Chain
from menkou.work.actions.world import World
from menkou.work.booking import PIECES, Happening, TicketState, fold, step
from menkou.work.models import Ticket

Target = tuple[date, AccountKey, AccountKey, int, WageLine | None]


@dataclass(slots=True)
class Derived:
    """What should stand: amounts by root and target; the tickets' counters; the chains."""

    targets: dict[int, dict[Target, int]] = field(default_factory=lambda: defaultdict(dict))
    wages: dict[int, dict[Target, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    states: dict[int, TicketState] = field(default_factory=dict)


def derive(chains: Collection[Chain], world: World) -> Derived:
    """What should stand under each root. Chains that wait or were undone get nothing."""
    derived = Derived()
    by_ticket: dict[int, list[Chain]] = defaultdict(list)
    for chain in chains:
        if chain.undone or chain.why:
            continue
        if chain.root.kind in ("receipt", "inspection", "rework", "surplus"):
            by_ticket[chain.content["ticket"]].append(chain)
        else:
            _material(chain, world, derived)
    roots = {chain.root.uid.hex: chain.root.pk for chain in chains}
    for number, ticket in world.tickets.items():
        own = by_ticket.get(number, [])
        happenings = [_happening(chain, roots) for chain in own]
        state, outcomes = fold(ticket.pieces, happenings, world.since.get(number))
        derived.states[number] = state
        found = {outcome.root: outcome for outcome in outcomes}
        for chain in own:
            chain.outcome = found[chain.root.pk]
            chain.why = chain.outcome.why
            if not chain.why:
                _pieces(chain, ticket, world, derived)
    return derived


def _happening(chain: Chain, roots: dict[str, int]) -> Happening:
    content, kind = chain.content, chain.root.kind
    if kind == "surplus":
        of = roots.get(content["receipt"], 0)
        return Happening(chain.root.pk, chain.place, kind, good=content["pieces"], of=of)
    return Happening(
        chain.root.pk, chain.place, kind, **{name: content.get(name, 0) for name in PIECES}
    )


def _add(derived: Derived, chain: Chain, source: AccountKey, target: AccountKey,
         commodity: int, quantity: int) -> None:
    if quantity:
        stands = derived.targets[chain.root.pk]
        key: Target = (chain.head.day, source, target, commodity, None)
        stands[key] = stands.get(key, 0) + quantity


def _material(chain: Chain, world: World, derived: Derived) -> None:
    content, kind = chain.content, chain.root.kind
    if kind == "count":
        return
    if kind == "arrival":
        order = world.orders[content["order"]]
        owner, job, place = order.customer_id, order.job_id, content["place"]
        outside = AccountKey(owner, "outside", owner, job)
        for line in content["lines"]:
            _add(derived, chain, outside, AccountKey(place, "store", owner, job),
                 line["commodity"], line["quantity"])
        return
    ticket = world.tickets[content["ticket"]]
    order = ticket.allotment.order
    store = AccountKey(ticket.workshop_id, "store", order.customer_id, order.job_id)
    hands = AccountKey(content["carrier"], "hands", order.customer_id, order.job_id)
    ends = (store, hands) if kind == "issue" else (hands, store)
    for line in content["lines"]:
        _add(derived, chain, *ends, line["commodity"], line["quantity"])


def _pieces(chain: Chain, ticket: Ticket, world: World, derived: Derived) -> None:
    outcome, order = chain.outcome, ticket.allotment.order
    if outcome is None:
        raise ValueError("a chain is folded before its pieces are booked")
    owner, job, place = order.customer_id, order.job_id, ticket.workshop_id
    makes = world.makes(ticket)

    def at(kind: str) -> AccountKey:
        return AccountKey(place, kind, owner, job)

    source = {"receipt": "made", "inspection": "uninspected", "rework": "at_rework"}
    if chain.root.kind == "surplus":
        to = "delivered" if chain.content["to"] == "owner" else "made"
        _add(derived, chain, at("surplus"), at(to), makes, outcome.surplus)
        return
    for name, part in outcome.parts.items():
        if name != source[chain.root.kind]:
            _add(derived, chain, at(source[chain.root.kind]), at(name), makes, part)
    if chain.root.kind == "receipt":
        _add(derived, chain, at("made"), at("surplus"), makes, outcome.surplus)
        carrier = chain.content["carrier"]
        for one in world.inputs(ticket):
            used = step(
                outcome.back_before, outcome.back_after, one.numerator, one.denominator
            )
            _add(derived, chain, AccountKey(carrier, "hands", owner, job),
                 AccountKey(carrier, "consumed", owner, job), one.commodity, used)
    _earn(chain, ticket, world, derived)


def _earn(chain: Chain, ticket: Ticket, world: World, derived: Derived) -> None:
    """Wages of the pieces that became good: split anew for the fact by largest remainder."""
    if chain.outcome is None or not chain.outcome.earned:
        return
    earned, day = chain.outcome.earned, chain.head.day
    shares = world.terms.shares[ticket.number]
    rate = world.rate(ticket, day)
    whole = sum(parts for _, parts in shares)
    labour = AccountKey(
        ticket.payer_id, "labour", ticket.payer_id, ticket.allotment.order.job_id
    )
    amounts = split(earned * rate, [parts for _, parts in shares])
    for (person, parts), amount in zip(shares, amounts, strict=True):
        engaged = world.people.engagement(person, ticket.payer_id, day)
        if engaged is None:
            raise ValueError("a chain waits when there is nobody to pay")
        if not engaged.exact:
            chain.question = "engagement_ended"
        line = WageLine(
            engaged.pk, "piece", world.makes(ticket), 0,
            rate, parts, whole, world.people.community(person, day),
            world.people.group(person, day),
        )
        owed = AccountKey(person, "wages_owed", ticket.payer_id, world.terms.none_job)
        derived.wages[chain.root.pk][day, labour, owed, world.terms.yuan, line] = (earned, amount)
