"""Proving the money between the levels. Names the row that is wrong."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, Sum

from menkou.ledger.models import Account, Balance, Transfer, Wage
from menkou.ledger.opening import YUAN
from menkou.ledger.queries.proof import Finding
from menkou.work.models import (
    Accepted,
    Allotment,
    FeeLine,
    FeePayment,
    FeeStatement,
    RentDue,
    RentPayment,
    RentRelief,
)
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.fee_lines import PIECES, lines

LINE = (
    "kind", "order", "allotment", "accepted", "returned", "fee", "amount", "first_day", "last_day",
)
Side = tuple[int, int, int]  # party, other, job


def prove_fees() -> Iterator[Finding]:
    """Invariant 3: what stands between two levels of an order is the fee of the accepted pieces
    (and what was mended at the customer's cost), at every level the same pieces; what an order's
    work cost its payer is its wages. So what is kept adds up to the fee that was booked."""
    should = _accepted()
    for party, other, job, amount in (
        Transfer.objects.filter(source__kind="fee").exclude(root__kind__in=PIECES)
        .values_list("source__party", "source__other", "source__job")
        .annotate(q=Sum("quantity")).order_by()
    ):
        should[party, other, job] -= amount
        should[other, party, job] += amount
    yield from _compared("fee", should, "accepted pieces make")
    labour: Counter[Side] = Counter()
    for side in ("source", "target"):
        for payer, job, amount in (
            Wage.objects.filter(**{
                f"transfer__{side}__kind": "labour",
                f"transfer__{side}__job__order__isnull": False,
            })
            .values_list("engagement__payer", f"transfer__{side}__job")
            .annotate(q=Sum(AMOUNT)).order_by()
        ):
            labour[payer, payer, job] -= amount
    yield from _compared("labour", labour, "wages make")


def _accepted() -> Counter[Side]:
    """What stands between every two levels by the accepted pieces of the lowest allotments."""
    levels = {
        row[0]: row[1:]
        for row in Allotment.objects.values_list(
            "pk", "parent", "giver", "holder", "fee", "order__job"
        )
    }
    found: Counter[Side] = Counter()
    for leaf, n in Accepted.objects.values_list("allotment").annotate(n=Sum("pieces")).order_by():
        at = leaf
        while at is not None:
            at, giver, holder, fee, job = levels[at]
            if giver != holder:
                found[giver, holder, job] -= n * fee
                found[holder, giver, job] += n * fee
    return found


def _compared(kind: str, should: Counter[Side], what: str) -> Iterator[Finding]:
    for pk, party, other, job, stands in Balance.objects.filter(
        account__kind=kind, commodity__code=YUAN, account__job__order__isnull=False
    ).values_list("account", "account__party", "account__other", "account__job", "quantity"):
        amount = should.pop((party, other, job), 0)
        if stands != amount:
            yield Finding("account", pk, f"stands at {stands}, {what} {amount}")
    for (party, other, _job), amount in should.items():
        if amount:
            yield Finding("party", party, f"has no {kind} with {other}, should have {amount}")


def prove_statements() -> Iterator[Finding]:
    """Each statement begins where the one before it ended, and its lines are the transfers of its
    range, once each; it adds up; what is paid of it are its payments."""
    before: FeeStatement | None = None
    standing = FeeStatement.objects.exclude(state=FeeStatement.State.DISPUTED)
    for one in standing.order_by("giver", "holder", "upto"):
        if before is not None and (before.giver_id, before.holder_id) != (
            one.giver_id, one.holder_id
        ):
            before = None
        since, carried = (before.upto, before.carried_out) if before else (0, 0)
        if one.since != since:
            yield Finding("statement", one.pk, f"begins after {one.since}, not after {since}")
        if one.carried_in != carried:
            yield Finding("statement", one.pk, f"carries in {one.carried_in}, not {carried}")
        yield from _lines(one, before)
        before = one
    paid = FeePayment.objects.filter(back=None).values_list("statement").annotate(
        q=Sum("amount")
    ).order_by()
    sums = dict(paid)
    for pk, stands in FeeStatement.objects.values_list("pk", "paid"):
        if stands != sums.get(pk, 0):
            yield Finding("statement", pk, f"says {stands} is paid, payments {sums.get(pk, 0)}")


def _lines(one: FeeStatement, before: FeeStatement | None) -> Iterator[Finding]:
    stands = list(FeeLine.objects.filter(statement=one).order_by("number").values_list(*LINE))
    try:
        rows = lines(
            one.giver_id, one.holder_id, one.since, one.upto, before.day if before else None
        )
    except ValueError as error:
        yield Finding("statement", one.pk, str(error))
        return
    if stands != [tuple(getattr(row, name) for name in LINE) for row in rows]:
        yield Finding("statement", one.pk, "its lines are not the transfers of its range")
    if sum(row.amount for row in rows) != one.amount:
        yield Finding("statement", one.pk, f"says {one.amount}, its transfers say otherwise")
    if one.due != max(one.amount + one.carried_in, 0) // 100 * 100:
        yield Finding("statement", one.pk, f"is due {one.due}, which it does not come to")


def prove_fee_payments() -> Iterator[Finding]:
    """Each payment has its fact and its transfer, and its counter fact where it was taken back;
    what two have paid one another are the payments that stand, of fees and of rent."""
    moved = dict(
        Transfer.objects.filter(root__kind__in=("fee_paid", "fee_back")).order_by()
        .values_list("root").annotate(q=Sum("quantity"))
    )
    pairs: Counter[tuple[int, int]] = Counter()
    for pk, giver, holder, amount, fact, back in FeePayment.objects.values_list(
        "pk", "giver", "holder", "amount", "fact", "back"
    ):
        if moved.pop(fact, 0) != amount or (back and moved.pop(back, 0) != amount):
            yield Finding("fee payment", pk, "was not booked as it says")
        if back is None:
            pairs[giver, holder] -= amount
            pairs[holder, giver] += amount
    for root in moved:
        yield Finding("fact", root, "moved money of fees, and no payment says so")
    for payer, payee, amount in RentPayment.objects.filter(back=None).values_list(
        "payer", "payee", "amount"
    ):
        pairs[payer, payee] -= amount
        pairs[payee, payer] += amount
    for pk, party, other, stands in Account.objects.filter(
        kind=Account.Kind.PAID, balances__commodity__code=YUAN, job__code="none"
    ).annotate(stands=F("balances__quantity")).values_list("pk", "party", "other", "stands"):
        if stands != pairs.pop((party, other), 0):
            yield Finding("account", pk, "is not the sum of the payments that stand")


def prove_rent() -> Iterator[Finding]:
    """Each month's rent has its fact; what is relieved and paid of it are its reliefs and payments;
    what stands between two is what is owed less what was relieved."""
    relieved = dict(
        RentRelief.objects.filter(verdict=RentRelief.Verdict.AGREED).values_list("rent")
        .annotate(q=Sum("amount")).order_by()
    )
    paid = dict(
        RentPayment.objects.filter(back=None).values_list("rent").annotate(q=Sum("amount"))
        .order_by()
    )
    moved = dict(
        Transfer.objects.filter(root__kind="rent_due").order_by().values_list("root")
        .annotate(q=Sum("quantity"))
    )
    pairs: Counter[tuple[int, int]] = Counter()
    for one in RentDue.objects.order_by("pk"):
        if moved.pop(one.fact_id, 0) != one.amount:
            yield Finding("rent", one.pk, "was not booked as it says")
        if (one.relieved, one.paid) != (relieved.get(one.pk, 0), paid.get(one.pk, 0)):
            yield Finding("rent", one.pk, "its reliefs and payments are not what it says")
        pairs[one.payer_id, one.payee_id] -= one.amount - one.relieved
        pairs[one.payee_id, one.payer_id] += one.amount - one.relieved
    for root in moved:
        yield Finding("fact", root, "booked rent, and no row says so")
    for pk, party, other, stands in Account.objects.filter(
        kind=Account.Kind.RENT, balances__commodity__code=YUAN
    ).annotate(stands=F("balances__quantity")).values_list("pk", "party", "other", "stands"):
        if stands != pairs.pop((party, other), 0):
            yield Finding("account", pk, "is not the sum of the rents that stand")
