"""From chains of facts to what should stand in the books: targets by root."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from menkou.facts.actions.half_days import HalfDayClaim
from menkou.facts.queries.half_days import HalfKey
from menkou.ledger.moves import AccountKey, WageLine
from menkou.lib.exact import split
from menkou.work.actions.chains import Chain
from menkou.work.actions.half_days import hold
from menkou.work.actions.passing import moved
from menkou.work.actions.world import TicketBooks, World
from menkou.work.booking import HOUR, Happening, TicketState, fold, step, time_wage

Target = tuple[date, AccountKey, AccountKey, int, WageLine | None]


@dataclass(slots=True)
class Derived:
    """What should stand: amounts by root and target; the tickets' counters; who holds
    the half-days."""

    targets: dict[int, dict[Target, int]] = field(default_factory=lambda: defaultdict(dict))
    wages: dict[int, dict[Target, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    states: dict[int, TicketState] = field(default_factory=dict)
    half_days: dict[HalfKey, HalfDayClaim] = field(default_factory=dict)


def derive(chains: Collection[Chain], world: World) -> Derived:
    """What should stand under each root. Chains that wait or were undone get nothing."""
    attends = [chain for chain in chains if chain.root.kind == "attend"]
    derived = Derived(half_days=hold(attends, world))
    for chain in attends:
        if not chain.undone and not chain.why:
            _earn_time(chain, world, derived)
    by_ticket: dict[int, list[Chain]] = defaultdict(list)
    for chain in chains:
        if chain.undone or chain.why or chain.root.kind == "attend":
            continue
        if chain.root.kind in ON_TICKETS:
            by_ticket[chain.content["ticket"]].append(chain)
        else:
            _place(chain, world, derived)
    roots = {chain.root.uid.hex: chain.root.pk for chain in chains}
    for number, ticket in world.tickets.items():
        own = by_ticket.get(number, [])
        happenings = [_happening(chain, roots) for chain in own]
        state, outcomes = fold(ticket.pieces, happenings, world.since.get(number))
        derived.states[number] = state
        found = {outcome.root: outcome for outcome in outcomes}
        books = world.books(ticket)
        for chain in own:
            chain.outcome = found[chain.root.pk]
            chain.why = chain.outcome.why
            if not chain.why:
                _pieces(chain, books, world, derived)
    return derived


def _happening(chain: Chain, roots: dict[str, int]) -> Happening:
    content, kind, root = chain.content, chain.root.kind, chain.root.pk
    if kind == "pass_on":
        return Happening(root, chain.place, "rework", passed=content["pieces"])
    if kind == "abandon":
        return Happening(root, chain.place, "receipt", rejected=content["pieces"])
    if kind == "surplus":
        of = roots.get(content["receipt"], 0)
        return Happening(root, chain.place, kind, good=content["pieces"], of=of)
    get = content.get
    return Happening(
        root, chain.place, kind, get("good", 0), get("uninspected", 0), get("at_rework", 0),
        get("rejected", 0),
    )


def _add(derived: Derived, chain: Chain, source: AccountKey, target: AccountKey,
         commodity: int, quantity: int) -> None:
    if quantity:
        stands = derived.targets[chain.root.pk]
        key: Target = (chain.head.day, source, target, commodity, None)
        stands[key] = stands.get(key, 0) + quantity


def _place(chain: Chain, world: World, derived: Derived) -> None:
    """What moves material, or pieces between the levels: each by its own content alone."""
    content, kind = chain.content, chain.root.kind
    if kind == "count":
        return
    if "ticket" in content:
        _material(chain, world, derived)
        return
    order = world.orders[content["order"]]
    for move in moved(kind, content, order, world.paths, world.terms.yuan):
        _add(derived, chain, *move)


def _material(chain: Chain, world: World, derived: Derived) -> None:
    content = chain.content
    books = world.books(world.tickets[content["ticket"]])
    hands = AccountKey(content["carrier"], "hands", books.owner, books.job)
    for line in content["lines"]:
        shelf = books.shelves[world.commodities[line["commodity"]]]
        ends = (shelf, hands) if chain.root.kind == "issue" else (hands, shelf)
        _add(derived, chain, *ends, line["commodity"], line["quantity"])


ON_TICKETS = ("receipt", "abandon", "inspection", "rework", "pass_on", "surplus")
# Where the pieces of a fact come from; those of a receipt from the ticket's origin.
SOURCE = {"inspection": "uninspected", "rework": "at_rework", "pass_on": "at_rework"}


def _pieces(chain: Chain, books: TicketBooks, world: World, derived: Derived) -> None:
    outcome, at, makes = chain.outcome, books.pieces, books.makes
    if outcome is None:
        raise ValueError("a chain is folded before its pieces are booked")
    if chain.root.kind == "surplus":
        to = "delivered" if chain.content["to"] == "owner" else "made"
        _add(derived, chain, at["surplus"], at[to], makes, outcome.surplus)
        return
    kind = chain.root.kind
    came = kind in ("receipt", "abandon")
    source = books.origin if came else at[SOURCE[kind]]
    for name, part in outcome.parts.items():
        target = at["to_rework" if name == "passed" else name]
        if part and target != source:
            _add(derived, chain, source, target, makes, part)
    if came:
        _add(derived, chain, source, at["surplus"], makes, outcome.surplus)
        carrier, owner, job = chain.content["carrier"], books.owner, books.job
        for one in books.inputs:
            used = step(
                outcome.back_before, outcome.back_after, one.numerator, one.denominator
            )
            _add(derived, chain, AccountKey(carrier, "hands", owner, job),
                 AccountKey(carrier, "consumed", owner, job), one.commodity, used)
    if kind == "abandon":
        _agreed(chain, books, world, derived)
    elif outcome.earned:
        _earn(chain, outcome.earned, books, world, derived)


def _earn(
    chain: Chain, earned: int, books: TicketBooks, world: World, derived: Derived
) -> None:
    """Wages of the pieces that became good: split anew for the fact by largest remainder."""
    rate = books.rate(chain.head.day)
    _split(chain, books, world, derived, ("piece", earned, rate, earned * rate))
    if books.customer_pays:
        _add(derived, chain, AccountKey(books.owner, "fee", books.payer, books.job),
             AccountKey(books.payer, "fee", books.owner, books.job), world.terms.yuan,
             earned * rate)


def _agreed(chain: Chain, books: TicketBooks, world: World, derived: Derived) -> None:
    """What was agreed for work that was given up."""
    pieces, amount = chain.content["pieces"], chain.content["amount"]
    if amount:
        _split(chain, books, world, derived, ("agreed", pieces, 0, amount))


def _split(
    chain: Chain, books: TicketBooks, world: World, derived: Derived,
    work: tuple[str, int, int, int],
) -> None:
    """Each one's part of a wage: evidence, pieces, rate, amount."""
    evidence, pieces, rate, whole = work
    day, people, lines = chain.head.day, world.people, derived.wages[chain.root.pk]
    amounts = split(whole, books.parts)
    for (person, parts), amount in zip(books.shares, amounts, strict=True):
        engaged = people.engagement(person, books.payer, day)
        if engaged is None:
            raise ValueError("a chain waits when there is nobody to pay")
        if not engaged.exact:
            chain.question = "engagement_ended"
        line = WageLine(
            engaged.pk, evidence, books.makes, 0, rate, parts, books.whole,
            *_labels(person, day, world),
        )
        owed = AccountKey(person, "wages_owed", books.payer, world.terms.none_job)
        lines[day, books.labour, owed, world.terms.yuan, line] = (pieces, amount)


def _earn_time(chain: Chain, world: World, derived: Derived) -> None:
    """The wage of an attended half-day, where its payer pays the worker's class by time."""
    day, person, minutes = chain.head.day, chain.content["person"], chain.content["minutes"]
    terms = world.terms_of(chain)
    paid = world.time.rate(terms[0], terms[1].rate_class, day) if terms else None
    if terms is None or paid is None or not minutes:
        return
    payer, engaged = terms
    line = WageLine(
        engaged.pk, "time", None, 0, paid.amount, 1, HOUR if paid.per == "hour" else minutes,
        *_labels(person, day, world),
    )
    none = world.terms.none_job
    labour = AccountKey(payer, "labour", payer, none)
    owed = AccountKey(person, "wages_owed", payer, none)
    amount = time_wage(minutes, paid.amount, paid.per)
    derived.wages[chain.root.pk][day, labour, owed, world.terms.yuan, line] = (minutes, amount)


def _labels(person: int, day: date, world: World) -> tuple[int | None, str]:
    if not world.labels:
        return None, ""
    return world.people.community(person, day), world.people.group(person, day)
