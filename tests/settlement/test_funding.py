"""Wages fall due, and the fees that fund them have not come."""

from datetime import date

import pytest

from menkou.lib.scope import Scope
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.periods import open_period
from menkou.settlement.queries.funding import unfunded
from tests.builders import moment
from tests.work.chaining import Chain, chain
from tests.work.owing import agree, another, pay, state

pytestmark = pytest.mark.django_db
CLOSED_ON = date(2022, 2, 6)


def closed() -> Chain:
    """January closed: 50 yuan of wages to be paid in February; 73.80 yuan of fees to come."""
    line = chain()
    line.make(line.hall.weaver("王芳"), 100)
    line.deliver(100)
    line.accept(90, refused=10)
    at = moment(CLOSED_ON, "12:00")
    who = {"by": line.hall.clerk, "at": at}
    period = open_period(payer=line.hall.firm, cycle="month", day=date(2022, 1, 31), **who)
    run_close(period=start_close(period=period, **who), now=lambda: at)
    return line


def of(line: Chain) -> Scope:
    return Scope(organizations=frozenset({line.hall.firm.pk}))


def test_the_payer_is_told_before_pay_day_what_has_not_come() -> None:
    line = closed()
    (one,) = unfunded(of(line), date(2022, 3, 1))
    assert (one.name, one.wages, one.fees_open) == ("示例藤编合作社", 50_0000, 73_8000)
    assert (one.late, one.lacks) == (0, 50_0000)


def test_once_the_fees_have_come_nothing_is_told() -> None:
    line = closed()
    other = another()
    made = agree(state(line, line.coop, line.hall.firm, CLOSED_ON), other, CLOSED_ON)
    pay(made, 73_8000, other)
    assert unfunded(of(line), date(2022, 3, 1)) == []


def test_long_before_pay_day_nothing_is_told() -> None:
    assert unfunded(of(closed()), date(2022, 1, 20)) == []


def test_who_reaches_another_workshop_is_told_nothing() -> None:
    closed()
    assert unfunded(Scope(organizations=frozenset({999_999})), date(2022, 3, 1)) == []
