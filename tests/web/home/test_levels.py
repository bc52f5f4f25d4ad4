"""The first page of an enterprise, a cooperative and a community: their part of the chain."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from menkou.access.models import Grant
from menkou.identity.models import User
from menkou.work.actions.orders import allot, cut
from tests.builders import START, moment
from tests.work.chaining import Chain, chain, organization

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 20)


@pytest.fixture(autouse=True)
def the_20th() -> Any:
    with time_machine.travel(moment(DAY, "15:00"), tick=False):
        yield


@pytest.fixture
def line() -> Chain:
    """Of 1,000 ordered 400 are made, 300 delivered, 280 accepted."""
    line = chain()
    line.make(line.hall.weaver("王芳"), 400)
    line.deliver(300)
    line.accept(280, refused=20)
    return line


def client(role: str, **unit: Any) -> Client:
    user = User.objects.create(login=role, shown_name="示例企", kind="staff")
    Grant.objects.create(user=user, role=role, from_day=START, given_by=user,
                         given_at=moment(START, "07:00"), **unit)
    found = Client()
    found.force_login(user)
    return found


def test_the_enterprise_sees_what_is_missing_and_what_it_will_owe(line: Chain, read: Any) -> None:
    said = read(client("enterprise", organization=line.customer).get("/"))
    assert f"{line.hall.order} 400 280 720 2 月 28 日 252.00 648.00" in said
    assert "王芳" not in said


def test_the_cooperative_sees_what_it_holds_and_must_pass_on(line: Chain, read: Any) -> None:
    said = read(client("cooperative", organization=line.coop).get("/"))
    assert "我接的单" in said
    assert "红路一社区居委会 1,000 0 280 2 月 28 日" in said
    assert "王芳" not in said


def test_the_community_sees_the_part_of_its_committee(line: Chain, read: Any) -> None:
    line.hall.community.committee = line.committee
    line.hall.community.save()
    said = read(client("community_officer", community=line.hall.community).get("/mine/"))
    assert "示例电子厂 1,000 0 280 2 月 28 日" in said


def test_who_is_late_is_told_by_the_workshop(line: Chain, read: Any) -> None:
    line.hall.ticket((line.hall.weaver("李英"), 1), pieces=20)
    with time_machine.travel(moment(date(2022, 3, 2), "15:00"), tick=False):
        said = read(client("cooperative", organization=line.coop).get("/"))
    assert "藤编车间 迟 1 张" in said
    assert "已迟 2 天" in said
    assert "李英" not in said


def test_who_is_late_in_another_branch_of_the_order_is_none_of_hers(
    line: Chain, read: Any
) -> None:
    line.hall.ticket((line.hall.weaver("李英"), 1), pieces=20)
    other = organization("示例第二合作社", "cooperative")
    hall = line.hall
    cut(allotment=line.parts[2], pieces=100, reason="season", by=hall.clerk, at=hall.now)
    allot(order=hall.order, operation=hall.operation, holder=other, pieces=50, fee=8_000,
          due_on=hall.order.due_on, parent=line.parts[1], by=hall.clerk, at=hall.now)
    with time_machine.travel(moment(date(2022, 3, 2), "15:00"), tick=False):
        said = read(client("cooperative", organization=other).get("/"))
    assert "我接的单" in said
    assert "藤编车间" not in said


def test_the_district_acts_for_nobody(line: Chain, read: Any) -> None:
    home = client("district_officer", division=line.hall.community.site.division).get("/mine/")
    assert "我接的单" not in read(home)
