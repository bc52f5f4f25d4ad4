"""Shopfronts become workshops, workshops get operators, and their lists add up."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from menkou.identity.models import VerbLog
from menkou.lib.identifiers import make_credit_code
from menkou.lib.scope import Scope
from menkou.registry.actions.organizations import (
    BadCreditCode,
    add_organization,
    change_organization,
)
from menkou.registry.actions.places import (
    add_community,
    add_shopfront,
    add_workshop,
    change_community,
    change_shopfront,
    change_workshop,
    set_shopfront_use,
    set_tenancy,
)
from menkou.registry.queries import organizations, places, reach
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


@pytest.fixture
def here(hall: Floor) -> Scope:
    return Scope(communities=frozenset({hall.community.pk}))


def test_a_workshop_is_as_large_as_its_shopfronts(
    hall: Floor, here: Scope, who: dict[str, Any]
) -> None:
    one = add_shopfront(community=hall.community, number="3-1", area_dm2=12_050, **who)
    two = add_shopfront(community=hall.community, number="3-2", area_dm2=8_000, **who)
    for front in (one, two):
        set_shopfront_use(shopfront=front, workshop=hall.workshop, from_day=START, **who)
    set_shopfront_use(shopfront=two, workshop=None, from_day=date(2022, 2, 1), **who)
    hall.weaver("王芳")
    found = places.within(here, START).get()
    assert (found.area, found.fronts, found.persons) == (20_050, 2, 1)
    assert found.operator == "示例藤编合作社"
    assert places.within(here, date(2022, 2, 1)).get().area == 12_050
    assert places.fronts_of(hall.workshop, date(2022, 2, 1)) == [one]
    community = places.communities(here, date(2022, 2, 1)).get()
    assert (community.area, community.used, community.fronts) == (20_050, 12_050, 2)


def test_each_day_of_a_workshop_has_one_operator(hall: Floor, who: dict[str, Any]) -> None:
    other = add_organization(name="示例服装", kind="enterprise", code=make_credit_code(77), **who)
    set_tenancy(workshop=hall.workshop, operator=other, from_day=date(2022, 1, 16), **who)
    here = Scope(communities=frozenset({hall.community.pk}))
    assert places.within(here, date(2022, 1, 15)).get().operator == "示例藤编合作社"
    assert places.within(here, date(2022, 1, 16)).get().operator == "示例服装"
    assert [row.operator for row in places.tenancies_of(hall.workshop)] == [other, hall.firm]


def test_a_clerk_sees_her_workshop_and_its_shopfronts_only(
    hall: Floor, who: dict[str, Any]
) -> None:
    front = add_shopfront(community=hall.community, number="3-1", area_dm2=100, **who)
    add_shopfront(community=hall.community, number="3-2", area_dm2=100, **who)
    add_workshop(name="别的车间", community=hall.community, **who)
    set_shopfront_use(shopfront=front, workshop=hall.workshop, from_day=START, **who)
    mine = Scope(workshops=frozenset({hall.workshop.pk}))
    assert list(places.within(mine, START)) == [hall.workshop]
    assert list(places.shopfronts(mine, START)) == [front]


def test_a_new_organization_is_seen_until_it_has_a_place_and_then_where_it_is(
    hall: Floor, here: Scope, who: dict[str, Any]
) -> None:
    there = Scope(communities=frozenset({floor().community.pk}))
    firm = add_organization(name="示例服装", kind="enterprise", code=make_credit_code(78), **who)
    assert firm in organizations.within(here, START)
    assert firm in organizations.within(there, START)
    set_tenancy(workshop=hall.workshop, operator=firm, from_day=date(2022, 2, 1), **who)
    assert firm in organizations.within(here, START)
    assert firm not in organizations.within(there, START)
    assert hall.firm in organizations.within(here, date(2022, 3, 1))
    counted = organizations.for_list(organizations.within(here, START), START).get(pk=hall.firm.pk)
    assert (counted.workshops, counted.persons) == (1, 0)


def test_a_place_is_corrected_and_the_log_says_by_whom(hall: Floor, who: dict[str, Any]) -> None:
    front = add_shopfront(community=hall.community, number="3-1", area_dm2=100, **who)
    change_shopfront(shopfront=front, number="3-01", area_dm2=12_050, **who)
    change_workshop(workshop=hall.workshop, name="藤编一车间", **who)
    change_community(community=hall.community, name="红路社区", **who)
    change_organization(organization=hall.firm, name="山尖花", kind="cooperative",
                        code=hall.firm.credit_code, **who)
    front.refresh_from_db()
    assert (front.number, front.area_dm2) == ("3-01", 12_050)
    assert set(VerbLog.objects.values_list("verb", flat=True)) >= {
        "registry.change_shopfront", "registry.change_workshop", "registry.change_community",
        "registry.change_organization",
    }


def test_two_of_the_same_name_in_a_site_are_refused(hall: Floor, who: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_community(site=hall.community.site, name="红路一社区", **who)
    front = add_shopfront(community=hall.community, number="3-1", area_dm2=100, **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_shopfront(community=hall.community, number=front.number, area_dm2=100, **who)
    with pytest.raises(BadCreditCode):
        change_organization(organization=hall.firm, name="山尖花", kind="cooperative",
                            code="91530602MA6K", **who)


def test_one_may_move_to_any_community_of_the_site(hall: Floor, who: dict[str, Any]) -> None:
    two = add_community(site=hall.community.site, name="红路二社区", **who)
    far = floor().community
    found = reach.neighbours(Scope(communities=frozenset({hall.community.pk})))
    assert set(found) == {hall.community, two}
    assert far not in found
