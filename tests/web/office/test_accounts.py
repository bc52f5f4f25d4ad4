"""Accounts, grants, the verbs and the log."""

from datetime import date
from typing import Any

from menkou.access.models import Grant
from menkou.access.queries import verbs
from menkou.identity.models import User, VerbLog
from tests import builders
from tests.builders import Floor
from tests.web.conftest import account, granted

NEW = {
    "shown_name": "示例戌",
    "login": "Shili.Xu",
    "password": "door-step-7",
    "again": "door-step-7",
}


def test_the_page_of_verbs_has_every_verb_once(door: Any, read: Any, officer: User) -> None:
    response = door(officer).get("/office/")
    assert f"共 {len(verbs())} 件" in read(response)
    for name in verbs():
        assert response.content.decode().count(f">{name}<") == 1


def test_verbs_are_sorted_out_by_role(door: Any, read: Any, officer: User) -> None:
    said = read(door(officer).get("/office/?role=worker"))
    assert "work.see_mine" in said
    assert "work.issue" not in said


def test_an_account_is_opened_and_granted(
    door: Any, read: Any, officer: User, floor: Floor
) -> None:
    here = door(officer)
    response = here.post("/office/users/add/", NEW, follow=True)
    assert "账号开好了" in read(response)
    new = User.objects.get(login="shili.xu")
    assert new.check_password("door-step-7")
    response = here.post(
        f"/office/users/{new.pk}/grant/",
        {
            "role": "workshop_clerk",
            "unit": f"workshop:{floor.workshop.pk}",
            "from_day": "2022-02-01",
        },
        follow=True,
    )
    assert "授权记好了" in read(response)
    grant = Grant.objects.get(user=new)
    assert (grant.workshop, grant.from_day, grant.until) == (
        floor.workshop,
        date(2022, 2, 1),
        None,
    )
    assert VerbLog.objects.filter(verb="access.give_grant", subject=grant.pk).exists()


def test_a_name_that_is_taken_is_said_beside_it(door: Any, read: Any, officer: User) -> None:
    response = door(officer).post("/office/users/add/", {**NEW, "login": "shen"})
    assert "已经有一个一样的，请换一个" in read(response)
    assert 'value="示例戌"' in response.content.decode()


def test_passwords_are_neither_short_nor_the_name(door: Any, read: Any, officer: User) -> None:
    short = door(officer).post("/office/users/add/", {**NEW, "password": "abc", "again": "abd"})
    assert "太短了，至少 8 个字" in read(short)
    same = door(officer).post(
        "/office/users/add/", {**NEW, "password": "shili.xu", "again": "shili.xu"}
    )
    assert "密码不能和账号一样" in read(same)


def test_a_role_belongs_on_its_kind_of_unit(
    door: Any, read: Any, officer: User, floor: Floor, clerk: User
) -> None:
    response = door(officer).post(
        f"/office/users/{clerk.pk}/grant/",
        {"role": "enterprise", "unit": f"workshop:{floor.workshop.pk}", "from_day": "2022-02-01"},
    )
    assert "这个角色要选：单位" in read(response)


def test_days_of_a_grant_stand_in_order(
    door: Any, read: Any, officer: User, floor: Floor, clerk: User
) -> None:
    response = door(officer).post(
        f"/office/users/{clerk.pk}/grant/",
        {
            "role": "workshop_clerk",
            "unit": f"workshop:{floor.workshop.pk}",
            "from_day": "2022-02-01",
            "until": "2022-01-01",
        },
    )
    assert "授权的止日要在起日之后" in read(response)


def test_a_unit_of_another_district_can_not_be_granted(
    door: Any, read: Any, officer: User, clerk: User
) -> None:
    other = builders.floor()
    response = door(officer).post(
        f"/office/users/{clerk.pk}/grant/",
        {
            "role": "workshop_clerk",
            "unit": f"workshop:{other.workshop.pk}",
            "from_day": "2022-02-01",
        },
    )
    assert "没有这一项，请从列表里选" in read(response)


def test_a_grant_is_ended(door: Any, read: Any, officer: User, clerk: User) -> None:
    grant = clerk.grants.get()
    response = door(officer).post(
        f"/office/grants/{grant.pk}/end/", {"until": "2022-02-01"}, follow=True
    )
    assert "授权收回了" in read(response)
    assert "已收回" in read(response)


def test_a_new_password_opens_a_lock(door: Any, officer: User, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(failed=3)
    door(officer).post(
        f"/office/users/{clerk.pk}/password/", {"password": "new-door-8", "again": "new-door-8"}
    )
    clerk.refresh_from_db()
    assert clerk.check_password("new-door-8")
    assert clerk.failed == 0


def test_a_worker_gets_four_digits(door: Any, read: Any, officer: User, weaver: User) -> None:
    address = f"/office/users/{weaver.pk}/password/"
    assert "请填四位数字" in read(door(officer).post(address, {"password": "12345"}))
    door(officer).post(address, {"password": "4321"})
    weaver.refresh_from_db()
    assert weaver.check_password("4321")


def test_a_community_officer_can_not_become_the_district(
    door: Any, read: Any, officer: User, community_officer: User, clerk: User
) -> None:
    here = door(community_officer)
    said = read(here.get("/office/users/"))
    assert clerk.login in said
    assert "shen" not in said
    for page in ("", "password/"):
        assert here.get(f"/office/users/{officer.pk}/{page}").status_code == 404
    assert here.get(f"/office/users/{clerk.pk}/grant/").status_code == 403


def test_who_also_works_elsewhere_is_not_hers_to_change(
    door: Any, community_officer: User, floor: Floor
) -> None:
    other = builders.floor()
    both = granted(account("both", "示例亥"), "workshop_clerk", workshop=floor.workshop)
    granted(both, "workshop_clerk", workshop=other.workshop)
    assert door(community_officer).get(f"/office/users/{both.pk}/").status_code == 404


def test_an_account_that_one_opened_stays_in_sight(door: Any, community_officer: User) -> None:
    here = door(community_officer)
    here.post("/office/users/add/", NEW)
    new = User.objects.get(login="shili.xu")
    assert here.get(f"/office/users/{new.pk}/").status_code == 200
    assert door(builders.floor().clerk).get(f"/office/users/{new.pk}/").status_code == 403


def test_the_log_shows_what_was_done_here_and_not_elsewhere(
    door: Any, read: Any, officer: User, floor: Floor
) -> None:
    builders.floor()
    done = VerbLog.objects.filter(user=floor.clerk).count()
    said = read(door(officer).get("/office/log/"))
    assert f"共 {done} 条" in said
    assert "记订单" in said


def test_the_log_is_asked_by_verb_and_day(door: Any, read: Any, officer: User) -> None:
    here = door(officer)
    assert "找到 1 条" in read(here.get("/office/log/?verb=work.add_order"))
    assert "没有这样的" in read(here.get("/office/log/?until=2021-12-31"))
    assert "从哪天：2022 年 1 月 1 日" in read(here.get("/office/log/?since=2022-01-01"))


def test_lists_cost_few_queries(
    door: Any, officer: User, django_assert_max_num_queries: Any
) -> None:
    here = door(officer)
    for address in ("/office/users/", "/office/log/", "/office/"):
        with django_assert_max_num_queries(6):
            assert here.get(address).status_code == 200
