"""What one order's page shows: its way from customer to households, its days, by aggregates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from menkou.registry.models import Membership
from menkou.work.models import Allotment, Arrival, Order, PiecesOfDay, Ticket

PACE = timedelta(days=14)
EVENTS = 3 * PACE.days  # the newest that are read: a day has three at most
READ = 60  # holders read to find the largest households


@dataclass(frozen=True, slots=True)
class Part:
    """What an organization holds of an order and one of its workshops has of that on tickets.

    `step` is the operation's number in its product. `held`, `given`, `fee` are the allotment's
    (again in each of its rows), `parent` the one above;
    `workshop` is empty while it has no ticket. Pieces, but `fee` and `rate` (1/10,000 yuan a
    piece). Rework is not counted again, but for what another made good instead.
    """

    operation: int
    step: int
    step_name: str
    allotment: int
    parent: int | None
    holder: int
    holder_name: str
    held: int
    given: int
    fee: int
    workshop: int | None
    workshop_name: str
    tickets: int
    late: int
    households: int
    pieces: int
    back: int
    good: int
    uninspected: int
    at_rework: int
    rejected: int
    surplus: int
    rate: int
    unit: str


MADE = ("pieces", "back", "uninspected", "surplus")
COUNTED = (*MADE, "good", "at_rework", "rejected")


def household_of(day: date, holder: str = "holder") -> Coalesce:
    """The household of a ticket's holder on a day; her own key, negative, without one."""
    now = Membership.objects.on(day).filter(person=OuterRef(holder))
    return Coalesce(
        Subquery(now.values("household")[:1], output_field=BigIntegerField()),
        Value(0) - F(holder), output_field=BigIntegerField(),
    )


def parts(order: Order, day: date) -> list[Part]:
    """The parts of an order by operation, holder and workshop: one query."""
    stands = Q(tickets__source=Ticket.Source.MADE) & ~Q(tickets__state=Ticket.State.CANCELLED)
    whole = stands | Q(tickets__source=Ticket.Source.PASSED)
    late = Q(
        tickets__state=Ticket.State.OPEN, tickets__due_on__lt=day,
        tickets__back__lt=F("tickets__pieces"),
    )
    sums: dict[str, Any] = {
        f"all_{name}": Coalesce(
            Sum(f"tickets__{name}", filter=stands if name in MADE else whole), 0
        )
        for name in COUNTED
    }
    rows: Any = (
        Allotment.objects.filter(order=order, pieces__gt=0)
        .annotate(home=household_of(day, "tickets__holder"))
        .values("pk", "parent", "holder", "holder__party__name", "pieces", "given", "fee",
                "tickets__workshop", "tickets__workshop__party__name", "operation__makes__unit",
                "operation", "operation__number", "operation__name")
        .annotate(
            made=Count("tickets", filter=stands), late=Count("tickets", filter=late),
            homes=Count("home", distinct=True, filter=stands),
            low=Min("tickets__rate", filter=stands), **sums,
        )
    )
    rows = rows.order_by("pk", "-all_pieces", "tickets__workshop")
    return [_part(row) for row in rows]


def _part(row: dict[str, Any]) -> Part:
    counted: dict[str, Any] = {name: row[f"all_{name}"] for name in COUNTED}
    return Part(
        operation=row["operation"], step=row["operation__number"],
        step_name=row["operation__name"], allotment=row["pk"], parent=row["parent"],
        holder=row["holder"], holder_name=row["holder__party__name"],
        held=row["pieces"], given=row["given"], fee=row["fee"], workshop=row["tickets__workshop"],
        workshop_name=row["tickets__workshop__party__name"] or "", tickets=row["made"],
        late=row["late"], households=row["homes"], rate=row["low"] or 0,
        unit=row["operation__makes__unit"], **counted,
    )


@dataclass(slots=True)
class Home:
    """A household at one workshop's work for one allotment: named after the holder with the most
    pieces."""

    key: int
    allotment: int
    workshop: int
    name: str
    pieces: int
    back: int
    good: int
    earned: int


