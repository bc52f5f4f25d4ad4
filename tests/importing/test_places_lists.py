"""A district officer brings her sites, organizations and workshops."""

from datetime import date
from itertools import count

import pytest

from menkou.importing.actions import write as writing
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.errors import NotImported
from menkou.importing.models import Import
from menkou.lib.identifiers import make_credit_code
from menkou.registry.actions.places import set_tenancy
from menkou.registry.models import (
    Community,
    Organization,
    Party,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)
from tests.builders import moment
from tests.importing.office import AT, DAY, Office, office, wrong

pytestmark = pytest.mark.django_db
LATER = date(2022, 6, 1)
THEN = moment(LATER, "09:00")
FIRM = {"单位名称": "样例制衣有限公司", "统一社会信用代码": make_credit_code(21), "类型": "企业"}
COOP = {"单位名称": "样例合作社", "统一社会信用代码": make_credit_code(22), "类型": "合作社"}


@pytest.fixture
def hall() -> Office:
    return office()


def place(**said: str) -> dict[str, str]:
    return {"省市县": "昭阳区", "安置区": "卯家湾安置区", "社区": "卯一社区"} | said


def shop(**said: str) -> dict[str, str]:
    return {
        "社区": "红路一社区", "铺号": "3-12", "面积": "86.5", "车间": "制衣车间",
        "入驻单位": "样例制衣有限公司", "入驻日期": "2021-03-05",
    } | said


def test_sites_and_communities_are_added_once(hall: Office) -> None:
    rows = (place(社区=""), place(), place(社区="卯二社区", 社区代码="530602001001"))
    by = hall.district
    assert hall.check_list("places", *rows, by=by).counts == {"added": 3}
    done = hall.write_list("places", *rows, by=by)
    assert (done.state, done.added) == ("done", 3)
    assert Site.objects.filter(name="卯家湾安置区").count() == 1
    assert Community.objects.get(name="卯二社区").code == "530602001001"
    assert hall.check_list("places", *rows, by=by).counts == {"unchanged": 3}
    changed = place(社区代码="530602001002")
    assert hall.check_list("places", changed, by=by).counts == {"changed": 1}
    again = hall.write_list("places", changed, by=by, at=THEN)
    assert Community.objects.get(name="卯一社区").code == "530602001002"
    assert hall.check_list("places", place(), by=by).counts == {"unchanged": 1}
    hall.take_back(again, moment(LATER, "10:00"), by=by)
    assert Community.objects.get(name="卯一社区").code == ""
    hall.take_back(done, moment(LATER, "11:00"), by=by)
    assert not Site.objects.filter(name="卯家湾安置区").exists()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([place(省市县="昭羊区")], [(2, "省市县", "no_division")]),
        ([place(), place()], [(3, "社区", "same_row")]),
        ([place(安置区="红路安置区", 省市县="鲁甸县")], [(2, "省市县", "division_not_yours")]),
    ],
)
def test_a_place_that_does_not_fit_is_told_where_it_stands(
    hall: Office, rows: list[dict[str, str]], found: list[tuple[int, str, str]]
) -> None:
    from menkou.registry.models import Division

    Division.objects.create(code="530621", name="鲁甸县")
    assert wrong(hall.check_list("places", *rows, by=hall.district)) == found


def test_a_community_officer_adds_no_site(hall: Office) -> None:
    assert wrong(hall.check_list("places", place())) == [(2, "省市县", "division_not_yours")]


def test_a_site_where_people_live_stays(hall: Office) -> None:
    done = hall.write_list("places", place(), by=hall.district)
    made = Community.objects.get(name="卯一社区")
    hall.write_list("workshops", shop(社区="卯一社区", 车间="", 入驻单位="", 入驻日期=""),
                    by=hall.district)
    assert made.shopfronts.count() == 1
    with pytest.raises(NotImported, match="不能整份撤回"):
        hall.take_back(done, THEN, by=hall.district)
    assert hall.again(done).state == "done"
    assert Community.objects.filter(pk=made.pk).exists()


def test_organizations_are_known_by_their_credit_code(hall: Office) -> None:
    done = hall.write_list("organizations", FIRM | {"联系人": "张经理"}, COOP)
    assert done.added == 2
    assert hall.check_list("organizations", FIRM, COOP).counts == {"unchanged": 2}
    new = FIRM | {"单位名称": "样例服饰有限公司"}
    assert hall.check_list("organizations", new).counts == {"changed": 1}
    again = hall.write_list("organizations", new, at=THEN)
    firm = Organization.objects.get(credit_code=FIRM["统一社会信用代码"])
    assert (firm.party.name, firm.contact) == ("样例服饰有限公司", "张经理")
    hall.take_back(again, moment(LATER, "10:00"))
    assert Party.objects.get(pk=firm.pk).name == "样例制衣有限公司"
    hall.take_back(done, moment(LATER, "11:00"))
    assert not Organization.objects.exists()


