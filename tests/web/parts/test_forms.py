"""What people type, and what they are told."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.lib.identifiers import make_credit_code, make_resident_id
from menkou.registry.models import Community, Shopfront
from menkou.web.parts.fields import (
    AmountField,
    CardField,
    CreditCodeField,
    DayField,
    PhoneField,
    ResidentIdField,
    TextField,
    YuanField,
)
from menkou.web.parts.forms import Form, run
from tests.builders import Floor

SQUARE_METRES = AmountField(factor=100, unit="平方米")


class CommunityForm(Form):
    name = TextField(label="社区名称", max_length=5)


class ShopfrontForm(Form):
    number = TextField(label="铺号")
    area_dm2 = AmountField(label="面积", factor=100, least=0)


class AccountForm(Form):
    login = TextField(label="账号")


class TooLate(Refused):
    SENTENCES = {"late": "那天已经封账，只剩 %(left)s 天"}


def filled(kind: type[Form], **typed: str) -> Form:
    form = kind(typed)
    assert form.is_valid(), form.errors
    return form


def test_a_name_that_is_taken_is_said_beside_the_name(floor: Floor) -> None:
    form = filled(CommunityForm, name=floor.community.name[:5])

    @transaction.atomic
    def add(name: str) -> Community:
        return Community.objects.create(site=floor.community.site, name=floor.community.name)

    assert not run(form, add, **form.cleaned_data)
    assert form.errors == {"name": ["这个安置区里已经有同名的社区"]}


def test_a_bound_of_the_table_is_said_beside_its_field(floor: Floor) -> None:
    form = filled(ShopfrontForm, number="7", area_dm2="0")

    @transaction.atomic
    def add(**given: Any) -> Shopfront:
        return Shopfront.objects.create(community=floor.community, **given)

    assert not run(form, add, **form.cleaned_data)
    assert form.errors == {"area_dm2": ["面积要大于零"]}


def test_a_unique_column_without_a_sentence_has_a_general_one(floor: Floor) -> None:
    form = filled(AccountForm, login=floor.clerk.login)

    @transaction.atomic
    def add(login: str) -> User:
        return User.objects.create(login=login, shown_name="示例辛", kind="staff")

    assert not run(form, add, **form.cleaned_data)
    assert form.errors == {"login": ["已经有一个一样的，请换一个"]}


def test_what_no_person_can_break_is_not_swallowed(floor: Floor) -> None:
    form = filled(AccountForm, login="xin")

    @transaction.atomic
    def add(login: str) -> User:
        return User.objects.create(login=login, shown_name="示例辛", kind="nobody")

    with pytest.raises(IntegrityError):
        run(form, add, **form.cleaned_data)


def test_a_refusal_is_a_sentence_on_the_form() -> None:
    form = filled(AccountForm, login="xin")

    def refuse(login: str) -> None:
        raise TooLate("late", left=3)

    assert not run(form, refuse, **form.cleaned_data)
    assert form.non_field_errors() == ["那天已经封账，只剩 3 天"]


def test_a_refusal_may_name_its_field() -> None:
    form = filled(AccountForm, login="xin")

    def refuse(login: str) -> None:
        raise TooLate("late", left=3, field="login")

    assert not run(form, refuse, **form.cleaned_data)
    assert list(form.errors) == ["login"]


def test_what_was_done_is_kept_on_the_form() -> None:
    form = filled(AccountForm, login="xin")
    assert run(form, lambda login: login.upper(), **form.cleaned_data)
    assert form.result == "XIN"


def test_what_is_missing_is_asked_for_by_its_name() -> None:
    form = CommunityForm({"name": " "})
    assert form.errors == {"name": ["请填社区名称"]}
    assert CommunityForm({"name": "红路第一社区"}).errors == {"name": ["太长了，最多 5 个字"]}


@pytest.mark.parametrize(
    ("typed", "amount"), [("340", 34_000), ("３４０．５", 34_050), ("1,200.25", 120_025)]
)
def test_an_area_is_read_exactly(typed: str, amount: int) -> None:
    assert SQUARE_METRES.clean(typed) == amount


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (SQUARE_METRES, "三百", "这不是一个数。请只填数字，如 0.42"),
        (SQUARE_METRES, "3.001", "最多 2 位小数"),
        (SQUARE_METRES, "0", "要大于零"),
        (AmountField(), "3.5", "请填整数"),
        (AmountField(), "三", "这不是一个数。请只填数字，如 12"),
        (AmountField(least=0), "-1", "不能是负数"),
        (YuanField(), "0.00001", "最多 4 位小数"),
        (DayField(), "2022-02-30", "没有这一天。请填年、月、日，如 2022-02-10"),
        (DayField(), "明天", "没有这一天。请填年、月、日，如 2022-02-10"),
        (ResidentIdField(), "53060019800101002", "位数不对，请对着证件再数一遍"),
        (CreditCodeField(), "91530602000000010O", "有一个字符不该在里面，请对着证件再看一遍"),
        (PhoneField(), "1380000", "电话对不上：手机是 11 位，座机要带区号"),
        (CardField(), "6222 0000", "卡号是 12 到 19 位数字，请对着卡再看一遍"),
    ],
)
def test_what_can_not_be_is_said_in_words(field: Any, typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


def test_a_typed_number_never_stands_in_its_error() -> None:
    number = make_resident_id("530600", date(1980, 1, 1), 2)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    with pytest.raises(ValidationError) as refused:
        ResidentIdField().clean(wrong)
    assert wrong not in str(refused.value)
    assert ResidentIdField().clean(number).number == number


def test_good_entries_are_read_with_mercy() -> None:
    assert DayField().clean("2022年2月3日") == DayField().clean("2022.2.3") == date(2022, 2, 3)
    assert PhoneField().clean("+86 138 0000 0007") == "13800000007"
    assert CardField().clean("6222-0212 3456 7890") == "6222021234567890"
    assert CreditCodeField().clean(make_credit_code(7).lower()) == make_credit_code(7)
    assert YuanField().clean("0.35") == 3500


def test_a_day_that_is_none_is_shown_again_as_it_was_typed() -> None:
    class DueForm(Form):
        due_on = DayField(label="交货日期")

    assert 'type="text"' in str(DueForm({"due_on": "二月初八"})["due_on"])
    assert 'value="二月初八"' in str(DueForm({"due_on": "二月初八"})["due_on"])
    assert 'type="date"' in str(DueForm({"due_on": "2022-02-08"})["due_on"])


def test_an_amount_in_base_units_is_shown_in_its_unit() -> None:
    class AreaForm(Form):
        area = AmountField(factor=100)

    assert 'value="3,400.5"' in str(AreaForm(initial={"area": 340_050})["area"])
