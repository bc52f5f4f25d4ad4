"""What could not be booked: looked at, laid aside, taken up."""

from datetime import date
from typing import Any

import pytest

from menkou.facts.models import Fact, Tray
from menkou.identity.models import User
from menkou.work.actions.record import submit
from tests import builders
from tests.builders import Floor
from tests.web.conftest import granted

DAY = date(2022, 2, 10)


@pytest.fixture
def strange(floor: Floor) -> Fact:
    carrier = floor.weaver("示例甲")
    new = floor.fact("receipt", DAY, "11:00", {"ticket": 999999, "carrier": carrier.pk, "good": 4})
    floor.send(new)
    return Fact.objects.get(uid=new.uid)


def test_the_list_says_what_who_why(door: Any, read: Any, clerk: User, strange: Fact) -> None:
    said = read(door(clerk).get("/office/tray/"))
    assert "共 1 件" in said
    assert "收货 4 件，工票 999999" in said
    assert "示例甲" in said
    assert "没有这个工票号。看看是不是抄错了一位" in said


def test_the_list_costs_six_queries_at_most(
    door: Any, clerk: User, strange: Fact, django_assert_max_num_queries: Any
) -> None:
    here = door(clerk)
    with django_assert_max_num_queries(6):
        here.get("/office/tray/")


def test_the_record_says_what_to_do(door: Any, read: Any, clerk: User, strange: Fact) -> None:
    said = read(door(clerk).get(f"/office/tray/{strange.pk}/"))
    assert "对着票看号码。抄错了，就放在一边，再按对的号记一次。" in said
    assert "合格 4 件" in said
    assert str(strange.uid) in said


def test_it_is_laid_aside_and_taken_up_again(
    door: Any, read: Any, clerk: User, strange: Fact
) -> None:
    here = door(clerk)
    response = here.post(f"/office/tray/{strange.pk}/aside/", {"reason": "twice"}, follow=True)
    assert "放在一边了" in read(response)
    assert "记重了，另一条才算" in read(here.get("/office/tray/?state=aside"))
    here.post(f"/office/tray/{strange.pk}/up/")
    assert Tray.objects.get(fact=strange).state == Tray.State.WAITING


def test_without_a_reason_nothing_is_laid_aside(
    door: Any, read: Any, clerk: User, strange: Fact
) -> None:
    said = read(door(clerk).post(f"/office/tray/{strange.pk}/aside/"))
    assert "有 1 处要改" in said
    assert Tray.objects.get(fact=strange).state == Tray.State.WAITING


def test_who_comes_second_is_told(door: Any, read: Any, clerk: User, strange: Fact) -> None:
    here = door(clerk)
    here.post(f"/office/tray/{strange.pk}/aside/", {"reason": "twice"})
    said = read(here.post(f"/office/tray/{strange.pk}/aside/", {"reason": "mistake"}))
    assert "这一条已经不在等了" in said


def test_an_auditor_looks_and_changes_nothing(
    door: Any, read: Any, auditor: User, strange: Fact
) -> None:
    here = door(auditor)
    assert "不用记了" not in read(here.get(f"/office/tray/{strange.pk}/"))
    assert here.post(f"/office/tray/{strange.pk}/aside/", {"reason": "twice"}).status_code == 403


def test_another_workshop_is_told_nothing(door: Any, strange: Fact) -> None:
    here = door(builders.floor().clerk)
    assert here.get(f"/office/tray/{strange.pk}/").status_code == 404
    aside = f"/office/tray/{strange.pk}/aside/"
    assert here.post(aside, {"reason": "twice"}).status_code == 404


def test_with_nothing_waiting_the_page_says_so(door: Any, read: Any, clerk: User) -> None:
    assert "都记上了" in read(door(clerk).get("/office/tray/"))


def test_what_can_be_booked_by_now_is_booked_when_it_is_taken_up(
    door: Any, read: Any, floor: Floor, clerk: User
) -> None:
    mei = floor.weaver("示例梅")
    ticket = floor.ticket((mei, 1), pieces=10)
    helper = User.objects.create(login="xin", shown_name="示例新", kind="staff")
    new = floor.fact("receipt", DAY, "11:00", {
        "ticket": ticket.number, "carrier": mei.pk, "good": 4,
    })
    submit([new], by=helper, at=floor.now)
    fact = Fact.objects.get(uid=new.uid)
    here = door(clerk)
    here.post(f"/office/tray/{fact.pk}/aside/", {"reason": "unclear"})
    said = read(here.post(f"/office/tray/{fact.pk}/up/", follow=True))
    assert "又拿起来了，还是没记上：记的人那天没有这个权限，要主管看过" in said
    here.post(f"/office/tray/{fact.pk}/aside/", {"reason": "unclear"})
    granted(helper, "workshop_clerk", workshop=floor.workshop)
    said = read(here.post(f"/office/tray/{fact.pk}/up/", follow=True))
    assert "又拿起来，记上了" in said
    assert "2.00 元" in said
