"""The heads of a list are found by name: in any order, below titles, however they are decorated."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from menkou.importing.declaring import ListKind
from menkou.importing.lists import LISTS
from menkou.importing.reading.files import BadFile, open_book
from menkou.importing.reading.heads import find, letter
from tests.importing.ground import WANG, as_csv, as_xlsx, lines_of, read, tables

DECORATED = st.sampled_from([
    "{}", " {} ", "*{}", "{}*", "★{}", "{}（必填）", "{}(18位)", "{}\n", "{}：",
    "　{}　", "{}【文本】",
])  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> tuple[ListKind, list[str], list[str]]:
    """A list, its fields in some order, and a head for each as some office writes it."""
    kind = draw(st.sampled_from(list(LISTS.values())))
    fields = draw(st.permutations(list(kind.columns)))
    heads = [
        draw(DECORATED).format(draw(st.sampled_from(kind.columns[name].names)))
        for name in fields
    ]
    return kind, list(fields), heads


@given(file=files(), titles=st.integers(0, 8), blanks=st.integers(0, 3))
def test_every_column_is_found_wherever_it_stands(
    file: tuple[ListKind, list[str], list[str]], titles: int, blanks: int
) -> None:
    kind, fields, heads = file
    above = [["二〇二二年统计表", "", "第一页"]] * titles
    shifted = [""] * blanks + heads
    [table] = tables(as_csv([*above, shifted, ["1"] * len(shifted)]), kind)
    assert table.columns == {name: place + blanks for place, name in enumerate(fields)}
    assert table.head == titles + 1
    assert table.unknown == ()


def test_letters_are_those_of_the_spreadsheet() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"
    ]  # fmt: skip


def test_heads_in_two_rows_with_one_above_several() -> None:
    lines = [
        ["花名册"],
        ["户编号", "社区", "住址", "", "", "户主", "家庭成员", "", "残疾", ""],
        ["", "", "楼栋", "单元", "房号", "姓名", "姓名", "身份证号", "类别", "等级"],
        ["LH-1", "一社区", "3栋", "2", "501", "李强", "王芳", WANG["身份证号"], "肢体", "三级"],
    ]  # fmt: skip
    [one] = read(as_xlsx(表=lines))
    assert (one.number, one.row.building, one.row.unit, one.row.room) == (4, "3", "2", "501")
    assert (one.row.name, one.row.head_name) == ("王芳", "李强")
    assert (one.row.disability, one.row.disability_grade) == ("body", 3)


def test_a_column_that_nobody_knows_is_told_and_left_alone() -> None:
    [table] = tables(as_csv(lines_of([WANG | {"民族": "苗", "序号": 1, "原因": "…"}])))
    assert table.unknown == ("民族",)


@pytest.mark.parametrize(
    ("heads", "code", "params"),
    [
        (["户编号", "姓名", "社区", "姓名", "身份证号"], "twice",
         {"column": "姓名", "first": "B", "second": "D"}),
        (["户号", "姓名", "社区", "户编号", "身份证号"], "twice",
         {"column": "户编号", "first": "A", "second": "D"}),
        (["户编号", "姓名", "身份证号", "手机号"], "missing", {"columns": "社区"}),
        (["户编号", "姓名", "社区", "性别"], "missing",
         {"columns": "身份证号 / 性别 + 出生日期"}),
        (["产品", "数量", "日期"], "no_heads", {"rows": 15}),
    ],
)  # fmt: skip
def test_a_file_without_its_columns_says_which(
    heads: list[str], code: str, params: dict[str, Any]
) -> None:
    with pytest.raises(BadFile) as refused:
        tables(as_xlsx(花名册=[heads, ["1"] * len(heads)]))
    assert refused.value.code == code
    assert refused.value.params.items() >= params.items()
    assert str(refused.value) != code


def test_sheets_with_heads_are_taken_and_others_are_not() -> None:
    one, two = lines_of([WANG]), lines_of([WANG, WANG])
    content = as_xlsx(一社区=one, 说明=[["这是说明"]], 二社区=two)
    found = read(content)
    assert [(one.sheet, one.number) for one in found] == [
        ("一社区", 2), ("二社区", 2), ("二社区", 3)
    ]


def test_a_sheet_that_is_left_out_though_it_looks_like_the_list_is_told() -> None:
    without = {name: cell for name, cell in WANG.items() if name != "社区"}
    content = as_xlsx(一社区=lines_of([WANG]), 二社区=lines_of([without]), 说明=[["说明"]])
    found = find(LISTS["people"], open_book(BytesIO(content), "x"))
    assert [table.sheet.name for table in found.tables] == ["一社区"]
    assert [(bad.code, bad.params) for bad in found.left] == [
        ("missing", {"sheet": "二社区", "columns": "社区"})
    ]


def test_blank_rows_feet_and_repeated_heads_are_no_rows() -> None:
    lines = lines_of([WANG])
    heads = list(lines[0])
    lines = [
        ["花名册"], heads, lines[1], [], ["", "", " "], heads, lines[1],
        ["合 计", "", "", "2人"], ["", "制表人：", "", "张三", "审核人：", "李四"],
        ["单位（盖章）", "", "", "填报日期：2022年2月"], ["备注：以上属实"], ["第1页，共1页"],
    ]  # fmt: skip
    assert [(one.number, one.row.name) for one in read(as_xlsx(表=lines))] == [
        (3, "王芳"), (7, "王芳")
    ]


def test_cells_merged_downwards_say_the_same_in_each_row() -> None:
    lines = lines_of([WANG, WANG | {"户编号": "", "社区": ""}, WANG | {"户编号": "LH-2"}])
    content = merged(lines, [(1, 0, 2, 0), (1, 2, 2, 2)])
    assert [one.row.household for one in read(content)] == ["LH-0001", "LH-0001", "LH-2"]


def merged(lines: Any, areas: list[tuple[int, int, int, int]]) -> bytes:
    """A workbook of these lines in which some cells are merged."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            sheet.write(r, c, cell)
    for area in areas:
        sheet.merge_range(*area, lines[area[0]][area[1]])
    book.close()
    return file.getvalue()


@pytest.mark.parametrize("head", ["身份证号码(18位)", "公民身份号码", "身份证号\n码", "证件号码 "])
def test_other_names_of_the_id_number(head: str) -> None:
    row = {(head if name == "身份证号" else name): cell for name, cell in WANG.items()}
    [one] = read(as_xlsx(表=lines_of([row])))
    assert one.row.id_number == WANG["身份证号"]
