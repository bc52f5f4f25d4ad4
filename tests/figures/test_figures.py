"""The figures of a small site, counted by hand."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from menkou import policy
from menkou.figures.actions.report import compute
from menkou.figures.models import StoredFigure
from menkou.figures.queries.indicators import count, indicators, records
from menkou.figures.queries.report import report
from menkou.policy.groups import main_group
from menkou.registry.models import Engagement, Person, Shopfront, ShopfrontUse, Site, Trait
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
DAY = date(2022, 2, 18)


def site_of(place: Floor) -> Site:
    return place.community.site


def figures_of(place: Floor, day: date = DAY) -> dict[str, int | float]:
    compute(unit=site_of(place), as_of=day, by=place.clerk, at=place.now)
    return {one.indicator.code: one.number for one in report(site_of(place), day)}


def trait(place: Floor, person: Person, name: str, holds: bool = True, day: date = START) -> None:
    Trait.objects.create(person=person, trait=name, holds=holds, from_day=day,
                         entered_at=place.now, entered_by=place.clerk)


def test_an_empty_workshop_counts_its_place_and_operator() -> None:
    place = floor()
    shop = Shopfront.objects.create(community=place.community, number="1-1", area_dm2=12_050)
    ShopfrontUse.objects.create(shopfront=shop, workshop=place.workshop, from_day=START,
                                entered_at=place.now, entered_by=place.clerk)
    found = figures_of(place)
    assert (found["communities"], found["workshops"], found["enterprises"]) == (1, 1, 1)
    assert found["workshop_area_m2"] == 120.5
    assert (found["workers"], found["wages_earned_yuan"]) == (0, 0)


def test_each_worker_is_in_one_group_the_same_as_policy_says() -> None:
    place = floor()
    born = {
        "示例甲": date(1985, 5, 5), "示例乙": date(1962, 2, 18), "示例丙": date(1962, 2, 19),
        "示例丁": date(1952, 2, 18), "示例戊": date(1942, 2, 18), "示例己": date(1955, 1, 1),
    }
    people = {name: place.weaver(name, day) for name, day in born.items()}
    trait(place, people["示例甲"], "care_duty")
    trait(place, people["示例丙"], "half_labour")
    trait(place, people["示例己"], "disabled")
    found = figures_of(place)
    groups = {
        code.removeprefix("workers_by_group."): value
        for code, value in found.items() if code.startswith("workers_by_group.")
    }
    assert groups == {
        "disabled": 1, "aged_80_and_over": 1, "aged_70_to_80": 1, "aged_60_to_70": 1,
        "cannot_migrate": 2, "other": 0,
    }
    held = {people["示例甲"].pk: {"care_duty"}, people["示例丙"].pk: {"half_labour"},
            people["示例己"].pk: {"disabled"}}
    for one in indicators(DAY):
        if one.code.startswith("workers_by_group."):
            for key, _ in records(one, site_of(place), DAY):
                person = Person.objects.get(pk=key)
                traits = frozenset(held.get(key, ()))
                group = main_group(person.born_on, traits, DAY, policy.on(DAY))
                assert one.code == f"workers_by_group.{group}"


def test_a_changed_record_changes_the_figure() -> None:
    place = floor()
    lan = place.weaver("示例兰")
    place.weaver("示例梅")
    assert figures_of(place)["workers"] == 2
    Engagement.objects.create(
        person=lan, payer=place.firm, workshop=place.workshop, form="", from_day=date(2022, 2, 1),
        entered_at=place.now, entered_by=place.clerk,
    )
    assert figures_of(place)["workers"] == 1
    assert figures_of(place, date(2022, 1, 31))["workers"] == 2


def test_counted_again_the_same_rows_change_and_one_no_longer_counted_goes() -> None:
    place = floor()
    figures_of(place)
    rows = StoredFigure.objects.filter(site=site_of(place))
    first = dict(rows.values_list("code", "pk"))
    rows.filter(code="workers").update(code="workers_long_ago")
    place.weaver("示例兰")
    assert figures_of(place)["workers"] == 1
    again = dict(rows.values_list("code", "pk"))
    assert again.keys() == first.keys()  # two who count at once do not stand in each other's way
    assert [code for code in first if again[code] != first[code]] == ["workers"]


def test_all_figures_of_a_day_are_counted_by_one_query(
    django_assert_num_queries: Any,
) -> None:
    place = floor()
    compute(unit=site_of(place), as_of=DAY, by=None, at=place.now)
    # savepoint, seal, counts, stale rows, rows, release
    with django_assert_num_queries(6):
        compute(unit=site_of(place), as_of=DAY, by=None, at=place.now)


def test_wages_are_those_of_good_pieces_and_an_undo_takes_them_away() -> None:
    place = floor(rate=5001)
    mei = place.weaver("示例梅")
    ticket = place.ticket((mei, 1), pieces=10)
    day = date(2022, 1, 20)
    receipt = place.fact("receipt", day, "15:00", {
        "ticket": ticket.number, "carrier": mei.pk, "good": 7, "rejected": 2, "reason": "loose",
    })
    assert place.send(receipt)[0].result == "accepted"
    assert figures_of(place)["wages_earned_yuan"] == 3.5007
    assert figures_of(place, date(2022, 1, 19))["wages_earned_yuan"] == 0
    place.send(place.fact("undo", day, "16:00", {}, replaces=receipt.uid))
    assert figures_of(place)["wages_earned_yuan"] == 0


def test_a_figure_is_the_sum_of_its_records() -> None:
    place = floor()
    place.weaver("示例梅")
    for one in indicators(DAY):
        value, number = count(one, site_of(place), DAY)
        rows = records(one, site_of(place), DAY)
        assert (value, number) == (sum(amount for _, amount in rows), len(rows))


def test_a_day_before_the_rules_is_refused_with_a_sentence() -> None:
    place = floor()
    with pytest.raises(CommandError, match="has no value on 2015-01-01"):
        call_command("report", site=site_of(place).name, as_of=date(2015, 1, 1))
    with pytest.raises(CommandError, match="没有叫“无此区”的安置区"):
        call_command("report", site="无此区")


@pytest.mark.parametrize("day", [date(2022, 2, 18), date(2020, 2, 29)])
def test_the_report_is_printed_for_people_and_for_programs(day: date) -> None:
    place = floor()
    place.weaver("示例梅", date(1930, 3, 1))
    name, out, text = site_of(place).name, StringIO(), StringIO()
    call_command("report", site=name, as_of=day, format="json", stdout=out)
    call_command("report", site=name, as_of=day, format="text", stdout=text)
    printed = json.loads(out.getvalue())
    assert (printed["site"], printed["as_of"]) == (name, day.isoformat())
    assert set(printed["figures"][0]) == {
        "code", "value", "unit", "name_zh", "name_en", "definition", "records",
    }
    assert f"截至{day.year}年{day.month}月{day.day}日，{name}有1个社区" in text.getvalue()
