"""Two at once: two clerks who give the same, a mother who presses twice."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection

from menkou.identity.tries import tried
from menkou.lib.errors import Refused
from menkou.work.actions.orders import add_order, allot
from menkou.work.actions.requests import ask, give
from menkou.work.models import Ticket, WorkRequest
from tests.builders import START, floor, moment

pytestmark = pytest.mark.django_db(transaction=True)
NOW = moment(date(2022, 1, 14), "09:00")


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """What became of calls that begin together, each on a connection of its own."""
    gate, said = Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=60)
            call()
            said.append("done")
        except Refused as refused:
            said.append(refused.code)
        except IntegrityError:
            said.append("once")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    return sorted(said)


def test_two_clerks_who_give_at_once_make_one_ticket() -> None:
    hall = floor()
    by: dict[str, Any] = {"by": hall.clerk, "at": NOW}
    request = ask(person=hall.weaver("王芳"), allotment=hall.allotment, pieces=20, at_home=True,
                  **by)
    pages = [WorkRequest.objects.get(pk=request.pk) for _ in range(2)]
    said = at_once(*(lambda page=page: tried(give, request=page, **by) for page in pages))
    assert said == ["answered", "done"]
    assert Ticket.objects.get().request == request
    hall.allotment.refresh_from_db()
    assert hall.allotment.given == 20


def test_two_presses_at_once_never_pass_her_limit() -> None:
    """Of two pieces of work she asks for 50 baskets each, at once: her limit lets 88 through."""
    hall = floor()
    by: dict[str, Any] = {"by": hall.clerk, "at": NOW}
    order = add_order(number="2022-Q1", customer=hall.firm, operation=hall.operation, pieces=100,
                      fee=8000, ordered_on=START, due_on=date(2022, 2, 28), **by)
    other = allot(order=order, operation=hall.operation, holder=hall.firm, pieces=100, fee=8000,
                  due_on=date(2022, 2, 28), **by)
    wang = hall.weaver("王芳")
    said = at_once(*(
        lambda part=part: tried(ask, person=wang, allotment=part, pieces=50, at_home=True, **by)
        for part in (hall.allotment, other)
    ))
    assert said == ["beyond_limit", "done"]
    assert WorkRequest.objects.get().pieces == 50


def test_the_same_press_twice_at_once_asks_once() -> None:
    hall = floor()
    by: dict[str, Any] = {"by": hall.clerk, "at": NOW}
    wang = hall.weaver("王芳")
    said = at_once(*(
        lambda: tried(ask, person=wang, allotment=hall.allotment, pieces=5, at_home=True, **by)
        for _ in range(2)
    ))
    assert said == ["done", "once"]
    assert WorkRequest.objects.count() == 1
