"""Lists leave with masked numbers; in full for a reason that everybody in them can read."""

from io import BytesIO
from typing import Any

import python_calamine
from django.test import Client

from menkou.identity.models import User, VerbLog
from menkou.registry.actions.life import found_household, set_trait
from menkou.registry.models import Person
from menkou.web.people.roster import JOBS, ROSTER
from tests.builders import START, Floor
from tests.web.people.conftest import NUMBER, Door, Read


def sheet(answer: Any) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def at_home(wang: Person, who: dict[str, Any]) -> None:
    found_household(person=wang, number="9-1", from_county="鲁甸县", relation="head",
                    from_day=START, **who)
    set_trait(person=wang, trait="monitored", holds=True, from_day=START, **who)


def test_form_1_has_its_columns_in_order_and_masks_every_number(
    desk: Client, wang: Person, who: dict[str, Any]
) -> None:
    """Domain 4, form 1: 搬迁户（劳动力）花名册."""
    at_home(wang, who)
    answer = desk.get("/people/files/roster/?export=xlsx")
    head, *rows = sheet(answer)
    assert head == [str(one) for one in ROSTER]
    (row,) = [one for one in rows if "王芳" in one]
    found = dict(zip(head, row, strict=True))
    assert found["户编号"] == "9-1"
    assert found["户主姓名"] == found["姓名"] == "王芳"
    assert found["出生年月"] == "1985-05"
    assert found["楼栋-单元-房号"] == "3-2-501"
    assert found["是否监测对象"] == "是"
    assert found["身份证号码"] == f"**** **** **** {NUMBER[-4:]}"
    assert found["联系电话"] == "*** **** 0007"
    text = desk.get("/people/files/roster/?export=csv").content.decode("utf-8-sig")
    assert NUMBER not in text
    assert "13800000007" not in text
    assert not VerbLog.objects.filter(verb="registry.reveal").exists()


def test_the_same_conditions_as_the_list(desk: Client, wang: Person, floor: Floor) -> None:
    floor.weaver("李英")
    all_of_them = sheet(desk.get("/people/files/roster/?export=xlsx"))
    assert len(all_of_them) == 3
    idle = sheet(desk.get("/people/files/roster/?export=xlsx&engaged=no"))
    assert [row[3] for row in idle[1:]] == ["王芳"]


def test_form_17_says_who_works_where(desk: Client, wang: Person, floor: Floor) -> None:
    """Domain 4, form 17: 就业（务工）台账."""
    floor.weaver("李英")
    head, *rows = sheet(desk.get("/people/files/jobs/?export=xlsx"))
    assert head == [str(one) for one in JOBS]
    found = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["王芳"]["就业状态"] == "没有活"
    assert found["李英"]["就业形式"] == "承揽（在家做）"
    assert found["李英"]["单位/地点"] == "藤编车间"
    assert found["李英"]["起始"] == "2022-01-01"


def test_in_full_only_with_a_reason_and_each_person_has_a_line(
    desk: Client, wang: Person, floor: Floor, read: Read
) -> None:
    """PIPL 51, 56 and domain 3.14: an export with full numbers is an audited act."""
    li = floor.weaver("李英")
    assert "带完整号码导出" in read(desk.get("/people/files/roster/"))
    refused = desk.post("/people/files/roster/full/", {"reason": ""})
    assert "请选一项" in read(refused)
    assert not VerbLog.objects.filter(verb="registry.reveal").exists()
    answer = desk.post("/people/files/roster/full/", {"reason": "claim"})
    assert answer["Cache-Control"] == "no-store"
    rows = sheet(answer)
    assert [NUMBER in row for row in rows if "王芳" in row] == [True]
    assert "含完整号码。示例酉" in rows[-1][0]
    lines = VerbLog.objects.filter(verb="registry.reveal", note="roster:claim")
    assert set(lines.values_list("subject", flat=True)) == {wang.pk, li.pk}
    assert "花名册（带完整号码） 报补贴材料" in read(desk.get("/office/reveals/"))


def test_who_may_not_reveal_gets_the_masked_one_alone(
    clerk: User, enterprise: User, auditor: User, door: Door, floor: Floor, read: Read
) -> None:
    floor.weaver("李英")
    page = door(clerk).get("/people/files/roster/")
    assert "带完整号码导出" not in read(page)
    assert door(clerk).post("/people/files/roster/full/", {"reason": "fix"}).status_code == 403
    assert door(auditor).post("/people/files/roster/full/", {"reason": "audit"}).status_code == 403
    assert door(enterprise).get("/people/files/roster/").status_code == 403


def test_many_people_cost_no_more_queries(
    desk: Client, wang: Person, floor: Floor, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        floor.weaver(f"示例{number}")
    for address in ("roster/", "roster/?export=csv", "jobs/?export=csv"):
        with django_assert_max_num_queries(18):
            assert desk.get(f"/people/files/{address}").status_code == 200
