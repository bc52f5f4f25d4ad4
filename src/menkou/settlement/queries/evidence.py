"""What a close reads of some persons: their engagements, wages since the last slip, hours, what
was carried, what is to be taken off. Everything up to the period's last transfer is fixed, so it is
read without a lock."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from menkou.facts.models import HalfDayUse
from menkou.identity import bulk
from menkou.lib.days import Month
from menkou.registry.models import Engagement
from menkou.settlement.models import Deduction, Period, SetAside, Slip
from menkou.settlement.reckoning import Before, Wanted

ITEM, WORK = "item", "work"


class Earned(NamedTuple):
    """Wages of one engagement that a slip shows in one line (see `settlement.Line`)."""

    engagement: int
    evidence: str
    commodity: int | None
    rate: int
    share: int
    shares: int
    community: int | None
    when: int
    code: str
    amount: int
    quantity: int
    first: date
    last: date


LATE, NOW, AHEAD = -1, 0, 1  # `when`: days before the period, in it, after it

LINES = """{given} SELECT w.engagement_id, w.evidence, w.commodity_id, w.rate, w.share, w.shares,
       w.community_id,
       CASE WHEN t.day < %s THEN -1 WHEN t.day > %s THEN 1 ELSE 0 END AS happened,
       SUM(CASE WHEN a.kind = 'labour' THEN t.quantity ELSE -t.quantity END) AS amount,
       SUM(w.quantity) AS quantity, CAST(MIN(t.day) AS TEXT), CAST(MAX(t.day) AS TEXT)
  FROM v CROSS JOIN ledger_wage w CROSS JOIN ledger_transfer t CROSS JOIN ledger_account a
 WHERE w.engagement_id = v.engagement AND w.transfer_id > v.since AND w.transfer_id <= %s
   AND w.evidence <> 'item' AND t.id = w.transfer_id AND a.id = t.source_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING {kept}
"""
ITEMS = """{given} SELECT w.engagement_id, w.rate, w.community_id,
       CASE WHEN t.day < %s THEN -1 WHEN t.day > %s THEN 1 ELSE 0 END AS happened, i.code, i.amount,
       CAST(t.day AS TEXT), i.id
  FROM v CROSS JOIN ledger_wage w CROSS JOIN ledger_transfer t CROSS JOIN settlement_item i
 WHERE w.engagement_id = v.engagement AND w.transfer_id > v.since AND w.transfer_id <= %s
   AND w.evidence = 'item' AND t.id = w.transfer_id AND i.fact_id = t.root_id
"""
KEPT = (
    "SUM(CASE WHEN a.kind = 'labour' THEN t.quantity ELSE -t.quantity END) <> 0 "
    "OR SUM(w.quantity) <> 0"
)


def engagements(period: Period) -> QuerySet[Engagement]:
    """The engagements that a period pays: those of its payer and cycle, ended ones as well, for
    their late wages. A later run of a span pays those who were set aside and are clear now."""
    rows = Engagement.objects.filter(payer=period.payer_id, cycle=period.cycle).exclude(form="")
    if period.number:
        cleared = SetAside.objects.filter(
            period__payer=period.payer_id, period__cycle=period.cycle,
            period__first=period.first, resolved_at__isnull=False,
        )
        rows = rows.filter(pk__in=cleared.values("engagement"))
    return rows


def persons_after(period: Period, cursor: int, count: int) -> list[int]:
    """The next persons of a close, in the order of their keys."""
    rows = engagements(period).filter(person__gt=cursor).order_by("person")
    return list(rows.values_list("person", flat=True).distinct()[:count])


@dataclass(slots=True)
class Worked:
    """One engagement of a chunk: its terms, what it earned since its last slip, its minutes."""

    pk: int
    person: int
    form: str
    tax_class: str
    since: int
    aside: bool
    lines: list[Earned] = field(default_factory=list)
    minutes: int | None = None
    halves: int = 0


class SoFar(NamedTuple):
    """What her slips of this payer say: see `reckoning.Before`; of this calendar year what was
    earned, in how many months, and what was withheld."""

    before: Before = Before()
    month: int = 0
    year: int = 0
    months: int = 0
    withheld: int = 0
    withheld_month: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Everything that is read of some persons."""

    worked: Sequence[Worked]
    so_far: dict[int, SoFar]
    wanted: dict[int, list[Wanted]]


