"""A community officer brings the list of her people: what is new, changed, moved, wrong, asked."""

from datetime import date

import pytest

from menkou.importing.actions.check import answer, compare, read_file
from menkou.importing.actions.take_back import run_taking_back, start_taking_back
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.checked import as_json
from menkou.importing.errors import NotImported
from menkou.importing.models import Import
from menkou.lib.identifiers import make_resident_id
from menkou.registry.actions.life import set_residence, set_trait
from menkou.registry.actions.people import Change, change_person
from menkou.registry.models import (
    Community,
    Household,
    Membership,
    NotSame,
    Party,
    Person,
    Residence,
    Site,
    Skill,
)
from menkou.registry.queries.person import masked
from tests.builders import moment
from tests.importing.ground import as_xlsx, lines_of
from tests.importing.office import (
    AT,
    BING,
    DAY,
    FANG,
    XIAO,
    Office,
    bing,
    doubts,
    office,
    row,
    wrong,
)

pytestmark = pytest.mark.django_db
LATER = date(2022, 6, 1)
THEN = moment(LATER, "09:00")


@pytest.fixture
def hall() -> Office:
    return office()


def test_a_new_list_registers_everybody_with_home_household_and_what_she_can_do(
    hall: Office,
) -> None:
    done = hall.write(
        row(劳动能力="半劳力", 不能外出原因="带小孩", 技能="缝纫、藤编", 手机号="13912345678",
            开户银行="农村信用社", 银行卡号="6217 0000 1234 5678 901"),
        bing(残疾类别="肢体", 残疾等级="三级"),
        row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女"),
    )
    assert (done.state, done.added, done.wrong, done.cursor) == ("done", 3, 0, 3)
    assert hall.home("王芳") == ("红路一社区", "3", "2", "501")
    assert hall.traits("王芳") == {"half_labour", "care_duty"}
    assert hall.traits("李兵") == {"disabled"}
    assert set(Skill.objects.values_list("skill", flat=True)) == {"sewing", "rattan"}
    household = Household.objects.get(number="H1")
    assert household.from_county == "大关"
    assert sorted(Membership.objects.values_list("relation", flat=True)) == [
        "child", "head", "spouse",
    ]
    assert masked(hall.person("王芳"))["bank"].endswith("8901")
    assert set(Residence.objects.values_list("source", flat=True)) == {"list"}


def test_the_same_list_twice_changes_nothing(hall: Office) -> None:
    rows = (row(劳动能力="半劳力", 技能="缝纫", 手机号="13912345678"), bing(残疾类别="肢体"))
    hall.write(*rows)
    before = (Person.objects.count(), Residence.objects.count(), Membership.objects.count())
    assert hall.check(*rows).counts == {"unchanged": 2}
    assert hall.check(*reversed(rows)).counts == {"unchanged": 2}
    done = hall.write(*rows, day=LATER, at=THEN)
    assert (done.unchanged, done.added, done.changed) == (2, 0, 0)
    assert before == (
        Person.objects.count(), Residence.objects.count(), Membership.objects.count()
    )


def test_a_blank_cell_never_erases(hall: Office) -> None:
    hall.write(row(手机号="13912345678", 开户银行="农行", 银行卡号="6217000012345678901",
                   劳动能力="弱劳力"))
    plain = row(楼栋="", 单元="", 房号="", 与户主关系="", 迁出县="")
    assert hall.check(plain).counts == {"unchanged": 1}


def test_who_moved_keeps_where_she_lived(hall: Office) -> None:
    hall.write(row(), bing())
    checked = hall.check(row(社区="红路二社区", 房号="302"), day=LATER)
    assert checked.counts == {"moved": 1}
    done = hall.write(row(社区="红路二社区", 房号="302"), day=LATER, at=THEN)
    assert done.moved == 1
    assert hall.home("王芳", LATER) == ("红路二社区", "3", "2", "302")
    assert hall.home("王芳", DAY) == ("红路一社区", "3", "2", "501")


