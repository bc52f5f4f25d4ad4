"""One receipt after the other, as a clerk's page sends them: the milliseconds of each.

python -m benchmarks.counter --seconds 10, or --until-told (a line on standard input).
"""

import argparse
import json
import select
import sys
import time
from datetime import date, timedelta
from statistics import quantiles
from uuid import uuid4

from benchmarks import ready

ready()

from tests.builders import moment

from menkou.facts.new import NewFact
from menkou.identity.models import User
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Allotment, Order, TicketShare

DAY = date(2022, 2, 1)
PAUSE = 0.02


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--until-told", action="store_true")
    asked = parser.parse_args()
    share = TicketShare.objects.select_related("ticket__workshop", "person").earliest("pk")
    clerk = User.objects.earliest("pk")
    Order.objects.update(pieces=10**9)
    Allotment.objects.update(pieces=10**9)
    at = moment(DAY, "10:00")
    (ticket,) = make_tickets(
        [NewTicket([(share.person, 1)], 1_000_000, at_home=True, due_on=date(2022, 2, 28))],
        allotment=share.ticket.allotment, workshop=share.ticket.workshop, made_on=DAY, by=clerk,
        at=at,
    )
    print("ready", flush=True)
    took, began = [], time.perf_counter()
    while True:
        if asked.until_told:
            if select.select([sys.stdin], [], [], 0)[0]:
                break
        elif time.perf_counter() - began > asked.seconds:
            break
        happened = at + timedelta(milliseconds=20 * len(took))
        new = NewFact(uuid4(), "receipt", "happened", DAY, happened, {
            "ticket": ticket.pk, "carrier": share.person_id, "good": 1,
        })
        start = time.perf_counter()
        (answer,) = submit([new], by=clerk, at=happened)
        took.append(1000 * (time.perf_counter() - start))
        assert answer.result == "accepted", answer
        time.sleep(PAUSE)
    cuts = quantiles(took, n=100)
    print(json.dumps({
        "receipts": len(took), "p50_ms": cuts[49], "p95_ms": cuts[94], "most_ms": max(took),
    }))


if __name__ == "__main__":
    main()
