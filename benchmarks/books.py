"""Booking beside plain SQL that writes the same rows: `post`, one receipt, a list of 100.

python -m benchmarks.books      (in an empty database of its own)
"""

import json
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from benchmarks import ready

ready()

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import START, Floor, floor, moment

from benchmarks.twin import Twin
from menkou.facts.models import Fact
from menkou.facts.new import NewFact
from menkou.ledger.actions.post import post
from menkou.ledger.models import Commodity, Job
from menkou.ledger.moves import AccountKey, Move, WageLine
from menkou.registry.models import Engagement, Person
from menkou.work.actions.record import submit

WEAVERS, TRANSFERS, ONE, LISTS = 100, 100_000, 300, 30


class Hall:
    """A floor with weavers, a ticket each, and receipts that come in order."""

    def __init__(self) -> None:
        self.floor: Floor = floor(pieces=10_000_000)
        self.people: list[Person] = [self.floor.weaver(f"示例{n}") for n in range(WEAVERS)]
        self.tickets = [self.floor.ticket((one, 1), pieces=50_000) for one in self.people]
        self.floor.arrive(self.floor.rattan, 10**10)
        self.floor.arrive(self.floor.ribbon, 10**10)
        self.minute = 0

    def receipt(self, weaver: int) -> NewFact:
        self.minute += 1
        at = moment(START, "08:00") + timedelta(seconds=self.minute)
        content = {"ticket": self.tickets[weaver].pk, "carrier": self.people[weaver].pk, "good": 2}
        return NewFact(uuid4(), "receipt", "happened", START, at, content)

    def send(self, news: list[NewFact]) -> float:
        began = time.perf_counter()
        answers = submit(news, by=self.floor.clerk, at=self.floor.now)
        took = time.perf_counter() - began
        assert {answer.result for answer in answers} == {"accepted"}
        return took


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def posting(hall: Hall, twin: Twin) -> dict[str, object]:
    """100,000 transfers in one call: half of material, half of wages."""
    floor, cause = hall.floor, Fact.objects.order_by("pk").values_list("pk", flat=True)[0]
    firm, job = floor.firm.pk, floor.order.job_id
    none, yuan = Job.objects.get(code="none").pk, Commodity.objects.get(code="yuan").pk
    terms = dict(Engagement.objects.values_list("person", "pk"))
    labour = AccountKey(firm, "labour", firm, job)
    moves = []
    for at in range(TRANSFERS // 2):
        person = hall.people[at % WEAVERS].pk
        moves.append(
            Move(START, AccountKey(firm, "outside", firm, job),
                 AccountKey(person, "consumed", firm, job), floor.rattan.pk, 1_200, cause, cause)
        )
        line = WageLine(terms[person], "piece", floor.operation.makes_id, 1, 5_000, 1, 1,
                        floor.community.pk, "other")
        moves.append(
            Move(START, labour, AccountKey(person, "wages_owed", firm, none), yuan, 5_000, cause,
                 cause, wage=line)
        )
    twin.mark()
    began = time.perf_counter()
    with transaction.atomic():
        post(moves)
    ours = time.perf_counter() - began
    plain = twin.replay()
    return {"ours_s": ours, "plain_s": plain, "ratio": ours / plain}


def one_receipt(hall: Hall, twin: Twin, weavers: list[int]) -> dict[str, object]:
    """One receipt after the other, each beside its twin."""
    ours, plain = [], []
    for _ in range(20):  # what is read once a process is read
        hall.send([hall.receipt(random.choice(weavers))])
    twin.mark()
    for _ in range(ONE):
        ours.append(hall.send([hall.receipt(random.choice(weavers))]))
        plain.append(twin.replay())
    with CaptureQueriesContext(connection) as statements:
        hall.send([hall.receipt(weavers[0])])
    twin.mark()
    counted = [q for q in statements if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    return {
        "statements": len(counted), "ours_p50_ms": median(ours) * 1e3,
        "ours_p95_ms": p95(ours) * 1e3, "plain_p50_ms": median(plain) * 1e3,
        "ratio": median(ours) / median(plain),
    }


def lists_of_100(hall: Hall, twin: Twin) -> dict[str, object]:
    ours, plain = [], []
    twin.mark()
    for _ in range(LISTS):
        ours.append(hall.send([hall.receipt(weaver) for weaver in range(100)]))
        plain.append(twin.replay())
    return {
        "ours_p50_ms": median(ours) * 1e3, "plain_p50_ms": median(plain) * 1e3,
        "ratio": median(ours) / median(plain),
    }


def main() -> None:
    random.seed(2022)
    call_command("migrate", verbosity=0)
    hall = Hall()
    for weaver in range(WEAVERS):  # everybody's accounts and pots are open
        hall.send([hall.receipt(weaver)])
    with tempfile.TemporaryDirectory() as folder:
        twin = Twin(Path(folder))
        fresh = one_receipt(hall, twin, list(range(1, WEAVERS)))
        for _ in range(2):
            hall.send([hall.receipt(0) for _ in range(100)])
        found = {
            "one receipt": fresh,
            "one receipt, pot with 200 facts": one_receipt(hall, twin, [0]),
            "a list of 100 receipts": lists_of_100(hall, twin),
            "post of 100,000 transfers": posting(hall, twin),
        }
        twin.close()
    print(json.dumps({"engine": connection.vendor, **found}))


if __name__ == "__main__":
    main()
