"""Today shows what of pay waits, to whom it is for, and leads there."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.settlement.actions.items import enter_deduction, enter_item
from menkou.settlement.actions.periods import approve
from menkou.settlement.actions.replies import object_to
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.conftest import MORNING

pytestmark = pytest.mark.django_db
Seat = Callable[..., Client]
TITLES = ("工资条有人说不对", "工资期完了，可以关账", "工资等您批", "单列工资等您批", "扣款等您批")


def waits(client: Client) -> dict[str, Any]:
    """Title -> the task, of those of pay; each leads to a list that has as many."""
    answer = client.get("/")
    tasks = {one.title: one for one in answer.context["tasks"] if one.title in TITLES}
    for one in tasks.values():
        listed = client.get(one.url)
        assert listed.status_code == 200
        assert listed.context["page"].paginator.count == one.n
    return tasks


def titles(tasks: Iterable[str]) -> set[str]:
    return set(tasks)


def test_a_period_that_ended_waits_to_be_closed_then_to_be_approved(
    month: Payroll, seat: Seat
) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    period = month.period()
    clerk, officer = seat("clerk"), seat("officer")
    assert titles(waits(clerk)) == {"工资期完了，可以关账"}
    month.close()
    assert titles(waits(clerk)) == set()
    found = waits(officer)
    assert titles(found) == {"工资等您批"}
    assert found["工资等您批"].why == "最早的一期到 1 月 31 日"
    approve(period=period, by=month.officer, at=MORNING)
    assert titles(waits(officer)) == set()


def test_who_closed_it_is_not_asked_to_approve(month: Payroll, seat: Seat) -> None:
    month.worked(month.hall.weaver("马丽"), 20)
    month.hall.clerk = month.officer
    month.close()
    assert titles(waits(seat("officer"))) == set()
    assert titles(waits(seat("second"))) == {"工资等您批"}


def test_what_others_entered_waits_and_what_she_said(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    ma = month.hall.weaver("马丽")
    month.worked(ma, 20)
    month.close()
    by: dict[str, Any] = {"by": month.hall.clerk, "at": FEB_1}
    enter_item(engagement=ma.engagements.get(), code="bonus", amount=1_0000,
               day=date(2022, 1, 20), **by)  # fmt: skip
    enter_deduction(person=ma, payer=month.hall.firm, kind="charge", code="damage",
                    amount=1_0000, **by)  # fmt: skip
    object_to(slip=month.slip(ma), reason="count", how="told", **by)
    assert titles(waits(seat("clerk"))) == {"工资条有人说不对"}
    officer = seat("officer")
    assert titles(waits(officer)) == {
        "工资条有人说不对", "工资等您批", "单列工资等您批", "扣款等您批",
    }
    with django_assert_max_num_queries(10):
        officer.get("/")
