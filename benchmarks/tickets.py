"""Tickets for a whole workshop: an order of 20,000 over 634 workers, made and drawn as labels,
beside plain SQL that writes the same rows.

python -m benchmarks.tickets      (in an empty database of its own)
"""

import json
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import ready

ready()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import START, Floor, floor

from benchmarks.twin import Twin
from menkou.lib.exact import split
from menkou.registry.models import Person
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Ticket

WORKERS, PIECES, TIMES = 634, 20_000, 3
DUE = date(2022, 2, 28)


def made(hall: Floor, people: list[Person]) -> list[Ticket]:
    """A ticket for each, the order's pieces spread evenly."""
    each = split(PIECES, [1] * len(people))
    return make_tickets(
        [NewTicket([(one, 1)], n, at_home=True, due_on=DUE)
         for one, n in zip(people, each, strict=True)],
        allotment=hall.allotment, workshop=hall.workshop, made_on=START, by=hall.clerk, at=hall.now,
    )  # fmt: skip


def main() -> None:
    call_command("migrate", verbosity=0)
    hall = floor(pieces=PIECES * (TIMES + 2))
    people = [hall.weaver(f"示例{n}") for n in range(WORKERS)]
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(hall.clerk)
    sheet = f"/orders/{hall.order.pk}/labels/"

    def labels(tickets: list[Ticket]) -> None:
        numbers = [ticket.pk for ticket in tickets]
        answer = client.get(sheet, {"first": min(numbers), "last": max(numbers)})
        assert answer.content.count(b"<article") == WORKERS

    labels(made(hall, people))  # what is read and compiled once a process is
    making, drawing, plain = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        twin = Twin(Path(folder))
        for _ in range(TIMES):
            began = time.perf_counter()
            tickets = made(hall, people)
            making.append(time.perf_counter() - began)
            labels(tickets)
            drawing.append(time.perf_counter() - began - making[-1])
            plain.append(twin.replay())
        with CaptureQueriesContext(connection) as statements:
            made(hall, people)
        twin.close()
    print(json.dumps({
        "engine": connection.vendor, "tickets": WORKERS, "statements": len(statements),
        "made_s": median(making), "drawn_s": median(drawing),
        "ours_s": median(making) + median(drawing), "plain_s": median(plain),
        "ratio": median(making) / median(plain),
    }))


if __name__ == "__main__":
    main()
