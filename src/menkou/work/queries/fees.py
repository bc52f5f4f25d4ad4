"""What each level of an order keeps, who gets what of one yuan, what is still in work.

For the order's page and for whoever asks what became of the customer's money; amounts are
1/10,000 yuan.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from menkou.ledger.models import Account, Balance, Wage
from menkou.lib.exact import FACTOR_YUAN, split
from menkou.lib.scope import Scope
from menkou.registry.queries.reach import organizations
from menkou.work.models import Order, Ticket
from menkou.work.queries.earnings import AMOUNT


@dataclass(frozen=True, slots=True)
class Level:
    """An allotment of an order, by its `parent`'s key; `accepted` of the pieces that it `makes`."""

    parent: int | None
    holder: int
    name: str
    fee: int
    makes: int
    accepted: int


Levels = Mapping[int, Level]
"""The allotments of an order by their keys, in the order in which they were made."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One level of an order: what it is owed for accepted pieces, what it owes for them further
    down, the wages of those pieces that it pays, and the wages of others, which no fee has met
    yet: `ahead`. `depth` counts from the customer, who is 0."""

    party: int
    name: str
    depth: int
    fees_in: int
    fees_out: int
    wages: int
    ahead: int = 0

    @property
    def kept(self) -> int:
        return self.fees_in - self.fees_out - self.wages


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """An order's money: what its customer was charged (`booked`), what each level keeps, and the
    wages of pieces that nobody accepted (yet), which no fee has met: `ahead`.

    Invariant 3: the levels' `kept` and `wages` add up to `booked`; `wages` and `ahead` to what
    the order's work cost.
    """

    booked: int
    levels: tuple[Kept, ...]

    @property
    def wages(self) -> int:
        return sum(level.wages for level in self.levels)

    @property
    def kept(self) -> int:
        return sum(level.kept for level in self.levels)

    @property
    def ahead(self) -> int:
        return sum(level.ahead for level in self.levels)


@dataclass(frozen=True, slots=True)
class Share:
    """Who gets what of a fee, by the rates printed on the tickets: `amount` for all pieces that
    are on tickets; `of_yuan` of one yuan (10,000 parts, all shares add up to them), None where
    some level would pay more than it gets. `party` is None for the workers' hands."""

    party: int | None
    name: str
    amount: int
    of_yuan: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """The pieces of one lowest allotment that are on tickets: `steps` from the top down, each the
    holder and the fee of all of them; `pay` by their tickets' rates; of these `out` pieces are not
    back, and will pay `out_pay`."""

    steps: tuple[tuple[int, int], ...]
    pay: int
    out: int
    out_pay: int


def whose(scope: Scope, day: date) -> frozenset[int] | None:
    """Whose levels of an order's money a scope may see: None for all of them.

    An office sees them all: it answers for the chain, and "who gets what of each yuan" is its
    question. An enterprise, a cooperative, a workshop sees what its own organization gets, passes
    on and pays: what another keeps is that one's business, just as the accounts of fees between
    two others are no page of its.
    """
    if _office(scope):
        return None
    if not scope.workshops:
        return scope.organizations
    return frozenset(organizations(scope, day).values_list("pk", flat=True))


def whose_of(
    scope: Scope, benches: Collection[tuple[int | None, int]]
) -> frozenset[int] | None:
    """The same for one order, from who holds what each workshop makes of it (workshop, holder):
    no query."""
    if _office(scope):
        return None
    return scope.organizations | {
        holder for workshop, holder in benches if workshop in scope.workshops
    }


def _office(scope: Scope) -> bool:
    return bool(scope.divisions or scope.sites or scope.communities)


def levels_of(order: Order) -> Levels:
    """The allotments of an order: one query."""
    return {
        pk: Level(*row)
        for pk, *row in order.allotments.order_by("pk").values_list(
            "pk", "parent", "holder", "holder__party__name", "fee", "operation__makes"
        ).annotate(taken=Coalesce(Sum("accepted__pieces"), 0))
    }


def money_of(order: Order, levels: Levels | None = None) -> OrderMoney:
    """What each level of an order keeps: two queries, and one for its levels."""
    levels = levels or levels_of(order)
    depths = {order.customer_id: 0}
    level_of: dict[int, int] = {}
    accepted: Counter[tuple[int, int]] = Counter()
    for pk, one in levels.items():
        level_of[pk] = level_of[one.parent] + 1 if one.parent is not None else 1
        depths.setdefault(one.holder, level_of[pk])
        accepted[one.holder, one.makes] += one.accepted
    fees_in: Counter[int] = Counter()
    fees_out: Counter[int] = Counter()
    names = {order.customer_id: str(order.customer)}
    cost = []
    for account, kind, party, name, quantity in Balance.objects.filter(
        account__job=order.job_id, account__kind__in=(Account.Kind.FEE, Account.Kind.LABOUR)
    ).values_list("account", "account__kind", "account__party", "account__party__name",
                  "quantity"):
        names[party] = name
        if kind == Account.Kind.LABOUR:
            cost.append(account)
            continue
        (fees_in if quantity > 0 else fees_out)[party] += abs(quantity)
    wages, ahead = _wages(cost, accepted)
    parties = {
        party for party in (*fees_in, *fees_out, *wages)
        if party != order.customer_id or wages[party] or ahead[party]
    }
    kept = [
        Kept(party, names[party], depths.get(party, 1), fees_in[party],
             0 if party == order.customer_id else fees_out[party], wages[party], ahead[party])
        for party in parties
    ]
    kept.sort(key=lambda level: (level.depth, -level.fees_in, level.party))
    return OrderMoney(fees_out[order.customer_id], tuple(kept))


