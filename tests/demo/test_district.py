"""A small district around a small Honglu: its report says what it was made to say."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from menkou.demo.district import Figures
from menkou.demo.families import LARGEST, families
from menkou.demo.make import Size, make
from menkou.demo.words import AS_OF
from menkou.identity import clock
from menkou.registry.models import Person

WANTED = Figures(sites=8, households=160, persons=640, placements=80, households_with_income=22,
                 mean_yuan=1200)


@pytest.fixture
def own_clock() -> Iterator[None]:
    """The demo moves the books' clock; the next test has the wall's again."""
    yield
    clock.forget_shift()


@pytest.mark.django_db
@pytest.mark.usefixtures("own_clock")
def test_the_report_of_the_district_is_what_its_records_say() -> None:
    make(seed=3, size=Size(workers=12, months=5, district=WANTED),
         wall=timezone.now())  # noqa: TID251 (the edge)
    out = StringIO()
    call_command("report", district="昭阳区", as_of=AS_OF, format="json", stdout=out)
    told = json.loads(out.getvalue())
    figures = {one["code"]: one["value"] for one in told["figures"]}
    assert told["district"] == "昭阳区"
    assert figures | {
        "resettlement_sites": 8, "households": 160, "persons": 640, "workshops": 10,
        "workshop_area_m2": 31_600, "enterprises": 14, "placements": 80,
        "households_with_income": 22, "mean_monthly_income_yuan": 1200,
    } == figures
    assert Person.objects.filter(born_on__gt=AS_OF).count() == 0
    said = StringIO()
    call_command("report", district="昭阳区", as_of=AS_OF, stdout=said)
    assert "就近就业是人次，不是人" in said.getvalue()


@given(st.integers(1, 40), st.integers(0, 300), st.integers())
def test_families_come_out_as_many_as_wanted(households: int, more: int, seed: int) -> None:
    persons = min(households + more, households * LARGEST)
    made = list(families(Random(seed), households, persons, born_by=date(2020, 7, 1)))
    members = [one for family in made for one in family.members]
    assert (len(made), len(members)) == (households, persons)
    assert len({one.id_number for one in members}) == persons
    assert all(family.members[0].relation == "head" for family in made)
    assert all(one.born_on <= date(2020, 7, 1) for one in members)


def test_more_persons_than_families_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="19 persons do not make 2 households"):
        list(families(Random(1), 2, 2 * LARGEST + 1))
