"""Proving the projections of work: each ticket and pot derived anew and compared."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from menkou.facts.actions.half_days import HalfDayClaim
from menkou.facts.models import HalfDay, HalfDayUse, Tray
from menkou.facts.queries.half_days import HalfKey
from menkou.identity import bulk
from menkou.ledger.models import Balance
from menkou.ledger.moves import AccountKey
from menkou.ledger.queries.books import Flows
from menkou.ledger.queries.proof import (
    Finding,
    moment,
    newest_checkpoint,
    prove_balances,
    prove_checkpoints,
)
from menkou.registry.queries.profile import Engaged
from menkou.work.actions import details
from menkou.work.actions.book import TICKET, standing_row, ticket_rows
from menkou.work.actions.chains import Chain, Happened, linked
from menkou.work.actions.derive import Derived, derive
from menkou.work.actions.pots import HELD, SHELF
from menkou.work.actions.world import USE, World, locked
from menkou.work.booking import measure
from menkou.work.content import KINDS
from menkou.work.models import Allotment, Count, Order, Pot, Ticket
from menkou.work.queries.piece_proof import prove_pieces

CHUNK = 500
# What the fold itself finds, and finds again.
FOLDED = {"no_uninspected", "no_at_rework", "no_surplus", "half_taken"}
Pair = tuple[AccountKey, AccountKey, int]  # source, target, commodity


class Known(NamedTuple):
    """A fact as it is read for proving, with the state of its tray."""

    pk: int
    uid: UUID
    kind: str
    day: date
    happened_at: datetime
    recorder_id: int
    replaces: UUID | None
    content: str
    state: str
    why: str


FACTS = """
SELECT f.id, CAST(f.uid AS TEXT), f.kind, CAST(f.day AS TEXT), CAST(f.happened_at AS TEXT),
       f.recorder_id, CAST(f.replaces AS TEXT), f.content, t.state, t.why
  FROM facts_tray t JOIN facts_fact f ON f.id = t.fact_id
 WHERE t.state <> 'aside' AND t.ticket
"""
# What belongs to no ticket; an undo is of the kind of its chain's first fact.
LOOSE = """
SELECT f.id, CAST(f.uid AS TEXT), f.kind, CAST(f.day AS TEXT), CAST(f.happened_at AS TEXT),
       f.recorder_id, CAST(f.replaces AS TEXT), f.content, t.state, t.why
  FROM facts_tray t JOIN facts_fact f ON f.id = t.fact_id LEFT JOIN facts_fact r ON r.id = t.root_id
 WHERE t.state <> 'aside' AND t.ticket IS NULL AND COALESCE(r.kind, f.kind)
"""
TRANSFERS = """
SELECT root_id, source_id, target_id, commodity_id, quantity
  FROM ledger_transfer WHERE root_id IN ({marks}) AND NOT measured
