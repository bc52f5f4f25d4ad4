"""Workshops, shopfronts, communities, sites and organizations as the office keeps them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from menkou.identity import clock
from menkou.identity.models import User, VerbLog
from menkou.lib.identifiers import make_credit_code
from menkou.registry.actions.places import (
    add_community,
    add_shopfront,
    add_workshop,
    set_shopfront_use,
)
from menkou.registry.models import (
    Community,
    Division,
    Organization,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)
from tests import builders
from tests.builders import START, Floor, moment

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)
Door = Callable[[User], Client]
Read = Callable[[Any], str]


@pytest.fixture(autouse=True)
def clock_of_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "10:00"))


@pytest.fixture
def who(floor: Floor) -> dict[str, Any]:
    return {"by": floor.clerk, "at": floor.now}


@pytest.fixture
def front(floor: Floor, who: dict[str, Any]) -> Shopfront:
    """Shopfront 3-1 of 120.5 m², which the workshop uses."""
    made = add_shopfront(community=floor.community, number="3-1", area_dm2=12_050, **who)
    set_shopfront_use(shopfront=made, workshop=floor.workshop, from_day=START, **who)
    return made


@pytest.fixture
def desk(community_officer: User, door: Door) -> Client:
    return door(community_officer)


@pytest.fixture
def district(officer: User, door: Door) -> Client:
    return door(officer)


def test_the_list_says_who_is_in_how_large_and_how_many_work_there(
    desk: Client, floor: Floor, front: Shopfront, read: Read
) -> None:
    floor.weaver("王芳")
    page = read(desk.get("/places/"))
    assert "共 1 个车间" in page
    assert "藤编车间 红路一社区 示例藤编合作社 1 120.5 1" in page


@pytest.mark.parametrize("word", ["藤编", "tb", "示例藤"])
def test_a_workshop_is_found_by_its_name_its_operator_or_initials(
    desk: Client, floor: Floor, who: dict[str, Any], word: str, read: Read
) -> None:
    add_workshop(name="服装车间", community=floor.community, **who)
    page = read(desk.get("/places/", {"q": word}))
    assert "藤编车间" in page
    assert "服装车间" not in page


def test_the_record_shows_shopfronts_tenants_and_a_way_to_its_people(
    desk: Client, floor: Floor, front: Shopfront, read: Read
) -> None:
    floor.weaver("王芳")
    page = desk.get(f"/places/{floor.workshop.pk}/")
    said = read(page)
    assert "面积 120.5 平方米 1 间商铺" in said
    assert "承揽（在家做） 1" in said
    assert "示例藤编合作社入驻" in said
    assert f'href="/people/?workshop={floor.workshop.pk}"' in page.content.decode()


def test_a_workshop_is_made_and_grows_by_a_shopfront(
    desk: Client, floor: Floor, front: Shopfront, read: Read
) -> None:
    done = desk.post("/places/add/", {"name": "竹编车间", "community": floor.community.pk})
    workshop = Workshop.objects.get(party__name="竹编车间")
    assert done.url == f"/places/{workshop.pk}/"
    assert "还没有商铺" in read(desk.get(done.url))
    desk.post(f"/places/{workshop.pk}/shopfronts/", {
        "shopfront": front.pk, "from_day": "2022-01-10",
    })
    assert ShopfrontUse.objects.on(date(2022, 1, 9)).get().workshop == floor.workshop
    assert ShopfrontUse.objects.on(TODAY).get().workshop == workshop
    assert "3-1 120.5 平方米" in read(desk.get(done.url))


def test_an_operator_is_registered_and_comes_in_from_a_day(
    desk: Client, floor: Floor, read: Read
) -> None:
    code = make_credit_code(4711)
    done = desk.post("/places/organizations/add/", {
        "name": "示例服装厂", "kind": "sole_trader", "code": code.lower(),
    })
    firm = Organization.objects.get(credit_code=code)
    assert done.url == f"/places/organizations/{firm.pk}/"
    assert "还没有入驻" in read(desk.get(done.url))
    desk.post(f"/places/{floor.workshop.pk}/tenancy/", {
        "operator": firm.pk, "from_day": "2022-01-10",
    })
    assert Tenancy.objects.on(date(2022, 1, 9)).get().operator == floor.firm
    assert Tenancy.objects.on(TODAY).get().operator == firm
    assert "入驻藤编车间" in read(desk.get(done.url))


def test_a_wrong_credit_code_is_refused_and_nothing_typed_is_lost(
    district: Client, floor: Floor, read: Read
) -> None:
    right = make_credit_code(4711)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    page = district.post("/places/organizations/add/", {
        "name": "示例服装厂", "kind": "enterprise", "code": wrong, "contact": "张经理",
    })
    assert "最后一位对不上" in read(page)
    for kept in (wrong, "示例服装厂", "张经理"):
        assert f'value="{kept}"' in page.content.decode()
    page = district.post("/places/organizations/add/", {
        "name": "示例服装厂", "kind": "enterprise", "code": floor.firm.credit_code,
    })
    assert "已经有一个一样的" in read(page)
    assert Organization.objects.count() == 1


def test_a_site_is_laid_out_by_the_district(
    district: Client, desk: Client, floor: Floor, read: Read
) -> None:
    assert desk.get("/places/sites/add/").status_code == 403
    parent = Division.objects.get()
    district.post("/places/divisions/add/",
                  {"code": "530602001", "name": "示例街道", "parent": parent.pk})
    street = Division.objects.get(code="530602001")
    done = district.post("/places/sites/add/", {"name": "靖安安置区", "division": street.pk})
    site = Site.objects.get(name="靖安安置区")
    assert done.url == f"/places/sites/{site.pk}/"
    done = district.post("/places/communities/add/", {"site": site.pk, "name": "靖安一社区"})
    community = Community.objects.get(name="靖安一社区")
    page = district.post("/places/communities/add/", {"site": site.pk, "name": "靖安一社区"})
    assert "已经有同名的社区" in read(page)
    district.post("/places/shopfronts/add/",
                  {"community": community.pk, "number": "1-1", "area_dm2": "80.25"})
    assert Shopfront.objects.get(number="1-1").area_dm2 == 8_025
    assert "1-1 80.25 平方米 空着" in read(district.get(done.url))
    assert "靖安一社区 0 1 80.25 0" in read(district.get(f"/places/sites/{site.pk}/"))


def test_an_area_with_three_decimals_or_none_is_refused(
    desk: Client, floor: Floor, read: Read
) -> None:
    for typed, sentence in (
        ("80.255", "最多 2 位小数"), ("0", "要大于零"), ("大", "不是一个数"),
        ("99999999", "太大了"),
    ):
        page = desk.post("/places/shopfronts/add/", {
            "community": floor.community.pk, "number": "1-1", "area_dm2": typed,
        })
        assert sentence in read(page)
        assert f'value="{typed}"' in page.content.decode()
    assert not Shopfront.objects.exists()


def test_what_was_entered_wrongly_is_corrected(
    desk: Client, district: Client, floor: Floor, front: Shopfront
) -> None:
    desk.post(f"/places/shopfronts/{front.pk}/change/", {"number": "3-01", "area_dm2": "121"})
    desk.post(f"/places/{floor.workshop.pk}/change/", {"name": "藤编一车间"})
    district.post(f"/places/communities/{floor.community.pk}/change/",
                  {"name": "红路社区", "code": "530602001001"})
    district.post(f"/places/organizations/{floor.firm.pk}/change/", {
        "name": "山尖花合作社", "kind": "cooperative", "code": floor.firm.credit_code,
    })
    front.refresh_from_db()
    floor.community.refresh_from_db()
    assert (front.number, front.area_dm2) == ("3-01", 12_100)
    assert floor.community.name == "红路社区"
    assert Workshop.objects.get().party.name == "藤编一车间"
    assert Organization.objects.get().party.name == "山尖花合作社"
    assert VerbLog.objects.filter(verb__startswith="registry.change_").count() == 4


def test_a_shopfront_has_a_history(
    desk: Client, floor: Floor, front: Shopfront, read: Read
) -> None:
    desk.post(f"/places/shopfronts/{front.pk}/use/", {"workshop": "", "from_day": "2022-01-10"})
    page = read(desk.get(f"/places/shopfronts/{front.pk}/"))
    assert "归藤编车间用" in page
    assert "现在 空着" in page


def test_places_of_others_are_strangers(desk: Client, floor: Floor, who: dict[str, Any]) -> None:
    other = builders.floor()
    front = add_shopfront(community=other.community, number="9-9", area_dm2=100, **who)
    two = add_community(site=floor.community.site, name="红路二社区", **who)
    for page in (f"{other.workshop.pk}/", f"{other.workshop.pk}/tenancy/",
                 f"{other.workshop.pk}/change/", f"shopfronts/{front.pk}/",
                 f"shopfronts/{front.pk}/use/", f"communities/{two.pk}/",
                 f"sites/{other.community.site.pk}/", f"organizations/{other.firm.pk}/"):
        assert desk.get(f"/places/{page}").status_code == 404, page


def test_a_site_shows_the_map_of_its_shopfronts(
    district: Client, floor: Floor, front: Shopfront, read: Read
) -> None:
    page = district.get(f"/places/sites/{floor.community.site.pk}/")
    assert "商铺地图" in read(page)
    assert f'href="/places/shopfronts/{front.pk}/"' in page.content.decode()


def test_a_workshop_and_its_operator_name_the_orders_that_are_not_done(
    district: Client, floor: Floor, read: Read
) -> None:
    floor.ticket((floor.weaver("王芳"), 1), pieces=20)
    for path in (f"/places/{floor.workshop.pk}/", f"/places/organizations/{floor.firm.pk}/"):
        page = district.get(path)
        assert f'href="/orders/{floor.order.pk}/"' in page.content.decode()
        assert "1,000 1,000 2 月 28 日" in read(page)


def test_a_workshop_without_an_order_says_so(district: Client, floor: Floor, read: Read) -> None:
    page = read(district.get(f"/places/{floor.workshop.pk}/"))
    assert "现在没有没交齐的订单。" in page


def test_a_clerk_sees_her_workshop_and_changes_nothing(
    clerk: User, door: Door, floor: Floor, front: Shopfront, read: Read
) -> None:
    desk = door(clerk)
    page = read(desk.get("/places/"))
    assert "藤编车间" in page
    assert "安置区" not in page
    assert desk.get(f"/places/{floor.workshop.pk}/").status_code == 200
    assert desk.get(f"/places/shopfronts/{front.pk}/").status_code == 200
    assert desk.get(f"/places/{floor.workshop.pk}/change/").status_code == 403
    assert desk.get("/places/organizations/").status_code == 403


def test_no_page_asks_more_than_ten_times(
    district: Client, floor: Floor, front: Shopfront, django_assert_max_num_queries: Any
) -> None:
    floor.weaver("王芳")
    workshop, firm = floor.workshop.pk, floor.firm.pk
    for page in ("", "?q=tb", f"?community={floor.community.pk}&used=yes&sort=-area", "add/",
                 f"{workshop}/", f"{workshop}/change/", f"{workshop}/tenancy/",
                 f"{workshop}/shopfronts/", "shopfronts/", "shopfronts/?used=no&q=3",
                 "shopfronts/add/", f"shopfronts/{front.pk}/", f"shopfronts/{front.pk}/use/",
                 "communities/", f"communities/{floor.community.pk}/", "communities/add/",
                 "sites/", f"sites/{floor.community.site.pk}/", "sites/add/", "divisions/add/",
                 "organizations/", "organizations/?kind=cooperative&q=sl", "organizations/add/",
                 f"organizations/{firm}/", f"organizations/{firm}/change/"):
        with django_assert_max_num_queries(10):
            assert district.get(f"/places/{page}").status_code == 200, page
