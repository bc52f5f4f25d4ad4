"""Lists to call and to visit, kept lists, and who is meant while it is still being typed."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from menkou.identity.models import SavedFilter, User, VerbLog
from menkou.registry.actions.abilities import set_skill, set_wish
from menkou.registry.actions.cards import give_card
from menkou.registry.actions.life import found_household, set_membership, set_trait
from menkou.registry.actions.people import add_person
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.actions.sameness import merge
from menkou.registry.models import Person
from tests.builders import START, Floor
from tests.web.people.conftest import Door, Read

pytestmark = pytest.mark.django_db
PHONE = "13800000007"


@pytest.fixture
def li(floor: Floor, who: dict[str, Any]) -> Person:
    """李英 has a child of three, can sew, wants work at home, and earned nothing this month."""
    li = add_person(new=NewPerson("李英", "f", date(1990, 1, 1), phone="13911112222", home=Home(
        floor.community, START, "10", "1", "101")), **who)
    child = add_person(new=NewPerson("小英", "f", date(2019, 1, 1), home=Home(
        floor.community, START, "10", "1", "101")), **who)
    house = found_household(person=li, number="H-2", relation="head", from_day=START,
                            **who).household
    set_membership(person=child, household=house, relation="child", from_day=START, **who)
    set_skill(person=li, skill="sewing", holds=True, from_day=START, **who)
    set_wish(person=li, wants=True, hours=20, place="home", kinds=("sewing",), from_day=START,
             **who)
    return li


def sheet_of(answer: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def names(here: Client, **asked: str) -> list[str]:
    found = here.get("/people/", asked).context["page"].object_list
    return sorted(row.record.party.name for row in found)


def test_a_mother_of_a_small_child_who_sews_and_has_no_work_this_month_is_found(
    desk: Client, wang: Person, li: Person, floor: Floor, who: dict[str, Any]
) -> None:
    set_trait(person=wang, trait="care_duty", holds=True, from_day=START, **who)
    assert names(desk, child="6", skill="sewing", month="no", sex="f") == ["李英"]
    assert names(desk, child="3") == []
    assert names(desk, child="14") == ["李英"]
    assert names(desk, wish="yes") == names(desk, wish="home") == names(desk, kind="sewing")
    assert names(desk, wish="workshop") == names(desk, kind="rattan") == []
    assert (names(desk, hours="20"), names(desk, hours="30")) == (["李英"], [])
    assert names(desk, trait="care_duty") == ["王芳"]
    assert names(desk, wish="no") == []


def test_who_earned_this_month_is_not_without_work(desk: Client, floor: Floor) -> None:
    lan = floor.weaver("示例兰")
    ticket = floor.ticket((lan, 1), pieces=10)
    floor.send(floor.fact("receipt", date(2022, 1, 10), "15:00", {
        "ticket": ticket.number, "carrier": lan.pk, "good": 7}))
    assert "示例兰" in names(desk, month="yes")
    assert "示例兰" not in names(desk, month="no")


def test_the_list_to_visit_goes_door_by_door(
    desk: Client, wang: Person, li: Person, read: Read
) -> None:
    said = read(desk.get("/people/visit/", {"sex": "f"}))
    assert said.index("3 栋 2 单元 501 王芳") < said.index("10 栋 1 单元 101 李英")
    assert "0007" not in said
    sheet = desk.get("/people/visit/", {"sex": "f", "export": "xlsx"})
    rows = sheet_of(sheet)
    assert rows[0] == ["住处", "姓名", "岁", "怎么说的"]
    assert rows[1][:2] == ["红路一社区 3 栋 2 单元 501", "王芳"]


def test_the_list_to_call_shows_numbers_for_a_reason_and_a_line_for_each(
    desk: Client, wang: Person, li: Person, read: Read
) -> None:
    said = read(desk.get("/people/call/"))
    assert PHONE not in said
    assert "0007" in said
    refused = desk.post("/people/call/numbers/")
    assert "请选一项" in read(refused)
    assert PHONE not in read(refused)
    assert not VerbLog.objects.filter(verb="registry.reveal").exists()
    shown = read(desk.post("/people/call/numbers/?skill=sewing", {"reason": "contact"}))
    assert "13911112222" in shown
    assert PHONE not in shown
    logged = VerbLog.objects.filter(verb="registry.reveal")
    assert list(logged.values_list("subject", "note")) == [(li.pk, "phone:contact")]
    sheet = desk.post("/people/call/numbers/", {"reason": "contact", "press": "sheet"})
    assert PHONE in [row[2] for row in sheet_of(sheet)]
    assert logged.count() == 3


def test_who_may_not_reveal_has_the_masked_list_alone(
    floor: Floor, li: Person, door: Door, auditor: User, read: Read
) -> None:
    here = door(auditor)
    page = here.get("/people/call/")
    assert page.status_code == 200
    assert "要全的电话" not in read(page)
    assert here.post("/people/call/numbers/", {"reason": "audit"}).status_code == 403


def test_a_list_is_kept_under_a_name_and_opened_anew_within_what_she_sees(
    desk: Client, li: Person, read: Read, door: Door, officer: User,
    django_assert_max_num_queries: Any,
) -> None:
    kept = {"name": "会缝纫的妈妈", "query": "skill=sewing&child=6&sort=-age&page=3&x=1"}
    assert desk.post("/people/lists/save/", kept).url == "/people/?child=6&skill=sewing"
    (saved,) = SavedFilter.objects.all()
    assert (saved.query, saved.page) == ("child=6&skill=sewing", "people")
    with django_assert_max_num_queries(10):
        said = read(desk.get("/people/?skill=sewing&child=6"))
    assert "会缝纫的妈妈" in said
    assert "删掉“会缝纫的妈妈”这个名单" in said
    assert "已经存过" in read(desk.post("/people/lists/save/", kept, follow=True))
    other = door(officer)
    assert "会缝纫的妈妈" not in read(other.get("/people/"))
    other.post("/people/lists/drop/", {"saved": saved.pk})
    assert SavedFilter.objects.exists()
    desk.post("/people/lists/drop/", {"saved": saved.pk})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " ", "query": "sex=f"}, "请填名单叫什么"),
        ({"name": "字" * 41, "query": "sex=f"}, "太长了"),
        ({"name": "名单", "query": "page=2"}, "还没有选条件"),
        ({"name": "名单", "query": f"q={'a' * 500}"}, "存不下"),
    ],
)
def test_a_list_that_can_not_be_kept_says_why(
    desk: Client, sent: dict[str, str], said: str, read: Read
) -> None:
    assert said in read(desk.post("/people/lists/save/", sent, follow=True))
    assert not SavedFilter.objects.exists()


def suggested(here: Client, typed: str) -> list[str]:
    page = here.get("/people/find/", {"q": typed}).content.decode()
    return [part.split("</b>")[0] for part in page.split("<b>")[1:]]


def test_while_it_is_typed_those_who_may_be_meant_are_shown(
    desk: Client, wang: Person, li: Person, who: dict[str, Any], floor: Floor,
    django_assert_max_num_queries: Any,
) -> None:
    card = give_card(person=wang, **who)
    wang.refresh_from_db()
    for typed in ("王", "芳", "wangf", "wf", "3-2-501", "3栋2单元501", "501", "0007",
                  card.number, f"https://menkou.example/sign-in/?card={card.number}"):
        with django_assert_max_num_queries(5):
            assert suggested(desk, typed) == ["王芳"], typed
    elsewhere = desk.post("/people/find/?_find=1", {"q": PHONE})
    assert PHONE not in elsewhere["Location"]
    assert "王芳" in desk.get(elsewhere["Location"]).content.decode()
    assert suggested(desk, "H-2") == ["小英", "李英"] or suggested(desk, "H-2") == ["李英", "小英"]
    assert suggested(desk, "") == suggested(desk, "%") == suggested(desk, "没有") == []


def test_no_more_than_eight_are_suggested_and_a_merged_one_once(
    desk: Client, floor: Floor, who: dict[str, Any]
) -> None:
    first, second, *_rest = [floor.weaver("赵丽") for _ in range(12)]
    Person.objects.update(search="赵丽 zhaoli zl")
    assert len(suggested(desk, "zl")) == 8
    Person.objects.exclude(pk__in=(first.pk, second.pk)).update(search="")
    merge(person=second, into=first, **who)
    assert suggested(desk, "zl") == ["赵丽"]


def test_who_does_not_reach_her_is_not_told_of_her(wang: Person, door: Door) -> None:
    from tests import builders

    assert suggested(door(builders.floor().clerk), "王") == []
