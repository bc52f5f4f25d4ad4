"""Reads of the books."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from menkou.ledger.models import Account, Balance, Transfer
from menkou.ledger.moves import AccountKey


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
