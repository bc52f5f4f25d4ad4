"""From chains of facts to what should stand in the books: targets by root."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, Q

from menkou.facts.models import Fact, Tray
from menkou.identity.models import User
from menkou.ledger.models import Commodity, Job
from menkou.ledger.moves import AccountKey, WageLine
from menkou.ledger.opening import NONE_JOB, YUAN
from menkou.lib.exact import split
from menkou.registry.models import Workshop
from menkou.registry.queries.profile import Profiles, profiles
from menkou.work.booking import PIECES, Happening, Outcome, Place, TicketState, fold, step
from menkou.work.models import Input, Operation, Order, Rate, Ticket, TicketShare

Target = tuple[date, AccountKey, AccountKey, int, WageLine | None]


@dataclass(slots=True)
class Chain:
    """A chain of facts: the first (`root`), the newest (`head`), and all that were `replaced`;
    `why` it waits, if it does."""

    root: Fact
    head: Fact
    content: dict[str, Any]
    why: str = ""
    question: str = ""
    outcome: Outcome | None = None
    replaced: tuple[Fact, ...] = ()

    @property
    def place(self) -> Place:
        return (self.root.happened_at, self.root.uid.hex)

    @property
    def undone(self) -> bool:
        return self.head.kind == "undo"


@dataclass(slots=True)
class Derived:
    """What should stand: amounts by root and target; the tickets' counters; the chains."""

    targets: dict[int, dict[Target, int]] = field(default_factory=lambda: defaultdict(dict))
    wages: dict[int, dict[Target, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    states: dict[int, TicketState] = field(default_factory=dict)


class World:
    """What the facts of a list refer to, read once: tickets, orders, inputs, rates, persons."""

    def __init__(self, chains: Iterable[Chain]) -> None:
        contents = [chain.content for chain in chains]
        numbers = {content["ticket"] for content in contents if "ticket" in content}
        self.tickets = {
            ticket.number: ticket
            for ticket in Ticket.objects.select_related("allotment__order")
            .filter(pk__in=numbers)
            .order_by("pk")
        }
        self.shares: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, person, parts in (
            TicketShare.objects.filter(ticket__in=self.tickets)
            .order_by("ticket", "number")
            .values_list("ticket", "person", "parts")
        ):
            self.shares[number].append((person, parts))
        self.orders = {
            order.pk: order
            for order in Order.objects.filter(
                pk__in={content["order"] for content in contents if "order" in content}
            )
        } | {ticket.allotment.order.pk: ticket.allotment.order for ticket in self.tickets.values()}
        operations = {ticket.allotment.operation_id for ticket in self.tickets.values()}
        products = {order.product_id for order in self.orders.values()}
        self.inputs: dict[int, list[Input]] = defaultdict(list)
        self.allowed: dict[tuple[int, int], int] = {}
        self.makes: dict[int, int] = {}
        for operation, product, makes in Operation.objects.filter(
            Q(pk__in=operations) | Q(product__in=products)
        ).values_list("pk", "product", "makes"):
            self.makes[operation] = makes
            del product
        for one in Input.objects.select_related("operation").filter(operation__in=self.makes):
            self.inputs[one.operation_id].append(one)
            self.allowed[one.operation.product_id, one.commodity_id] = one.allowed_ppm
        self.rates: dict[tuple[int, int, str], list[tuple[date, int | None]]] = defaultdict(list)
        for payer, operation, kind, since, amount in (
            Rate.objects.filter(withdrawn_at=None, operation__in=operations)
            .order_by("from_day")
            .values_list("payer", "operation", "rate_class", "from_day", "amount")
        ):
            self.rates[payer, operation, kind].append((since, amount))
        persons = {person for shares in self.shares.values() for person, _ in shares}
        self.people: Profiles = profiles(
            persons | {c["carrier"] for c in contents if c.get("carrier")}
        )
        self.places = _known(Workshop, {c["place"] for c in contents if "place" in c})
        lines = [line for content in contents for line in content.get("lines", ())]
        self.materials = _known(
            Commodity, {line["commodity"] for line in lines}, kind=Commodity.Kind.MATERIAL
        )
        self.yuan = Commodity.objects.values_list("pk", flat=True).get(code=YUAN)
        self.none_job = Job.objects.values_list("pk", flat=True).get(code=NONE_JOB)

    def rate(self, ticket: Ticket, rate_class: str, day: date) -> int:
        """The rate of the day of the work, never below what is printed on the ticket."""
        standing = 0
        for since, amount in self.rates[ticket.payer_id, ticket.allotment.operation_id, rate_class]:
            if since <= day:
                standing = amount or 0
        return max(standing, ticket.rate)


def _known(model: type[Model], keys: Collection[int], **more: str) -> set[int]:
    """Which of these keys name a row. Not asked where there are none."""
    if not keys:
        return set()
    rows = model._default_manager.filter(pk__in=keys, **more)
    return set(rows.values_list("pk", flat=True))


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
        state, outcomes = fold(ticket.pieces, [_happening(chain, roots) for chain in own])
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
    makes = world.makes[ticket.allotment.operation_id]

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
        for one in world.inputs[ticket.allotment.operation_id]:
            used = step(
                outcome.back_before, outcome.back_after, one.numerator, one.denominator
            )
            _add(derived, chain, AccountKey(carrier, "hands", owner, job),
                 AccountKey(carrier, "consumed", owner, job), one.commodity_id, used)
    _earn(chain, ticket, world, derived)


def _earn(chain: Chain, ticket: Ticket, world: World, derived: Derived) -> None:
    """Wages of the pieces that became good: split anew for the fact by largest remainder."""
    if chain.outcome is None or not chain.outcome.earned:
        return
    earned, day = chain.outcome.earned, chain.head.day
    shares = world.shares[ticket.number]
    whole = sum(parts for _, parts in shares)
    labour = AccountKey(
        ticket.payer_id, "labour", ticket.payer_id, ticket.allotment.order.job_id
    )
    amounts = split(earned * world.rate(ticket, ticket.rate_class, day),
                    [parts for _, parts in shares])
    for (person, parts), amount in zip(shares, amounts, strict=True):
        engaged = world.people.engagement(person, ticket.payer_id, day)
        if engaged is None:
            raise ValueError("a chain waits when there is nobody to pay")
        if not engaged.exact:
            chain.question = "engagement_ended"
        line = WageLine(
            engaged.pk, "piece", world.makes[ticket.allotment.operation_id], 0,
            world.rate(ticket, ticket.rate_class, day), parts, whole,
            world.people.community(person, day), world.people.group(person, day),
        )
        owed = AccountKey(person, "wages_owed", ticket.payer_id, world.none_job)
        derived.wages[chain.root.pk][day, labour, owed, world.yuan, line] = (earned, amount)


def load_chains(
    tickets: Collection[int],
    roots: Collection[int],
    news: Collection[Fact],
    came_first: Collection[int] = (),
) -> tuple[list[Chain], list[Fact]]:
    """The chains of whole tickets and of some roots, with new facts; facts without a target."""
    found = Fact.objects.filter(
        Q(tray__ticket__in=tickets)
        | Q(tray__root__in=roots)
        | Q(pk__in={*came_first, *(fact.pk for fact in news)})
    ).exclude(tray__state=Tray.State.ASIDE)
    facts = {fact.uid: fact for fact in found}
    # One object a recorder, so that her grants are asked for once and not once a fact.
    recorders = User.objects.in_bulk({fact.recorder_id for fact in facts.values()})
    for fact in facts.values():
        fact.recorder = recorders[fact.recorder_id]
    next_of = {fact.replaces: fact for fact in facts.values() if fact.replaces}
    orphans = [fact for fact in facts.values() if fact.replaces and fact.replaces not in facts]
    chains = []
    for fact in facts.values():
        if fact.replaces:
            continue
        links = [fact]
        while (after := next_of.get(links[-1].uid)) is not None:
            links.append(after)
        head = links[-1]
        content = json.loads((fact if head.kind == "undo" else head).content)
        chains.append(Chain(fact, head, content, replaced=tuple(links[:-1])))
    return chains, orphans
