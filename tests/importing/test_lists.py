"""Each list, as an office fills it in."""

from datetime import date
from typing import Any

import pytest

from menkou.importing.lists import LISTS
from tests.importing.ground import WANG, as_csv, as_xlsx, lines_of, read

ID = WANG["身份证号"]


def row(code: str, **cells: Any) -> Any:
    """The one row of a list with these cells."""
    [one] = read(as_xlsx(表=lines_of([cells])), LISTS[code])
    assert one.wrong == ()
    return one.row


def wrong(code: str, **cells: Any) -> list[tuple[str, str]]:
    """Column and code of all that is wrong with a row of these cells."""
    [one] = read(as_xlsx(表=lines_of([cells])), LISTS[code])
    return [(found.column, found.code) for found in one.wrong]


def test_a_register_of_people_gives_codes() -> None:
    [one] = read(as_csv(lines_of([WANG | {"残疾类别": "3", "残疾等级": "Ⅱ级"}])))
    person = one.row
    assert (person.household, person.site, person.community) == ("LH-0001", "红绿安置区", "一社区")
    assert (person.building, person.unit, person.room) == ("3", "2", "501")
    assert (person.relation, person.ability, person.tied_by) == ("head", "half", "children")
    assert (person.disability, person.disability_grade) == ("speech", 2)
    assert (person.skills, person.phone) == (("sewing", "rattan"), "13800000007")
    assert (person.bank_name, person.bank) == ("农村信用社", WANG["银行卡号"])


def test_blank_cells_say_nothing() -> None:
    [one] = read(as_csv(lines_of([WANG | dict.fromkeys(list(WANG)[9:], " - ") | {"安置区": ""}])))
    person = one.row
    assert (person.site, person.relation, person.phone, person.ability, person.bank) == (None,) * 5
    assert (person.tied_by, person.disability, person.bank_name) == (None,) * 3
    assert person.skills == ()


@pytest.mark.parametrize(
    ("word", "code"),
    [("长子", "child"), ("之妻", "spouse"), ("岳母", "parent"), ("外孙女", "grandchild"),
     ("儿媳", "other"), ("本人或户主", "head")],
)  # fmt: skip
def test_relations_as_the_poverty_register_calls_them(word: str, code: str) -> None:
    [one] = read(as_csv(lines_of([WANG | {"与户主关系": word}])))
    assert one.row.relation == code


def test_places() -> None:
    found = row("places", 区划代码="530602", 安置区="红绿安置区", 社区="一社区")
    assert (found.division_code, found.site, found.community) == ("530602", "红绿安置区", "一社区")
    assert row("places", 区划代码=530602, 安置区="红绿安置区", 社区代码="").code is None
    assert wrong("places", 区划代码="5306", 安置区="红绿安置区") == [("区划代码", "division_code")]
    assert wrong("places", 省市县="", 安置区="红绿安置区") == [("省市县", "division_blank")]
    assert wrong("places", 省市县="昭阳区", 安置区="甲", 社区="", 社区代码="530602001001") == [
        ("社区", "code_alone")
    ]


def test_workshops() -> None:
    found = row(
        "workshops", 社区="一社区", 铺号="3-12", 面积="86.5㎡", 车间="藤编车间",
        入驻单位="红绿合作社", 入驻日期="2021年3月5日",
    )  # fmt: skip
    assert (found.area_dm2, found.from_day) == (8650, date(2021, 3, 5))
    assert row("workshops", 社区="一社区", 铺号="3-12", 面积=40).workshop is None
    assert wrong("workshops", 社区="一社区", 铺号="3-12") == [("铺号", "area_blank")]
    assert wrong("workshops", 社区="一社区", 铺号="", 面积=40) == [
        ("铺号", "no_place")
    ]
    assert wrong("workshops", 社区="一社区", 车间="", 入驻单位="甲", 铺号="1", 面积=3) == [
        ("车间", "operator_alone")
    ]
    assert wrong("workshops", 社区="一社区", 车间="甲", 铺号="1", 面积=3, 入驻日期="2021.3") == [
        ("入驻日期", "only_month_here")
    ]


