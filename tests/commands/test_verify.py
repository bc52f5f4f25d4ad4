"""`menkou verify` as a command: by several processes, and only what came since it last proved."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.db import connection

from menkou.facts.models import Fact, HalfDay, Tray
from menkou.ledger.models import Transfer
from menkou.work.models import Ticket
from tests.builders import Floor, floor
from tests.faults.process import database_url
from tests.work.attending import attend, next_door

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall() -> Floor:
    hall = floor()
    hall.arrive(hall.rattan, 5_000)
    carrier = hall.weaver("示例甲")
    ticket = hall.ticket((carrier, 1), pieces=10)
    content = {"ticket": ticket.pk, "carrier": carrier.pk, "good": 4}
    hall.send(hall.fact("receipt", date(2022, 1, 14), "11:00", content))
    return hall


def verify(*words: str) -> tuple[int, str]:
    env = os.environ | {
        "MENKOU_DATABASE_URL": database_url(), "MENKOU_KEYS": str(settings.KEYS),
        "MENKOU_POOL": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "menkou.commands.main", "verify", *words],
        env=env, text=True, capture_output=True, check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


def test_two_processes_prove_the_same_as_one(hall: Floor) -> None:
    one = verify("--all", "--processes", "1")
    two = verify("--all", "--processes", "2")
    assert one[0] == two[0] == 0
    assert sorted(one[1].splitlines()) == sorted(two[1].splitlines())


def test_the_second_time_only_what_came_since_is_proved(hall: Floor) -> None:
    assert "ok    transfers are as booked" in verify()[1]
    last = Transfer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert "transfers are" not in verify()[1]
    ticket = Ticket.objects.get()
    content = {"ticket": ticket.pk, "carrier": ticket.holder_id, "good": 1}
    hall.send(hall.fact("receipt", date(2022, 1, 15), "11:00", content))
    said = verify()[1]
    assert f"ok    transfers after {last:,} are as booked" in said
    assert "ok    tickets with facts after" in said


def test_an_arrival_that_is_not_booked_as_it_says_is_named(hall: Floor) -> None:
    arrival = Fact.objects.get(kind="arrival")
    Tray.objects.filter(fact=arrival).update(state="waiting", why="future")
    code, said = verify("--all")
    assert code == 1
    assert f"fact {arrival.pk}: the books under it are not what its facts come to" in said


def test_a_counter_that_was_changed_in_the_file_is_named(hall: Floor) -> None:
    number = Ticket.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE work_ticket SET back = 5, good = 5 WHERE number = %s", [number])
    code, said = verify("--all")
    assert code == 1
    assert f"ticket {number}: has good 5, facts say 4" in said


def test_a_half_day_that_was_moved_in_the_file_is_named(hall: Floor) -> None:
    person = Ticket.objects.get().holder
    hall.send(attend(hall, person))
    code, said = verify("--all")
    assert code == 0
    assert "ok    half-days of 2022-01 are what their facts come to" in said
    HalfDay.objects.update(place=next_door(hall))
    code, said = verify("--all")
    assert code == 1
    assert f"half-day of person {person.pk}: 2022-01-14 am: not what facts say" in said
