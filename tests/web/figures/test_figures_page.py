"""The room of figures: what was stored, what it counts, and what the records say now."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.figures.models import StoredFigure
from menkou.identity import clock
from menkou.identity.models import User, VerbLog
from menkou.registry.models import Community, Residence, Shopfront, ShopfrontUse
from tests import builders
from tests.builders import START, Floor, moment
from tests.web.conftest import granted
from tests.web.parts.test_lists import sheet

DAY = date(2022, 2, 18)


@pytest.fixture(autouse=True)
def clock_of_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(DAY, "10:00"))


@pytest.fixture
def desk(officer: User, door: Any) -> Client:
    """What the district officer sits at."""
    return door(officer)


def entered(floor: Floor) -> dict[str, Any]:
    return {"from_day": START, "entered_at": floor.now, "entered_by": floor.clerk}


def compute(desk: Client, floor: Floor, day: date = DAY) -> Any:
    asked = {"site": floor.community.site_id, "day": day.isoformat()}
    return desk.post("/figures/compute/", asked, follow=True)


def of(floor: Floor, code: str, day: date = DAY) -> str:
    return f"/figures/{floor.community.site_id}/{day:%Y-%m-%d}/{code}/"


@pytest.fixture
def worked(floor: Floor) -> Floor:
    """One weaver of the floor has brought 7 good baskets at 0.50."""
    lan = floor.weaver("示例兰")
    ticket = floor.ticket((lan, 1), pieces=10)
    floor.send(floor.fact("receipt", date(2022, 1, 20), "15:00", {
        "ticket": ticket.number, "carrier": lan.pk, "good": 7,
    }))
    return floor


def test_nothing_was_counted_yet_and_a_press_counts(desk: Client, worked: Floor, read: Any) -> None:
    page = read(desk.get("/figures/"))
    assert "2022 年 2 月 18 日还没有算过" in page
    done = compute(desk, worked)
    page = read(done)
    assert "算好了，都是现在的记录数出来的" in page
    assert "务工人数 1 人" in page
    assert "累计工钱 3.50 元" in page
    assert "看这 1 笔工钱" in page
    line = VerbLog.objects.get(verb="figures.compute")
    assert line.subject == worked.community.site_id


def test_the_text_can_be_published(desk: Client, worked: Floor, read: Any) -> None:
    compute(desk, worked)
    page = read(desk.get("/figures/"))
    site = worked.community.site.name
    assert f"截至2022年2月18日，{site}有1个社区" in page
    assert "在车间务工的有1人。" in page
    assert "少于 5 人的类并进“其余各类”，免得认出是谁。" in page
    paper = read(desk.get(f"/figures/{worked.community.site_id}/2022-02-18/print/"))
    assert f"{site}帮扶车间指标" in paper
    assert StoredFigure.objects.filter(code="workers").get().policy in paper


def test_a_changed_record_is_told(desk: Client, worked: Floor, read: Any) -> None:
    compute(desk, worked)
    checked = {"site": worked.community.site_id, "day": "2022-02-18", "check": "yes"}
    assert "每个数都和现在的记录一样" in read(desk.get("/figures/", checked))
    worked.weaver("示例梅")
    page = read(desk.get("/figures/", checked))
    assert "记录已变：有 2 个数和现在的记录不一样。" in page
    assert "现在数是 2" in page
    page = read(desk.get(of(worked, "workers")))
    assert "存下的是 1 人，现在数是 2 人。" in page
    assert "每个数都和现在的记录一样" not in read(desk.get("/figures/"))


def test_earlier_days_are_compared(desk: Client, worked: Floor, read: Any) -> None:
    compute(desk, worked, date(2022, 1, 10))
    compute(desk, worked, date(2022, 1, 31))
    compute(desk, worked)
    page = read(desk.get("/figures/"))
    assert "没有变 比 1 月 31 日" in page
    before = read(desk.get("/figures/", {"day": "2022-01-31"}))
    assert "▲ +3.50 元 比 1 月 10 日" in before
    assert "<path d=\"M0 " in desk.get("/figures/").content.decode()


@pytest.mark.parametrize(("day", "says"), [
    ("2022-02-19", "那天还没到，数不出来"),
    ("2010-01-01", "更早的数不出来"),
    ("abc", "没有这一天"),
])
def test_a_day_that_cannot_be_counted_is_said(
    desk: Client, worked: Floor, read: Any, day: str, says: str
) -> None:
    assert says in read(desk.get("/figures/", {"day": day}))
    asked = {"site": worked.community.site_id, "day": day}
    assert says in read(desk.post("/figures/compute/", asked, follow=True))
    assert not StoredFigure.objects.exists()


@pytest.mark.parametrize("code", [
    "communities", "workshops", "workshop_area_m2", "enterprises", "workers",
    "workers_by_group.other", "wages_earned_yuan", "collective_income_yuan",
])
def test_every_figure_leads_to_as_many_records_and_the_same_sum(
    desk: Client, worked: Floor, code: str
) -> None:
    shop = Shopfront.objects.create(community=worked.community, number="1-1", area_dm2=12_050)
    ShopfrontUse.objects.create(shopfront=shop, workshop=worked.workshop, **entered(worked))
    compute(desk, worked)
    page = desk.get(of(worked, code))
    stored = StoredFigure.objects.get(code=code)
    rows = [row.record for row in page.context["page"].object_list]
    assert (sum(one.counted for one in rows), len(rows)) == (stored.value, stored.records)
    assert stored.records
    assert not page.context["hidden"]
    assert desk.get(of(worked, code), {"export": "csv"}).status_code == 200


def test_a_wage_is_named_and_found(desk: Client, worked: Floor, read: Any) -> None:
    page = read(desk.get(of(worked, "wages_earned_yuan"), {"q": "示例兰"}))
    assert "找到 1 笔工钱" in page
    assert "示例兰 1 月 20 日" in page
    assert "找到 0" in read(desk.get(of(worked, "wages_earned_yuan"), {"q": "示例梅"}))


def test_the_officer_of_one_community_sees_the_figure_and_not_the_names_of_another(
    worked: Floor, officer: User, door: Any, read: Any
) -> None:
    site = worked.community.site
    second = Community.objects.create(site=site, name="红路二社区")
    Residence.objects.create(person=worked.weaver("示例梅"), community=second, **(
        entered(worked) | {"from_day": date(2022, 1, 5)}
    ))
    compute(door(officer), worked)
    user = User.objects.create(login="yi", shown_name="示例戌", kind="staff")
    here = door(granted(user, "community_officer", community=worked.community))
    assert "务工人数 2 人" in read(here.get("/figures/"))
    page = read(here.get(of(worked, "workers")))
    assert "示例兰" in page
    assert "示例梅" not in page
    assert "其余 1 条不在您的范围内（1 人），只计数，不列出。" in page
    assert "示例梅" not in here.get(of(worked, "workers"), {"export": "csv"}).content.decode()


def test_another_site_is_no_such_page(worked: Floor, door: Any, officer: User) -> None:
    elsewhere = builders.floor()
    here = door(officer)
    assert here.get(of(elsewhere, "workers")).status_code == 404
    assert here.get(f"/figures/{elsewhere.community.site_id}/2022-02-18/print/").status_code == 404
    compute(here, elsewhere)
    assert not StoredFigure.objects.exists()


def test_an_auditor_looks_and_does_not_compute(
    auditor: User, worked: Floor, door: Any, read: Any
) -> None:
    here = door(auditor)
    page = read(here.get("/figures/"))
    assert "还没有算过" in page
    assert "计算这一天" not in page
    assert compute(here, worked).status_code == 403


@pytest.mark.parametrize("who", ["clerk", "enterprise", "weaver"])
def test_who_works_on_the_floor_has_no_figures(
    who: str, request: pytest.FixtureRequest, door: Any
) -> None:
    assert door(request.getfixturevalue(who)).get("/figures/").status_code == 403


def test_unknown_figures_and_days_to_come_are_no_such_page(desk: Client, worked: Floor) -> None:
    assert desk.get(of(worked, "no_such_figure")).status_code == 404
    assert desk.get(of(worked, "workers", date(2022, 3, 1))).status_code == 404
    assert desk.get(of(worked, "workers", date(2010, 3, 1))).status_code == 404


@pytest.mark.parametrize("address", ["/figures/", "/figures/?check=yes", "workers", "communities",
                                     "workshops", "enterprises", "wages_earned_yuan"])
def test_a_page_costs_ten_queries_at_most(
    desk: Client, worked: Floor, django_assert_max_num_queries: Any, address: str
) -> None:
    compute(desk, worked)
    with django_assert_max_num_queries(10):
        desk.get(address if "/" in address else of(worked, address))


def test_the_figures_leave_as_a_file(desk: Client, worked: Floor) -> None:
    compute(desk, worked)
    file = desk.get("/figures/", {"export": "xlsx"})
    assert "spreadsheet" in file["Content-Type"]


def test_the_files_headings_are_in_the_readers_language(
    desk: Client, worked: Floor, officer: User
) -> None:
    compute(desk, worked)
    User.objects.filter(pk=officer.pk).update(language="en")
    said = sheet(desk.get("/figures/", {"export": "xlsx"}))
    assert "Records" in said
    assert "记录数" not in said


def test_month_ends_are_counted_afterwards_and_compared(
    desk: Client, worked: Floor, read: Any, django_assert_max_num_queries: Any
) -> None:
    compute(desk, worked)
    page = read(desk.get("/figures/"))
    assert "补算 13 个月末" in page
    asked = {"site": worked.community.site_id, "day": DAY.isoformat()}
    page = read(desk.post("/figures/compute/", asked | {"months": "yes"}, follow=True))
    assert "补算了 13 个月末" in page
    assert "2022 年 2 月 到 18 日 0.00 1" in page
    assert "2022 年 1 月 3.50 1" in page
    assert "2021 年 12 月 0.00 0" in page
    assert "补算" not in read(desk.get("/figures/"))
    assert StoredFigure.objects.filter(code="workers").count() == 14
    with django_assert_max_num_queries(10):
        desk.get("/figures/?check=yes")


def test_an_auditor_does_not_count_months(auditor: User, worked: Floor, door: Any) -> None:
    asked = {"site": worked.community.site_id, "day": DAY.isoformat()}
    assert door(auditor).post("/figures/compute/", asked | {"months": "yes"}).status_code == 403
    assert not StoredFigure.objects.exists()


def test_of_several_sites_one_is_chosen(
    worked: Floor, officer: User, door: Any, read: Any
) -> None:
    second = builders.floor()
    granted(officer, "district_officer", site=second.community.site)
    here = door(officer)
    compute(here, second)
    page = read(here.get("/figures/", {"site": second.community.site_id}))
    assert f"指标 {second.community.site.name}" in page
    assert "务工人数 0 人" in page
    assert "哪里" in page
    assert "没有这一项" in read(here.get("/figures/", {"site": "999999"}))


def test_the_accounts_of_the_collective_are_listed_sought_and_opened(
    desk: Client, worked: Floor, read: Any, django_assert_max_num_queries: Any
) -> None:
    compute(desk, worked)
    with django_assert_max_num_queries(10):
        answer = desk.get(of(worked, "collective_income_yuan"))
    assert f"{worked.firm} 人工" in read(answer)
    assert "-3.50" in read(answer)
    (row,) = [row.record for row in answer.context["page"].object_list]
    assert f'href="/office/accounts/{row.pk}/"' in answer.content.decode()
    assert desk.get(f"/office/accounts/{row.pk}/").status_code == 200
    found = desk.get(of(worked, "collective_income_yuan"), {"q": worked.order.number})
    assert "找到 1 个账户" in read(found)
    assert "找到 0 个账户" in read(desk.get(of(worked, "collective_income_yuan"), {"q": "无此"}))
