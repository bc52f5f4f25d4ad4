"""Cases of the design (§6) and of the peers, as far as wages reach, with their numbers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from menkou.facts.models import HalfDay, HalfDayUse
from menkou.identity.models import User
from menkou.lib.scope import Scope
from menkou.registry.models import Community, Engagement, Organization, Party, Person, Residence
from menkou.settlement.actions.close import run_close, start_close
from menkou.settlement.actions.items import (
    approve_item,
    decide_deduction,
    enter_deduction,
    enter_item,
)
from menkou.settlement.actions.periods import (
    approve,
    confirm_tax,
    open_period,
    resolve,
    send_back,
    set_aside,
)
from menkou.settlement.actions.replies import Extra, answer, confirm, object_to
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Deduction, Payment, Slip
from menkou.settlement.queries import slips
from menkou.settlement.queries.approving import wanted_approvals
from menkou.settlement.queries.proof import prove_payments, prove_slips
from menkou.work.actions.products import set_rate
from menkou.work.actions.time_rates import set_time_rate
from tests.builders import moment
from tests.settlement.ground import FEB_1, Payroll

pytestmark = pytest.mark.django_db
MAR_1 = moment(date(2022, 3, 1), "08:00")


@pytest.fixture
def pay() -> Payroll:
    return Payroll()


def proved() -> bool:
    assert [str(one) for one in (*prove_slips(), *prove_payments())] == []
    return True


def engaged(pay: Payroll, person: Person, day: date, **terms: Any) -> Engagement:
    """A change of terms from a day."""
    before = Engagement.objects.filter(person=person).latest("from_day")
    given = {
        "payer": before.payer, "workshop": before.workshop, "form": before.form,
        "cycle": before.cycle, **terms,
    }
    return Engagement.objects.create(
        person=person, from_day=day, entered_at=FEB_1, entered_by=pay.hall.clerk, **given
    )


def test_d4_wages_stay_with_the_community_of_the_day(pay: Payroll) -> None:
    wang, hall = pay.hall.weaver("王芳"), pay.hall
    other = Community.objects.create(site=hall.community.site, name="红路二社区")
    pay.worked(wang, 10, day=date(2022, 1, 10))
    Residence.objects.create(
        person=wang, community=other, from_day=date(2022, 1, 16), entered_at=FEB_1,
        entered_by=hall.clerk,
    )
    pay.worked(wang, 4, day=date(2022, 1, 20))
    pay.close()
    slip, day = pay.slip(wang), date(2022, 2, 1)
    old, new = (Scope(communities=frozenset({c.pk})) for c in (hall.community, other))
    assert [line.amount for line in slips.lines(slip, old)] == [3_5000]
    assert [line.amount for line in slips.lines(slip, new)] == [1_4000]
    for scope in (old, new):
        assert slips.within(scope, day).get() == slip
        assert not slips.whole(slips.within(scope, day), scope).exists()
    payer = Scope(organizations=frozenset({hall.firm.pk}))
    assert slips.whole(slips.within(payer, day), payer).get() == slip
    nobody = Scope(communities=frozenset({other.pk + 999}))
    assert not slips.within(nobody, day).exists()


def test_d7_two_payers_and_a_change_of_form_are_three_slips_of_one_person(pay: Payroll) -> None:
    hall, second = pay.hall, Payroll()
    wang = hall.weaver("王芳", born_on=date(1962, 1, 16))
    Engagement.objects.filter(person=wang).update(form="full_time")
    engaged(pay, wang, date(2022, 1, 16), form="retired")
    engaged(second, wang, date(2022, 1, 1), payer=second.hall.firm, form="home",
            workshop=second.hall.workshop)
    pay.worked(wang, 10, day=date(2022, 1, 10))
    pay.worked(wang, 4, day=date(2022, 1, 20))
    second.worked(wang, 2, day=date(2022, 1, 20))
    pay.close()
    second.close()
    found = Slip.objects.filter(person=wang).order_by("pk")
    assert [(one.engagement.form, one.net) for one in found] == [
        ("full_time", 3_5000), ("retired", 1_4000), ("home", 7000)
    ]
    assert {one.person_id for one in found} == {wang.pk}
    assert proved()


def test_who_is_set_aside_gets_no_slip_and_a_longer_one_later(pay: Payroll) -> None:
    wang, li = pay.hall.weaver("王芳"), pay.hall.weaver("李英")
    pay.worked(wang, 10)
    pay.worked(li, 10)
    aside = set_aside(
        engagement=Engagement.objects.get(person=wang), why="identity", by=pay.hall.clerk, at=FEB_1
    )
    january = pay.close()
    assert list(Slip.objects.values_list("person", flat=True)) == [li.pk]
    aside.refresh_from_db()
    assert aside.period == january
    resolve(aside=aside, by=pay.hall.clerk, at=FEB_1)
    later = pay.close(number=1, at=FEB_1 + timedelta(days=3))
    assert pay.slip(wang).period == later
    assert list(Slip.objects.filter(period=later).values_list("person", flat=True)) == [wang.pk]
    assert pay.slip(wang).net == 3_5000
    assert proved()


def test_an_item_is_entered_by_one_and_approved_by_another(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    item = enter_item(
        engagement=Engagement.objects.get(person=wang), code="bonus", amount=50_0000,
        day=date(2022, 1, 31), by=pay.hall.clerk, at=FEB_1,
    )
    pay.worked(pay.hall.weaver("李英"), 1)
    pay.close()
    assert not Slip.objects.filter(person=wang).exists()
    with pytest.raises(NotSettled, match="另一个人"):
        approve_item(item=item, by=pay.hall.clerk, at=FEB_1)
    approve_item(item=item, by=pay.second, at=FEB_1)
    with pytest.raises(NotSettled, match="已经批过"):
        approve_item(item=item, by=pay.second, at=FEB_1)
    february = pay.close(date(2022, 2, 28), at=MAR_1)
    line = pay.slip(wang, february).lines.get()
    assert (line.kind, line.code, line.amount) == ("late", "bonus", 50_0000)
    with pytest.raises(NotSettled, match="没有经手"):
        approve(period=february, by=pay.second, at=MAR_1)
    approve(period=february, by=pay.officer, at=MAR_1)
    assert proved()


def test_who_recorded_a_receipt_of_the_month_does_not_approve_it(pay: Payroll) -> None:
    pay.worked(pay.hall.weaver("王芳"), 10)
    period = pay.close()
    with pytest.raises(NotSettled, match="没有经手"):
        approve(period=period, by=pay.hall.clerk, at=FEB_1)


def test_a_large_month_is_approved_by_two_and_sent_back_it_begins_anew(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    item = enter_item(
        engagement=Engagement.objects.get(person=wang), code="bonus", amount=60_000_0000,
        day=date(2022, 1, 31), by=pay.hall.clerk, at=FEB_1,
    )
    approve_item(item=item, by=pay.user("示例戊"), at=FEB_1)
    period = pay.close()
    assert wanted_approvals(period) == 2
    approve(period=period, by=pay.officer, at=FEB_1)
    with pytest.raises(NotSettled, match="已经批过"):
        approve(period=period, by=pay.officer, at=FEB_1)
    assert not Payment.objects.exists()
    send_back(period=period, why="sum", by=pay.second, at=FEB_1)
    approve(period=period, by=pay.second, at=FEB_1)
    assert not Payment.objects.exists()
    approve(period=period, by=pay.officer, at=FEB_1)
    assert Payment.objects.get().amount == 60_000_0000
    assert [one.verdict for one in period.approvals.order_by("pk")] == [
        "approved", "returned", "approved", "approved"
    ]
    assert proved()


def test_a_charge_takes_a_fifth_of_the_month_and_the_rest_waits(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    charge = enter_deduction(
        person=wang, payer=pay.hall.firm, kind="charge", code="damage", amount=2_0000,
        by=pay.hall.clerk, at=FEB_1,
    )
    decide_deduction(deduction=charge, agreed=True, by=pay.second, at=FEB_1)
    pay.worked(wang, 20)  # 7.00 yuan
    january = pay.slip(wang, pay.close())
    assert (january.charged, january.net) == (1_4000, 5_6000)
    pay.worked(wang, 20, day=date(2022, 2, 2))
    february = pay.slip(wang, pay.close(date(2022, 2, 28), at=MAR_1))
    assert (february.charged, february.net) == (6000, 6_4000)
    assert proved()


def test_tax_is_withheld_when_the_payer_confirms_and_shown_beside_when_not(pay: Payroll) -> None:
    wang, li = pay.hall.weaver("王芳"), pay.hall.weaver("李英")
    Engagement.objects.filter(person=wang).update(tax_class="labour")
    Engagement.objects.filter(person=li).update(tax_class="wages")
    for person in (wang, li):
        item = enter_item(
            engagement=Engagement.objects.get(person=person), code="bonus", amount=1200_0000,
            day=date(2022, 1, 31), by=pay.hall.clerk, at=FEB_1,
        )
        approve_item(item=item, by=pay.second, at=FEB_1)
    confirm_tax(period=pay.period(), withholds=True, by=pay.second, at=FEB_1)
    pay.close()
    assert (pay.slip(wang).statutory, pay.slip(wang).net) == (80_0000, 1120_0000)
    assert (pay.slip(li).statutory, pay.slip(li).net) == (0, 1200_0000)
    assert pay.slip(wang).hint == 80_0000
    assert proved()


def test_an_objection_is_answered_and_an_upheld_one_corrects(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    pay.approved()
    slip = pay.slip(wang)
    asked = object_to(slip=slip, reason="count", how="phone", by=pay.hall.clerk, at=FEB_1)
    assert asked.due_on == date(2022, 2, 6)
    with pytest.raises(IntegrityError):
        object_to(slip=slip, reason="count", how="phone", by=pay.hall.clerk, at=FEB_1)


def test_the_answer_to_an_objection(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    pay.approved()
    slip = pay.slip(wang)
    asked = object_to(slip=slip, reason="count", how="told", by=pay.hall.clerk, at=FEB_1)
    with pytest.raises(NotSettled, match="等答复"):
        confirm(slip=slip, how="told", by=pay.hall.clerk, at=FEB_1)
    with pytest.raises(NotSettled, match="补多少钱"):
        answer(objection=asked, why="paid_extra", by=pay.hall.clerk, at=FEB_1)
    done = answer(
        objection=asked, why="paid_extra", extra=Extra(3500, date(2022, 1, 14)),
        by=pay.hall.clerk, at=FEB_1,
    )
    assert done.answer == "upheld"
    assert done.item is not None
    approve_item(item=done.item, by=pay.second, at=FEB_1)
    confirm(slip=slip, how="told", by=pay.hall.clerk, at=FEB_1)
    with pytest.raises(NotSettled, match="已经答复"):
        answer(objection=asked, why="explained", by=pay.hall.clerk, at=FEB_1)
    february = pay.close(date(2022, 2, 28), at=MAR_1)
    line = pay.slip(wang, february).lines.get()
    assert (line.kind, line.code, line.amount) == ("late", "correction", 3500)
    assert Payment.objects.get().amount == 3_5000  # she is paid meanwhile


def test_after_the_term_she_is_told_whom_to_ask(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 10)
    pay.close()
    late = FEB_1 + timedelta(days=9)
    with pytest.raises(NotSettled, match="当面找车间"):
        object_to(slip=pay.slip(wang), reason="count", how="phone", by=pay.hall.clerk, at=late)
    object_to(slip=pay.slip(wang), reason="count", how="told", by=pay.hall.clerk, at=late)


def test_c_a_day_told_a_week_late_is_paid_at_its_own_rate_in_the_next_period(
    pay: Payroll,
) -> None:
    wang = pay.hall.weaver("王芳")
    pay.worked(wang, 2)
    pay.close()
    set_rate(payer=pay.hall.firm, operation=pay.hall.operation, amount=4000,
             from_day=date(2022, 2, 1), by=pay.hall.clerk, at=FEB_1)
    pay.worked(wang, 10, day=date(2022, 1, 31))
    line = pay.slip(wang, pay.close(date(2022, 2, 28), at=MAR_1)).lines.get()
    assert (line.kind, line.rate, line.amount) == ("late", 3500, 3_5000)


def test_k_who_dies_or_turns_sixty_after_the_month_moves_nothing_of_it(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳", born_on=date(1962, 2, 3))
    pay.worked(wang, 10)
    pay.close()
    before = Slip.objects.values().get()
    pay.died(wang, date(2022, 2, 5))
    assert Slip.objects.values().get() == before
    assert before["group"] == "other"
    assert proved()


def test_work_dated_after_her_death_is_set_aside_and_not_lost(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    pay.died(wang, date(2022, 1, 10))
    pay.worked(wang, 10, day=date(2022, 1, 14))
    period = pay.close()
    assert not Slip.objects.exists()
    aside = period.set_asides.get()
    assert aside.why == "died_before_work"
    resolve(aside=aside, by=pay.hall.clerk, at=FEB_1)


def test_m_a_half_day_that_two_record_is_paid_once(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    engagement = Engagement.objects.get(person=wang)
    pay.worked(wang, 10)
    fact = pay.hall.fact("attend", date(2022, 1, 14), "08:00", {
        "person": wang.pk, "place": pay.hall.workshop.pk, "half": "am", "minutes": 240,
    })
    twice = pay.hall.fact("attend", date(2022, 1, 14), "08:05", fact.content)
    assert [one.result for one in pay.hall.send(fact, twice)] == ["accepted", "waiting"]
    assert HalfDay.objects.count() == HalfDayUse.objects.filter(engagement=engagement).count() == 1
    pay.close()
    assert pay.slip(wang).minutes == 240


def test_pay_below_the_minimum_is_flagged_with_its_hours(pay: Payroll) -> None:
    wang = pay.hall.weaver("王芳")
    Engagement.objects.filter(person=wang).update(form="part_time", cycle="two_weeks")
    pay.worked(wang, 10)
    pay.hall.send(pay.hall.fact("attend", date(2022, 1, 14), "08:00", {
        "person": wang.pk, "place": pay.hall.workshop.pk, "half": "am", "minutes": 240,
    }))
    period = open_period(payer=pay.hall.firm, cycle="two_weeks", day=date(2022, 1, 14), by=None,
                         at=FEB_1)
    run_close(period=start_close(period=period, by=pay.hall.clerk, at=FEB_1), now=lambda: FEB_1)
    slip = pay.slip(wang)
    assert (slip.minutes, slip.net) == (240, 3_5000)  # 0.875 yuan an hour; 14 is the least
    assert "below_minimum" in slip.odd.split()


def test_a_child_is_paid_and_an_alarm_is_raised(pay: Payroll) -> None:
    """劳动法 第十五条: the guard refuses the ticket; what was made is paid all the same."""
    hall = pay.hall
    child = hall.weaver("小马", born_on=date(2007, 1, 1))
    set_time_rate(payer=hall.firm, amount=10_0000, per="half_day", from_day=date(2022, 1, 2),
                  by=hall.clerk, at=FEB_1)
    hall.send(hall.fact("attend", date(2022, 1, 14), "08:00", {
        "person": child.pk, "place": hall.workshop.pk, "half": "am", "minutes": 240,
    }))
    pay.close()
    slip = pay.slip(child)
    assert (slip.net, slip.minutes) == (10_0000, 240)
    assert slip.odd.split()[0] == "under_16"
    assert slip.lines.get().quantity == 240


def test_one_of_five_hundred_set_aside_keeps_nobody_else_waiting(pay: Payroll) -> None:
    people = [pay.hall.weaver(f"示例{number}") for number in range(12)]
    for person in people:
        pay.worked(person, 2)
    pay.died(people[5], date(2022, 1, 2))
    period = pay.close()
    assert period.slips == 11
    assert period.set_asides.count() == 1
    assert proved()


def test_an_organization_that_is_not_the_payer_sees_nothing(pay: Payroll) -> None:
    pay.worked(pay.hall.weaver("王芳"), 10)
    pay.close()
    party = Party.objects.create(kind="organization", name="别家")
    other = Organization.objects.create(party=party, kind="enterprise", credit_code="X" * 18)
    scope = Scope(organizations=frozenset({other.pk}))
    assert not slips.within(scope, date(2022, 2, 1)).exists()
    assert Deduction.objects.count() == 0
    assert User.objects.count() == 3
