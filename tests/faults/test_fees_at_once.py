"""Real processes: two pay the last part of a statement at once."""

import json
import subprocess
from datetime import date

import pytest

from menkou.identity.models import User
from menkou.work.models import FeePayment
from tests.builders import moment
from tests.faults.process import started
from tests.faults.test_at_once import answers
from tests.work.chaining import chain
from tests.work.owing import agree, another, money_proved, pay, state

pytestmark = pytest.mark.django_db(transaction=True)


def payer(who: User) -> "subprocess.Popen[str]":
    return started("clerk_of_fees", who.login)


@pytest.mark.parametrize("same_reference", [True, False])
def test_of_two_who_pay_the_last_part_at_once_exactly_one_succeeds(same_reference: bool) -> None:
    line = chain()
    line.make(line.hall.weaver("王芳"), 100)
    line.deliver(100)
    line.accept(100)
    other = another()
    made = agree(state(line), other)
    pay(made, 60_0000, other, "first")
    both = [payer(other), payer(line.hall.clerk)]
    for n, process in enumerate(both):
        assert process.stdin is not None
        process.stdin.write(json.dumps({
            "statement": made.pk, "amount": 30_0000, "at": moment(date(2022, 2, 20), "10:00")
            .isoformat(), "reference": "last" if same_reference else f"last {n}",
        }) + "\n")
        process.stdin.flush()
    results = sorted(answers(process, [])[0][0] for process in both)
    assert results == ["over", "paid"]
    made.refresh_from_db()
    assert (made.paid, made.open) == (90_0000, 0)
    assert FeePayment.objects.count() == 2
    assert money_proved()
