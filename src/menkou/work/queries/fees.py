"""What each level of an order keeps, who gets what of one yuan, what is still in work.

For the order's page and for whoever asks what became of the customer's money; amounts are
1/10,000 yuan.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Sum

from menkou.ledger.models import Account, Balance, Wage
from menkou.lib.exact import FACTOR_YUAN, split
from menkou.work.models import Accepted, Allotment, Order, Ticket
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.orders import Material, reconciliation


@dataclass(frozen=True, slots=True)
class Kept:
    """One level of an order: what it is owed for accepted pieces, what it owes for them further
    down, and the wages of those pieces that it pays. `depth` counts from the customer, who is 0."""

    party: int
    name: str
    depth: int
    fees_in: int
    fees_out: int
    wages: int

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
    ahead: int

    @property
    def wages(self) -> int:
        return sum(level.wages for level in self.levels)

    @property
    def kept(self) -> int:
        return sum(level.kept for level in self.levels)


@dataclass(frozen=True, slots=True)
class Share:
    """Who gets what of the customer's fee, by the rates printed on the tickets: `amount` for all
    pieces that are on tickets; `of_yuan` of one yuan (10,000 parts, all shares add up to them),
    None where some level would pay more than it gets. `party` is None for the workers' hands."""

    party: int | None
    name: str
    amount: int
    of_yuan: int | None


@dataclass(frozen=True, slots=True)
class InWork:
    """What of an order is neither done nor lost: pieces that are out and what they will pay by
    their tickets' rates; its materials, which say what lies in hands and stores and what is
    lost."""

    pieces: int
    wages: int
    materials: tuple[Material, ...]


def money_of(order: Order) -> OrderMoney:
    """What each level of an order keeps: five queries."""
    depths = {order.customer_id: 0}
    rows = list(order.allotments.order_by("pk").values_list("pk", "parent", "holder"))
    level_of: dict[int, int] = {}
    for pk, parent, holder in rows:
        level_of[pk] = level_of[parent] + 1 if parent is not None else 1
        depths.setdefault(holder, level_of[pk])
    fees_in: Counter[int] = Counter()
    fees_out: Counter[int] = Counter()
    names = {order.customer_id: str(order.customer)}
    for party, name, quantity in Balance.objects.filter(
        account__job=order.job_id, account__kind="fee"
    ).values_list("account__party", "account__party__name", "quantity"):
        names[party] = name
        (fees_in if quantity > 0 else fees_out)[party] += abs(quantity)
    wages, ahead, payers = _wages(order)
    names |= payers
    parties = {party for party in (*fees_in, *fees_out, *wages) if party != order.customer_id}
    if wages[order.customer_id]:
        parties.add(order.customer_id)
    levels = [
        Kept(party, names[party], depths.get(party, 1), fees_in[party],
             0 if party == order.customer_id else fees_out[party], wages[party])
        for party in parties
    ]
    booked = fees_out[order.customer_id]
    levels.sort(key=lambda level: (level.depth, -level.fees_in, level.party))
    return OrderMoney(booked, tuple(levels), ahead)


def _wages(order: Order) -> tuple[Counter[int], int, dict[int, str]]:
    """The wages of accepted pieces by payer, those of all others, and the payers' names.

    Of one operation of a payer the accepted pieces bear their part of its wages, rounded down;
    what mending the returned ones cost is theirs whole.
    """
    mended = Ticket.objects.filter(
        pk=OuterRef("transfer__root__tray__ticket"), source=Ticket.Source.RETURNED
    )
    cost = list(
        Account.objects.filter(job=order.job_id, kind=Account.Kind.LABOUR)
        .values_list("pk", flat=True)
    )
    sums = (
        Wage.objects.filter(Q(transfer__source__in=cost) | Q(transfer__target__in=cost))
        .annotate(mended=Exists(mended))
        .values_list(
            "engagement__payer", "engagement__payer__party__name", "commodity", "evidence",
            "mended",
        ).annotate(amount=Sum(AMOUNT), n=Sum("quantity")).order_by()
    )
    accepted = {
        (holder, makes): n
        for holder, makes, n in Accepted.objects.filter(allotment__order=order)
        .values_list("allotment__holder", "allotment__operation__makes")
        .annotate(n=Sum("pieces")).order_by()
    }
    wages: Counter[int] = Counter()
    names: dict[int, str] = {}
    ahead = 0
    for payer, name, makes, evidence, is_mended, amount, n in sums:
        names[payer] = name
        met = amount
        if not is_mended:
            here = accepted.get((payer, makes), 0) if evidence == "piece" else 0
            met = amount * min(here, n) // n if n > 0 else 0
        wages[payer] += met
        ahead += amount - met
    return wages, ahead, names


def shares(order: Order) -> list[Share]:
    """Who gets what of the customer's fee, from the customer's side down, the workers last: two
    queries. Nothing where no ticket was made yet."""
    levels = {
        row[0]: row[1:]
        for row in Allotment.objects.filter(order=order).values_list(
            "pk", "parent", "holder", "holder__party__name", "fee"
        )
    }
    given = Ticket.objects.filter(allotment__order=order, source=Ticket.Source.MADE).exclude(
        state=Ticket.State.CANCELLED
    )
    amounts: dict[int, int] = defaultdict(int)
    depths: dict[int, int] = {}
    names: dict[int, str] = {}
    hands = 0
    for leaf, n, pay in given.values_list("allotment").annotate(
        n=Sum("pieces"), pay=Sum(F("pieces") * F("rate"))
    ).order_by("allotment"):
        hands += pay
        below, at, way = pay, leaf, []
        while at is not None:
            parent, holder, name, fee = levels[at]
            amounts[holder] += n * fee - below
            names[holder] = name
            way.append(holder)
            below, at = n * fee, parent
        for depth, holder in enumerate(reversed(way)):
            depths.setdefault(holder, depth)
    holders = sorted(amounts, key=lambda party: (depths[party], party))
    if not holders:
        return []
    whole = [amounts[party] for party in holders] + [hands]
    parts: Sequence[int | None] = (
        split(FACTOR_YUAN, whole) if min(whole) >= 0 < max(whole) else [None] * len(whole)
    )
    return [
        *(Share(party, names[party], amounts[party], part)
          for party, part in zip(holders, parts, strict=False)),
        Share(None, "", hands, parts[-1]),
    ]


def in_work(order: Order) -> InWork:
    """What of an order is still in work, and what is lost: three queries."""
    out = Ticket.objects.filter(
        allotment__order=order, state=Ticket.State.OPEN, source=Ticket.Source.MADE
    ).aggregate(
        n=Sum(F("pieces") - F("back")), pay=Sum((F("pieces") - F("back")) * F("rate"))
    )
    return InWork(out["n"] or 0, out["pay"] or 0, tuple(reconciliation(order)))
