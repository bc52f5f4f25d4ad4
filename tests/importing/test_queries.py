"""A list ten times as long asks ten times as often: once a chunk, never once a row."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from menkou.importing.actions import check as checking
from menkou.importing.actions import write as writing
from menkou.importing.actions.check import compare, keep, read_file
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.checked import as_json
from menkou.importing.models import Import
from menkou.lib.identifiers import make_resident_id
from tests.importing.ground import as_csv, lines_of
from tests.importing.office import AT, DAY, Office, office, row

pytestmark = pytest.mark.django_db
CHUNK = 20
NAMES = "甲乙丙丁戊己庚辛壬癸"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(checking, "CHUNK", CHUNK)
    monkeypatch.setattr(writing, "CHUNK", CHUNK)
    return office()


def name(number: int) -> str:
    return "王" + "".join(NAMES[int(digit)] for digit in f"{number:03}")


def identity(number: int) -> str:
    return make_resident_id("530600", date(1950 + number % 40, 1 + number % 12, 1 + number % 28),
                            number)


def people(number: int) -> list[dict[str, Any]]:
    return [
        row(户编号=f"H{n}", 姓名=name(n), 身份证号=identity(n), 技能="缝纫", 劳动能力="半劳力",
            手机号=f"138{n:08}", 银行卡号=f"62170000{(n + 1) * 7919:011}")
        for n in range(number)
    ]


def skills(number: int) -> list[dict[str, Any]]:
    return [{"姓名": name(n), "身份证号": identity(n), "技能": "藤编", "想做活": "是",
             "每周小时": f"{1 + n % 40}"} for n in range(number)]


def accounts(number: int) -> list[dict[str, Any]]:
    return [{"姓名": name(n), "身份证号": identity(n), "银行卡号": f"62280000{(n + 1) * 7919:011}"}
            for n in range(number)]


def brought(hall: Office, list_: str, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Queries of checking a list, and of writing it."""
    content = as_csv(lines_of(rows))
    made = checking.bring(list_=list_, content=content, name="名单.csv", day=DAY,
                          by=hall.officer, at=AT)
    made = hall.again(made)
    read = read_file(list_, content, "名单.csv")
    with CaptureQueriesContext(connection) as looked:
        checked = compare(made, read, AT)
    assert as_json(checked)["wrong"] == []
    keep(made, checked, AT)
    start_write(imported=hall.again(made), by=hall.officer, at=AT)
    with CaptureQueriesContext(connection) as wrote:
        done = run_write(imported=hall.again(made), now=lambda: AT, rows=read)
    assert done.state == Import.State.DONE
    return len(looked), len(wrote)


@pytest.mark.parametrize(
    ("list_", "rows"), [("people", people), ("skills", skills), ("accounts", accounts)]
)
def test_queries_grow_with_chunks_and_not_with_rows(
    hall: Office, list_: str, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if list_ != "people":
        hall.write(*people(200))
    few, some = brought(hall, list_, rows(CHUNK)), brought(hall, list_, rows(10 * CHUNK))
    monkeypatch.setattr(checking, "CHUNK", 10 * CHUNK)
    monkeypatch.setattr(writing, "CHUNK", 10 * CHUNK)
    again = brought(hall, list_, rows(10 * CHUNK))
    for looked, wrote in (few, again):
        assert looked <= 20
        assert wrote <= 60
    assert some[0] <= 10 * 20
    assert some[1] <= 10 * 60
