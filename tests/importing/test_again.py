"""A register that is brought again and again, in any order: nothing is doubled, nothing lost."""

from datetime import date
from typing import Any

import pytest

from menkou.registry.models import Household, Membership, Person
from tests.builders import moment
from tests.importing.office import BING, FANG, XIAO, Office, bing, office, row

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2022, 6, 1), date(2022, 9, 1)


@pytest.fixture
def hall() -> Office:
    return office()


def relations(day: date) -> dict[str, list[str]]:
    """Number of a household -> what its members are on a day, sorted."""
    found: dict[str, list[str]] = {}
    rows = Membership.objects.on(day).filter(household__isnull=False)
    for number, relation in rows.values_list("household__number", "relation"):
        found.setdefault(number, []).append(relation)
    return {number: sorted(some) for number, some in found.items()}


def test_a_household_twice_and_then_reversed_has_one_head_and_changes_nothing(
    hall: Office,
) -> None:
    family = (row(), bing(), row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女"))
    hall.write(*family)
    before = sorted(Membership.objects.values_list("pk", flat=True))
    for number, rows in enumerate((family, family[::-1])):
        done = hall.write(*rows, day=FIRST, at=moment(date(2022, 6, 1 + number), "09:00"))
        assert (done.unchanged, done.added, done.changed, done.moved) == (3, 0, 0, 0)
    assert sorted(Membership.objects.values_list("pk", flat=True)) == before
    assert relations(FIRST) == {"H1": ["child", "head", "spouse"]}


@pytest.mark.parametrize("way", [1, -1])
def test_who_left_a_household_keeps_both_of_her_times(hall: Office, way: int) -> None:
    """The head leaves, the spouse becomes head: both memberships of each are kept, whatever the
    order of the rows; each household has one head on each day."""
    hall.write(row(), bing())
    later: tuple[dict[str, Any], ...] = (row(户编号="H2"), bing(与户主关系="户主"))[::way]
    hall.write(*later, day=SECOND, at=moment(SECOND, "09:00"))
    assert relations(FIRST) == {"H1": ["head", "spouse"]}
    assert relations(SECOND) == {"H1": ["head"], "H2": ["head"]}
    assert Membership.objects.standing().count() == 4
    assert Household.objects.count() == 2
    assert Person.objects.count() == len({FANG, BING})
    assert hall.check(*later, day=SECOND).counts == {"unchanged": 2}
