"""The group that the database computes is the group that the policy says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from menkou import policy
from menkou.policy import groups
from menkou.policy.groups import TRAITS
from menkou.registry.models import Party, Person, Trait
from menkou.registry.queries.groups import main_group
from tests.builders import floor, moment

DAYS = st.dates(date(2020, 2, 1), date(2024, 3, 31)) | st.just(date(2024, 2, 29))
BIRTHS = st.dates(date(1935, 1, 1), date(2010, 12, 31)) | st.sampled_from(
    [date(1944, 2, 29), date(1964, 2, 29), date(1964, 3, 1), date(2008, 2, 29)]
)


class TheTwoAgree(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.clerk = floor().clerk

    @settings(max_examples=60)
    @given(day=DAYS, born_on=BIRTHS, traits=st.sets(st.sampled_from(sorted(TRAITS))),
           birthday_years=st.integers(-1, 1) | st.none())
    def test_on_any_day(
        self, day: date, born_on: date, traits: set[str], birthday_years: int | None
    ) -> None:
        if birthday_years is not None and (day.month, day.day) != (2, 29):
            born_on = day.replace(year=day.year - 60 + birthday_years)
        party = Party.objects.create(kind="person", name="示例甲")
        person = Person.objects.create(party=party, sex="f", born_on=born_on, search="")
        for trait in traits:
            Trait.objects.create(person=person, trait=trait, holds=True, from_day=day,
                                 entered_at=moment(day, "08:00"), entered_by=self.clerk)
        found = Person.objects.annotate(group=main_group(day)).get(pk=person.pk)
        expected = groups.main_group(born_on, frozenset(traits), day, policy.on(day))
        assert found.group == expected  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_trait_that_ended_counts_no_more() -> None:
    hall = floor()
    person = hall.weaver("王芳")
    stated = {"person": person, "trait": "care_duty", "entered_at": hall.now,
              "entered_by": hall.clerk}
    Trait.objects.create(holds=True, from_day=date(2021, 1, 1), **stated)
    Trait.objects.create(holds=False, from_day=date(2021, 6, 1), **stated)

    def group(day: date) -> str:
        return str(Person.objects.annotate(group=main_group(day)).get(pk=person.pk).group)

    assert group(date(2021, 5, 31)) == "cannot_migrate"
    assert group(date(2021, 6, 1)) == "other"
