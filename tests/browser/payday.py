"""The pay of a weaver of 76 on the demo's database, step by step.

`site.run("tests.browser.payday", "begin")` makes a workshop of her own, closes and pays her last
month and answers her card; `"answer", person` has the clerk answer what she said; `"next", person`
closes this month.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from menkou.facts.new import NewFact
from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.registry.actions.cards import give_card
from menkou.registry.models import Engagement, Person
from menkou.settlement.actions.answers import read_answer
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.payments import make_batch
from menkou.settlement.actions.periods import approve, open_period
from menkou.settlement.actions.replies import answer
from menkou.settlement.models import Objection, Period, Slip
from menkou.work.actions.record import submit
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Allotment
from tests.browser import beside


def main(step: str, person: str = "0") -> Any:
    return {"begin": begin, "answer": reply, "next": go_on}[step](int(person))


def close(person: Person, clerk: User, day: date) -> Period:
    """Closes the month of a day for who pays her."""
    by: dict[str, Any] = {"by": clerk, "at": clock.now()}
    payer = Engagement.objects.get(person=person).payer
    period = open_period(payer=payer, cycle="month", day=day, **by)
    return run_close(period=start_close(period=period, **by), now=clock.now)


def begin(_person: int) -> dict[str, Any]:
    at = clock.now()
    last = day_of(at).replace(day=1) - timedelta(days=1)
    pay = beside.payroll()
    pay.hall.now = at
    weaver = pay.hall.weaver("示例王奶奶", born_on=date(last.year - 76, 1, 10))
    pay.card(weaver)
    for day in (2, 9, 16):
        pay.worked(weaver, 40, day=last.replace(day=day))
    by: dict[str, Any] = {"by": pay.hall.clerk, "at": at}
    period = close(weaver, pay.hall.clerk, last)
    approve(period=period, by=pay.officer, at=at)
    batch = make_batch(period=period, template="abc", account="5300000123456789012", **by)
    payment = batch.payments.get()
    content = (
        "客户流水号,收款方账号,金额（元）,交易状态,失败原因\r\n"
        f"{payment.reference},,42.00,成功,\r\n"
    )
    read_answer(batch=batch, name="a.csv", content=content.encode("gb18030"), **by)
    card = give_card(person=weaver, **by)
    return {"person": weaver.pk, "card": card.number, "pin": card.pin,
            "slip": payment.slip_id, "month": last.month}


def reply(person: int) -> str:
    asked = Objection.objects.get(slip__person=person, answered_at=None)
    workshop = asked.slip.engagement.workshop
    clerk = User.objects.get(grants__workshop=workshop)
    return answer(objection=asked, why="evidence", by=clerk, at=clock.now()).answer


def go_on(person: int) -> dict[str, Any]:
    weaver, at = Person.objects.get(pk=person), clock.now()
    today = day_of(at)
    engaged = Engagement.objects.get(person=weaver)
    assert engaged.workshop is not None
    clerk = User.objects.get(grants__workshop=engaged.workshop)
    work(weaver, engaged, clerk, today)
    close(weaver, clerk, today)
    return {"slip": Slip.objects.filter(person=weaver).latest("pk").pk, "month": today.month}


def work(weaver: Person, engaged: Engagement, clerk: User, day: date) -> None:
    """Ten good pieces on a day."""
    allotment = Allotment.objects.get(holder=engaged.payer)
    (ticket,) = make_tickets(
        [NewTicket([(weaver, 1)], 10, at_home=True, due_on=day + timedelta(days=7))],
        allotment=allotment, workshop=engaged.workshop, made_on=day, by=clerk, at=clock.now(),
    )
    (done,) = submit([NewFact(uuid4(), "receipt", "happened", day, clock.now(), {
        "ticket": ticket.pk, "carrier": weaver.pk, "good": 10})], by=clerk, at=clock.now())
    assert done.result == "accepted"
