"""Real processes: two at once, eight at once, one killed in the middle."""

import json
import sqlite3
import subprocess
from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from menkou.facts.models import Fact, HalfDay
from menkou.ledger.actions.seal import seal
from menkou.ledger.queries.proof import prove_balances, prove_seals, prove_transfers
from menkou.work.actions.record import record
from menkou.work.queries.proof import prove_half_days, prove_pots, prove_tickets
from tests.builders import Floor, floor, moment
from tests.faults.process import database_url, started
from tests.work.attending import attend, next_door, pay

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2022, 1, 14)


def clerk(hall: Floor, together: int = 1) -> "subprocess.Popen[str]":
    return started("clerk", hall.clerk.login, str(together))


def line(kind: str, content: dict[str, Any], stated: str = "happened", clock: str = "10:00",
         **more: str) -> str:
    return json.dumps({
        "uid": str(uuid4()), "kind": kind, "stated": stated, "content": content,
        "at": moment(DAY, clock).isoformat(), **more,
    })


def answers(process: "subprocess.Popen[str]", lines: list[str]) -> list[list[str]]:
    out, _ = process.communicate("".join(f"{row}\n" for row in lines) or None, timeout=120)
    assert process.returncode == 0
    return [row.split(" ") for row in out.splitlines()]


def proved() -> bool:
    found = [
        *prove_transfers(), *prove_balances(), *prove_seals(), *prove_tickets(), *prove_pots(),
        *prove_half_days(),
    ]
    assert not found
    return True


