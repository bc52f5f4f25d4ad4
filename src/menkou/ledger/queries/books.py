"""Reads of the books."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from menkou.ledger.models import Account, Balance, Transfer
from menkou.ledger.moves import AccountKey

SEALED_WAGES = """
SELECT s.id AS seal, t.day AS day, w.community_id AS community, e.payer_id AS payer,
       e.workshop_id AS workshop,
       SUM(CASE WHEN a.kind = 'labour' THEN t.quantity ELSE -t.quantity END) AS amount
  FROM ledger_seal s CROSS JOIN ledger_wage w CROSS JOIN ledger_transfer t
       CROSS JOIN ledger_account a CROSS JOIN registry_engagement e
 WHERE s.id BETWEEN %s AND %s AND w.transfer_id BETWEEN s.first AND s.last
   AND t.id = w.transfer_id AND a.id = t.source_id AND e.id = w.engagement_id
 GROUP BY s.id, t.day, w.community_id, e.payer_id, e.workshop_id
"""
"""What a range of seals should keep as `SealedWages`. A wage that was corrected downwards runs the
other way, back to the labour account."""


def balance(key: AccountKey, commodity: int) -> int:
    """What stands on an account of a commodity, in base units; 0 where nothing was ever booked."""
    found = Balance.objects.filter(
        account__party=key.party, account__kind=key.kind, account__other=key.other,
        account__job=key.job, commodity=commodity,
    ).values_list("quantity", flat=True)
    return found.first() or 0


def statement(account: Account) -> QuerySet[Transfer]:
    """The transfers of an account, newest first, with what a statement shows of each."""
    return (
        Transfer.objects.filter(Q(source=account) | Q(target=account))
        .select_related("commodity", "fact", "source__party", "target__party", "wage")
        .order_by("-pk")
    )


def balances(*, upto: int | None = None) -> Counter[tuple[int, int]]:
    """(account, commodity) -> quantity, summed from the transfers up to an id (all if None)."""
    rows = Transfer.objects.all() if upto is None else Transfer.objects.filter(pk__lte=upto)
    summed: Counter[tuple[int, int]] = Counter()
    for side, sign in (("source", -1), ("target", 1)):
        for account, commodity, quantity in (
            rows.values_list(side, "commodity").annotate(q=Sum("quantity")).order_by()
        ):
            summed[account, commodity] += sign * int(quantity)
    return summed


class Flows:
    """Sums of transfers by source, target and commodity: one pass over the books, from which
    balances and pots are proved."""

    def __init__(self, *, upto: int | None = None) -> None:
        self.upto: Counter[tuple[int, int, int]] = Counter()
        if upto is not None:
            self._add(self.upto, Transfer.objects.filter(pk__lte=upto))
        self.all = Counter(self.upto)
        since = Transfer.objects.all() if upto is None else Transfer.objects.filter(pk__gt=upto)
        self._add(self.all, since)

    @staticmethod
    def _add(sums: Counter[tuple[int, int, int]], rows: QuerySet[Transfer]) -> None:
        for source, target, what, quantity in (
            rows.values_list("source", "target", "commodity").annotate(q=Sum("quantity"))
            .order_by().iterator(chunk_size=10_000)
        ):
            sums[source, target, what] += int(quantity)

    def balances(self, *, upto: bool = False) -> Counter[tuple[int, int]]:
        """(account, commodity) -> quantity, of all transfers or those up to the mark."""
        summed: Counter[tuple[int, int]] = Counter()
        for (source, target, what), quantity in (self.upto if upto else self.all).items():
            summed[source, what] -= quantity
            summed[target, what] += quantity
        return summed

    def by_account(self) -> Iterator[tuple[AccountKey, AccountKey, int, int]]:
        """(source, target, commodity, quantity) with the accounts' keys."""
        rows = Account.objects.values_list("pk", "party", "kind", "other", "job")
        keys = {
            pk: AccountKey(party, kind, other, job)
            for pk, party, kind, other, job in rows.iterator(chunk_size=10_000)
        }
        for (source, target, what), quantity in self.all.items():
            yield keys[source], keys[target], what, quantity


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One line of a trial balance: kind of account and commodity, with its sum over accounts."""

    kind: str
    commodity: int
    quantity: int


def trial_balance(*, until: date | None = None) -> list[TrialLine]:
    """Sums by kind of account and commodity; over all kinds each commodity adds up to zero."""
    rows = Transfer.objects.all() if until is None else Transfer.objects.filter(day__lte=until)
    summed: Counter[tuple[str, int]] = Counter()
    for side, sign in (("source", -1), ("target", 1)):
        for kind, commodity, quantity in (
            rows.values_list(f"{side}__kind", "commodity").annotate(q=Sum("quantity")).order_by()
        ):
            summed[kind, commodity] += sign * int(quantity)
    return [TrialLine(*key, quantity) for key, quantity in sorted(summed.items())]