"""
ACCOUNTS = "SELECT id, party_id, kind, other_id, job_id FROM ledger_account WHERE id IN ({marks})"


def ticket_numbers() -> list[int]:
    return list(Ticket.objects.order_by("pk").values_list("pk", flat=True))


def prove_tickets(numbers: Sequence[int] | None = None) -> Iterator[Finding]:
    """Tickets (all, or some) folded anew from their facts: counters, what stands under their
    roots, their trays."""
    rest = ticket_numbers() if numbers is None else numbers
    for start in range(0, len(rest), CHUNK):
        part = rest[start : start + CHUNK]
        yield from _prove(_facts(f"{FACTS} IN ({_marks(part)})", part), locked(part))


def prove_others() -> Iterator[Finding]:
    """The facts of this package that belong to no ticket and no half-day: arrivals, counts, and
    what came before its target."""
    kinds = sorted(KINDS.keys() - {"attend"})
    sql = f"{LOOSE} <> %s AND f.kind IN ({_marks(kinds)})"
    yield from _prove(_facts(sql, ["attend", *kinds]), {})


def prove_half_days(first: date = date.min, last: date = date.max) -> Iterator[Finding]:
    """Half-days (all, or of some days) shared out anew from their facts: who holds each, what
    stands under their roots, their trays."""
    sql = f"{LOOSE} = %s AND COALESCE(r.day, f.day) BETWEEN %s AND %s"
    facts = _facts(sql, ["attend", first.isoformat(), last.isoformat()])
    stands, agreed = {}, {}
    for use in (
        HalfDayUse.objects.filter(half_day__day__gte=first, half_day__day__lte=last, use=USE)
        .select_related("half_day", "engagement")
    ):
        half, engaged = use.half_day, use.engagement
        claim = HalfDayClaim(
            half.person_id, half.day, half.half, half.place_id, use.fact_id, use.minutes,
            use.engagement_id, use.class_code,
        )
        stands[claim.key] = claim
        if engaged is None or engaged.person_id != half.person_id:
            yield Finding("half-day", half.pk, "its engagement is none of this person's")
        else:
            # What was agreed is asked again when it is booked again, not when it is proved.
            terms = Engaged(engaged.pk, engaged.form, engaged.rate_class, exact=True)
            agreed[use.fact_id] = (engaged.payer_id, terms)
    for pk in HalfDay.objects.filter(
        day__gte=first, day__lte=last, uses=None
    ).values_list("pk", flat=True):
        yield Finding("half-day", pk, "is held, and nobody uses it")
    yield from _prove(facts, {}, stands, agreed)


def _prove(
    facts: Sequence[Known],
    tickets: dict[int, Ticket],
    half_days: Mapping[HalfKey, HalfDayClaim] = MappingProxyType({}),
    agreed: Mapping[int, tuple[int, Engaged]] = MappingProxyType({}),
) -> Iterator[Finding]:
    chains, orphans = linked(facts)
    states = {fact.pk: fact.state for fact in facts}
    waits = {fact.pk: fact.why for fact in facts if fact.state == Tray.State.WAITING}
    for chain in chains:
        why = waits.get(chain.head.pk, "")
        chain.why = "" if why in FOLDED else why
    world = World(tickets, labels=False)
    world.meet(chains)
    world.agreed |= agreed
    derived = derive(chains, world)
    for key in half_days.keys() | derived.half_days.keys():
        if half_days.get(key) != derived.half_days.get(key):
            yield Finding("half-day of person", key[0], f"{key[1]} {key[2]}: not what facts say")
    for number, should in ticket_rows(chains, orphans, world, derived).items():
        stands = standing_row(tickets[number])
        for name, has, say in zip(TICKET, stands, should, strict=True):
            if has != say:
                yield Finding("ticket", number, f"has {name} {has}, facts say {say}")
    yield from _books(chains, derived)
    yield from _details(chains, facts, world)
    yield from _trays(chains, orphans, states)


def _details(
    chains: Sequence[Chain], facts: Sequence[Known], world: World
) -> Iterator[Finding]:
    """The rows that say what a fact came to, against the rows that should."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        if fact.kind in details.TABLES:
            kinds[fact.kind].append(fact.pk)
    want = {chain.head.pk: _in_order([*details.rows(chain, world)]) for chain in chains}
    for kind, keys in kinds.items():
        yield from _rows_of(kind, details.TABLES[kind], keys, want)
        if kind in details.PARTED:
            parts = {
                chain.head.pk: _in_order([*details.parts(chain)])
                for chain in chains if chain.root.kind == kind
            }
            yield from _rows_of(kind, details.PARTS, keys, parts)


def _rows_of(
    kind: str, table_and_columns: tuple[str, tuple[str, ...]], keys: Sequence[int],
    want: Mapping[int, list[details.Row]],
) -> Iterator[Finding]:
    table, columns = table_and_columns
    day_of = cache(date.fromisoformat)
    names = ", ".join(
        'CAST("day" AS TEXT)' if name == "day" else f'"{name}"' for name in columns
    )
    stands: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for start in range(0, len(keys), bulk.KEYS):
        part = keys[start : start + bulk.KEYS]
        sql = f"SELECT {names} FROM {table} WHERE fact_id IN ({{marks}})"
        for pk, day, *rest in _rows(sql, part):
            stands[pk].append((pk, day_of(day), *rest))
    for pk in keys:
        if _in_order(stands[pk]) != want.get(pk, []):
            yield Finding("fact", pk, f"its rows in {table} are not what it comes to")


