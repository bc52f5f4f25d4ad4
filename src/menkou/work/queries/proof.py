"""Proving the projections of work: each ticket and pot derived anew and compared."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Sum

from menkou.facts.models import Tray
from menkou.ledger.models import Balance, Transfer
from menkou.ledger.queries.proof import Finding
from menkou.work.actions import settle
from menkou.work.actions.chains import Chain, load_chains
from menkou.work.actions.derive import derive
from menkou.work.actions.world import COUNTERS, World, locked
from menkou.work.booking import TicketState, measure
from menkou.work.models import Pot, Ticket

CHUNK = 200
# What the fold itself finds, and finds again.
FOLDED = {"no_uninspected", "no_at_rework", "no_surplus"}


def prove_tickets() -> Iterator[Finding]:
    """Every ticket folded anew from its facts: counters, what stands under its roots, its tray."""
    numbers = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        chains = _chains_of(part)
        world = World(locked(part))
        world.meet(chains)
        derived = derive(chains, world)
        yield from _counters(part, derived.states)
        yield from _books(chains, settle.differences(chains, derived))
        yield from _trays(chains)


def _chains_of(tickets: Collection[int]) -> list[Chain]:
    """The chains of tickets as their tray has them: what waits, waits."""
    chains, _ = load_chains(tickets, (), ())
    waiting = dict(
        Tray.objects.filter(ticket__in=tickets, state=Tray.State.WAITING).values_list("fact", "why")
    )
    for chain in chains:
        why = waiting.get(chain.head.pk, "")
        chain.why = "" if why in FOLDED else why
    return chains


def _counters(
    numbers: Sequence[int], states: Mapping[int, TicketState]
) -> Iterator[Finding]:
    for ticket in Ticket.objects.filter(pk__in=numbers):
        state = states.get(ticket.pk)
        for name in COUNTERS:
            should = getattr(state, name) if state else 0
            if getattr(ticket, name) != should:
                yield Finding(
                    "ticket", ticket.pk, f"has {name} {getattr(ticket, name)}, facts say {should}"
                )


def _books(chains: Sequence[Chain], moves: Sequence[object]) -> Iterator[Finding]:
    """Amounts only: a home or group recorded later does not move what was booked."""
    net: dict[int, Counter[tuple[object, int]]] = defaultdict(Counter)
    for move in moves:
        net[move.root][move.source, move.commodity] -= move.quantity  # type: ignore[attr-defined]
        net[move.root][move.target, move.commodity] += move.quantity  # type: ignore[attr-defined]
    for root, changes in net.items():
        if any(changes.values()):
            yield Finding("fact", root, "the books under it are not what its facts come to")


def _trays(chains: Sequence[Chain]) -> Iterator[Finding]:
    states = dict(
        Tray.objects.filter(fact__in=[c.head.pk for c in chains]).values_list("fact", "state")
    )
    for chain in chains:
        waits = bool(chain.why) and not chain.undone
        should = Tray.State.WAITING if waits else Tray.State.BOOKED
        if states.get(chain.head.pk) != should:
            yield Finding(
                "tray", chain.head.pk, f"says {states.get(chain.head.pk)}, should be {should}"
            )


def prove_pots() -> Iterator[Finding]:
    """Every pot against the transfers of its account: invariant 2."""
    sums = _sums()
    for pot in Pot.objects.order_by("pk").iterator(chunk_size=1000):
        kind = "store" if pot.store else "hands"
        key = (pot.holder_id, kind, pot.owner_id, pot.job_id, pot.commodity_id)
        moved, used, difference, allowed, excess = (
            sums[(*key, part)] for part in ("moved", "used", "difference", "allowed", "excess")
        )
        if pot.moved != moved or pot.used != used:
            yield Finding("pot", pot.pk, "its sums are not those of its transfers")
            continue
        should = measure(
            moved - used, pot.counted, pot.x_before, pot.used_before, pot.allowed_ppm
        )
        if (difference, allowed, excess) != (should.difference, should.allowed, should.excess):
            yield Finding("pot", pot.pk, "difference and loss are not what its facts come to")
    for pk in (
        Balance.objects.filter(account__kind__in=("hands", "store"), quantity__lt=0)
        .values_list("pk", flat=True)
    ):
        yield Finding("balance", pk, "material below zero")


def _sums() -> Counter[tuple[object, ...]]:
    sums: Counter[tuple[object, ...]] = Counter()
    parts = {"consumed": "used", "difference": "difference", "allowed_loss": "allowed",
             "excess_loss": "excess"}
    for side, other, sign in (("target", "source", 1), ("source", "target", -1)):
        rows = (
            Transfer.objects.filter(**{f"{side}__kind__in": ("hands", "store")})
            .values_list(f"{side}__party", f"{side}__kind", f"{side}__other", f"{side}__job",
                         "commodity", f"{other}__kind")
            .annotate(q=Sum("quantity")).order_by()
        )
        for *key, against, quantity in rows:
            part = parts.get(against, "moved")
            turned = -sign if part in ("used", "allowed", "excess") else sign
            sums[(*key, part)] += turned * int(quantity)
    return sums
