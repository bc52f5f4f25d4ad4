"""A payer's month that is closed and approved, on the demo's database.

`site.run("tests.browser.banking", "begin")` makes a workshop with four workers who have cards, and
somebody of the payer who signs in; `"card", period` gives another card to who is still owed.
"""

from datetime import timedelta
from typing import Any

from menkou.access.actions.grants import give_grant
from menkou.identity import clock
from menkou.identity.actions.users import add_user
from menkou.lib.days import day_of
from menkou.registry.actions.people import Change, change_person
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.periods import approve, open_period
from menkou.settlement.models import Payment
from tests.browser import beside

PASSWORD = "Honglu-2022"
NAMES = ("示例马丽", "示例李英", "示例王芳", "示例赵敏")


def main(step: str, period: str = "0") -> Any:
    return {"begin": begin, "card": another_card}[step](int(period))


def begin(_period: int) -> dict[str, Any]:
    at = clock.now()
    last = day_of(at).replace(day=1) - timedelta(days=1)
    pay = beside.payroll()
    pay.hall.now = at
    for number, name in enumerate(NAMES):
        weaver = pay.hall.weaver(name)
        pay.card(weaver, f"62284801234567890{number:02}")
        pay.worked(weaver, 100 + number, day=last.replace(day=9))
    by: dict[str, Any] = {"by": pay.hall.clerk, "at": at}
    period = open_period(payer=pay.hall.firm, cycle="month", day=last, **by)
    period = run_close(period=start_close(period=period, **by), now=clock.now)
    approve(period=period, by=pay.officer, at=at)
    boss = add_user(login="zhongxin", shown_name="示例曹经理", kind="staff", password=PASSWORD,
                    **by)
    give_grant(user=boss, role="enterprise", unit=pay.hall.firm, from_day=last, **by)
    return {"login": boss.login, "password": PASSWORD, "period": period.pk}


def another_card(period: int) -> str:
    """Whoever is owed after a bank refused her card brings another one."""
    payment = Payment.objects.select_related("slip__person").get(
        slip__period=period, state=Payment.State.DUE
    )
    clerk = payment.slip.period.started_by
    assert clerk is not None
    change_person(person=payment.slip.person, change=Change(bank="6228480999999999999"), by=clerk,
                  at=clock.now())
    return payment.slip.person.party.name