def _facts(sql: str, keys: Sequence[int | str]) -> list[Known]:
    # Without the ORM: a month has two million of them.
    with connection.cursor() as cursor:
        cursor.execute(sql, list(keys))
        rows = cursor.fetchall()
    return [
        Known(
            pk, UUID(uid), kind, date.fromisoformat(day), moment(at), recorder,
            UUID(replaces) if replaces else None, *rest,
        )
        for pk, uid, kind, day, at, recorder, replaces, *rest in rows
    ]


def _marks(keys: Collection[int | str]) -> str:
    return ", ".join(["%s"] * len(keys))


def _rows(sql: str, keys: Collection[int]) -> list[tuple[Any, ...]]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(marks=_marks(keys)), list(keys))
        return cursor.fetchall()


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return rows if len(rows) < 2 else sorted(rows, key=repr)


def _books(chains: Sequence[Chain], derived: Derived) -> Iterator[Finding]:
    """Amounts only: a home or group recorded later does not move what was booked."""
    stands = _standing([chain.root.pk for chain in chains])
    for chain in chains:
        root = chain.root.pk
        want: dict[Pair, int] = {}
        if not chain.why and not chain.undone:
            for (_, source, target, what, _), quantity in derived.targets.get(root, {}).items():
                want[source, target, what] = want.get((source, target, what), 0) + quantity
            for (_, source, target, what, _), (_, quantity) in derived.wages.get(root, {}).items():
                want[source, target, what] = want.get((source, target, what), 0) + quantity
        has = stands.get(root, {})
        if want != has and _net(want) != _net(has):
            yield Finding("fact", root, "the books under it are not what its facts come to")


def _net(pairs: Mapping[Pair, int]) -> dict[tuple[AccountKey, int], int]:
    net: Counter[tuple[AccountKey, int]] = Counter()
    for (source, target, what), quantity in pairs.items():
        net[source, what] -= quantity
        net[target, what] += quantity
    return {key: quantity for key, quantity in net.items() if quantity}


def _standing(roots: Sequence[int]) -> dict[int, dict[Pair, int]]:
    """What stands under the roots, by the ends of its transfers."""
    rows: list[tuple[int, int, int, int, int]] = []
    for start in range(0, len(roots), bulk.KEYS):
        rows += _rows(TRANSFERS, roots[start : start + bulk.KEYS])
    ids = sorted({end for row in rows for end in row[1:3]})
    accounts: dict[int, AccountKey] = {}
    for start in range(0, len(ids), bulk.KEYS):
        for pk, *parts in _rows(ACCOUNTS, ids[start : start + bulk.KEYS]):
            accounts[pk] = AccountKey(*parts)
    stands: dict[int, dict[Pair, int]] = defaultdict(dict)
    for root, source, target, what, quantity in rows:
        key = (accounts[source], accounts[target], what)
        under = stands[root]
        under[key] = under.get(key, 0) + quantity
    return stands


def _trays(
    chains: Sequence[Chain], orphans: Sequence[Happened], states: Mapping[int, str]
) -> Iterator[Finding]:
    should: dict[int, str] = {fact.pk: Tray.State.WAITING for fact in orphans}
    for chain in chains:
        waits = bool(chain.why) and not chain.undone
        should[chain.head.pk] = Tray.State.WAITING if waits else Tray.State.BOOKED
        should |= {fact.pk: Tray.State.REPLACED for fact in chain.replaced}
    for pk, state in should.items():
        if states[pk] != state:
            yield Finding("tray", pk, f"says {states[pk]}, should be {state}")


def prove_allotments() -> Iterator[Finding]:
    """What is given of an allotment against its tickets and the allotments below it, what an order
    gave against its pieces; and that no fee grows on the way down."""
    given: Counter[int] = Counter(dict(
        Ticket.objects.exclude(state=Ticket.State.CANCELLED).filter(source=Ticket.Source.MADE)
        .values_list("allotment").annotate(n=Sum("pieces")).order_by()
    ))
    top: Counter[tuple[int, int]] = Counter()
    for order, operation, parent, pieces in Allotment.objects.values_list(
        "order", "operation", "parent", "pieces"
    ):
        if parent is None:
            top[order, operation] += pieces
        else:
            given[parent] += pieces
    for pk, stands in Allotment.objects.values_list("pk", "given"):
        if stands != given[pk]:
            yield Finding(
                "allotment", pk, f"has given {stands}, tickets and levels below say {given[pk]}"
            )
    for pk in Allotment.objects.filter(fee__gt=F("parent__fee")).values_list("pk", flat=True):
        yield Finding("allotment", pk, "has a higher fee than the level above gets")
    pieces_of = dict(Order.objects.values_list("pk", "pieces"))
    for (order, _), n in top.items():
        if n > pieces_of[order]:
            yield Finding("order", order, f"has passed on {n} of {pieces_of[order]} pieces")


