"""Whose account the wages go to, and who shares one."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from menkou.identity.models import VerbLog
from menkou.registry.actions.accounts import Account, set_account
from menkou.registry.actions.forget import forget_person
from menkou.registry.actions.numbers import NotRegistered, reveal
from menkou.registry.actions.people import Change, add_people, change_person
from menkou.registry.actions.register import NewPerson
from menkou.registry.models import BankAccount, Person
from menkou.registry.queries import people
from menkou.registry.queries import person as record
from menkou.registry.queries.proof import accounts_apart
from tests.builders import Floor, floor

pytestmark = pytest.mark.django_db
CARD, OTHER = "6217000000000413", "6217000000000421"
BORN = date(1985, 5, 5)


@pytest.fixture
def hall() -> Floor:
    return floor()


@pytest.fixture
def who(hall: Floor) -> dict[str, Any]:
    return {"by": hall.clerk, "at": hall.now}


def with_card(card: str = CARD, **said: Any) -> NewPerson:
    return NewPerson("王芳", "f", BORN, bank=card, account=Account(**said))


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_an_account_is_her_own_unless_somebody_else_is_named(who: dict[str, Any]) -> None:
    own, husbands = add_people([
        with_card(bank_name="农村信用社"),
        with_card(OTHER, holder="spouse", holder_name="李强"),
    ], **who)
    assert (own.bank_name, own.bank_holder, record.holder_name(own)) == ("农村信用社", "self", "")
    assert (husbands.bank_holder, record.holder_name(fresh(husbands))) == ("spouse", "李强")
    assert "李强".encode() not in bytes(husbands.bank_holder_name or b"")
    assert reveal(person=husbands, number="bank", reason="bank_refused", **who) == OTHER


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (with_card(holder="spouse"), "bank_holder_name"),
        (with_card(holder="spouse", holder_name=" "), "bank_holder_name"),
        (with_card(holder_name="李强"), "bank_holder"),
        (with_card("", bank_name="农村信用社"), "bank"),
        (with_card("", holder="spouse", holder_name="李强"), "bank"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    new: NewPerson, field: str, who: dict[str, Any]
) -> None:
    with pytest.raises(NotRegistered) as refused:
        add_people([new], **who)
    assert refused.value.params["field"] == field
    assert "李强" not in str(refused.value)


def test_a_new_number_keeps_the_holder_and_no_number_lets_her_go(who: dict[str, Any]) -> None:
    (person,) = add_people([with_card(bank_name="农行", holder="child", holder_name="小马")], **who)
    before = bytes(person.bank_index or b"")
    change_person(person=person, change=Change(bank=OTHER), **who)
    assert record.holder_name(fresh(person)) == "小马"
    assert bytes(fresh(person).bank_index or b"") != before
    with pytest.raises(NotRegistered, match="卡主姓名"):
        change_person(person=fresh(person), change=Change(account=Account(holder_name="")), **who)
    change_person(person=person, change=Change(bank=""), **who)
    gone = fresh(person)
    assert (gone.bank, gone.bank_index, gone.bank_name) == (None, None, "")
    assert (gone.bank_holder, gone.bank_holder_name) == ("self", None)


def test_an_account_becomes_her_own_again(who: dict[str, Any]) -> None:
    (person,) = add_people([with_card(holder="child", holder_name="小马")], **who)
    change_person(person=person, change=Change(account=Account(holder="self")), **who)
    assert (fresh(person).bank_holder, fresh(person).bank_holder_name) == ("self", None)
    assert VerbLog.objects.get(verb="registry.change_person").note == "account"


def test_the_database_takes_no_holder_without_a_name(who: dict[str, Any]) -> None:
    (person,) = add_people([with_card()], **who)
    with pytest.raises(IntegrityError, match="bank_holder_whole"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(bank_holder="spouse")


def test_who_shares_an_account_is_counted_among_all_however_it_was_typed(
    who: dict[str, Any], django_assert_num_queries: Any
) -> None:
    """保障农民工工资支付条例 54: somebody may hold the cards of others."""
    one, two, three, alone, none = add_people([
        with_card(), with_card("6217 0000 0000 0413"), with_card("６２１７0000-0000-0413"),
        with_card(OTHER), with_card(""),
    ], **who)
    asked = [one.pk, two.pk, alone.pk, none.pk]
    with django_assert_num_queries(1):
        assert people.same_card(asked) == {one.pk: 2, two.pk: 2}
    forget_person(person=three, **who)
    assert people.same_card(asked) == {one.pk: 1, two.pk: 1}
    assert people.same_card([]) == {}


def test_a_forgotten_person_keeps_no_account(who: dict[str, Any]) -> None:
    (person,) = add_people([with_card(bank_name="农行", holder="child", holder_name="小马")], **who)
    forget_person(person=person, **who)
    gone = fresh(person)
    assert (gone.bank, gone.bank_index, gone.bank_name, gone.bank_holder_name) == (
        None, None, "", None,
    )
    with pytest.raises(IntegrityError, match="forgotten_whole"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(bank_index=b"0" * 16)


def test_accounts_from_before_the_index_get_one(
    who: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    migration = import_module("menkou.registry.migrations.0002_account_and_consent")
    monkeypatch.setattr(migration, "BATCH", 2)
    made = add_people([with_card(), with_card("6217 0000 0000 0413"), with_card(OTHER),
                       with_card("")], **who)
    before = dict(Person.objects.values_list("pk", "bank_index"))
    Person.objects.update(bank_index=None)
    for _again in range(2):
        migration.index_accounts(apps, None)
        found = dict(Person.objects.values_list("pk", "bank_index"))
        assert {pk: index and bytes(index) for pk, index in found.items()} == {
            pk: index and bytes(index) for pk, index in before.items()
        }
    assert found[made[3].pk] is None


def test_each_account_has_its_day_and_the_person_shows_the_one_that_holds(
    hall: Floor, who: dict[str, Any]
) -> None:
    (person,) = add_people([with_card(bank_name="农行")], **who)
    today = BankAccount.objects.get(person=person)
    assert (today.from_day, today.bank_name) == (date(2022, 3, 1), "农行")
    set_account(person=person, number=OTHER, account=Account(bank_name="信用社"), source="paper",
                from_day=date(2022, 1, 15), **who)
    assert fresh(person).bank_name == "农行"
    on = BankAccount.objects.on(date(2022, 2, 1)).get(person=person)
    assert (on.bank_name, on.source) == ("信用社", "paper")
    set_account(person=person, number=None, account=Account(bank_name="农商行"),
                from_day=date(2022, 3, 1), **who)
    assert fresh(person).bank_name == "农商行"
    assert reveal(person=fresh(person), number="bank", reason="fix", **who) == CARD
    set_account(person=person, number="", from_day=date(2022, 3, 1), **who)
    assert fresh(person).bank is None
    assert list(accounts_apart()) == []


def test_an_account_from_tomorrow_on_is_refused(hall: Floor, who: dict[str, Any]) -> None:
    (person,) = add_people([with_card()], **who)
    with pytest.raises(NotRegistered) as refused:
        set_account(person=person, number=OTHER, from_day=date(2022, 3, 2), **who)
    assert refused.value.params["field"] == "from_day"
    assert BankAccount.objects.count() == 1


def test_a_column_that_says_something_else_than_its_row_is_found(who: dict[str, Any]) -> None:
    one, other = add_people([with_card(), with_card(OTHER, holder="child", holder_name="小马")],
                            **who)
    assert list(accounts_apart()) == []
    Person.objects.filter(pk=one.pk).update(bank_name="农行")
    BankAccount.objects.filter(person=other).delete()
    assert list(accounts_apart()) == [one.pk, other.pk]


def test_forgetting_empties_every_account_she_ever_had(who: dict[str, Any]) -> None:
    (person,) = add_people([with_card(holder="child", holder_name="小马")], **who)
    set_account(person=person, number=OTHER, from_day=date(2022, 1, 1), **who)
    forget_person(person=person, **who)
    rows = BankAccount.objects.values_list("number", "bank_name", "holder", "holder_name")
    assert list(rows) == [(None, "", "self", None)] * 2
    assert list(accounts_apart()) == []


def test_accounts_that_were_registered_before_there_were_rows_get_theirs(
    who: dict[str, Any]
) -> None:
    one, _none = add_people([with_card(holder="child", holder_name="小马"), with_card("")], **who)
    before = list(BankAccount.objects.values("person", "from_day", "number", "entered_by"))
    BankAccount.objects.all().delete()
    migration = import_module("menkou.registry.migrations.0005_accounts_of_before")
    for _ in range(2):
        migration.add_rows(apps, None)
    assert list(BankAccount.objects.values("person", "from_day", "number", "entered_by")) == before
    assert list(accounts_apart()) == []
    assert fresh(one).bank_holder == "child"
