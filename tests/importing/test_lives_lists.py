"""An officer brings what her people can and want to do, and the accounts their wages go to."""

from datetime import date

import pytest

from menkou.importing.errors import NotImported
from menkou.registry.actions.abilities import set_wish
from menkou.registry.models import BankAccount, Skill, Wish
from menkou.registry.queries.person import masked
from tests.builders import moment
from tests.importing.office import BING, DAY, FANG, Office, bing, doubts, office, row, wrong

pytestmark = pytest.mark.django_db
LATER = date(2022, 6, 1)
THEN = moment(LATER, "09:00")
CARD, OTHER = "6200001234567890128", "6200001234567890136"


@pytest.fixture
def hall() -> Office:
    hall = office()
    hall.write(row(), bing())
    return hall


def can(**said: str) -> dict[str, str]:
    return {"姓名": "王芳", "身份证号": FANG, "技能": "缝纫", "想做活": "", "每周小时": "",
            "想在哪做": "", "想做什么": ""} | said


def card(**said: str) -> dict[str, str]:
    return {"姓名": "王芳", "身份证号": FANG, "开户银行": "农村信用社", "银行卡号": CARD,
            "卡主": "", "卡主姓名": ""} | said


def test_skills_and_wishes_are_noted_once_and_taken_back(hall: Office) -> None:
    rows = (can(想做活="是", 每周小时="20", 想在哪做="在家做", 想做什么="藤编"),
            can(姓名="李兵", 身份证号=BING, 技能="驾驶"))
    assert hall.check_list("skills", *rows).counts == {"added": 2}
    done = hall.write_list("skills", *rows)
    assert set(Skill.objects.values_list("skill", "source")) == {
        ("sewing", "list"), ("driving", "list"),
    }
    wish = Wish.objects.get()
    assert (wish.wants, wish.hours, wish.place, wish.kinds) == (True, 20, "home", " rattan ")
    assert hall.check_list("skills", *rows).counts == {"unchanged": 2}
    assert hall.check_list("skills", can()).counts == {"unchanged": 1}
    more = can(技能="缝纫、藤编", 每周小时="30")
    again = hall.write_list("skills", more, day=LATER, at=THEN)
    assert (again.changed, again.unchanged) == (1, 0)
    now = Wish.objects.on(LATER).get()
    assert (now.hours, now.place, now.kinds) == (30, "home", " rattan ")
    hall.take_back(again, moment(LATER, "10:00"))
    assert Wish.objects.on(LATER).get().hours == 20
    hall.take_back(done, moment(LATER, "11:00"))
    assert not Wish.objects.standing().exists()
    assert not Skill.objects.standing().exists()


def test_who_wants_no_work_any_more_wants_no_hours(hall: Office) -> None:
    hall.write_list("skills", can(想做活="是", 每周小时="20", 想做什么="藤编"))
    hall.write_list("skills", can(想做活="否"), day=LATER, at=THEN)
    now = Wish.objects.on(LATER).get()
    assert (now.wants, now.hours, now.kinds) == (False, None, "")
    assert hall.check_list("skills", can(想做活="否"), day=LATER).counts == {"unchanged": 1}


def test_a_person_is_found_by_household_and_name_too(hall: Office) -> None:
    rows = [can(身份证号="", 户编号="H1"), can(身份证号="", 户编号="H1", 姓名="李兵")]
    assert hall.check_list("skills", *rows).counts == {"added": 2}


def test_two_of_a_name_in_a_household_are_not_told_apart_by_it(hall: Office) -> None:
    twin = {"姓名": "李兵", "身份证号": "", "性别": "男", "出生日期": "2001-02-03",
            "与户主关系": "子女"}
    hall.write(row(**twin))
    assert wrong(hall.check_list("skills", can(身份证号="", 户编号="H1", 姓名="李兵"))) == [
        (2, "姓名", "two_named")
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"姓名": "王方"}, (2, "姓名", "name_differs")),
        ({"身份证号": "530602199001010025"}, (2, "身份证号", "nobody_known")),
        ({"身份证号": "", "户编号": "H9"}, (2, "姓名", "nobody_known")),
    ],
)
def test_whom_nobody_knows_is_told(
    hall: Office, said: dict[str, str], found: tuple[int, str, str]
) -> None:
    assert wrong(hall.check_list("skills", can(**said))) == [found]


def test_a_person_stands_in_a_list_once_however_she_is_named(hall: Office) -> None:
    rows = [can(户编号=""), can(身份证号="", 户编号="H1")]
    assert wrong(hall.check_list("skills", *rows)) == [(3, "姓名", "twice_in_list")]


def test_somebody_of_another_community_is_not_hers(hall: Office) -> None:
    away = row(社区="靖安社区")
    hall.write_list("people", away, by=hall.district, day=LATER, at=THEN)
    assert wrong(hall.check_list("skills", can(), at=THEN)) == [(2, "身份证号", "elsewhere")]
    assert wrong(hall.check_list("accounts", card(), at=THEN)) == [(2, "身份证号", "elsewhere")]


def test_an_account_is_noted_changed_and_taken_back(hall: Office) -> None:
    assert hall.check_list("accounts", card()).counts == {"added": 1}
    done = hall.write_list("accounts", card())
    assert masked(hall.person("王芳"))["bank"] == "**** 0128"
    assert hall.check_list("accounts", card(开户银行="")).counts == {"unchanged": 1}
    his = card(银行卡号=OTHER, 卡主="配偶", 卡主姓名="李兵")
    imported = hall.bring_list("accounts", his, day=LATER, at=THEN)
    told = imported.rows.get()
    assert told.changes == [
        ["银行卡号", "**** 0128", "**** 0136"], ["卡主", "本人", "配偶"], ["卡主姓名", "", "李兵"],
    ]
    again = hall.write_list("accounts", his, day=LATER, at=THEN)
    person = hall.person("王芳")
    assert (person.bank_holder, masked(person)["bank"]) == ("spouse", "**** 0136")
    hall.take_back(again, moment(LATER, "10:00"))
    person = hall.person("王芳")
    assert (person.bank_holder, masked(person)["bank"]) == ("self", "**** 0128")
    assert BankAccount.objects.standing().count() == 1
    hall.take_back(done, moment(LATER, "11:00"))
    assert hall.person("王芳").bank is None
    assert not BankAccount.objects.standing().exists()


def test_a_card_of_two_or_of_somebody_else_is_odd_and_taken(hall: Office) -> None:
    """保障农民工工资支付条例 articles 11 and 54: to her own card, which nobody else holds."""
    hall.write_list("accounts", card())
    his = card(姓名="李兵", 身份证号=BING, 卡主="配偶", 卡主姓名="王芳")
    checked = hall.check_list("accounts", his)
    assert checked.counts == {"added": 1}
    assert doubts(checked) == [(2, "银行卡号", "card_shared"), (2, "卡主", "not_hers")]


def test_the_name_must_be_hers_as_an_account_is_money(hall: Office) -> None:
    assert wrong(hall.check_list("accounts", card(姓名="王方"))) == [(2, "姓名", "name_differs")]


def test_what_was_said_later_keeps_a_list_from_being_taken_back(hall: Office) -> None:
    done = hall.write_list("skills", can())
    set_wish(person=hall.person("王芳"), wants=True, from_day=DAY, by=hall.officer, at=THEN)
    with pytest.raises(NotImported, match="不能整份撤回"):
        hall.take_back(done, THEN)
