"""What goes out: templates that an office fills in, wrong rows that it mends and sends again."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from menkou.importing import sheets
from menkou.importing.declaring import ListKind
from menkou.importing.lists import LISTS
from menkou.importing.reading.rows import parse
from menkou.importing.words import WORDS, reason, remedy
from tests.importing.ground import PEOPLE, as_xlsx, lines_of, read, tables
from tests.importing.mistakes import MISTAKES, right

KINDS = pytest.mark.parametrize("kind", LISTS.values(), ids=lambda kind: kind.code)


def cells_of(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """What stands in a sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


@KINDS
def test_a_template_has_its_heads_and_its_example_is_left_out(kind: ListKind) -> None:
    content = sheets.template(kind)
    [table] = tables(content, kind)
    assert list(table.columns) == list(kind.template_columns)
    assert list(parse(kind, table)) == []
    heads = cells_of(content)[0]
    assert [head.startswith("*") for head in heads] == [
        column.needed for column in kind.template_columns.values()
    ]


@KINDS
def test_the_example_is_right_in_every_column(kind: ListKind) -> None:
    example = {c.name: c.example for c in kind.template_columns.values()}
    first = next(iter(example))
    touched = example | {first: f"{example[first]} "}  # else it is left out
    [one] = read(as_xlsx(表=lines_of([touched])), kind)
    assert one.wrong == ()


@KINDS
def test_the_second_sheet_helps_with_every_column(kind: ListKind) -> None:
    names = [line[0] for line in cells_of(sheets.template(kind), 1)]
    assert names[1 : len(kind.columns) + 1] == [c.name for c in kind.columns.values()]
    assert all(str(column.help) for column in kind.columns.values())


@KINDS
def test_libreoffice_opens_a_template_and_what_it_saves_is_read(
    kind: ListKind, soffice: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "template.xlsx"
    source.write_bytes(sheets.template(kind))
    subprocess.run(
        [*soffice, "--convert-to", "xls", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )
    [table] = tables((tmp_path / "template.xls").read_bytes(), kind)
    assert list(table.columns) == list(kind.template_columns)
    assert list(table.rows()) == []


def test_wrong_rows_stand_as_they_were_with_their_reasons() -> None:
    rows = [row for n, one in enumerate(MISTAKES) for row in (right(n), one.row(n))]
    found = tables(as_xlsx(花名册=lines_of(rows, (["昭阳区"],))))
    content = sheets.wrong_rows(PEOPLE, found, parse(PEOPLE, found[0]))
    lines = cells_of(content)
    assert lines[0] == [*right(0), "原因"]
    assert len(lines) == 1 + len(MISTAKES)
    for line, mistake in zip(lines[1:], MISTAKES, strict=True):
        assert mistake.sentence in line[-1]
        assert all(isinstance(cell, str) or cell == 1958.1 for cell in line)


def test_wrong_rows_sent_again_as_they_are_are_wrong_again_and_mended_they_are_right() -> None:
    rows = [one.row(n) for n, one in enumerate(MISTAKES)]
    found = tables(as_xlsx(花名册=lines_of(rows)))
    before = list(parse(PEOPLE, found[0]))
    content = sheets.wrong_rows(PEOPLE, found, before)
    [again] = tables(content)
    assert again.unknown == ()
    for first, second in zip(before, parse(PEOPLE, again), strict=True):
        assert [one.code for one in second.wrong] == [one.code for one in first.wrong]
    lines = cells_of(content)
    mended = [lines[0], *([*list(right(n).values()), line[-1]] for n, line in enumerate(lines[1:]))]
    assert [one.wrong for one in read(as_xlsx(花名册=mended))] == [()] * len(MISTAKES)


def test_every_code_has_a_reason_and_a_remedy_that_can_be_said() -> None:
    params = {
        "choices": "甲、乙", "word": "丙", "most": 5, "places": 2, "year": 2021, "first": 1900,
        "month": 13, "day": 31, "near": "丁", "row": 7, "name": "王芳", "count": 2, "unit": "米",
    }  # fmt: skip
    for code in WORDS:
        assert all((reason(code, params), remedy(code, params)))
        assert remedy(code, params | {"near": ""})


@KINDS
def test_no_two_columns_of_a_list_go_by_the_same_name(kind: ListKind) -> None:
    names = [name for column in kind.columns.values() for name in column.names]
    assert sorted(names) == sorted(set(names))
