"""An office's register with every kind of mistake: each is found where it stands, with its reason
and what to do, and none of the right rows is lost."""

from itertools import pairwise

import pytest
from django.utils import translation

from menkou.importing.reading.heads import letter
from menkou.importing.reading.rows import Parsed, Wrong
from menkou.importing.words import reason, remedy
from tests.importing.ground import as_xlsx, lines_of, read
from tests.importing.mistakes import MISTAKES, Mistake, right

TITLES = (["昭阳区易地扶贫搬迁户花名册"], ["填报单位：红绿安置区", "", "", "2022年2月"])
FEET = (
    [], ["合计", "", "", 112], ["制表人：张三", "", "", "审核人：李四"],
    ["填报日期：2022年2月18日"],
)  # fmt: skip
FIRST = len(TITLES) + 2
"""The row of the first person, as Excel counts."""


@pytest.fixture(scope="module")
def parsed() -> list[Parsed]:
    """Each mistake's row stands between right ones."""
    rows = []
    for number, mistake in enumerate(MISTAKES):
        rows += [right(2 * number), mistake.row(2 * number + 1)]
    return read(as_xlsx(花名册=lines_of(rows, TITLES, FEET)))


def test_there_are_more_than_forty_kinds_of_mistakes() -> None:
    assert len({(one.code, one.column) for one in MISTAKES}) >= 40


def test_every_row_of_the_file_is_there_and_no_title_or_foot(parsed: list[Parsed]) -> None:
    assert [one.number for one in parsed] == list(range(FIRST, FIRST + 2 * len(MISTAKES)))


def test_no_right_row_is_lost(parsed: list[Parsed]) -> None:
    for number, one in enumerate(parsed[::2]):
        assert one.wrong == ()
        assert (one.row.household, one.row.name) == (f"LH-{2 * number:04d}", "王芳")


@pytest.mark.parametrize("place", range(len(MISTAKES)), ids=lambda n: f"{n}-{MISTAKES[n].code}")
def test_a_mistake_is_found_in_its_cell_with_reason_and_remedy(
    parsed: list[Parsed], place: int
) -> None:
    mistake, one = MISTAKES[place], parsed[2 * place + 1]
    heads = list(right(0))
    assert one.row is None
    [found] = one.wrong
    assert (one.sheet, one.number) == ("花名册", FIRST + 2 * place + 1)
    assert (found.code, found.column, found.letter) == (
        mistake.code, mistake.column, letter(heads.index(mistake.column))
    )
    with translation.override("zh-hans"):
        assert reason(found.code, found.params).startswith(mistake.sentence)
        assert remedy(found.code, found.params).startswith("请") or "。" in remedy(
            found.code, found.params
        )


def test_no_finding_shows_a_number_of_a_person(parsed: list[Parsed]) -> None:
    for one in parsed:
        for found in (*one.wrong, *one.doubts):
            digits = [letter for letter in found.shown if letter.isdigit()]
            if found.column in ("身份证号", "手机号", "银行卡号"):
                assert len(digits) <= 4
            assert len(found.shown) <= 60


def test_a_row_with_three_faults_says_all_three() -> None:
    worst = right(1) | {"姓名": "", "身份证号": "123", "手机号": "99"}
    [one] = read(as_xlsx(表=lines_of([worst])))
    assert [(found.column, found.code) for found in one.wrong] == [
        ("姓名", "blank"), ("身份证号", "id_length"), ("手机号", "phone")
    ]


def test_a_number_that_stands_in_another_column_is_hidden_all_the_same() -> None:
    [one] = read(as_xlsx(表=lines_of([right(1) | {"姓名": "王芳530602199001010025"}])))
    assert one.wrong == (
        Wrong("姓名", letter(list(right(1)).index("姓名")), "name_odd", "王芳**** 0025"),
    )


def test_mistakes_are_named_once() -> None:
    def key(one: Mistake) -> tuple[str, str, str]:
        return one.code, one.column, str(one.cells)

    ordered = sorted(map(key, MISTAKES))
    assert all(first != second for first, second in pairwise(ordered))