def test_a_new_telephone_and_card_replace_the_old_and_are_shown_masked(hall: Office) -> None:
    hall.write(row(手机号="13912345678", 银行卡号="6217000012345678901"))
    imported = hall.bring(row(手机号="13887654321"), day=LATER, at=THEN)
    (told,) = imported.rows.all()
    assert told.changes == [["手机号", "*** **** 5678", "*** **** 4321"]]
    start_write(imported=imported, by=hall.officer, at=THEN)
    run_write(imported=hall.again(imported), now=lambda: THEN)
    assert masked(hall.person("王芳")) | {"id": ""} == {
        "id": "", "phone": "*** **** 4321", "bank": "**** 8901",
    }


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(社区="红路三社区")], [(2, "社区", "no_community")]),
        ([row(社区="靖安社区")], [(2, "社区", "not_yours")]),
        ([row(安置区="没有的安置区")], [(2, "安置区", "no_site")]),
        ([row(), row()], [(3, "身份证号", "twice_in_list"), (3, "与户主关系", "two_heads")]),
        ([row(), bing(与户主关系="户主")], [(3, "与户主关系", "two_heads")]),
        ([row(入住日期="2031-01-01")], [(2, "入住日期", "future")]),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(
    hall: Office, rows: list[dict[str, str]], found: list[tuple[int, str, str]]
) -> None:
    assert wrong(hall.check(*rows)) == found


def test_a_second_head_is_refused_unless_the_list_changes_the_first(hall: Office) -> None:
    hall.write(row(), bing())
    assert wrong(hall.check(bing(与户主关系="户主"))) == [(2, "与户主关系", "head_there")]
    assert hall.check(bing(与户主关系="户主"), row(与户主关系="配偶")).counts == {"changed": 2}


def test_somebody_of_another_community_can_not_be_taken(hall: Office) -> None:
    hall.write(row())
    set_residence(person=hall.person("王芳"), community=hall.elsewhere, from_day=date(2022, 2, 1),
                  by=hall.officer, at=AT)
    Residence.objects.filter(community=hall.community).update(from_day=date(2021, 1, 1))
    assert wrong(hall.check(row())) == [(2, "身份证号", "elsewhere")]


def test_of_two_communities_of_a_name_hers_is_meant(hall: Office) -> None:
    far = Site.objects.create(name="远处安置区", division=hall.community.site.division)
    Community.objects.create(site=far, name=hall.community.name)
    hall.write(row())
    assert Residence.objects.get().community == hall.community
    assert wrong(hall.check(row(安置区="远处安置区"))) == [(2, "社区", "not_yours")]


def test_the_dead_are_not_moved(hall: Office) -> None:
    hall.write(row())
    set_trait(person=hall.person("王芳"), trait="died", holds=True, from_day=DAY,
              by=hall.officer, at=AT)
    assert wrong(hall.check(row(房号="502"))) == [(2, "姓名", "died")]


def test_another_name_at_the_same_number_is_asked(hall: Office) -> None:
    hall.write(row())
    imported = hall.bring(row(姓名="王方"), day=LATER, at=THEN)
    assert (imported.questions, imported.changed) == (1, 0)
    (told,) = imported.rows.all()
    assert [one.code for one in told.findings.all()] == ["other_name"]
    answer(row=told, answer="same", by=hall.officer, at=THEN)
    start_write(imported=imported, by=hall.officer, at=THEN)
    run_write(imported=hall.again(imported), now=lambda: THEN)
    assert [one.party.name for one in Person.objects.select_related("party")] == ["王方"]


CHILD = {
    "姓名": "李小花", "身份证号": "", "性别": "女", "出生日期": "2018-07-01", "与户主关系": "子女",
}