def test_an_organization_that_is_not_hers_is_not_changed(hall: Office) -> None:
    hall.write_list("organizations", FIRM)
    hall.write_list("workshops", shop(社区="靖安社区"), by=hall.district)
    assert hall.check_list("organizations", FIRM).counts == {"unchanged": 1}
    assert wrong(hall.check_list("organizations", FIRM | {"联系人": "李经理"})) == [
        (2, "统一社会信用代码", "organization_not_yours")
    ]
    assert wrong(hall.check_list("organizations", COOP, COOP)) == [
        (3, "统一社会信用代码", "same_row")
    ]


def test_two_organizations_of_a_name_are_odd(hall: Office) -> None:
    hall.write_list("organizations", FIRM)
    checked = hall.check_list("organizations", COOP | {"单位名称": FIRM["单位名称"]})
    assert checked.counts == {"added": 1}
    assert checked.odd == 1


def test_a_workshop_of_two_shopfronts_with_its_operator(hall: Office) -> None:
    hall.write_list("organizations", FIRM, COOP)
    rows = (shop(), shop(铺号="3-13", 面积="40", 入驻日期="2021-06-01"),
            shop(铺号="3-14", 面积="20", 车间="", 入驻单位="", 入驻日期=""))
    assert hall.check_list("workshops", *rows).counts == {"added": 3}
    done = hall.write_list("workshops", *rows)
    workshop = Workshop.objects.get()
    assert (Shopfront.objects.count(), ShopfrontUse.objects.count()) == (3, 2)
    assert Tenancy.objects.get().operator.party.name == "样例制衣有限公司"
    assert hall.check_list("workshops", *rows).counts == {"unchanged": 3}
    assert hall.check_list("workshops", *reversed(rows)).counts == {"unchanged": 3}
    hers = shop(面积="90", 入驻单位="样例合作社", 入驻日期="2022-02-01")
    assert hall.check_list("workshops", hers).counts == {"changed": 1}
    again = hall.write_list("workshops", hers, at=THEN)
    assert Shopfront.objects.get(number="3-12").area_dm2 == 9000
    assert Tenancy.objects.on(DAY).get(workshop=workshop).operator.party.name == "样例合作社"
    hall.take_back(again, moment(LATER, "10:00"))
    assert Shopfront.objects.get(number="3-12").area_dm2 == 8650
    assert Tenancy.objects.on(DAY).get(workshop=workshop).operator.party.name == FIRM["单位名称"]
    hall.take_back(done, moment(LATER, "11:00"))
    assert not Workshop.objects.exists()
    assert not Shopfront.objects.exists()
    assert not Party.objects.filter(kind="workshop").exists()


def test_a_list_of_several_chunks_does_not_hang_on_itself(
    hall: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 1)
    moments = count(9)
    hall.write_list("organizations", FIRM)
    imported = hall.bring_list("workshops", shop(), shop(铺号="3-13"), shop(铺号="3-14"))
    start_write(imported=imported, by=hall.officer, at=AT)
    run_write(imported=hall.again(imported), now=lambda: moment(DAY, f"{next(moments):02}:00"))
    assert imported.chunks.count() == 3
    assert hall.take_back(hall.again(imported), THEN).state == "taken_back"
    assert not Workshop.objects.exists()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([shop(社区="红路三社区")], [(2, "社区", "no_community")]),
        ([shop(社区="靖安社区")], [(2, "社区", "not_yours")]),
        ([shop(入驻单位="样例制衣公司")], [(2, "入驻单位", "no_organization")]),
        ([shop(), shop()], [(3, "铺号", "same_row")]),
        ([shop(), shop(铺号="4", 入驻单位="样例合作社")], [(3, "入驻单位", "two_operators")]),
    ],
)
def test_a_workshop_that_does_not_fit_is_told_where_it_stands(
    hall: Office, rows: list[dict[str, str]], found: list[tuple[int, str, str]]
) -> None:
    hall.write_list("organizations", FIRM, COOP)
    assert wrong(hall.check_list("workshops", *rows)) == found


def test_the_near_name_is_offered(hall: Office) -> None:
    hall.write_list("organizations", FIRM)
    (one,) = hall.check_list("workshops", shop(入驻单位="样例制衣公司")).said
    assert one.wrong[0].params == {"near": "样例制衣有限公司"}


def test_a_workshop_that_somebody_else_was_let_into_stays(hall: Office) -> None:
    hall.write_list("organizations", FIRM, COOP)
    done = hall.write_list("workshops", shop())
    coop = Organization.objects.get(credit_code=COOP["统一社会信用代码"])
    set_tenancy(workshop=Workshop.objects.get(), operator=coop, from_day=LATER, by=hall.officer,
                at=THEN)
    with pytest.raises(NotImported, match="不能整份撤回"):
        hall.take_back(done, THEN)
    assert Import.objects.get(pk=done.pk).state == "done"
    assert AT < THEN