def read(period: Period, persons: Sequence[int]) -> Chunk:
    """What a close needs of these persons, who are all that it pays from the first to the last of
    them: eight queries, however many they are."""
    # By their range: a list of thousands of keys costs more than what is asked of them.
    these = Q(person__gte=persons[0], person__lte=persons[-1])
    of_these = Q(
        engagement__person__gte=persons[0], engagement__person__lte=persons[-1],
        engagement__payer=period.payer_id,
    )
    rows = list(
        engagements(period).filter(these).order_by("person", "from_day", "pk")
        .values_list("pk", "person", "form", "tax_class")
    )
    since = dict(
        Slip.objects.filter(these, period__payer=period.payer_id).order_by()
        .values_list("engagement").annotate(upto=Max("upto"))
    )
    aside = set(
        SetAside.objects.filter(of_these, resolved_at=None).values_list("engagement", flat=True)
    )
    worked = [Worked(*row, since.get(row[0], 0), row[0] in aside) for row in rows]
    by_key = {one.pk: one for one in worked}
    for line in earned(period, {one.pk: one.since for one in worked if not one.aside}):
        by_key[line.engagement].lines.append(line)
    for key, minutes, halves in _hours(period, of_these):
        if key in by_key:
            by_key[key].minutes, by_key[key].halves = minutes, halves
    return Chunk(worked, _so_far(period, these), _wanted(period, these))


def earned(period: Period, since: dict[int, int]) -> list[Earned]:
    """The wages of engagements after the transfers given and up to the period's last, in lines."""
    if not since or period.upto is None:
        return []
    given, values = bulk.table(["engagement", "since"], sorted(since.items()))
    bounds: list[Any] = [period.first, period.last, period.upto]
    found = []
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(given=given, kept=KEPT), [*values, *bounds])
        for row in cursor.fetchall():
            days = (date.fromisoformat(row[10]), date.fromisoformat(row[11]))
            found.append(Earned._make((*row[:8], "", int(row[8]), int(row[9]), *days)))
        cursor.execute(ITEMS.format(given=given), [*values, *bounds])
        for engagement, _, community, when, code, amount, day, _ in cursor.fetchall():
            on, sign = date.fromisoformat(day), 1 if amount > 0 else -1
            found.append(Earned(
                engagement, ITEM, None, abs(amount), 1, 1, community, when, code, amount, sign,
                on, on,
            ))
    return sorted(found, key=_order)


def _order(line: Earned) -> tuple[object, ...]:
    return (
        line.engagement, line.amount < 0, line.evidence == ITEM, line.when, line.evidence,
        line.commodity or 0, line.first, -line.rate, line.share, line.shares,
        line.community or 0, line.code, line.amount,
    )


def _hours(period: Period, of_these: Q) -> list[tuple[int, int, int]]:
    """(engagement, minutes, half-days) of the period's days, where anything was recorded."""
    rows = HalfDayUse.objects.filter(
        of_these, use=WORK, minutes__gt=0,
        half_day__day__gte=period.first, half_day__day__lte=period.last,
    )
    return list(
        rows.order_by().values_list("engagement")
        .annotate(minutes=Sum("minutes"), halves=Count("pk"))
    )


def _so_far(period: Period, these: Q) -> dict[int, SoFar]:
    month = Month.of(period.last)
    slips = Slip.objects.filter(these, period__payer=period.payer_id)
    newest = slips.order_by().values("person").annotate(newest=Max("pk")).values("newest")
    carried = dict(Slip.objects.filter(pk__in=newest).values_list("person", "carried_out"))
    in_month = Q(period__last__gte=month.first, period__last__lte=month.last)
    rows = (
        slips.filter(period__last__year=period.last.year).order_by().values("person").annotate(
            year=Sum("earned"),
            withheld=Sum("statutory"),
            months=Count(TruncMonth("period__last"), filter=~in_month, distinct=True),
            shown=Coalesce(Sum("earned", filter=in_month), 0),
            taken=Coalesce(
                Sum(F("debt_taken") + F("recovered") + F("charged"), filter=in_month), 0
            ),
            net=Coalesce(Sum("net", filter=in_month), 0),
            tax=Coalesce(Sum("statutory", filter=in_month), 0),
        )
    )
    found = {
        row["person"]: SoFar(
            Before(carried.get(row["person"], 0), row["shown"], row["taken"], row["net"]),
            row["shown"], row["year"], row["months"], row["withheld"], row["tax"],
        )
        for row in rows
    }
    for person, rest in carried.items():
        if person not in found:
            found[person] = SoFar(Before(carried=rest))
    return found


def _wanted(period: Period, these: Q) -> dict[int, list[Wanted]]:
    rows = (
        Deduction.objects.filter(
            these, payer=period.payer_id, verdict=Deduction.Verdict.APPROVED
        )
        .annotate(left=F("amount") + Coalesce(Sum("lines__amount"), 0))
        .filter(left__gt=0).order_by("pk").values_list("person", "pk", "kind", "left")
    )
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    for person, key, kind, left in rows:
        wanted[person].append(Wanted(key, kind, left))
    return wanted