def test_a_child_without_a_number_is_known_by_her_household(hall: Office) -> None:
    hall.write(row(), row(**CHILD))
    assert Person.objects.count() == 2
    assert hall.check(row(**CHILD)).counts == {"unchanged": 1}
    checked = hall.check(row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女"))
    assert checked.counts == {"question": 1}


@pytest.mark.parametrize(("said", "persons", "apart"), [("same", 2, 0), ("other", 3, 1)])
def test_who_looks_like_somebody_is_asked_and_the_answer_is_remembered(
    hall: Office, said: str, persons: int, apart: int
) -> None:
    hall.write(row(), row(**CHILD))
    known = row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女")
    imported = hall.bring(known, day=LATER, at=THEN)
    (told,) = imported.rows.all()
    answer(row=told, answer=said, by=hall.officer, at=THEN)
    start_write(imported=imported, by=hall.officer, at=THEN)
    run_write(imported=hall.again(imported), now=lambda: THEN)
    assert (Person.objects.count(), NotSame.objects.count()) == (persons, apart)
    assert hall.check(known, day=LATER, at=THEN).counts == {"unchanged": 1}


def test_a_question_that_nobody_answered_is_not_written(hall: Office) -> None:
    hall.write(row(), row(**CHILD))
    hall.write(row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女"), day=LATER, at=THEN)
    assert Person.objects.count() == 2


def test_a_change_that_is_not_wanted_is_left_out(hall: Office) -> None:
    hall.write(row(), bing())
    imported = hall.bring(row(房号="502"), bing(房号="502"), day=LATER, at=THEN)
    answer(row=imported.rows.get(shown="王芳"), answer="skip", by=hall.officer, at=THEN)
    start_write(imported=imported, by=hall.officer, at=THEN)
    run_write(imported=hall.again(imported), now=lambda: THEN)
    assert (hall.home("王芳", LATER)[3], hall.home("李兵", LATER)[3]) == ("501", "502")


def test_the_right_rows_are_written_though_others_are_wrong(hall: Office) -> None:
    done = hall.write(row(), bing(身份证号="5.30602E+17"))
    assert (done.added, done.wrong, done.state) == (1, 1, "done")
    assert [one.party.name for one in Person.objects.select_related("party")] == ["王芳"]


def test_a_list_with_too_many_doubles_is_refused_whole(hall: Office) -> None:
    rows = [
        row(户编号=f"H{n}", 姓名=f"示{'甲乙丙丁戊'[n % 5]}{'子丑寅卯辰巳午未申酉'[n // 5]}",
            与户主关系="", 身份证号=make_resident_id("530600", date(1980, 1, 1), n))
        for n in range(50)
    ]
    with pytest.raises(NotImported, match="6 行像是登记过的人"):
        hall.check(*rows, *rows[:6]).refuse_doubles(DAY)
    refused = hall.bring(*rows, *rows[:6])
    assert (refused.state, refused.refusal) == ("refused", "doubles")
    assert not refused.rows.exists()
    assert hall.bring(*rows, *rows[:5]).state == "checked"


def test_the_whole_list_is_taken_back(hall: Office) -> None:
    first = hall.write(row(手机号="13912345678"))
    second = hall.write(row(手机号="13887654321", 房号="502", 技能="缝纫"), bing(户编号="H2"),
                        day=LATER, at=THEN)
    start_taking_back(imported=second, by=hall.officer, at=THEN)
    run_taking_back(imported=second, by=hall.officer, now=lambda: THEN)
    assert hall.again(second).state == "taken_back"
    assert [one.name for one in Party.objects.filter(kind="person")] == ["王芳"]
    assert [one.number for one in Household.objects.all()] == ["H1"]
    assert hall.home("王芳", LATER)[3] == "501"
    assert masked(hall.person("王芳"))["phone"] == "*** **** 5678"
    assert hall.check(row(手机号="13912345678")).counts == {"unchanged": 1}
    start_taking_back(imported=first, by=hall.officer, at=moment(LATER, "10:00"))
    run_taking_back(imported=first, by=hall.officer, now=lambda: moment(LATER, "10:00"))
    assert not Person.objects.exists()
    assert not Household.objects.exists()


def test_what_more_was_done_keeps_a_list_from_being_taken_back(hall: Office) -> None:
    done = hall.write(row())
    change_person(person=hall.person("王芳"), change=Change(phone="13912345678"),
                  by=hall.officer, at=THEN)
    with pytest.raises(NotImported, match="不能整份撤回"):
        start_taking_back(imported=done, by=hall.officer, at=THEN)
    assert hall.again(done).state == "done"


def test_a_key_is_never_given_out_twice(hall: Office) -> None:
    done = hall.write(row())
    gone = hall.person("王芳").pk
    start_taking_back(imported=done, by=hall.officer, at=THEN)
    run_taking_back(imported=done, by=hall.officer, now=lambda: THEN)
    hall.write(row(), day=LATER, at=THEN)
    assert hall.person("王芳").pk > gone


def test_nothing_in_the_database_tells_a_number(hall: Office) -> None:
    imported = hall.bring(row(身份证号=FANG[:-1], 手机号="13912345678"), bing(身份证号=BING))
    told = [*imported.rows.values_list("shown", "changes"),
            *imported.rows.values_list("findings__shown", "findings__params")]
    assert FANG[:-1] not in repr(told)
    assert Import.objects.get().state == "checked"


def test_one_card_of_two_persons_is_told_and_names_nobody(hall: Office) -> None:
    card = "6217000012345678901"
    hall.write(row(银行卡号=card))
    checked = hall.check(row(银行卡号=card), bing(银行卡号=card))
    assert checked.counts == {"unchanged": 1, "added": 1}
    assert doubts(checked) == [
        (2, "银行卡号", "card_check"), (2, "银行卡号", "card_shared"),
        (3, "银行卡号", "card_check"), (3, "银行卡号", "card_shared"),
    ]
    told = next(one for one in as_json(checked)["doubts"] if one["code"] == "card_shared")
    assert "王芳" not in told["reason"]
    assert "1 个人" in told["reason"]


def test_a_household_of_another_community_is_odd_unless_all_of_it_moves(hall: Office) -> None:
    hall.write(row(), bing())
    there = {"社区": "红路二社区"}
    assert doubts(hall.check(bing(**there), day=LATER)) == [(2, "户编号", "household_elsewhere")]
    assert doubts(hall.check(row(**there), bing(**there), day=LATER)) == []


def test_who_is_under_16_and_said_to_be_able_is_odd(hall: Office) -> None:
    """劳动法 articles 15 and 94: nobody under 16 is given work."""
    child = row(姓名="李小花", 身份证号=XIAO, 与户主关系="子女", 劳动能力="全劳力")
    checked = hall.check(child)
    assert doubts(checked) == [(2, "劳动能力", "under_16")]
    assert checked.counts == {"added": 1}
    assert doubts(hall.check(child | {"劳动能力": "无劳力"})) == []


def test_an_odd_row_is_kept_and_written_all_the_same(hall: Office) -> None:
    imported = hall.bring(row(银行卡号="6217000012345678901"))
    (told,) = imported.rows.all()
    assert (told.kind, [one.code for one in told.findings.all()]) == ("doubt", ["card_check"])
    assert (imported.added, imported.told["doubts"]) == (1, 1)
    start_write(imported=imported, by=hall.officer, at=AT)
    assert run_write(imported=hall.again(imported), now=lambda: AT).state == "done"
    assert Person.objects.count() == 1


def test_columns_that_nobody_knows_are_told(hall: Office) -> None:
    checked = hall.check(row(星座="天秤"))
    assert as_json(checked)["ignored"]["columns"] == [
        {"sheet": "花名册", "column": "星座"}
    ]
    assert hall.bring(row(星座="天秤")).told["columns"] == [["花名册", "星座"]]


def test_two_sheets_with_the_same_person_in_the_same_row_are_seen(hall: Office) -> None:
    content = as_xlsx(一月=lines_of([row()]), 二月=lines_of([row()]))
    rows = read_file("people", content, "花名册.xlsx")
    brought = Import(list="people", file_name="花名册.xlsx", day=DAY, by=hall.officer)
    assert ("身份证号", "twice_in_list") in [at[1:] for at in wrong(compare(brought, rows, AT))]
