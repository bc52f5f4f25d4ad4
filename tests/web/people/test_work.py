"""A person's work on her page: what she earned, holds, is owed, and has still to bring."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.access.models import Grant
from menkou.identity import clock
from menkou.identity.models import User, VerbLog
from menkou.ledger.models import Account
from menkou.lib.scope import Scope
from menkou.registry.actions.life import found_household, set_membership, set_trait
from menkou.registry.models import Community, Membership, Person, Residence, Trait
from menkou.work.models import Ticket
from menkou.work.queries.person import hers
from tests import builders
from tests.builders import START, Floor, moment
from tests.web.conftest import granted
from tests.web.people.conftest import Door, Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(floor: Floor) -> Person:
    """She has brought 7 of 10 baskets at 0.50, all good, and holds what the rest needs."""
    lan = floor.weaver("示例兰")
    floor.arrive(floor.rattan, 20_000)
    ticket = floor.ticket((lan, 1), pieces=10)
    carried = {"ticket": ticket.number, "carrier": lan.pk}
    floor.send(floor.fact("issue", START, "09:00", carried | {
        "lines": [{"commodity": floor.rattan.pk, "quantity": 12_000}],
    }))
    floor.send(floor.fact("receipt", date(2022, 1, 10), "15:00", carried | {"good": 7}))
    return lan


def page(here: Client, person: Person, **asked: str) -> Any:
    return here.get(f"/people/{person.pk}/", asked)


def test_her_page_shows_what_she_earned_and_holds(
    desk: Client, lan: Person, read: Read
) -> None:
    said = read(page(desk, lan))
    assert "本月挣 3.50 元 做了 1 天" in said
    assert "一共挣 3.50 元 从 2022 年 1 月起" in said
    assert "手里的活 1 张票 还剩 3 个 最早 2 月 28 日交" in said
    assert "手里的藤条 3.6 公斤" in said
    assert "交了 7，共 10" in said
    assert "示例藤编合作社还没发的 3.50 元" in said
    account = Account.objects.get(party=lan.pk, kind="wages_owed")
    assert f"/office/accounts/{account.pk}/?commodity=" in page(desk, lan).content.decode()


def test_her_days_have_tickets_and_wages(desk: Client, lan: Person, read: Read) -> None:
    said = read(page(desk, lan))
    assert "领了藤编小篮 · 编织 10 个" in said
    assert "1 月的工钱 做了 1 天 +3.50" in said
    pay = read(page(desk, lan, only="pay"))
    assert "1 月的工钱" in pay
    assert "领了藤编小篮" not in pay
    assert "领了藤编小篮" in read(page(desk, lan, only="job"))
    assert "1 月的工钱" not in read(page(desk, lan, only="home"))


def test_what_is_still_out_stands_by_its_due_day_before_what_is_done(
    floor: Floor, lan: Person
) -> None:
    (first,) = Ticket.objects.all()
    later, sooner, done = (floor.ticket((lan, 1), pieces=3, day=date(2022, 1, n))
                           for n in (9, 5, 8))
    for ticket, due in ((later, date(2022, 3, 5)), (sooner, date(2022, 2, 3))):
        Ticket.objects.filter(pk=ticket.pk).update(due_on=due)
    floor.send(floor.fact("receipt", date(2022, 1, 10), "16:00",
                          {"ticket": done.pk, "carrier": lan.pk, "good": 3}))
    reach = Scope(workshops=frozenset({floor.workshop.pk}))
    found = [one.pk for one in hers([lan.pk], reach, date(2022, 1, 12))]
    assert found == [sooner.pk, first.pk, later.pk, done.pk]


def test_a_late_ticket_is_said(
    desk: Client, lan: Person, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 3, 2), "10:00"))
    said = read(page(desk, lan))
    assert "迟了 1 张" in said
    assert "该 2 月 28 日交，迟了" in said
    assert "本月挣 0.00 元 上次挣在 1 月 10 日" in said


def test_wages_of_another_community_are_not_told(
    floor: Floor, lan: Person, door: Door, read: Read
) -> None:
    second = Community.objects.create(site=floor.community.site, name="红路二社区")
    Residence.objects.create(person=lan, community=second, from_day=date(2022, 1, 12),
                             entered_at=floor.now, entered_by=floor.clerk)
    user = User.objects.create(login="new", shown_name="示例戌", kind="staff")
    said = read(page(door(granted(user, "community_officer", community=second)), lan))
    assert "一共挣 0.00 元 · 别处挣的没算" in said
    assert "+3.50" not in said


def test_a_sibling_workshop_finds_no_such_page(lan: Person, door: Door) -> None:
    assert page(door(builders.floor().clerk), lan).status_code == 404


def test_an_enterprise_sees_its_own_people_without_their_tickets(
    lan: Person, door: Door, read: Read, enterprise: User
) -> None:
    said = read(page(door(enterprise), lan))
    assert "示例兰" in said
    assert "手里的活" not in said
    assert "上次来" not in read(door(enterprise).get("/people/"))
    stranger = builders.floor().weaver("示例梅")
    assert page(door(enterprise), stranger).status_code == 404
    assert "示例梅" not in read(door(enterprise).get("/people/"))


def test_the_list_says_who_came_last(
    desk: Client, floor: Floor, lan: Person, read: Read
) -> None:
    floor.weaver("示例梅")
    assert "示例兰 女 36 红路一社区 其他 藤编车间 1 月 10 日" in read(desk.get("/people/"))
    for way in ("came", "-came"):
        rows = desk.get("/people/", {"sort": way}).context["page"].object_list
        assert [row.record.party.name for row in rows] == ["示例兰", "示例梅"]


def test_a_clerk_is_told_when_she_came_to_his_workshop(
    floor: Floor, lan: Person, door: Door, read: Read
) -> None:
    assert "1 月 10 日" in read(door(floor.clerk).get("/people/"))
    other = builders.floor()
    Grant.objects.filter(user=floor.clerk).delete()
    granted(floor.clerk, "enterprise", organization=floor.firm)
    granted(floor.clerk, "workshop_clerk", workshop=other.workshop)
    said = read(door(User.objects.get(pk=floor.clerk.pk)).get("/people/"))
    assert "示例兰" in said
    assert "1 月 10 日" not in said


@pytest.mark.parametrize("address", ["/people/", "/people/{pk}/", "/people/{pk}/traits/"])
def test_a_page_costs_ten_queries_at_most(
    desk: Client, lan: Person, address: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        assert desk.get(address.format(pk=lan.pk)).status_code == 200


@pytest.fixture
def house(floor: Floor, lan: Person, wang: Person, who: dict[str, Any]) -> Membership:
    """兰 is its head, 王芳 her daughter."""
    found_household(person=lan, number="H-7", from_county="大关县", relation="head",
                    from_day=START, **who)
    own = Membership.objects.get(person=lan)
    set_membership(person=wang, household=own.household, relation="child", from_day=START, **who)
    return own


def household(here: Client, house: Membership) -> Any:
    return here.get(f"/people/households/{house.household_id}/")


def test_a_household_shows_its_people_and_addresses(
    desk: Client, lan: Person, house: Membership, read: Read, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        said = read(household(desk, house))
    assert "H-7 户 从大关县搬来" in said
    assert "一家 2 口人" in said
    assert "示例兰 户主 女 36 红路一社区" in said
    assert "王芳 子女 女 36 红路一社区 3 栋 2 单元 501" in said
    assert "王芳住进红路一社区" in said
    assert f"/people/households/{house.household_id}/" in page(desk, lan).content.decode()


def test_who_lives_elsewhere_is_counted_and_not_named(
    floor: Floor, wang: Person, house: Membership, door: Door, read: Read,
    community_officer: User,
) -> None:
    second = Community.objects.create(site=floor.community.site, name="红路二社区")
    Residence.objects.create(person=wang, community=second, from_day=date(2022, 1, 5),
                             entered_at=floor.now, entered_by=floor.clerk)
    said = read(household(door(community_officer), house))
    assert "1 人不归您这里管" in said
    assert "王芳" not in said
    assert household(door(builders.floor().clerk), house).status_code == 404


def test_what_a_trait_rests_on_is_shown_for_a_reason(
    desk: Client, wang: Person, who: dict[str, Any], read: Read
) -> None:
    set_trait(person=wang, trait="disabled", holds=True, detail="二级肢体", from_day=START, **who)
    row = Trait.objects.get(person=wang)
    listed = desk.get(f"/people/{wang.pk}/traits/")
    assert "二级肢体" not in listed.content.decode()
    assert f"/people/{wang.pk}/traits/{row.pk}/" in listed.content.decode()
    address = f"/people/{wang.pk}/traits/{row.pk}/"
    assert "二级肢体" not in read(desk.get(address))
    assert "请选" in read(desk.post(address))
    assert "二级肢体" in read(desk.post(address, {"reason": "claim"}))
    line = VerbLog.objects.get(verb="registry.reveal")
    assert (line.subject, line.note) == (wang.pk, "trait:claim")
    assert "看过情况的凭据：报补贴材料" in read(page(desk, wang))


def test_who_may_not_reveal_sees_that_there_is_proof(
    floor: Floor, lan: Person, who: dict[str, Any], door: Door, read: Read, enterprise: User
) -> None:
    trait = Trait.objects.create(person=lan, trait="disabled", holds=True, detail=b"x",
                                 from_day=START, entered_at=who["at"], entered_by=who["by"])
    here = door(floor.clerk)
    assert "记了，您不能看" in read(here.get(f"/people/{lan.pk}/traits/"))
    assert here.get(f"/people/{lan.pk}/traits/{trait.pk}/").status_code == 403
    assert door(enterprise).get(f"/people/{lan.pk}/traits/").status_code == 403


def test_proof_of_another_person_is_no_such_page(
    desk: Client, lan: Person, wang: Person, who: dict[str, Any]
) -> None:
    set_trait(person=wang, trait="disabled", holds=True, detail="二级", from_day=START, **who)
    row = Trait.objects.get(person=wang)
    assert desk.get(f"/people/{lan.pk}/traits/{row.pk}/").status_code == 404
