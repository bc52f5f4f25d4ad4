"""Rent of a workshop: booked once a month, relieved by another person, paid in parts."""

from datetime import date
from typing import Any

import pytest

from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.work.actions.rent import (
    NoRent,
    ask_relief,
    book_rent,
    decide_relief,
    pay_rent,
    set_rent,
    take_rent_back,
)
from menkou.work.models import RentDue
from menkou.work.queries.collective import collective
from menkou.work.queries.fee_proof import prove_rent
from menkou.work.queries.rent import within
from tests.builders import START, moment
from tests.work.chaining import Chain, chain
from tests.work.owing import another, money_proved

pytestmark = pytest.mark.django_db
FEBRUARY = Month(2022, 2)


@pytest.fixture
def line() -> Chain:
    made = chain()
    made.hall.community.committee = made.committee
    made.hall.community.save()
    set_rent(workshop=made.hall.workshop, payee=made.committee, amount=1_200_0000, from_day=START,
             **who(made))
    return made


def who(line: Chain, day: date = date(2022, 2, 20)) -> dict[str, Any]:
    return {"by": line.hall.clerk, "at": moment(day, "10:00")}


def rent(line: Chain, month: Month = FEBRUARY) -> RentDue:
    (made,) = book_rent(month=month, **who(line))
    return made


def proved() -> bool:
    assert money_proved()
    assert [str(one) for one in prove_rent()] == []
    return True


def test_a_months_rent_is_booked_once_by_press_or_by_the_day(line: Chain) -> None:
    made = rent(line)
    assert (made.payer, made.payee, made.amount) == (
        line.hall.firm, line.committee, 1_200_0000
    )
    assert book_rent(month=FEBRUARY, by=None, at=moment(date(2022, 2, 21), "06:00")) == []
    with pytest.raises(NoRent, match="还没有到"):
        rent(line, Month(2022, 3))
    assert RentDue.objects.count() == 1
    assert proved()


def test_rent_ends_and_changes_from_a_day(line: Chain) -> None:
    rent(line, Month(2022, 1))
    free = {"workshop": line.hall.workshop, "payee": line.committee, **who(line)}
    set_rent(**free, amount=None, from_day=date(2022, 2, 1))
    assert book_rent(month=FEBRUARY, **who(line)) == []
    with pytest.raises(NoRent, match="大于零"):
        set_rent(**free, amount=0, from_day=date(2022, 2, 1))


def test_a_relief_is_decided_by_another_and_stays_within_what_is_open(line: Chain) -> None:
    due, other = rent(line), another()
    with pytest.raises(NoRent, match=r"1,200\.00"):
        ask_relief(rent=due, amount=1_200_0100, reason="epidemic", **who(line))
    with pytest.raises(NoRent, match="原因"):
        ask_relief(rent=due, amount=1_0000, reason="", **who(line))
    asked = ask_relief(rent=due, amount=600_0000, reason="epidemic", **who(line))
    with pytest.raises(NoRent, match="另一个人"):
        decide_relief(relief=asked, agreed=True, **who(line))
    decide_relief(relief=asked, agreed=True, by=other, at=who(line)["at"])
    with pytest.raises(NoRent, match="批过"):
        decide_relief(relief=asked, agreed=True, by=other, at=who(line)["at"])
    due.refresh_from_db()
    assert (due.relieved, due.open) == (600_0000, 600_0000)
    assert proved()


def test_a_slip_of_the_keys_stops_no_days_work(line: Chain) -> None:
    """Two thousand million yuan a month, or a month of 1999: said at once."""
    far: dict[str, Any] = {"workshop": line.hall.workshop, "payee": line.committee, **who(line)}
    with pytest.raises(NoRent, match="太大"):
        set_rent(amount=20_000_000_000_000, from_day=date(2022, 2, 1), **far)
    assert rent(line).amount == 1_200_0000
    set_rent(amount=1_200_0000, from_day=date(1999, 1, 1), **far)
    with pytest.raises(NoRent, match="2000"):
        book_rent(month=Month(1999, 6), **who(line))


def test_a_refused_relief_changes_nothing(line: Chain) -> None:
    due = rent(line)
    asked = ask_relief(rent=due, amount=600_0000, reason="season", **who(line))
    decide_relief(relief=asked, agreed=False, by=another(), at=who(line)["at"])
    due.refresh_from_db()
    assert due.open == 1_200_0000
    assert proved()


def test_rent_is_paid_in_parts_never_beyond_and_an_error_is_taken_back(line: Chain) -> None:
    due, day = rent(line), date(2022, 2, 15)
    first = pay_rent(rent=due, amount=700_0000, reference="A1", day=day, **who(line))
    with pytest.raises(NoRent, match=r"500\.00"):
        pay_rent(rent=due, amount=500_0100, reference="A2", day=day, **who(line))
    with pytest.raises(NoRent, match="A1"):
        pay_rent(rent=due, amount=100_0000, reference="A1", day=day, **who(line))
    pay_rent(rent=due, amount=500_0000, reference="A2", day=day, **who(line))
    take_rent_back(payment=first, reason="bounced", **who(line))
    with pytest.raises(NoRent, match="撤回"):
        take_rent_back(payment=first, reason="bounced", **who(line))
    due.refresh_from_db()
    assert (due.paid, due.open) == (500_0000, 700_0000)
    assert proved()


def test_what_the_collective_took_in_is_what_it_kept_of_fees_and_the_rent_paid(
    line: Chain,
) -> None:
    line.make(line.hall.weaver("王芳"), 100)
    line.deliver(100)
    line.accept(90, refused=10)
    due = rent(line)
    pay_rent(rent=due, amount=700_0000, reference="A1", day=date(2022, 2, 15), **who(line))
    mine = Scope(communities=frozenset({line.hall.community.pk}))
    rows, names = collective(mine, date(2022, 3, 1))
    firm = Organization.objects.get(pk=line.hall.firm.pk)  # a cooperative, which pays wages too
    assert set(names) == {line.committee.pk, line.coop.pk, firm.pk}
    said = {str(one.month): (one.by[line.committee.pk], one.whole) for one in rows}
    assert said["2022-02"] == ([0, 700_0000], 700_0000)
    kept = 90 * 500 + 90 * 300 + 90 * 8_200 - 100 * 5_000
    assert said["2022-01"] == ([90 * 500, 0], kept)
    # The cooperative between them belongs to no place: its orders that were made here count.
    assert {str(one.month): one.by.get(line.coop.pk) for one in rows}["2022-01"] == [90 * 300, 0]


def test_who_has_nothing_to_do_with_a_workshop_sees_no_rent_of_it(line: Chain) -> None:
    rent(line)
    far = Scope(organizations=frozenset({line.customer.pk}))
    near = Scope(organizations=frozenset({line.hall.firm.pk}))
    assert not within(far, date(2022, 3, 1)).exists()
    assert within(near, date(2022, 3, 1)).exists()
    assert within(Scope(), date(2022, 3, 1)).count() == 0
