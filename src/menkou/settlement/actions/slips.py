"""Writing the slips of a chunk, and what they take off, into the books."""

from datetime import date
from uuid import UUID

from menkou.facts.models import Fact
from menkou.identity import bulk
from menkou.ledger.actions.post import post
from menkou.ledger.models import Transfer
from menkou.ledger.moves import AccountKey, Move
from menkou.settlement.actions.posting import Money, money
from menkou.settlement.models import Period
from menkou.settlement.slipping import Made, SlipMade

SLIP = (
    "id", "period_id", "engagement_id", "person_id", "since", "upto", "earned", "carried_in",
    "statutory", "debt_taken", "recovered", "charged", "rounding", "net", "carried_out",
    "minutes", "hint", "odd", "community_id", "group",
)
LINE = (
    "slip_id", "number", "kind", "evidence", "commodity_id", "code", "community_id", "first_day",
    "last_day", "quantity", "rate", "share", "shares", "amount", "deduction_id",
)


def write(period: Period, made: Made, *, fact: UUID) -> None:
    """Writes the slips of a chunk, inside the caller's transaction.

    Tax goes from what is owed to the outside, a charge back to the payer's cost of labour; both
    under the fact of the close (`fact` is its uid). A debt and an overpayment need no posting:
    they were never owed.
    """
    ids = bulk.take_ids("settlement_slip", len(made.slips)) if made.slips else []
    slips = [_slip(key, period, one) for key, one in zip(ids, made.slips, strict=True)]
    lines = [
        (key, number, *line)
        for key, one in zip(ids, made.slips, strict=True)
        for number, line in enumerate(one.lines, 1)
    ]
    bulk.insert("settlement_slip", SLIP, slips)
    bulk.insert("settlement_line", LINE, lines)
    taken = [one for one in made.slips if one.reckoned.statutory or one.reckoned.charged]
    if taken:
        root = Fact.objects.values_list("pk", "day").get(uid=fact)
        books = money()
        post([move for one in taken for move in _moves(one, period, root, books)])


def _slip(key: int, period: Period, one: SlipMade) -> tuple[int | str | None, ...]:
    done = one.reckoned
    return (
        key, period.pk, one.worked.pk, one.worked.person, one.worked.since, period.upto,
        one.earned, one.carried_in, done.statutory, done.debt_taken, done.recovered, done.charged,
        done.rounding, done.net, done.carried_out, one.worked.minutes, one.hint,
        " ".join(odd.code for odd in one.odd), one.community, one.group,
    )


def _moves(
    one: SlipMade, period: Period, root: tuple[int, date], books: Money
) -> list[Move]:
    fact, day = root
    owed = books.owed(one.worked.person, period.payer_id)
    ends = (
        (books.outside(period.payer_id), one.reckoned.statutory),
        (books.labour(period.payer_id), one.reckoned.charged),
    )
    return [books.move(day, owed, to, amount, fact) for to, amount in ends if amount]


def give_back(fact: UUID) -> None:
    """Books back what a close that is taken back had taken off."""
    sums: dict[tuple[date, AccountKey, AccountKey], int] = {}
    books = money()
    root = Fact.objects.values_list("pk", flat=True).get(uid=fact)
    ends = [f"{side}__{part}" for side in ("source", "target")
            for part in ("party", "kind", "other", "job")]
    for day, quantity, *keys in Transfer.objects.filter(root=root).values_list(
        "day", "quantity", *ends
    ):
        source, target = AccountKey(*keys[:4]), AccountKey(*keys[4:])
        sums[day, source, target] = sums.get((day, source, target), 0) + quantity
    post([
        books.move(day, target, source, amount, root)
        for (day, source, target), amount in sums.items()
    ])