BEFORE = """
SELECT p.id, o.kind, SUM(t.quantity)
  FROM work_pot p
  JOIN ledger_account a ON a.party_id = p.holder_id AND a.other_id = p.owner_id
   AND a.job_id = p.job_id AND a.kind = p.kind
  JOIN ledger_transfer t ON t.{side}_id = a.id AND t.commodity_id = p.commodity_id
   AND NOT t.measured
  JOIN ledger_account o ON o.id = t.{other}_id
  JOIN facts_fact r ON r.id = t.root_id
 WHERE p.counted IS NOT NULL
   AND (r.happened_at < p.count_at OR (r.happened_at = p.count_at AND r.uid < p.count_uid))
 GROUP BY p.id, o.kind
"""


def prove_counts() -> Iterator[Finding]:
    """The last count of each pot, and what came to it before."""
    last: dict[tuple[int, int, int, str], tuple[datetime, str, int]] = {}
    for holder, place, job, what, made, at, uid, quantity in Count.objects.values_list(
        "carrier", "place", "order__job", "commodity", "commodity__kind", "fact__tray__order_at",
        "fact__tray__order_uid", "quantity",
    ):
        key = (holder or place, job, what, "hands" if holder else SHELF[made])
        last[key] = max(last.get(key, (at, "", 0)), (at, uid.hex, quantity))
    sums: Counter[tuple[int, str]] = Counter()
    with connection.cursor() as cursor:
        for side, other, sign in (("target", "source", 1), ("source", "target", -1)):
            cursor.execute(BEFORE.format(side=side, other=other))
            for pk, kind, quantity in cursor.fetchall():
                change = sign * int(quantity)
                sums[pk, "x"] += change
                sums[pk, "used"] -= change if kind == "consumed" else 0
    for pot in Pot.objects.order_by("pk").iterator(chunk_size=1000):
        counted = last.pop((pot.holder_id, pot.job_id, pot.commodity_id, pot.kind), None)
        stands = (pot.count_at, pot.count_uid.hex, pot.counted) if pot.count_uid else None
        if stands != counted:
            yield Finding("pot", pot.pk, "its last count is not that of its facts")
        elif (pot.x_before, pot.used_before) != (sums[pot.pk, "x"], sums[pot.pk, "used"]):
            yield Finding("pot", pot.pk, "what came to it before its count is not what stands")


def prove_pots(flows: Flows | None = None) -> Iterator[Finding]:
    """Every pot against the transfers of its account: invariant 2."""
    sums = _sums(flows or Flows())
    for pot in Pot.objects.order_by("pk").iterator(chunk_size=1000):
        key = (AccountKey(pot.holder_id, pot.kind, pot.owner_id, pot.job_id), pot.commodity_id)
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
        Balance.objects.filter(account__kind__in=HELD, quantity__lt=0)
        .values_list("pk", flat=True)
    ):
        yield Finding("balance", pk, "material or pieces below zero")


PARTS = {"consumed": "used", "difference": "difference", "allowed_loss": "allowed",
         "excess_loss": "excess"}


def _sums(flows: Flows) -> Counter[tuple[AccountKey, int, str]]:
    sums: Counter[tuple[AccountKey, int, str]] = Counter()
    for source, target, what, quantity in flows.by_account():
        for end, against, sign in ((target, source, 1), (source, target, -1)):
            if end.kind in HELD:
                part = PARTS.get(against.kind, "moved")
                turned = -sign if part in ("used", "allowed", "excess") else sign
                sums[end, what, part] += turned * quantity
    return sums


def prove_sums() -> Iterator[Finding]:
    """Balances, the newest checkpoint and pots, from one pass over the transfers."""
    newest = newest_checkpoint()
    flows = Flows(upto=newest[1] if newest else None)
    yield from prove_checkpoints(flows)
    yield from prove_balances(flows)
    yield from prove_pots(flows)
    yield from prove_counts()
    yield from prove_pieces()
    yield from prove_allotments()
