"""A workshop's rent on its pages: agreed, booked, relieved by another, paid; 集体收入."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from menkou.identity.models import User
from menkou.work.models import RentDue, RentPayment, RentRelief
from tests.builders import Floor, moment
from tests.web.conftest import account, granted
from tests.work.chaining import organization

pytestmark = pytest.mark.django_db
Door = Callable[[User], Client]
Read = Callable[[HttpResponse], str]


@pytest.fixture(autouse=True)
def february() -> Any:
    with time_machine.travel(moment(date(2022, 2, 10), "15:00"), tick=False):
        yield


def test_a_rent_goes_from_its_terms_to_paid_through_its_pages(
    floor: Floor, door: Door, read: Read, community_officer: User, enterprise: User
) -> None:
    committee = organization("红路一社区居委会", "community")
    floor.community.committee = committee
    floor.community.save()
    officer, firm = door(community_officer), door(enterprise)
    hall = f"/places/{floor.workshop.pk}/rent/"
    typed = {"amount": "1200", "payee": committee.pk, "from_day": "2022-01-01"}
    assert "租金定好了" in read(officer.post(f"{hall}set/", typed, follow=True))
    assert "1,200.00 元" in read(officer.get(hall))
    done = officer.post("/places/rent/book/", {"day": "2022-02-10"}, follow=True)
    assert "记上了 1 个车间的租金" in read(done)
    due = RentDue.objects.get()
    page = f"/places/rent/{due.pk}/"

    ask = {"amount": "600", "reason": "epidemic"}
    assert "等另一个人批" in read(firm.post(f"{page}relief/", ask, follow=True))
    relief = RentRelief.objects.get()
    decide = f"/places/rent/reliefs/{relief.pk}/decide/"
    assert firm.post(decide).status_code == 403
    assert "减掉了" in read(officer.post(decide, follow=True))

    paid = {"amount": "600.01", "day": "2022-02-10", "reference": "A1"}
    assert "只剩 600.00 元" in read(firm.post(f"{page}pay/", paid))
    assert "清了" in read(firm.post(f"{page}pay/", paid | {"amount": "600"}, follow=True))
    income = read(officer.get("/fees/income/"))
    assert "红路一社区居委会" in income
    assert "600.00" in income
    payment = RentPayment.objects.get()
    back = f"/places/rent/payments/{payment.pk}/back/"
    assert "撤回了" in read(firm.post(back, {"reason": "bounced"}, follow=True))
    due.refresh_from_db()
    assert due.open == 600_0000


def test_the_list_is_chosen_by_month_and_how_it_stands(
    floor: Floor, door: Door, read: Read, community_officer: User
) -> None:
    committee = organization("红路一社区居委会", "community")
    officer = door(community_officer)
    typed = {"amount": "1200", "payee": committee.pk, "from_day": "2022-01-01"}
    officer.post(f"/places/{floor.workshop.pk}/rent/set/", typed)
    for day in ("2022-01-31", "2022-02-01"):
        officer.post("/places/rent/book/", {"day": day})
    assert "共 2 笔租金" in read(officer.get("/places/rent/"))
    assert "找到 1 笔租金" in read(officer.get("/places/rent/?month=2022-01"))
    assert "过月没付清" in read(officer.get("/places/rent/?stands=late"))
    assert "还没有到" in read(officer.post("/places/rent/book/", {"day": "2022-03-01"}))


def test_another_enterprise_sees_no_rent_of_this_workshop(
    floor: Floor, door: Door, community_officer: User
) -> None:
    committee = organization("红路一社区居委会", "community")
    officer = door(community_officer)
    typed = {"amount": "1200", "payee": committee.pk, "from_day": "2022-01-01"}
    officer.post(f"/places/{floor.workshop.pk}/rent/set/", typed)
    officer.post("/places/rent/book/", {"day": "2022-02-10"})
    far = organization("示例远方公司", "enterprise")
    stranger = door(granted(account("far", "示例远"), "enterprise", organization=far))
    due = RentDue.objects.get()
    assert stranger.get(f"/places/rent/{due.pk}/").status_code == 404
    assert stranger.get(f"/places/{floor.workshop.pk}/rent/").status_code == 404


def test_pages_of_rent_cost_ten_queries_at_most(
    floor: Floor, door: Door, community_officer: User, django_assert_max_num_queries: Any
) -> None:
    committee = organization("红路一社区居委会", "community")
    officer = door(community_officer)
    typed = {"amount": "1200", "payee": committee.pk, "from_day": "2022-01-01"}
    officer.post(f"/places/{floor.workshop.pk}/rent/set/", typed)
    officer.post("/places/rent/book/", {"day": "2022-02-10"})
    due = RentDue.objects.get()
    for page in ("/places/rent/", f"/places/rent/{due.pk}/", "/fees/income/",
                 f"/places/{floor.workshop.pk}/rent/", f"/places/{floor.workshop.pk}/"):
        with django_assert_max_num_queries(10):
            assert officer.get(page).status_code == 200, page
