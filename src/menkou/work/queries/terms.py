"""What tickets stand on, read in one query: allotments, shares, inputs, rates, how far they are
booked."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db import connection

from menkou.ledger.opening import NONE_JOB, YUAN
from menkou.work.models import Ticket

# One text for both engines. Columns: what, five keys or numbers, a word, a day, a moment.
SQL = """
SELECT 'share' AS what, ticket_id AS a, number AS b, person_id AS c, parts AS d, 0 AS e,
       '' AS word, CAST(NULL AS DATE) AS day, CAST(NULL AS TIMESTAMP) AS moment
  FROM work_ticketshare WHERE ticket_id IN ({tickets})
UNION ALL
SELECT 'order', a.id, o.id, o.customer_id, o.job_id, o.product_id, o.state, NULL, NULL
  FROM work_allotment a JOIN work_order o ON o.id = a.order_id WHERE a.id IN ({allotments})
UNION ALL
SELECT 'makes', a.id, p.id, p.makes_id, 0, 0, '', NULL, NULL
  FROM work_allotment a JOIN work_operation p ON p.id = a.operation_id
 WHERE a.id IN ({allotments})
UNION ALL
SELECT 'input', i.operation_id, i.commodity_id, i.numerator, i.denominator, i.allowed_ppm, c.kind,
       NULL, NULL
  FROM work_input i JOIN ledger_commodity c ON c.id = i.commodity_id
 WHERE i.operation_id IN (SELECT operation_id FROM work_allotment WHERE id IN ({allotments}))
UNION ALL
SELECT 'rate', payer_id, operation_id, amount, 0, 0, rate_class, from_day, NULL
  FROM work_rate
 WHERE withdrawn_at IS NULL AND payer_id IN ({payers})
   AND operation_id IN (SELECT operation_id FROM work_allotment WHERE id IN ({allotments}))
UNION ALL
SELECT 'last', ticket, 0, 0, 0, 0, '', NULL, MAX(order_at)
  FROM facts_tray WHERE ticket IN ({tickets}) GROUP BY ticket
UNION ALL
SELECT 'yuan', id, 0, 0, 0, 0, '', NULL, NULL FROM ledger_commodity WHERE code = %s
UNION ALL
SELECT 'none', id, 0, 0, 0, 0, '', NULL, NULL FROM ledger_job WHERE code = %s
"""
NOTHING = -1  # in place of an empty list


@dataclass(frozen=True, slots=True)
class InputTerms:
    """What a piece takes: numerator/denominator base units of a material, or of the piece that the
    operation before makes (`kind`); loss in millionths."""

    commodity: int
    numerator: int
    denominator: int
    allowed_ppm: int
    kind: str


class OrderTerms(NamedTuple):
    """An order's keys and its state."""

    pk: int
    customer: int
    job: int
    product: int
    state: str


@dataclass(slots=True)
class Terms:
    """`orders`, and operations with the piece they make, by allotment. `shares` by ticket:
    (person, parts) in their order. `inputs` by operation. `rates` by payer, operation and class:
    (from-day, amount or None) by day. `last`: the moment up to which a ticket's facts are in the
    tray. `yuan` and `none_job`: keys."""

    orders: dict[int, OrderTerms] = field(default_factory=dict)
    makes: dict[int, tuple[int, int]] = field(default_factory=dict)
    shares: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    inputs: dict[int, list[InputTerms]] = field(default_factory=lambda: defaultdict(list))
    rates: dict[tuple[int, int, str], list[tuple[date, int | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    last: dict[int, datetime] = field(default_factory=dict)
    yuan: int = 0
    none_job: int = 0


def terms(tickets: Collection[Ticket]) -> Terms:
    """Reads the terms of tickets."""
    lists = {
        "tickets": [ticket.number for ticket in tickets],
        "allotments": sorted({ticket.allotment_id for ticket in tickets}),
        "payers": sorted({ticket.payer_id for ticket in tickets}),
    }
    params: list[int | str] = []
    for name in ("tickets", *["allotments"] * 3, "payers", "allotments", "tickets"):
        params += lists[name] or [NOTHING]
    marks = {name: ", ".join(["%s"] * (len(keys) or 1)) for name, keys in lists.items()}
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(**marks), [*params, YUAN, NONE_JOB])
        rows = cursor.fetchall()
    found = Terms()
    shares, rates = [], []
    for what, a, b, c, d, e, word, day, moment in rows:
        if what == "share":
            shares.append((a, b, c, d))
        elif what == "order":
            found.orders[a] = OrderTerms(b, c, d, e, word)
        elif what == "makes":
            found.makes[a] = (b, c)
        elif what == "input":
            found.inputs[a].append(InputTerms(b, c, d, e, word))
        elif what == "rate":
            rates.append((_day(day), a, b, c, word))
        elif what == "last":
            found.last[a] = _moment(moment)
        elif what == "yuan":
            found.yuan = a
        else:
            found.none_job = a
    for ticket, _, person, parts in sorted(shares):
        found.shares[ticket].append((person, parts))
    for since, payer, operation, amount, word in sorted(rates, key=lambda row: row[0]):
        found.rates[payer, operation, word].append((since, amount))
    return found


# SQLite hands days and moments of a union over as text.
def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value
