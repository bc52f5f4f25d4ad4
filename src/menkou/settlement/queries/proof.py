"""Proving pay: slips from the books, payments from their facts. Names the row that is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Q, Sum

from menkou.ledger.models import Transfer
from menkou.ledger.queries.proof import Finding
from menkou.settlement.models import Deduction, Line, Payment, Period, Slip
from menkou.settlement.queries.evidence import earned

CHUNK = 2000
WAGE_KINDS = ("earned", "late", "ahead", "correction")


def prove_slips() -> Iterator[Finding]:
    """Every closed period: its lines are the wages of their range, once each; a slip begins where
    the one before ended; its amounts add up; its sum is the period's."""
    yield from _chains()
    for period in Period.objects.filter(state=Period.State.CLOSED).order_by("pk"):
        slips = list(
            Slip.objects.filter(period=period).order_by("pk")
            .values_list("pk", "engagement", "since", "upto", "earned", "net")
        )
        if (len(slips), sum(row[5] for row in slips)) != (period.slips, period.net):
            yield Finding("period", period.pk, "its slips are not what it says")
        for start in range(0, len(slips), CHUNK):
            yield from _prove(period, slips[start : start + CHUNK])


def _prove(
    period: Period, slips: Sequence[tuple[int, int, int, int, int, int]]
) -> Iterator[Finding]:
    stands: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    taken: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in Line.objects.filter(slip__in=[row[0] for row in slips]).values_list(
        "slip", "kind", "evidence", "commodity", "rate", "share", "shares", "community", "code",
        "amount", "quantity", "first_day", "last_day",
    ):
        if row[1] in WAGE_KINDS:
            stands[row[0]].append(row[2:])
        else:
            taken[row[0]][row[1]] -= row[9]
    should: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for line in earned(period, {row[1]: row[2] for row in slips}):
        should[line.engagement].append((
            line.evidence, line.commodity, line.rate, line.share, line.shares, line.community,
            line.code, line.amount, line.quantity, line.first, line.last,
        ))
    columns = ("pk", "statutory", "debt_taken", "recovered", "charged")
    minus = {
        row[0]: row[1:]
        for row in Slip.objects.filter(pk__in=[row[0] for row in slips]).values_list(*columns)
    }
    for pk, engagement, _, upto, sum_, _ in slips:
        if upto != period.upto:
            yield Finding("slip", pk, f"ends at {upto}, its period at {period.upto}")
        if sorted(map(repr, stands[pk])) != sorted(map(repr, should[engagement])):
            yield Finding("slip", pk, "its lines are not the wages of its range")
        elif sum(int(str(row[7])) for row in stands[pk]) != sum_:
            yield Finding("slip", pk, "its lines do not add up to what it shows")
        off = tuple(taken[pk][kind] for kind in ("statutory", "debt", "recovery", "charge"))
        if off != minus[pk]:
            yield Finding("slip", pk, "what is taken off is not the sum of its lines")


def _chains() -> Iterator[Finding]:
    """A slip begins where the one before it of the same engagement ended, the first at nothing;
    what is carried in is what the pair's slip before left."""
    rows = Slip.objects.order_by("engagement", "pk").values_list(
        "engagement", "pk", "since", "upto"
    )
    before = (0, 0, 0, 0)
    for row in rows.iterator(chunk_size=CHUNK):
        ended = before[3] if before[0] == row[0] else 0
        if row[2] != ended:
            yield Finding("slip", row[1], f"begins after {row[2]}, the one before ended at {ended}")
        before = row
    pairs = Slip.objects.order_by("person", "period__payer", "pk").values_list(
        "person", "period__payer", "pk", "carried_in", "carried_out"
    )
    last: tuple[int, int, int] = (0, 0, 0)
    for person, payer, pk, came, left in pairs.iterator(chunk_size=CHUNK):
        expected = last[2] if last[:2] == (person, payer) else 0
        if came != expected:
            yield Finding("slip", pk, f"carries in {came}, the one before left {expected}")
        last = (person, payer, left)


OWED = """
SELECT person, payer, SUM(amount) FROM (
  SELECT a.party_id AS person, a.other_id AS payer, b.quantity AS amount
    FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id
   WHERE a.kind = 'wages_owed'
  UNION ALL
  SELECT e.person_id, e.payer_id,
         CASE WHEN a.kind = 'labour' THEN -t.quantity ELSE t.quantity END
    FROM ledger_wage w JOIN ledger_transfer t ON t.id = w.transfer_id
    JOIN ledger_account a ON a.id = t.source_id
    JOIN registry_engagement e ON e.id = w.engagement_id
  UNION ALL
  SELECT s.person_id, p.payer_id, s.statutory + s.charged
    FROM settlement_slip s JOIN settlement_period p ON p.id = s.period_id
  UNION ALL
  SELECT s.person_id, p.payer_id, y.paid
    FROM settlement_payment y JOIN settlement_slip s ON s.id = y.slip_id
    JOIN settlement_period p ON p.id = s.period_id WHERE y.state = 'paid'
) AS moved GROUP BY person, payer HAVING SUM(amount) <> 0
"""


def prove_payments() -> Iterator[Finding]:
    """Each slip is paid once: what is due, sent and paid of it is its net, or what a bank paid too
    much and somebody is to pay back; each paid one has its fact and its transfer. What is owed to
    each worker is her wages less what was taken off and paid."""
    live = ~Q(state=Payment.State.RETURNED)
    for slip, net, due, paid in (
        Slip.objects.filter(payments__isnull=False).annotate(
            due=Sum("payments__amount", filter=Q(payments__state__in=("due", "sent"))),
            got=Sum("payments__paid", filter=Q(payments__state="paid")),
        ).values_list("pk", "net", "due", "got").iterator(chunk_size=CHUNK)
    ):
        over = (due or 0) + (paid or 0) - net
        if over < 0 or (over and not _overpaid(slip, over)):
            yield Finding("slip", slip, f"comes to {net}, and {(due or 0) + (paid or 0)} is paid")
    moved = dict(
        Transfer.objects.filter(root__kind="paid").order_by().values_list("root")
        .annotate(n=Sum("quantity"))
    )
    for pk, fact, paid in Payment.objects.filter(live, paid__isnull=False).values_list(
        "pk", "fact", "paid"
    ).iterator(chunk_size=CHUNK):
        if moved.get(fact) != paid:
            yield Finding("payment", pk, "was not booked as it says")
    with connection.cursor() as cursor:
        cursor.execute(OWED)
        for person, payer, amount in cursor.fetchall():
            yield Finding(
                "person", person, f"is owed {amount} by {payer} which no wage and no payment says"
            )


def _overpaid(slip: int, over: int) -> bool:
    of = Slip.objects.select_related("period").get(pk=slip)
    return Deduction.objects.filter(
        person=of.person_id, payer=of.period.payer_id, code=Deduction.Code.OVERPAID, amount=over
    ).exists()
