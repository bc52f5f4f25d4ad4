"""How much work a person may have open is set on her page."""

from collections.abc import Callable
from typing import Any

from menkou.identity.models import User
from menkou.work.models import OpenLimit
from tests.builders import Floor
from tests.web.people.conftest import TODAY


def test_the_clerk_sets_her_hours_on_her_page(
    floor: Floor, clerk: User, door: Callable[[User], Any], read: Callable[..., str]
) -> None:
    wang = floor.weaver("王芳")
    here = door(clerk)
    assert "定手里的活的上限" in read(here.get(f"/people/{wang.pk}/"))
    page = read(here.get(f"/people/{wang.pk}/limit/"))
    assert "不填，就照规定：88 小时" in page
    sent = {"payer": floor.firm.pk, "minutes": "40.5", "from_day": f"{TODAY}"}
    here.post(f"/people/{wang.pk}/limit/", sent)
    assert OpenLimit.objects.get().minutes == 2430
    assert 'value="40.5"' in here.get(f"/people/{wang.pk}/limit/").content.decode()
    here.post(f"/people/{wang.pk}/limit/", sent | {"minutes": ""})
    assert OpenLimit.objects.on(TODAY).get().minutes is None


def test_a_slip_of_the_keys_is_refused(
    floor: Floor, clerk: User, door: Callable[[User], Any], read: Callable[..., str]
) -> None:
    wang = floor.weaver("王芳")
    sent = {"payer": floor.firm.pk, "minutes": "99999", "from_day": "2022-01-14"}
    page = read(door(clerk).post(f"/people/{wang.pk}/limit/", sent))
    assert "太大了" in page
    assert not OpenLimit.objects.exists()
