"""The payer, the community and the district read that wages fall due and fees have not come."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from menkou.identity.models import User
from tests.builders import moment
from tests.settlement.test_funding import closed
from tests.web.conftest import account, granted

pytestmark = pytest.mark.django_db


def test_wages_that_fall_due_unfunded_stand_on_the_pay_page_and_on_today(
    door: Callable[[User], Client], read: Callable[[HttpResponse], str]
) -> None:
    line = closed()
    community = line.hall.community
    users: dict[str, dict[str, Any]] = {
        "enterprise": {"organization": line.hall.firm},
        "community_officer": {"community": community},
        "district_officer": {"division": community.site.division},
    }
    with time_machine.travel(moment(date(2022, 2, 12), "15:00"), tick=False):
        for role, unit in users.items():
            client = door(granted(account(role, f"示例{role}"), role, **unit))
            pay = read(client.get("/pay/"))
            assert "50.00 元工资最晚 2 月 15 日发，该收的加工费还有 73.80 元没有到" in pay, role
            assert "要发工资了，该收的加工费还没有到" in read(client.get("/")), role
    with time_machine.travel(moment(date(2022, 2, 8), "15:00"), tick=False):
        client = door(User.objects.get(login="enterprise"))
        assert "加工费还有" not in read(client.get("/pay/"))
        assert "要发工资了" not in read(client.get("/"))
