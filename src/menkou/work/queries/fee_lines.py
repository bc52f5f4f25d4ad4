"""The lines of a statement: what a range of transfers comes to, by order and allotment."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    When,
)

from menkou.facts.models import Tray
from menkou.ledger.models import Account, Transfer
from menkou.work.models import Allotment, FeeLine
from menkou.work.queries.owed import Pair, givers_side

PIECES = ("acceptance", "customer_return")
Kind = FeeLine.Kind
LAST = 2**63 - 1
"""Up to whatever is booked."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be: see `work.FeeLine`."""

    kind: str
    order: int
    allotment: int | None
    accepted: int
    returned: int
    fee: int
    amount: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Level:
    """An allotment as a statement needs it."""

    parent: int | None
    giver: int
    holder: int
    fee: int

    def owed(self, pair: Pair) -> int:
        """What the first of a pair owes the second for a piece: below zero where this part of the
        order goes the other way."""
        return self.fee if self.giver == pair[0] else -self.fee


@dataclass(frozen=True, slots=True)
class Moved:
    """What a chain of facts moved between a pair: up to the range, and at its end."""

    root: int
    kind: str
    order: int
    before: int
    after: int
    was_there: bool
    first_day: date
    last_day: date


def transfers(giver: int, holder: int) -> QuerySet[Any]:
    """Transfers of fees that a giver owes a holder, with `signed` (more owed: above zero)."""
    rows = Account.objects.filter(party=giver, other=holder)
    sides = list(givers_side(rows).values_list("pk", flat=True))
    return Transfer.objects.filter(Q(source__in=sides) | Q(target__in=sides)).annotate(
        signed=Case(
            When(source__in=sides, then=F("quantity")), default=-F("quantity"),
            output_field=BigIntegerField(),
        )
    )


def lines(
    giver: int, holder: int, since: int, upto: int, covered: date | None
) -> list[NewLine]:
    """What since < transfer ≤ upto comes to, in four queries. `covered`: the last day that the
    statement before covered.

    ValueError where no fact of a chain says what its transfers come to: the books are wrong.
    """
    moved = list(_moved(giver, holder, since, upto))
    roots = [one.root for one in moved]
    chains: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for root, kind, content in (
        Tray.objects.filter(root__in=roots).order_by("fact")
        .values_list("root", "root__kind", "fact__content")
    ):
        chains[root].append((kind, content))
    levels = {
        pk: Level(parent, above, below, fee)
        for pk, parent, above, below, fee in Allotment.objects.filter(
            order__in={one.order for one in moved}
        ).values_list("pk", "parent", "giver", "holder", "fee")
    }
    found: dict[tuple[str, int, int | None], list[NewLine]] = defaultdict(list)
    for one in moved:
        for line in _of(one, chains[one.root], levels, (giver, holder), covered):
            found[line.kind, line.order, line.allotment].append(line)
    whole = [_together(found[key]) for key in sorted(found, key=_place)]
    return [line for line in whole if line is not None]


def _place(key: tuple[str, int, int | None]) -> tuple[int, int, int]:
    kind, order, allotment = key
    return order, allotment or 0, list(Kind.values).index(kind)


def _moved(giver: int, holder: int, since: int, upto: int) -> Iterable[Moved]:
    rows = transfers(giver, holder).filter(pk__lte=upto)
    within, earlier = Q(pk__gt=since), Q(pk__lte=since)
    sums = (
        rows.filter(root__in=rows.filter(within).values("root"))
        .values("root", "root__kind")
        .annotate(
            sum=Sum("signed", filter=within), before=Sum("signed", filter=earlier),
            first=Min("day", filter=within), last=Max("day", filter=within),
            order=Min("source__job__order"),
        ).order_by("root")
    )
    for row in sums:
        if row["sum"]:
            had = row["before"] or 0
            yield Moved(
                row["root"], row["root__kind"], row["order"], had, had + row["sum"],
                row["before"] is not None, row["first"], row["last"],
            )


def _of(
    one: Moved, chain: list[tuple[str, str]], levels: Mapping[int, Level],
    pair: Pair, covered: date | None,
) -> Iterable[NewLine]:
    days = (one.first_day, one.last_day)
    if one.kind not in PIECES:
        yield NewLine(Kind.REWORK, one.order, None, 0, 0, 0, one.after - one.before, *days)
        return
    kind = Kind.NEW
    if one.was_there:
        kind = Kind.CORRECTION
    elif covered is not None and one.last_day <= covered:
        kind = Kind.LATE
    back = one.kind == "customer_return"
    was, now = (_pieces(amount, chain, levels, pair) for amount in (one.before, one.after))
    for allotment in sorted(was.keys() | now.keys()):
        fee = levels[allotment].owed(pair)
        n = now.get(allotment, 0) - was.get(allotment, 0)
        accepted, returned = (0, n) if back else (n, 0)
        yield NewLine(kind, one.order, allotment, accepted, returned, fee,
                      (accepted - returned) * fee, *days)


def _pieces(
    amount: int, chain: list[tuple[str, str]], levels: Mapping[int, Level], pair: Pair
) -> dict[int, int]:
    """Pieces by the pair's allotment where a chain stood at an amount: by the first of its facts
    that says so, so that a later one changes nothing of what was stated."""
    if not amount:
        return {}
    for kind, text in chain:
        pieces: dict[int, int] = defaultdict(int)
        for part in json.loads(text).get("parts", ()):
            level = _level(part["allotment"], levels, pair)
            if level is not None:
                pieces[level] += part["pieces"]
        sign = -1 if kind == "customer_return" else 1
        if sign * sum(n * levels[level].owed(pair) for level, n in pieces.items()) == amount:
            return dict(pieces)
    raise ValueError(f"no fact of the chain comes to {amount} between {pair[0]} and {pair[1]}")


def _level(leaf: int, levels: Mapping[int, Level], pair: Pair) -> int | None:
    """The allotment between a pair, whichever of them gave, on the way up from the lowest one: in
    one order each may have passed an operation to the other."""
    at: int | None = leaf
    while at is not None and at in levels:
        if {levels[at].giver, levels[at].holder} == set(pair):
            return at
        at = levels[at].parent
    return None


def _together(lines: list[NewLine]) -> NewLine | None:
    """Lines of one kind and allotment as one; none where they come to nothing."""
    first = lines[0]
    accepted, returned, amount = (
        sum(getattr(line, name) for line in lines) for name in ("accepted", "returned", "amount")
    )
    if not (accepted or returned or amount):
        return None
    return NewLine(
        first.kind, first.order, first.allotment, accepted, returned, first.fee, amount,
        min(line.first_day for line in lines), max(line.last_day for line in lines),
    )
