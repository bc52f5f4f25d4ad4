"""A query that is put together once answers what the same query answers when it is built anew."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from menkou.identity.prepared import kept, prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Community, Organization, Party, Residence, Workshop
from menkou.registry.queries import people, reach
from menkou.work.queries import orders
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Floor:
    return floor()


def placed(community: int) -> QuerySet[Workshop]:
    return Workshop.objects.filter(Exists(
        Community.objects.filter(pk=OuterRef("community"), pk__in=[community])
    ))


def is_kept(rows: QuerySet[Any]) -> bool:
    """Whether the condition has the names that are given once."""
    with CaptureQueriesContext(connection) as asked:
        list(rows)
    return re.search(r"\bk[0-9]+_U0\b", asked.captured_queries[-1]["sql"]) is not None


def test_it_is_built_once_and_each_caller_has_its_own_copy(hall: Floor) -> None:
    built: list[int] = []

    @prepared
    def workshops(community: int) -> QuerySet[Workshop]:
        built.append(community)
        return placed(community)

    here = hall.community.pk
    one, other = workshops(here), workshops(here)
    assert list(one) == [hall.workshop]
    assert not one.filter(pk=0).exists()
    assert list(other) == [hall.workshop]
    assert built == [here]
    assert list(workshops(here + 1)) == []
    assert built == [here, here + 1]


def test_a_condition_over_sub_queries_is_sql_once(hall: Floor) -> None:
    rows = kept(placed(hall.community.pk))
    assert is_kept(rows)
    assert list(rows) == list(placed(hall.community.pk))
    assert list(rows.select_related("party").order_by("party__name")) == [hall.workshop]
    assert list(Workshop.objects.exclude(pk__in=rows.values("pk"))) == []
    assert rows.filter(party__name=hall.workshop.party.name).count() == 1


def test_it_stands_in_a_query_of_the_same_names(hall: Floor) -> None:
    """Both call their sub-queries U0 and V0; the inner must not take the outer's row for its."""
    rows = kept(placed(hall.community.pk))
    within = kept(rows.filter(Exists(rows.filter(pk=OuterRef("pk")))))
    assert list(within) == [hall.workshop]
    others = Community.objects.exclude(Exists(within.filter(community=OuterRef("pk"))))
    assert list(others) == list(Community.objects.exclude(pk=hall.community.pk))
    elsewhere = kept(placed(0))
    assert not Party.objects.filter(Q(pk__in=rows.values("pk")), pk__in=elsewhere.values("pk"))
    assert list(Party.objects.filter(pk__in=rows.union(elsewhere, all=True).values("pk"))) == [
        hall.workshop.party
    ]


def test_what_looks_at_other_tables_stays_as_it_is(hall: Floor) -> None:
    joined = Workshop.objects.filter(community__site__isnull=False)
    waits = Residence.objects.filter(person=OuterRef("pk"))
    assert not is_kept(joined)
    for rows in (joined, waits, Workshop.objects.all(), Workshop.objects.none()):
        assert kept(rows) is rows


def test_a_table_that_stands_under_its_own_name_within_is_not_mistaken(hall: Floor) -> None:
    inside = RawSQL(
        'SELECT "party_id" FROM "registry_workshop" WHERE "registry_workshop"."party_id" > %s', [0]
    )
    rows = Workshop.objects.filter(pk__in=inside)
    assert kept(rows) is rows
    assert list(rows) == [hall.workshop]


def test_what_a_scope_reaches_is_in_sql_once(hall: Floor) -> None:
    """Every query within a scope goes through this: it must not fall back unseen."""
    scope, day = Scope(communities=frozenset({hall.community.pk})), START
    for rows in (people.within(scope, day), orders.within(scope, day),
                 reach.organizations(scope, day), reach.workshops(scope, day)):
        assert is_kept(rows)
    assert list(reach.workshops(scope, day)) == [hall.workshop]
    assert Organization.objects.count() >= reach.organizations(scope, day).count() > 0