def test_of_two_who_issue_the_last_bundle_at_once_exactly_one_succeeds() -> None:
    hall = floor()
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.arrive(hall.rattan, 1_200)
    bundle = {"ticket": ticket.pk, "carrier": wang.pk,
              "lines": [{"commodity": hall.rattan.pk, "quantity": 1_200}]}
    both = [clerk(hall), clerk(hall)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write(line("issue", bundle, "asked") + "\n")
        process.stdin.flush()
    results = sorted(answers(process, [])[0][1] for process in both)
    assert results == ["accepted", "refused"]
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 0
    assert proved()


def test_a_list_of_1000_killed_in_the_middle_and_sent_again_is_booked_once() -> None:
    hall = floor(pieces=2_000)
    wang = hall.weaver("王芳")
    tickets = [hall.ticket((wang, 1), pieces=10) for _ in range(100)]
    lines = [
        line("receipt", {"ticket": tickets[n % 100].pk, "carrier": wang.pk, "good": 1},
             clock=f"{8 + n // 120:02}:{n // 2 % 60:02}")
        for n in range(1_000)
    ]
    first = clerk(hall, together=50)
    assert first.stdin is not None
    assert first.stdout is not None
    first.stdin.write("\n".join(lines) + "\n")
    first.stdin.close()
    for _ in range(120):
        first.stdout.readline()
    first.kill()
    first.stdout.close()
    first.wait()
    begun = Fact.objects.filter(kind="receipt").count()
    assert 120 <= begun < 1_000

    again = Counter(row[1] for row in answers(clerk(hall, together=250), lines))
    assert again == {"known": begun, "accepted": 1_000 - begun}
    assert hall.owed(wang) == 1_000 * 5_000
    assert proved()


def test_eight_clients_issue_receive_undo_and_seal_and_nothing_is_lost() -> None:
    hall = floor(pieces=10_000)
    people = [hall.weaver(f"织工{n}") for n in range(4)]
    tickets = [hall.ticket((people[n % 4], 1), pieces=100) for n in range(8)]
    hall.arrive(hall.rattan, 10_000_000)
    work: list[list[str]] = []
    for n in range(8):
        lines = []
        for turn in range(20):
            ticket = tickets[(n + turn) % 8]
            out = {"ticket": ticket.pk, "carrier": ticket.holder_id,
                   "lines": [{"commodity": hall.rattan.pk, "quantity": 100}]}
            back = {"ticket": ticket.pk, "carrier": ticket.holder_id, "good": 2}
            came = line("receipt", back)
            lines += [line("issue", out, "asked"), came]
            if turn % 2:
                lines.append(line("undo", {}, replaces=json.loads(came)["uid"]))
        work.append(lines)
    clients = [clerk(hall) for _ in range(8)]
    for process, lines in zip(clients, work, strict=True):
        assert process.stdin is not None
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.close()
        process.stdin = None
    for _ in range(3):
        seal(at=hall.now)
    results = Counter(row[1] for process in clients for row in answers(process, []))
    assert results == {"accepted": 8 * 50}
    assert sum(hall.owed(person) for person in people) == 8 * 10 * 2 * 5_000
    assert hall.holds(hall.workshop.pk, "store", hall.rattan) == 10_000_000 - 8 * 20 * 100
    seal(at=hall.now)
    assert proved()


def test_of_two_workshops_that_claim_one_half_day_at_once_exactly_one_has_it() -> None:
    hall = floor()
    pay(hall, 350_000)
    places = [hall.workshop, next_door(hall)]
    people = [hall.weaver(f"织工{n}") for n in range(12)]
    both = [clerk(hall), clerk(hall)]
    for process, place in zip(both, places, strict=True):
        rows = [
            line("attend", {"person": person.pk, "place": place.pk, "half": "am", "minutes": 240})
            for person in people
        ]
        assert process.stdin is not None
        process.stdin.write("\n".join(rows) + "\n")
        process.stdin.flush()
    said = [Counter(row[1] for row in answers(process, [])) for process in both]
    assert said[0] + said[1] == {"accepted": 12, "waiting": 12}
    assert HalfDay.objects.count() == 12
    assert sum(hall.owed(person) for person in people) == 12 * 350_000
    assert proved()


def test_who_waits_gets_the_half_day_though_it_is_undone_at_the_same_moment() -> None:
    hall = floor()
    other, people = next_door(hall), [hall.weaver(f"织工{n}") for n in range(12)]
    keys = {"half": "pm", "minutes": 200}
    here = [
        line("attend", {"person": person.pk, "place": hall.workshop.pk, **keys})
        for person in people
    ]
    answers(clerk(hall), here)
    there = [line("attend", {"person": p.pk, "place": other.pk, **keys}) for p in people]
    undone = [line("undo", {}, replaces=json.loads(row)["uid"]) for row in here]
    both = [clerk(hall), clerk(hall)]
    for process, rows in zip(both, (there, undone), strict=True):
        assert process.stdin is not None
        process.stdin.write("\n".join(rows) + "\n")
        process.stdin.flush()
    for process in both:
        answers(process, [])
    assert set(HalfDay.objects.values_list("place", flat=True)) == {other.pk}
    assert HalfDay.objects.count() == 12
    assert proved()


def refused(beside: Any, person: int) -> bool:
    """Whether another process can't decide on a person now: her row is locked, or on SQLite the
    whole file is."""
    sql = "SELECT 1 FROM registry_person WHERE party_id = %s FOR NO KEY UPDATE NOWAIT"
    try:
        if connection.vendor == "postgresql":
            beside.execute(sql, [person])
        else:
            beside.execute("BEGIN IMMEDIATE")
    except (psycopg.errors.LockNotAvailable, sqlite3.OperationalError):
        return True
    finally:
        beside.rollback()
    return False


def test_while_a_half_day_is_recorded_nobody_else_decides_on_that_person() -> None:
    hall = floor()
    wang = hall.weaver("王芳")
    beside: Any = (
        psycopg.connect(database_url()) if connection.vendor == "postgresql"
        else sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    )
    assert not refused(beside, wang.pk)
    with transaction.atomic():
        record([attend(hall, wang)], by=hall.clerk, at=hall.now)
        assert refused(beside, wang.pk)
    assert not refused(beside, wang.pk)
    beside.close()
