"""The text that an office publishes: exact, and nobody in it can be made out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from menkou.figures.indicators import Indicator
from menkou.figures.queries.indicators import indicators
from menkou.figures.queries.report import Figure
from menkou.figures.queries.text import meanings, paragraphs, published
from menkou.registry.models import Site

DAY = date(2022, 2, 18)
AT = datetime(2022, 2, 18, 12, tzinfo=UTC)
GROUPS = ("disabled", "aged_80_and_over", "aged_70_to_80", "aged_60_to_70", "cannot_migrate",
          "other")  # fmt: skip


def figures(*numbers: int) -> list[Figure]:
    """Workers by group in the order of GROUPS; everything else is nothing."""
    value = {f"workers_by_group.{code}": n for code, n in zip(GROUPS, numbers, strict=True)}
    value["workers"] = sum(numbers)

    def one(indicator: Indicator) -> Figure:
        return Figure(indicator, value.get(indicator.code, 0), 0, AT, "", None)

    return [one(indicator) for indicator in indicators(DAY)]


@pytest.mark.parametrize(("numbers", "told"), [
    ((35, 8, 67, 188, 336, 0), [336, 188, 67, 35, 8]),
    ((35, 3, 67, 188, 336, 2), [336, 188, 67, 35, 5]),
    ((35, 3, 67, 188, 336, 0), [336, 188, 67, 38]),
    ((0, 0, 0, 0, 9, 4), []),
    ((0, 0, 0, 7, 9, 1), [9, 8]),
    ((0, 0, 0, 0, 0, 0), []),
])
def test_no_group_under_five_can_be_made_out(numbers: Sequence[int], told: list[int]) -> None:
    assert [int(number) for _name, number in published(figures(*numbers), DAY)] == told


def test_the_groups_add_up_to_the_workers() -> None:
    told = published(figures(35, 3, 67, 188, 336, 2), DAY)
    assert sum(int(number) for _name, number in told) == 35 + 3 + 67 + 188 + 336 + 2
    assert told[-1][0] == "其余各类"


def test_it_is_told_in_both_languages() -> None:
    site = Site(name="红路安置区")
    chinese = paragraphs(site, DAY, figures(35, 8, 67, 188, 336, 0))
    assert chinese[1].startswith("在车间务工的有634人，其中不能外出务工的劳动力336人，")
    english = paragraphs(site, DAY, figures(35, 8, 67, 188, 336, 0), chinese=False)
    assert english[1].startswith("Working in the workshops: 634. Of these 336 workers who cannot")


def test_each_figure_but_the_groups_is_explained() -> None:
    names = [name for name, _definition in meanings(figures(0, 0, 0, 0, 0, 0))]
    assert names == ["社区", "车间", "车间面积", "入驻单位", "务工人数", "累计工钱",
                     "累计发到手的工资", "累计集体收入"]
