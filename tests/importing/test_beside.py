"""A list with every mistake that only the registry or its other rows know: each is found where it
stands, and the right rows between them are taken."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from menkou.importing.actions.check import compare, read_file
from menkou.importing.checked import as_json
from menkou.importing.models import Import
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import set_trait
from menkou.registry.models import Community
from tests.importing.ground import as_xlsx, lines_of
from tests.importing.mistakes import AWAY, BESIDE, DEAD, OLD, SHE
from tests.importing.office import AT, DAY, Office, office, row

pytestmark = pytest.mark.django_db
QUESTIONS, DOUBTS = {"alike", "other_name"}, {"card_shared", "household_elsewhere", "under_16"}


@pytest.fixture
def hall() -> Office:
    hall = office()
    for community in (hall.community, hall.elsewhere):
        Community.objects.create(site=community.site, name="同名社区")
    hall.write_list("people", row(户编号="H-远", 姓名="王远", 身份证号=AWAY, 社区="靖安社区"),
                    by=hall.district)
    hall.write_list(
        "people", row(户编号="H-旧", 姓名="王旧", 身份证号=OLD, 银行卡号="6200001234567890128"),
        row(户编号="H-在", 姓名="王在", 身份证号=make_resident_id("530600", date(1961, 3, 4), 907)),
        row(户编号="H-故", 姓名="王故", 身份证号=DEAD),
        row(户编号="H-像", 姓名="王像", 身份证号="", 性别="女", 出生日期="1985-03-04"),
    )
    set_trait(person=hall.person("王故"), trait="died", holds=True, from_day=DAY,
              by=hall.officer, at=AT)
    return hall


def right(number: int) -> dict[str, Any]:
    """A right row, with all columns that the mistakes have."""
    blank = dict.fromkeys(("安置区", "性别", "出生日期", "入住日期", "劳动能力", "银行卡号"), "")
    return row(**blank) | {
        "户编号": f"N{number}", "姓名": "王" + "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午"[number % 17],
        "身份证号": make_resident_id("530600", date(1970, 1, 1 + number % 28), 100 + number),
    }


def test_each_is_found_in_its_cell_with_reason_and_remedy(hall: Office) -> None:
    rows = [right(0) | {"户编号": "H-她", "姓名": "王她", "身份证号": SHE}]
    for number, mistake in enumerate(BESIDE):
        rows += [right(2 * number + 1) | dict(mistake.cells), right(2 * number + 2)]
    brought = Import(list="people", file_name="花名册.xlsx", day=DAY, by=hall.officer)
    read = read_file("people", as_xlsx(花名册=lines_of(rows)), "花名册.xlsx")
    with translation.override("zh-hans"):
        told = as_json(compare(brought, read, AT))
    found = {
        (kind, one["row"], one["column"], one["code"]): one
        for kind in ("wrong", "questions", "doubts") for one in told[kind]
    }
    for number, mistake in enumerate(BESIDE):
        kind = ("questions" if mistake.code in QUESTIONS else
                "doubts" if mistake.code in DOUBTS else "wrong")
        one = found.pop((kind, 3 + 2 * number, mistake.column, mistake.code))
        assert one["reason"].startswith(mistake.sentence)
        assert one["remedy"]
    assert found == {}
    assert told["added"] == len(rows) - len(BESIDE) + len(DOUBTS)