def test_organizations() -> None:
    found = row("organizations", 企业名称="甲公司", 信用代码="91530602000000019a", 类型="有限公司")
    assert (found.credit_code, found.kind) == ("91530602000000019A", "enterprise")
    assert wrong("organizations", 企业名称="甲", 信用代码="91530602000000018A", 类型="企业") == [
        ("信用代码", "credit_check")
    ]
    assert wrong("organizations", 企业名称="甲", 信用代码=9.1530602e17, 类型="企业") == [
        ("信用代码", "credit_excel")
    ]


def test_skills_and_wishes() -> None:
    found = row("skills", 户编号="LH-1", 姓名="王芳", 技能="绣花", 想做活="想", 每周小时="20",
                想在哪做="家门口", 想做什么="手工")  # fmt: skip
    assert (found.skills, found.wants, found.hours) == (("embroidery",), True, 20)
    assert (found.place, found.kinds) == ("workshop", ("flowers",))
    assert wrong("skills", 户编号="", 身份证号="", 姓名="王芳", 技能="缝纫") == [
        ("身份证号", "nobody")
    ]
    assert wrong("skills", 户编号="LH-1", 姓名="王芳", 想做活="否", 每周小时=20) == [
        ("想做活", "wish_none")
    ]
    assert wrong("skills", 户编号="LH-1", 姓名="王芳", 每周小时=100) == [("每周小时", "large")]
    assert wrong("skills", 户编号="LH-1", 姓名="王芳", 技能="") == [("技能", "nothing_said")]


def test_accounts() -> None:
    own = {"姓名": "王芳", "身份证号": ID, "银行卡号": WANG["银行卡号"]}
    assert row("accounts", **own, 户名="王芳").holder == "self"
    assert row("accounts", **own, 户名="王芳").holder_name is None
    his = row("accounts", **own, 卡主="丈夫", 卡主姓名="李强")
    assert (his.holder, his.holder_name) == ("spouse", "李强")
    assert wrong("accounts", **own, 卡主="丈夫") == [("卡主", "holder_name")]
    assert wrong("accounts", **own, 卡主姓名="李强") == [("卡主姓名", "holder_blank")]
    assert wrong("accounts", **own, 卡主="本人", 卡主姓名="李强") == [("卡主姓名", "holder_self")]


def test_products() -> None:
    found = row(
        "products", 品名="提篮", 工序="编织", 单位="个", 标准工时="30分钟", 可带回家="是",
        材料="藤条", 用量=1.2, 损耗率="3%", 单价="0.5元/个", 起算日="2022.1.14",
    )  # fmt: skip
    assert (found.seconds, found.at_home, found.quantity) == (1800, True, 1_200_000)
    assert (found.loss_ppm, found.rate, found.from_day) == (30_000, 5_000, date(2022, 1, 14))
    assert wrong("products", 产品="提篮", 工序="编织", 材料="藤条") == [("材料", "quantity_blank")]
    assert wrong("products", 产品="提篮", 工序="编织", 损耗率="3") == [("产品", "material_blank")]
    assert wrong("products", 产品="提篮", 工序="编织", 单价="0.5") == [("单价", "rate_day_blank")]
    assert wrong("products", 产品="提篮", 工序="编织", 材料="藤条", 用量="1", 损耗率=0.03) == [
        ("损耗率", "per_cent")
    ]


def test_orders() -> None:
    order = {"订单号": "YL-1", "客户": "甲公司", "产品": "提篮", "数量": "2,000个", "加工单价": 1.8,
             "下单日期": date(2022, 1, 14), "交货日期": "2022/2/28"}  # fmt: skip
    found = row("orders", **order)
    assert (found.pieces, found.fee, found.due_on) == (2000, 18_000, date(2022, 2, 28))
    assert wrong("orders", **(order | {"交货日期": "2022-1-13"})) == [("交货日期", "due_before")]
    assert wrong("orders", **(order | {"数量": "12.5"})) == [("数量", "decimals")]
    assert wrong("orders", **(order | {"数量": 0, "加工单价": -1})) == [
        ("数量", "positive"), ("加工单价", "negative")
    ]
