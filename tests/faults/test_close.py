"""Real processes in a close: killed at any chunk, two of one close, receipts in the middle."""

import subprocess
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from menkou.ledger.models import Wage
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.periods import open_period
from menkou.settlement.models import Line, Period, Slip
from menkou.settlement.queries.proof import prove_payments, prove_slips
from tests.builders import moment
from tests.faults.process import started
from tests.faults.test_at_once import clerk, line
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2022, 1, 14)
WEAVERS = 5


@pytest.fixture
def pay() -> Payroll:
    pay = Payroll()
    for number in range(WEAVERS):
        person = pay.hall.weaver(f"示例{number}")
        pay.worked(person, 10 + number)
    return pay


def closer(period: Period) -> "subprocess.Popen[str]":
    return started("closer", str(period.pk))


def go(process: "subprocess.Popen[str]", chunks: int = 10**6) -> int:
    """Lets it go on until it said so many chunks, or is done; answers how many it said."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    said = 0
    while said < chunks and process.stdout.readline():
        said += 1
    return said


def done_with(process: "subprocess.Popen[str]") -> None:
    """Lets it go on until it is done."""
    process.communicate("go\n", timeout=120)
    assert process.returncode == 0


def slips() -> list[tuple[Any, ...]]:
    """All that a slip says, but for its own number."""
    return [
        (*row[1:], *Line.objects.filter(slip=row[0]).order_by("number").values_list(
            "kind", "quantity", "rate", "amount"
        ))
        for row in Slip.objects.order_by("engagement", "since").values_list(
            "pk", "engagement", "since", "upto", "earned", "net", "carried_out", "odd"
        )
    ]


def proved() -> bool:
    assert [str(one) for one in (*prove_slips(), *prove_payments())] == []
    return True


def begun(pay: Payroll) -> Period:
    return start_close(period=pay.period(), by=pay.hall.clerk, at=FEB_1)


@pytest.mark.parametrize("chunks", [0, 1, 3, WEAVERS])
def test_a_close_killed_at_a_chunk_and_gone_on_with_makes_the_same_slips(
    pay: Payroll, chunks: int
) -> None:
    period = begun(pay)
    with transaction.atomic():
        run_close(period=period, now=lambda: FEB_1)
        expected = slips()
        transaction.set_rollback(True)
    process = closer(period)
    go(process, chunks)
    process.kill()
    with suppress(BrokenPipeError):
        process.communicate()
    done = Slip.objects.count()
    assert chunks <= done <= WEAVERS
    assert Period.objects.get(pk=period.pk).state in ("closing", "closed")
    second = closer(period)
    done_with(second)
    assert slips() == expected
    assert Period.objects.get(pk=period.pk).state == "closed"
    assert proved()


def test_two_processes_of_one_close_do_each_chunk_once(pay: Payroll) -> None:
    period = begun(pay)
    both = [closer(period), closer(period)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    assert Slip.objects.count() == Period.objects.get(pk=period.pk).slips == WEAVERS
    assert proved()


def test_a_second_close_of_the_same_payer_waits_for_the_first(pay: Payroll) -> None:
    begun(pay)
    weeks = open_period(
        payer=pay.hall.firm, cycle="two_weeks", day=date(2022, 1, 31), by=None, at=FEB_1
    )
    with pytest.raises(IntegrityError):
        start_close(period=weeks, by=pay.hall.clerk, at=FEB_1)


def test_receipts_in_the_middle_of_a_close_are_in_this_slip_or_the_next(pay: Payroll) -> None:
    person = pay.hall.weaver("示例末")
    tickets = [pay.hall.ticket((person, 1), pieces=8, day=DAY).pk for _ in range(20)]
    counter = clerk(pay.hall)
    rows = [
        line("receipt", {"ticket": number, "carrier": person.pk, "good": 8}) for number in tickets
    ]
    assert counter.stdin is not None
    counter.stdin.write("".join(f"{row}\n" for row in rows))
    counter.stdin.flush()
    period = begun(pay)
    process = closer(period)
    done_with(process)
    out, _ = counter.communicate(timeout=120)
    assert [row.split(" ")[1] for row in out.splitlines()] == ["accepted"] * len(rows)
    connection.close()
    after = pay.close(date(2022, 2, 28), at=moment(date(2022, 3, 1), "08:00"))
    assert after.state == "closed"
    paid = Line.objects.aggregate(s=Sum("amount"))["s"]
    assert paid == Wage.objects.aggregate(s=Sum("transfer__quantity"))["s"]
    assert proved()
