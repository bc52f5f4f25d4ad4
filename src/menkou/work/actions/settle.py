"""The difference between what should stand under each root and what stands."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Sum

from menkou.ledger.models import Transfer
from menkou.ledger.moves import AccountKey, Move, WageLine
from menkou.work.actions.chains import Chain, Happened
from menkou.work.actions.derive import Derived, Target

_ENDS = tuple(
    f"{side}__{part}" for side in ("source", "target") for part in ("party", "kind", "other", "job")
)
_WAGE = (
    "wage__engagement", "wage__evidence", "wage__commodity", "wage__rate", "wage__share",
    "wage__shares", "wage__community", "wage__group",
)


def differences(
    chains: Sequence[Chain],
    derived: Derived,
    cause: Happened | None = None,
    new: Collection[int] = (),
) -> list[Move]:
    """Moves that bring the books from what stands under the chains' roots to what should.

    A root that nothing stood under and nothing should gives none; nothing stands under a `new`
    one. The new transfers name the chain's newest fact, or `cause` where another fact moved them.
    """
    roots = [chain.root.pk for chain in chains if chain.root.pk not in new]
    plain, wages = _standing(roots)
    moves: list[Move] = []
    for chain in chains:
        root = chain.root.pk
        booking = not chain.why and not chain.undone
        want = derived.targets.get(root, {}) if booking else {}
        paid = derived.wages.get(root, {}) if booking else {}
        fact = max(chain.head.pk, cause.pk) if cause else chain.head.pk
        moves += _plain(want, plain[root], fact, root)
        moves += _wages(paid, wages[root], fact, root)
    return moves


def _standing(
    roots: Sequence[int],
) -> tuple[dict[int, Counter[Target]], dict[int, dict[Target, tuple[int, int]]]]:
    plain: dict[int, Counter[Target]] = defaultdict(Counter)
    wages: dict[int, dict[Target, tuple[int, int]]] = defaultdict(dict)
    if not roots:
        return plain, wages
    rows = Transfer.objects.filter(root__in=roots, measured=False)
    for row in (
        rows.filter(wage=None)
        .values_list("root", "day", *_ENDS, "commodity").annotate(q=Sum("quantity")).order_by()
    ):
        root, day, commodity, quantity = row[0], row[1], row[10], int(row[11])
        source, target = AccountKey(*row[2:6]), AccountKey(*row[6:10])
        plain[root][day, source, target, commodity, None] += quantity
        plain[root][day, target, source, commodity, None] -= quantity
    for row in (
        rows.filter(wage__isnull=False)
        .values_list("root", "day", *_ENDS, "commodity", *_WAGE)
        .annotate(q=Sum("quantity"), pieces=Sum("wage__quantity")).order_by()
    ):
        root, day, commodity = row[0], row[1], row[10]
        source, target = AccountKey(*row[2:6]), AccountKey(*row[6:10])
        engagement, evidence, of, rate, share, shares, community, group = row[11:19]
        amount, pieces = int(row[19]), int(row[20])
        if source.kind != "labour":
            source, target, amount = target, source, -amount
        line = WageLine(engagement, evidence, of, 0, rate, share, shares, community, group)
        key: Target = (day, source, target, commodity, line)
        old = wages[root].get(key, (0, 0))
        wages[root][key] = (old[0] + pieces, old[1] + amount)
    return plain, wages


def _plain(
    want: dict[Target, int], stands: Counter[Target], fact: int, root: int
) -> list[Move]:
    change: Counter[Target] = Counter()
    for key, quantity in want.items():
        day, source, target, commodity, _ = key
        change[key] += quantity
        change[day, target, source, commodity, None] -= quantity
    change.subtract(stands)
    return [
        Move(day, source, target, commodity, quantity, fact, root)
        for (day, source, target, commodity, _), quantity in change.items()
        if quantity > 0
    ]


def _wages(
    want: dict[Target, tuple[int, int]],
    stands: dict[Target, tuple[int, int]],
    fact: int,
    root: int,
) -> list[Move]:
    moves = []
    for key in [*want, *(key for key in stands if key not in want)]:
        day, labour, owed, commodity, line = key
        new, old = want.get(key, (0, 0)), stands.get(key, (0, 0))
        pieces, amount = new[0] - old[0], new[1] - old[1]
        if not amount or line is None:
            continue
        ends = (labour, owed) if amount > 0 else (owed, labour)
        wage = WageLine(
            line.engagement, line.evidence, line.commodity, pieces, line.rate, line.share,
            line.shares, line.community, line.group,
        )
        moves.append(Move(day, *ends, commodity, abs(amount), fact, root, wage=wage))
    return moves
