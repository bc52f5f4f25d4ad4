"""The collective income of a site: what committees and cooperatives keep, and rent that came."""

from datetime import date
from typing import Any

import pytest

from menkou.figures.indicators import INCOME
from menkou.figures.queries import records
from menkou.figures.queries.indicators import count
from menkou.ledger.models import Account
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.registry.models import Site, Tenancy
from menkou.work.actions.rent import book_rent, pay_rent, set_rent, take_rent_back
from menkou.work.queries.collective import collective
from tests.builders import START, floor, moment
from tests.work.chaining import Chain, chain

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, DAY = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 1)
FEES = 90 * 500 + 90 * 300 + 90 * 8_200 - 100 * 5_000
"""Kept of 90 accepted baskets of 100: by the committee, by the cooperative between, by the one
that runs the workshop and pays for all hundred."""


def who(line: Chain, day: date = date(2022, 2, 20)) -> dict[str, Any]:
    return {"by": line.hall.clerk, "at": moment(day, "10:00")}


def site_of(line: Chain) -> Site:
    return line.hall.community.site


@pytest.fixture
def line() -> Chain:
    """90 of 100 baskets accepted on 14 January; 700 yuan of February's rent paid on the 15th."""
    made = chain()
    made.hall.community.committee = made.committee
    made.hall.community.save()
    made.make(made.hall.weaver("王芳"), 100)
    made.deliver(100)
    made.accept(90, refused=10)
    set_rent(workshop=made.hall.workshop, payee=made.committee, amount=1_200_0000, from_day=START,
             **who(made))
    (due,) = book_rent(month=Month(2022, 2), **who(made))
    pay_rent(rent=due, amount=700_0000, reference="A1", day=date(2022, 2, 15), **who(made))
    return made


def test_it_is_what_was_kept_of_fees_and_the_rent_that_came_by_the_day(line: Chain) -> None:
    assert count(INCOME, site_of(line), date(2022, 1, 13))[0] == 0
    assert count(INCOME, site_of(line), JANUARY)[0] == FEES
    # Fees in and out of the committee and of the cooperative between, those in and the wages of
    # the workshop's, the committee's rent.
    assert count(INCOME, site_of(line), FEBRUARY) == (FEES + 700_0000, 7)


def test_the_figure_is_the_sum_of_the_page_of_income(line: Chain) -> None:
    months, _names = collective(Scope(sites=frozenset({site_of(line).pk})), DAY)
    assert sum(one.whole for one in months) == count(INCOME, site_of(line), FEBRUARY)[0]


def test_it_leads_to_the_accounts_that_make_it_up(line: Chain) -> None:
    scope = Scope(sites=frozenset({site_of(line).pk}))
    for day in (JANUARY, FEBRUARY):
        found = records.rows(INCOME, site_of(line), day, scope, DAY)
        assert records.total(found) == count(INCOME, site_of(line), day)
    rent = found.get(party=line.committee.pk, kind=Account.Kind.PAID)
    assert rent.counted == 700_0000


def test_rent_that_the_bank_sent_back_is_none(line: Chain) -> None:
    due = line.hall.workshop.rents.get()
    take_rent_back(payment=due.payments.get(), reason="bounced", **who(line))
    assert count(INCOME, site_of(line), FEBRUARY) == (FEES, 6)


def test_another_site_has_no_part_of_it(line: Chain) -> None:
    other = floor()
    assert count(INCOME, other.community.site, FEBRUARY) == (0, 0)


def test_who_moved_out_keeps_what_was_kept_while_it_was_here(line: Chain) -> None:
    hall = line.hall
    Tenancy.objects.create(
        workshop=hall.workshop, operator=None, from_day=date(2022, 2, 21), entered_at=hall.now,
        entered_by=hall.clerk,
    )
    assert count(INCOME, site_of(line), FEBRUARY)[0] == FEES + 700_0000
    months, _names = collective(Scope(sites=frozenset({site_of(line).pk})), DAY)
    assert sum(one.whole for one in months) == FEES + 700_0000
