"""An order's page with 5,000 tickets, and 1,000 orders reconciled beside plain SQL.

python -m benchmarks.chain      (into an empty database)
"""

import json
import time
from collections.abc import Callable
from datetime import date
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

from benchmarks import ready

ready()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from tests.builders import START, Floor, floor, moment
from tests.work.chaining import chain

from menkou.identity import clock
from menkou.registry.models import Person
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Order, Ticket
from menkou.work.queries.orders import books_of

WEAVERS, TICKETS, A_TICKET, ORDERS, TURNS, LIST = 634, 5_000, 4, 1_000, 30, 200
DUE, DAY = date(2022, 2, 28), date(2022, 1, 14)

PLAIN = (
    """
SELECT 'arrived', order_id, commodity_id, SUM(quantity) FROM work_arrival GROUP BY 2, 3
UNION ALL
SELECT 'issued', order_id, commodity_id, SUM(quantity) FROM work_issue GROUP BY 2, 3
UNION ALL
SELECT 'returned', order_id, commodity_id, SUM(quantity) FROM work_materialreturn GROUP BY 2, 3
""",
    """
SELECT a.job_id, a.kind, p.kind, b.commodity_id, SUM(b.quantity)
  FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
  JOIN registry_party p ON p.id = a.party_id JOIN ledger_commodity c ON c.id = b.commodity_id
 WHERE c.kind IN ('material', 'money') GROUP BY 1, 2, 3, 4
""",
)


def told(hall: Floor, facts: list[Any]) -> None:
    for start in range(0, len(facts), LIST):
        answers = submit(facts[start : start + LIST], by=hall.clerk, at=hall.now)
        assert {one.result for one in answers} == {"accepted"}


def receipts(hall: Floor, tickets: list[Ticket], good: int) -> None:
    told(hall, [
        hall.fact("receipt", DAY, "10:00",
                  {"ticket": one.pk, "carrier": one.holder_id, "good": good})
        for one in tickets
    ])


def timed(work: Callable[[], Any]) -> list[float]:
    """Milliseconds of each turn."""
    found = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def page() -> dict[str, float]:
    """The page of an order of 20,000 that came down five levels, with 5,000 tickets."""
    line = chain(pieces=TICKETS * A_TICKET)
    hall = line.hall
    weavers = [hall.weaver(f"示例{n:03}") for n in range(WEAVERS)]
    tickets = make_tickets(
        [NewTicket([(weavers[n % WEAVERS], 1)], A_TICKET, True, DUE) for n in range(TICKETS)],
        allotment=hall.allotment, workshop=hall.workshop, made_on=START, by=hall.clerk,
        at=hall.now,
    )
    receipts(hall, tickets, A_TICKET // 2)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(hall.clerk)
    address = f"/orders/{hall.order.pk}/"
    with patch.object(clock, "now", lambda: moment(date(2022, 3, 1), "20:00")):
        assert client.get(address).status_code == 200
        turns = timed(lambda: client.get(address))
    return {"p50_ms": median(turns), "p95_ms": quantiles(turns, n=20)[-1], "tickets": TICKETS}


def orders(hall: Floor, weaver: Person) -> list[Order]:
    """A thousand orders, each with material that came, went out and was used."""
    who = {"by": hall.clerk, "at": hall.now}
    made, facts, tickets = [], [], []
    for n in range(ORDERS):
        order = add_order(number=f"R{n:04}", customer=hall.firm, operation=hall.operation,
                          pieces=10, fee=8_000, ordered_on=START, due_on=DUE, **who)
        part = allot(order=order, operation=hall.operation, holder=hall.firm, pieces=10,
                     fee=8_000, due_on=DUE, **who)
        hall.order, hall.allotment = order, part
        (ticket,) = make_tickets([NewTicket([(weaver, 1)], 10, True, DUE)], allotment=part,
                                 workshop=hall.workshop, made_on=START, **who)
        lines = [{"commodity": c.pk, "quantity": 20_000} for c in (hall.rattan, hall.ribbon)]
        facts.append(hall.fact("arrival", START, "08:00", {
            "order": order.pk, "place": hall.workshop.pk,
            "lines": [line | {"noted": 20_000} for line in lines],
        }))
        facts.append(hall.fact("issue", START, "09:00", {
            "ticket": ticket.pk, "carrier": weaver.pk, "reason": "broken", "lines": lines,
        }))
        made.append(order)
        tickets.append(ticket)
    told(hall, facts)
    receipts(hall, tickets, 5)
    return made


def plain() -> int:
    rows = 0
    with connection.cursor() as cursor:
        for sql in PLAIN:
            cursor.execute(sql)
            rows += len(cursor.fetchall())
    return rows


def main() -> None:
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"page": page()}
    hall = floor()
    made = orders(hall, hall.weaver("王芳"))
    books = books_of(made)
    assert all(one.consumed and not one.unexplained for rows, _ in books.values() for one in rows)
    ours, limit = timed(lambda: books_of(made)), timed(plain)
    found["reconciliation"] = {
        "orders": ORDERS, "ours_ms": median(ours), "plain_ms": median(limit),
        "ratio": median(ours) / median(limit),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