# The tickets of the shown holders lead to the wages, never the other way: asked as a column of
# each group, their wages were sought anew for every ticket (minutes with 5,000 of them), and left
# to PostgreSQL all wages of the order are put together before the few holders are looked for.
EARNED = """
WITH shown AS MATERIALIZED ({shown}),
theirs AS MATERIALIZED (
    SELECT s.person_id AS person, t.allotment_id AS part, t.workshop_id AS place,
           t.number AS ticket
      FROM work_ticketshare s
      JOIN work_ticket t ON t.number = s.ticket_id
      JOIN work_allotment p ON p.id = t.allotment_id
     WHERE p.order_id = %s AND s.person_id IN (SELECT person FROM shown)
),
earned AS (
    SELECT s.person, s.part, s.place,
           SUM(CASE WHEN a.kind = 'labour' THEN m.quantity ELSE -m.quantity END) AS amount
      FROM theirs s
      JOIN facts_tray y ON y.ticket = s.ticket
      JOIN ledger_transfer m ON m.root_id = y.fact_id
      JOIN ledger_wage w ON w.transfer_id = m.id
      JOIN registry_engagement e ON e.id = w.engagement_id AND e.person_id = s.person
      JOIN ledger_account a ON a.id = m.source_id
     GROUP BY s.person, s.part, s.place
)
SELECT shown.*, COALESCE(earned.amount, 0)
  FROM shown
  LEFT JOIN earned
    ON earned.person = shown.person AND earned.part = shown.part AND earned.place = shown.place
 ORDER BY shown.n DESC, shown.person, shown.part, shown.place
"""


def homes(order: Order, tickets: QuerySet[Ticket], day: date) -> list[Home]:
    """The households with the most pieces of an order, among some tickets; one query.

    What a household earned is that of the shown holders, on that allotment's tickets there.
    """
    rows = (
        tickets.filter(allotment__order=order).exclude(state=Ticket.State.CANCELLED)
        .order_by().annotate(
            home=household_of(day), person=F("holder"), named=F("holder__party__name"),
            part=F("allotment"), place=F("workshop"),
        )
        .values("home", "person", "named", "part", "place")
        .annotate(n=Sum("pieces"), back_n=Sum("back"), good_n=Sum("good"))
        .order_by("-n", "person", "part", "place")[:READ]
    )
    chosen, values = rows.query.sql_with_params()
    found: dict[tuple[int, int, int], Home] = {}
    with connection.cursor() as cursor:
        cursor.execute(EARNED.format(shown=chosen), [*values, order.pk])
        for home, _holder, name, part, place, n, back, good, earned in cursor.fetchall():
            one = found.setdefault((home, part, place), Home(home, part, place, name, 0, 0, 0, 0))
            one.pieces += n
            one.back += back
            one.good += good
            one.earned += int(earned)
    return sorted(found.values(), key=lambda one: -one.pieces)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an order on a day: `arrival` (n times, lines that differ from the note),
    `tickets` (n, pieces), `receipt` (n times, pieces back)."""

    day: date
    what: str
    n: int
    pieces: int


def life(order: Order) -> list[Event]:
    """The newest events of an order, at least those of the days of `PACE`: one query."""
    differs = Count("pk", filter=~Q(quantity=F("noted")))
    came = Arrival.objects.filter(order=order).annotate(what=Value("arrival"), on=F("day"))
    made = Ticket.objects.filter(allotment__order=order).annotate(
        what=Value("tickets"), on=F("made_on")
    )
    back = PiecesOfDay.objects.filter(order=order, times__gt=0).annotate(
        what=Value("receipt"), on=F("day")
    )
    rows = [
        came.values_list("what", "on").annotate(n=Count("fact", distinct=True), q=differs),
        made.values_list("what", "on").annotate(n=Count("pk"), q=Sum("pieces")),
        back.values_list("what", "on").annotate(n=Sum("times"), q=Sum(F("back") - F("surplus"))),
    ]
    first, *others = (one.order_by() for one in rows)
    union = first.union(*others, all=True).order_by("-on", "what")[:EVENTS]
    return [Event(on, what, n, q or 0) for what, on, n, q in union]


def done_by(events: Sequence[Event], left: int, day: date) -> date | None:
    """The day on which the rest will be back at the pace of the last two weeks; none without."""
    made = sum(one.pieces for one in events if one.what == "receipt" and one.day > day - PACE)
    if left <= 0 or not made:
        return None
    return day + timedelta(days=-(-left * PACE.days // made))