def _wages(
    cost: Sequence[int], accepted: Mapping[tuple[int, int], int]
) -> tuple[Counter[int], Counter[int]]:
    """The wages of accepted pieces by payer, and those of all others; `cost`: the accounts that
    they run from; `accepted`: payer and what was made -> pieces.

    Of one operation of a payer the accepted pieces bear their part of its wages, rounded down;
    what mending the returned ones cost is theirs whole.
    """
    mended = Ticket.objects.filter(
        pk=OuterRef("transfer__root__tray__ticket"), source=Ticket.Source.RETURNED
    )
    sums = (
        Wage.objects.filter(Q(transfer__source__in=cost) | Q(transfer__target__in=cost))
        .annotate(mended=Exists(mended))
        .values_list("engagement__payer", "commodity", "evidence", "mended", "share", "shares")
        .annotate(amount=Sum(AMOUNT), n=Sum("quantity")).order_by()
    )
    paid: Counter[tuple[int, int, str, bool]] = Counter()
    made: dict[tuple[int, int, str, bool], Fraction] = defaultdict(Fraction)
    for *key, share, shares, amount, n in sums:
        of = tuple(key)
        paid[of] += amount
        made[of] += Fraction(n * share, shares)  # who shares a ticket has a wage for each piece
    wages: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for (payer, makes, evidence, is_mended), amount in paid.items():
        n, met = made[payer, makes, evidence, is_mended], amount
        if not is_mended:
            here = accepted.get((payer, makes), 0) if evidence == "piece" else 0
            met = int(amount * min(Fraction(here), n) // n) if n > 0 else 0
        wages[payer] += met
        ahead[payer] += amount - met
    return wages, ahead


def ways_of(order: Order, levels: Levels) -> list[Way]:
    """How the pieces on an order's tickets came down to them: one query."""
    given = Ticket.objects.filter(allotment__order=order, source=Ticket.Source.MADE).exclude(
        state=Ticket.State.CANCELLED
    )
    left, is_open = F("pieces") - F("back"), Q(state=Ticket.State.OPEN)
    found = []
    for leaf, n, pay, out, out_pay in given.values_list("allotment").annotate(
        n=Sum("pieces"), pay=Sum(F("pieces") * F("rate")), out=Sum(left, filter=is_open),
        out_pay=Sum(left * F("rate"), filter=is_open),
    ).order_by("allotment"):
        steps: list[tuple[int, int]] = []
        at: int | None = leaf
        while at is not None:
            steps.insert(0, (levels[at].holder, n * levels[at].fee))
            at = levels[at].parent
        found.append(Way(tuple(steps), pay, out or 0, out_pay or 0))
    return found


def shares(
    order: Order, levels: Levels | None = None, ways: Sequence[Way] | None = None
) -> list[Share]:
    """Who gets what of the customer's fee, from the customer's side down, the workers last: two
    queries. Nothing where no ticket was made yet."""
    levels = levels or levels_of(order)
    ways = ways_of(order, levels) if ways is None else ways
    amounts: dict[int | None, int] = defaultdict(int)
    depths: dict[int, int] = {}
    for way in ways:
        amounts[None] += way.pay
        below = [*(amount for _holder, amount in way.steps[1:]), way.pay]
        for depth, ((holder, amount), on) in enumerate(zip(way.steps, below, strict=True)):
            amounts[holder] += amount - on
            depths.setdefault(holder, depth)
    return _shared(amounts, sorted(depths, key=lambda one: (depths[one], one)), levels)


def own_shares(
    order: Order, party: int, levels: Levels, ways: Sequence[Way]
) -> list[Share]:
    """What an organization does with each yuan of an order that it gets, or as its customer pays:
    keeps it (where it gets some), passes it on to each, pays it to workers. No query."""
    amounts: dict[int | None, int] = defaultdict(int)
    to: list[int] = []
    for way in ways:
        chain = [(order.customer_id, 0), *way.steps]
        for at, (holder, amount) in enumerate(chain):
            if holder != party:
                continue
            last = at + 1 == len(chain)
            taker, on = (None, way.pay) if last else chain[at + 1]
            if at:
                amounts[party] += amount - on
            if taker == party:
                continue
            amounts[taker] += on
            if taker is not None and taker not in to:
                to.append(taker)
    kept = [party] if party in amounts else []
    return _shared(amounts, [*kept, *to], levels)


def _shared(
    amounts: Mapping[int | None, int], parties: Sequence[int], levels: Levels
) -> list[Share]:
    names = {one.holder: one.name for one in levels.values()}
    order = [*parties, *([None] if None in amounts else [])]
    whole = [amounts[party] for party in order]
    if not whole:
        return []
    parts: Sequence[int | None] = (
        split(FACTOR_YUAN, whole) if min(whole) >= 0 < max(whole) else [None] * len(whole)
    )
    return [
        Share(party, "" if party is None else names[party], amounts[party], part)
        for party, part in zip(order, parts, strict=True)
    ]


def in_work(ways: Sequence[Way], payers: Collection[int] | None = None) -> tuple[int, int]:
    """Pieces that are out, and what they will pay by their tickets' rates: of some payers, or of
    all. No query."""
    mine = [way for way in ways if payers is None or way.steps[-1][0] in payers]
    return sum(way.out for way in mine), sum(way.out_pay for way in mine)
