"""What a payment needs to know, on her page: whose account, what she agrees to, that she lives."""

from typing import Any

import pytest
from django.test import Client

from menkou.identity.models import User
from menkou.registry.actions.accounts import Account
from menkou.registry.actions.consents import record_consent
from menkou.registry.actions.life import set_trait
from menkou.registry.actions.people import Change, change_person
from menkou.registry.models import Consent, Engagement, Person
from menkou.registry.queries.person import holder_name
from tests.builders import START, Floor
from tests.web.people.conftest import NUMBER, Door, Read

pytestmark = pytest.mark.django_db
SAME = {"name": "王芳", "sex": "f", "born_on": "1985-05-05"}


def test_the_card_of_her_husband_is_registered_with_his_name_sealed(
    desk: Client, floor: Floor, read: Read
) -> None:
    done = desk.post("/people/add/", {
        "name": "王芳", "id_number": NUMBER, "bank": "6217 0000 0000 0413", "bank_name": "农行",
        "bank_holder": "spouse", "bank_holder_name": "李强", "community": floor.community.pk,
        "lives_since": "2022-01-01",
    })
    person = Person.objects.get(party__name="王芳")
    page = read(desk.get(done.url))
    assert "农行 · 配偶" in page
    assert "李强" not in page
    assert 'value="李强"' in desk.get(f"/people/{person.pk}/change/").content.decode()


def test_a_holder_without_a_name_is_asked_for_and_nothing_typed_is_lost(
    desk: Client, wang: Person, read: Read
) -> None:
    page = desk.post(f"/people/{wang.pk}/change/", SAME | {
        "bank_name": "农行", "bank_holder": "child",
    })
    assert "卡不是本人的，请写卡主姓名" in read(page)
    assert 'value="农行"' in page.content.decode()
    desk.post(f"/people/{wang.pk}/change/", SAME | {
        "bank_name": "农行", "bank_holder": "child", "bank_holder_name": "小马",
    })
    fresh = Person.objects.get(pk=wang.pk)
    assert (fresh.bank_name, fresh.bank_holder, holder_name(fresh)) == ("农行", "child", "小马")
    assert fresh.bank == wang.bank


def test_a_card_that_is_taken_away_takes_its_holder_along(
    desk: Client, wang: Person, who: dict[str, Any]
) -> None:
    said = Account(bank_name="农行", holder="child", holder_name="小马")
    change_person(person=wang, change=Change(account=said), **who)
    desk.post(f"/people/{wang.pk}/change/", SAME | {
        "bank_name": "农行", "bank_holder": "child", "bank_holder_name": "小马", "gone": ["bank"],
    })
    fresh = Person.objects.get(pk=wang.pk)
    assert (fresh.bank, fresh.bank_name, fresh.bank_holder) == (None, "", "self")


def test_she_agrees_to_be_named_after_it_was_read_out_and_takes_it_back(
    desk: Client, clerk: User, community_officer: User, wang: Person, read: Read
) -> None:
    address = f"/people/{wang.pk}/consent/"
    assert "请念给本人听：每次发工钱以前" in read(desk.get(address))
    assert "工钱公示 不写姓名" in read(desk.get(f"/people/{wang.pk}/"))
    yes = {"given": "yes", "read_out_by": community_officer.pk, "from_day": "2022-01-14"}
    assert "按了手印，才算同意" in read(desk.post(address, yes))
    done = desk.post(address, yes | {"thumb_print": "on"})
    page = read(desk.get(done.url))
    assert "工钱公示 同意写姓名" in page
    assert "同意：工钱公示写姓名" in page
    assert "示例酉念给本人听的" in page
    desk.post(address, {"given": "no", "from_day": "2022-01-14"})
    assert "工钱公示 不写姓名" in read(desk.get(done.url))
    assert Consent.objects.standing().get().given is False


def test_who_reads_out_is_one_of_this_office(
    desk: Client, officer: User, wang: Person, read: Read
) -> None:
    page = desk.post(f"/people/{wang.pk}/consent/", {
        "given": "yes", "thumb_print": "on", "read_out_by": officer.pk, "from_day": "2022-01-14",
    })
    assert page.status_code == 200
    assert not Consent.objects.exists()


def test_a_clerk_records_no_consent(clerk: User, door: Door, floor: Floor) -> None:
    person = floor.weaver("李英")
    assert door(clerk).get(f"/people/{person.pk}/consent/").status_code == 403


def test_of_who_has_died_nothing_new_is_offered(
    desk: Client, floor: Floor, who: dict[str, Any], wang: Person, read: Read
) -> None:
    set_trait(person=wang, trait="died", holds=True, from_day=START, **who)
    page = read(desk.get(f"/people/{wang.pk}/"))
    assert "王芳 已离世" in page
    for act in ("记用工", "发卡"):
        assert act not in page
    sent = {"form": "home", "workshop": floor.workshop.pk, "cycle": "month",
            "from_day": "2022-01-05"}
    assert desk.post(f"/people/{wang.pk}/work/", sent).status_code == 200
    assert not Engagement.objects.exists()


def test_her_work_can_still_be_ended(
    desk: Client, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    person = floor.weaver("李英")
    set_trait(person=person, trait="died", holds=True, from_day=START, **who)
    assert "记用工" in read(desk.get(f"/people/{person.pk}/"))
    done = desk.post(f"/people/{person.pk}/work/", {
        "form": "end", "payer": floor.firm.pk, "cycle": "month", "from_day": "2022-01-10",
    })
    assert done.status_code == 302


def test_both_taxes_are_shown_before_one_is_chosen(
    desk: Client, floor: Floor, wang: Person, read: Read
) -> None:
    address = f"/people/{wang.pk}/work/"
    assert "1,200.00 元：按工资薪金扣 0.00 元，按劳务报酬扣 80.00 元" in read(desk.get(address))
    desk.post(address, {"form": "home", "workshop": floor.workshop.pk, "cycle": "month",
                        "tax_class": "labour", "from_day": "2022-01-05"})
    assert Engagement.objects.get().tax_class == "labour"
    assert '<option value="labour" selected>' in desk.get(address).content.decode()


def test_the_timeline_knows_consents_of_any_reader(
    enterprise: User, door: Door, floor: Floor, who: dict[str, Any], read: Read
) -> None:
    person = floor.weaver("李英")
    record_consent(person=person, purpose="post_pay", given=True, thumb_print=True,
                   from_day=START, **who)
    assert "同意写姓名" in read(door(enterprise).get(f"/people/{person.pk}/"))
