"""A month of receipts, written in bulk with true digests: what `verify` is measured on.

python -m benchmarks.month --receipts 1800000      (into an empty database)

Each weaver has one ticket of 300 baskets and brings twelve a day. The rows are those that the
actions would write, by arithmetic of its own: `menkou verify` must prove them.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from benchmarks import ready

ready()

from django.core.management import call_command
from django.db import connection, transaction
from tests.builders import START, Floor, floor, moment

from menkou.facts.models import Fact
from menkou.facts.new import NewFact, canonical
from menkou.facts.new import digest as fact_digest
from menkou.identity import bulk
from menkou.ledger.actions.post import TRANSFER, WAGE, account_ids
from menkou.ledger.actions.seal import seal, sum_wages
from menkou.ledger.models import Account, Balance, Commodity, Job, Transfer
from menkou.ledger.moves import AccountKey, digest
from menkou.registry.models import Engagement, Party, Person, Residence
from menkou.work.models import Allotment, Input, PiecesOfDay, Pot, Ticket, TicketShare

DAYS, A_DAY, RATE, GRAMS = 25, 12, 5_000, 1_200
LAST = START + timedelta(days=DAYS)
FACT = ("id", "uid", "kind", "version", "stated", "day", "happened_at", "received_at",
        "recorder_id", "device_id", "replaces", "content", "digest")
TRAY = ("fact_id", "state", "why", "question", "root_id", "order_at", "order_uid", "ticket",
        "person", "place", "aside_by_id", "aside_at", "aside_why")
RECEIPT = ("fact_id", "day", "ticket_id", "good", "at_rework", "rejected", "reason", "carrier_id",
           "uninspected", "surplus")
ISSUE = ("fact_id", "day", "order_id", "place_id", "commodity_id", "quantity", "ticket_id",
         "carrier_id", "reason")
SOME = 20_000


class Month:
    """The hall, its weavers, and the keys that every row needs."""

    def __init__(self, weavers: int) -> None:
        self.hall: Floor = floor(pieces=weavers * DAYS * A_DAY, rate=RATE)
        Input.objects.filter(commodity=self.hall.ribbon).delete()  # one material a basket
        self.hall.arrive(self.hall.rattan, weavers * DAYS * A_DAY * GRAMS)
        self.firm, self.place = self.hall.firm.pk, self.hall.workshop.pk
        self.job, self.none = self.hall.order.job_id, Job.objects.get(code="none").pk
        self.rattan, self.makes = self.hall.rattan.pk, self.hall.operation.makes_id
        self.yuan = Commodity.objects.get(code="yuan").pk
        self.people = self._people(weavers)
        self.tickets = self._tickets()
        keys = [
            *(AccountKey(self.place, kind, self.firm, self.job)
              for kind in ("store", "made", "good")),
            AccountKey(self.firm, "labour", self.firm, self.job),
            *(AccountKey(person, kind, self.firm, self.job)
              for person, _ in self.people for kind in ("hands", "consumed")),
            *(AccountKey(person, "wages_owed", self.firm, self.none) for person, _ in self.people),
        ]
        self.accounts = account_ids(keys)

    def _people(self, count: int) -> list[tuple[int, int]]:
        """(person, engagement) of each weaver."""
        first = (Party.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        keys = range(first, first + count)
        entered = {"from_day": START, "entered_at": self.hall.now, "entered_by": self.hall.clerk}
        many = {"batch_size": 500}
        Party.objects.bulk_create(
            [Party(pk=key, kind="person", name=f"示例{key}") for key in keys], **many
        )
        Person.objects.bulk_create(
            [Person(party_id=key, sex="f", born_on=date(1985, 5, 5), search="") for key in keys],
            **many,
        )
        Residence.objects.bulk_create(
            [Residence(person_id=key, community=self.hall.community, **entered) for key in keys],
            **many,
        )
        terms = Engagement.objects.bulk_create(
            [
                Engagement(person_id=key, payer=self.hall.firm, workshop=self.hall.workshop,
                           form="home", cycle="month", **entered)
                for key in keys
            ],
            **many,
        )
        return [(one.person_id, one.pk) for one in terms]

    def _tickets(self) -> list[int]:
        hall, pieces = self.hall, DAYS * A_DAY
        numbers = [10_000_000 + at for at in range(len(self.people))]
        Ticket.objects.bulk_create(
            [
                Ticket(
                    number=number, allotment=hall.allotment, workshop=hall.workshop,
                    payer=hall.firm, holder_id=person, pieces=pieces, at_home=True,
                    rate_class="standard", rate=RATE, made_on=START, due_on=date(2022, 2, 28),
                    state="done", back=pieces, good=pieces,
                )
                for number, (person, _) in zip(numbers, self.people, strict=True)
            ],
            batch_size=500,
        )
        TicketShare.objects.bulk_create(
            [
                TicketShare(ticket_id=number, number=1, person_id=person, parts=1)
                for number, (person, _) in zip(numbers, self.people, strict=True)
            ],
            batch_size=500,
        )
        return numbers

    def facts(self) -> Iterator[tuple[NewFact, int, int]]:
        """(fact, weaver, pieces back before) in the order of happening."""
        serial = 0
        for day in range(DAYS + 1):
            on = START + timedelta(days=day)
            for at, (person, _) in enumerate(self.people):
                content: dict[str, Any] = {"ticket": self.tickets[at], "carrier": person}
                if day:
                    kind, content["good"] = "receipt", A_DAY
                else:
                    kind = "issue"
                    whole = DAYS * A_DAY * GRAMS
                    content["lines"] = [{"commodity": self.rattan, "quantity": whole}]
                serial += 1
                happened = moment(on, "09:00") + timedelta(milliseconds=at)
                uid = UUID(int=(1 << 124) + serial)
                yield (
                    NewFact(uid, kind, "happened", on, happened, content), at,
                    max(day - 1, 0) * A_DAY,
                )


class Pages:
    """Rows of one stretch of facts, table by table."""

    def __init__(self, month: Month, fact: int, transfer: int) -> None:
        self.month, self.fact, self.transfer = month, fact, transfer
        self.rows: dict[str, list[tuple[Any, ...]]] = {
            "facts": [], "trays": [], "receipts": [], "issues": [], "transfers": [], "wages": [],
        }

    def add(self, new: NewFact, at: int, recorder: int) -> None:
        month, rows = self.month, self.rows
        self.fact += 1
        person, engagement = month.people[at]
        text, received = canonical(new.content), new.happened_at
        rows["facts"].append((
            self.fact, new.uid, new.kind, 1, new.stated, new.day, new.happened_at, received,
            recorder, None, None, text, fact_digest(new, text, recorder, received, None),
        ))
        rows["trays"].append((
            self.fact, "booked", "", "", self.fact, new.happened_at, new.uid,
            new.content["ticket"], person, None, None, None, "",
        ))
        hands = self.account(person, "hands")
        if new.kind == "issue":
            quantity = new.content["lines"][0]["quantity"]
            rows["issues"].append((
                self.fact, new.day, month.hall.order.pk, month.place, month.rattan, quantity,
                new.content["ticket"], person, "",
            ))
            self.move(new.day, self.account(month.place, "store"), hands, month.rattan, quantity)
            return
        rows["receipts"].append((
            self.fact, new.day, new.content["ticket"], A_DAY, 0, 0, "", person, 0, 0,
        ))
        self.move(new.day, self.account(month.place, "made"), self.account(month.place, "good"),
                  month.makes, A_DAY)
        self.move(new.day, hands, self.account(person, "consumed"), month.rattan, A_DAY * GRAMS)
        owed = month.accounts[AccountKey(person, "wages_owed", month.firm, month.none)]
        self.move(
            new.day, self.account(month.firm, "labour"), owed, month.yuan, A_DAY * RATE,
            (engagement, "piece", month.makes, A_DAY, RATE, 1, 1, month.hall.community.pk,
             "other"),
        )

    def account(self, party: int, kind: str) -> int:
        return self.month.accounts[AccountKey(party, kind, self.month.firm, self.month.job)]

    def move(self, day: date, source: int, target: int, commodity: int, quantity: int,
             wage: tuple[Any, ...] | None = None) -> None:
        self.transfer += 1
        row = (self.transfer, day, source, target, commodity, quantity, self.fact, self.fact,
               False)
        line = (self.transfer, *wage) if wage else None
        self.rows["transfers"].append((*row, digest(row, line)))  # type: ignore[arg-type]
        if line:
            self.rows["wages"].append(line)

    def write(self) -> None:
        with transaction.atomic():
            bulk.insert("facts_fact", FACT, self.rows["facts"])
            bulk.insert("facts_tray", TRAY, self.rows["trays"])
            bulk.insert("work_receipt", RECEIPT, self.rows["receipts"])
            bulk.insert("work_issue", ISSUE, self.rows["issues"])
            bulk.insert("ledger_transfer", TRANSFER, self.rows["transfers"])
            bulk.insert("ledger_wage", WAGE, self.rows["wages"])
        for rows in self.rows.values():
            rows.clear()


def write(receipts: int, *, mornings: bool = False) -> int:
    """Writes the month; answers how many receipts it has, a whole number of days. `mornings`: what
    was booked is sealed before each day, as each morning does."""
    call_command("migrate", verbosity=0)
    month = Month(max(receipts // DAYS, 1))
    with transaction.atomic():
        pages = Pages(
            month,
            Fact.objects.order_by("-pk").values_list("pk", flat=True)[0],
            Transfer.objects.order_by("-pk").values_list("pk", flat=True)[0],
        )
    day = START
    for count, (new, at, _back) in enumerate(month.facts(), 1):
        if mornings and new.day != day:
            day = new.day
            pages.write()
            seal(at=moment(day, "00:05"))
            sum_wages()
        pages.add(new, at, month.hall.clerk.pk)
        if count % SOME == 0:
            pages.write()
    pages.write()
    if connection.vendor == "postgresql":  # ids were given, not taken
        with connection.cursor() as cursor:
            for table in ("facts_fact", "ledger_transfer", "registry_party", "work_issue"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT MAX(id) FROM {table}))"
                )
    project(month)
    return len(month.people) * DAYS


@transaction.atomic
def project(month: Month) -> None:
    """Pots and balances as they stand at the end."""
    weavers = len(month.people)
    Allotment.objects.update(given=weavers * DAYS * A_DAY)
    whole = DAYS * A_DAY * GRAMS
    Pot.objects.filter(kind="store", commodity=month.rattan).update(moved=0)
    of = {"owner_id": month.firm, "job_id": month.job}
    common = {"commodity_id": month.rattan, "kind": "hands", "allowed_ppm": 30_000,
              "moved": whole, "used": whole, **of}
    Pot.objects.bulk_create(
        [Pot(holder_id=person, **common) for person, _ in month.people], batch_size=500
    )
    pieces = weavers * DAYS * A_DAY
    Pot.objects.create(holder_id=month.place, commodity_id=month.makes, kind="good",
                       allowed_ppm=0, moved=pieces, **of)
    ends = {
        (month.place, "store"): (month.rattan, 0),
        (month.place, "made"): (month.makes, -pieces),
        (month.place, "good"): (month.makes, pieces),
        (month.firm, "labour"): (month.yuan, -pieces * RATE),
    }
    rows = []
    for (party, kind, _, job), account in month.accounts.items():
        if (party, kind) in ends:
            commodity, quantity = ends[party, kind]
        elif kind == "wages_owed":
            commodity, quantity = month.yuan, DAYS * A_DAY * RATE
        else:
            commodity, quantity = month.rattan, whole if kind == "consumed" else 0
        rows.append(Balance(account_id=account, commodity_id=commodity, quantity=quantity,
                            bounded=kind in Account.BOUNDED))
        del job
    PiecesOfDay.objects.bulk_create(
        PiecesOfDay(day=START + timedelta(days=day), workshop_id=month.place,
                    payer_id=month.firm, order=month.hall.order, times=weavers,
                    back=weavers * A_DAY, surplus=0, rejected=0)
        for day in range(1, DAYS + 1)
    )
    Balance.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["account", "commodity"],
        update_fields=["quantity"],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--receipts", type=int, default=1_800_000)
    parser.add_argument("--mornings", action="store_true")
    asked = parser.parse_args()
    began = time.perf_counter()
    made = write(asked.receipts, mornings=asked.mornings)
    bulk.count_anew()  # as each morning does
    print(f"{made:,} receipts written in {time.perf_counter() - began:.0f} s at "
          f"{datetime.now(UTC):%H:%M}")
