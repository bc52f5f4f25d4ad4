"""An officer brings what is made, for how much, and who ordered it."""

from datetime import date
from typing import Any

import pytest

from menkou.importing.errors import NotImported
from menkou.ledger.models import Commodity, Job
from menkou.lib.identifiers import make_credit_code
from menkou.work.actions.orders import allot
from menkou.work.actions.tickets import NewTicket, make_tickets
from menkou.work.models import Input, Operation, Order, Product, Rate
from tests.builders import moment
from tests.importing.office import Office, office, row, wrong

pytestmark = pytest.mark.django_db
LATER = date(2022, 6, 1)
THEN = moment(LATER, "09:00")
FIRM = "红路制衣有限公司"


@pytest.fixture
def hall() -> Office:
    hall = office()
    hall.write_list("organizations", {
        "单位名称": FIRM, "统一社会信用代码": make_credit_code(21), "类型": "企业",
    })
    hall.write_list("workshops", {
        "社区": "红路一社区", "车间": "制衣车间", "入驻单位": FIRM, "入驻日期": "2021-03-05",
    })
    return hall


def step(**said: Any) -> dict[str, Any]:
    return {
        "产品编号": "HL-01", "产品": "红路提篮", "工序": "编织", "单位": "个", "标准工时": "30",
        "可带回家": "是", "材料": "藤条", "材料单位": "公斤", "每件用量": "1.2", "损耗率": "3%",
        "单价": "0.5", "起算日": "2022-01-14",
    } | said


RIBBON = step(标准工时="", 单位="", 可带回家="", 材料="丝带", 材料单位="米", 每件用量="0.35",
              损耗率="", 单价="", 起算日="")
FINISH = step(工序="收口", 标准工时="5", 材料="", 材料单位="", 每件用量="", 损耗率="", 单价="0.1")
BASKET = (step(), RIBBON, FINISH)


def order(**said: Any) -> dict[str, Any]:
    return {
        "订单号": "HL-2022-01", "客户": FIRM, "产品": "红路提篮", "数量": "2000",
        "加工单价": "1.8", "下单日": "2022-01-14", "交货日": "2022-02-28",
    } | said


def test_a_product_of_two_operations_and_two_materials(hall: Office) -> None:
    assert hall.check_list("products", *BASKET).counts == {"added": 3}
    done = hall.write_list("products", *BASKET)
    assert (done.state, done.added) == ("done", 3)
    weaving, finish = Operation.objects.order_by("number")
    assert (weaving.product.code, weaving.seconds, weaving.at_home) == ("HL-01", 1800, True)
    takes = Input.objects.filter(operation=weaving).order_by("pk")
    assert [(one.commodity.name, one.numerator, one.denominator, one.allowed_ppm)
            for one in takes] == [("藤条", 1200, 1, 30_000), ("丝带", 350, 1, 0)]
    assert list(finish.inputs.values_list("commodity", flat=True)) == [weaving.makes_id]
    assert sorted(Rate.objects.values_list("amount", flat=True)) == [1000, 5000]
    assert hall.check_list("products", *BASKET).counts == {"unchanged": 3}
    assert hall.check_list("products", *reversed(BASKET)).counts == {"unchanged": 3}
    hall.take_back(done, THEN)
    assert not Product.objects.exists()
    assert not Commodity.objects.filter(kind__in=["material", "piece"]).exists()
    assert hall.check_list("products", *BASKET).counts == {"added": 3}


def test_less_than_a_base_unit_is_an_exact_fraction(hall: Office) -> None:
    hall.write_list("products", step(每件用量="0.0005"))
    takes = Input.objects.get()
    assert (takes.numerator, takes.denominator) == (1, 2)
    assert hall.check_list("products", step(每件用量="0.0005")).counts == {"unchanged": 1}


def test_a_new_rate_is_a_change_and_is_taken_back(hall: Office) -> None:
    hall.write_list("products", *BASKET)
    dearer = (step(单价="0.6"), RIBBON, FINISH)
    imported = hall.bring_list("products", *dearer, at=THEN)
    assert imported.rows.get().changes == [["单价", "0.50", "0.60"]]
    assert (imported.changed, imported.unchanged) == (1, 2)
    done = hall.write_list("products", *dearer, at=THEN)
    assert set(Rate.objects.standing().values_list("amount", flat=True)) == {1000, 6000}
    hall.take_back(done, moment(LATER, "10:00"))
    assert set(Rate.objects.standing().values_list("amount", flat=True)) == {1000, 5000}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([step(材料="棉绳", 材料单位="")], [(2, "材料单位", "material_unit")]),
        ([step(标准工时="")], [(2, "标准工时", "seconds_blank")]),
        ([step(单位="")], [(2, "单位", "unit_blank")]),
        ([step(), step(单价="", 起算日="")],
         [(2, "产品", "with_another"), (3, "材料", "material_twice")]),
        ([step(), RIBBON | {"每件用量": ""}],
         [(2, "产品", "with_another"), (3, "每件用量", "quantity_blank")]),
        ([step(谁付="红路制衣公司")], [(2, "谁付", "no_organization")]),
    ],
)
def test_the_rows_of_a_product_stand_or_fall_together(
    hall: Office, rows: list[dict[str, Any]], found: list[tuple[int, str, str]]
) -> None:
    checked = hall.check_list("products", *rows, step(产品="红路托盘", 产品编号="HL-02"))
    assert sorted(wrong(checked)) == found
    assert checked.counts["added"] == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([step(标准工时="40")], [(2, "标准工时", "operation_stands")]),
        ([step(每件用量="1.3")], [(2, "每件用量", "operation_stands")]),
        ([step(产品="红路托盘")], [(2, "产品", "product_stands")]),
        ([step(材料单位="米")], [(2, "材料单位", "material_stands")]),
    ],
)
def test_what_a_product_is_can_not_be_changed_by_a_list(
    hall: Office, rows: list[dict[str, Any]], found: list[tuple[int, str, str]]
) -> None:
    hall.write_list("products", *BASKET)
    assert wrong(hall.check_list("products", *rows)) == found


def test_a_further_operation_is_added_until_something_is_ordered(hall: Office) -> None:
    hall.write_list("products", step())
    assert hall.check_list("products", step(), FINISH).counts == {"unchanged": 1, "added": 1}
    hall.write_list("orders", order())
    assert wrong(hall.check_list("products", FINISH)) == [(2, "工序", "ordered")]


def test_where_two_pay_the_list_must_say_who(hall: Office) -> None:
    hall.write_list("organizations", {
        "单位名称": "红路合作社", "统一社会信用代码": make_credit_code(22), "类型": "合作社",
    })
    hall.write_list("workshops", {
        "社区": "红路二社区", "车间": "藤编车间", "入驻单位": "红路合作社",
        "入驻日期": "2021-03-05",
    })
    assert wrong(hall.check_list("products", step())) == [(2, "谁付", "payer_blank")]
    assert hall.check_list("products", step(谁付=FIRM)).counts == {"added": 1}


def test_orders_are_added_once_and_never_changed(hall: Office) -> None:
    hall.write_list("products", *BASKET)
    assert hall.check_list("orders", order()).counts == {"added": 1}
    done = hall.write_list("orders", order())
    made = Order.objects.get()
    assert (made.number, made.pieces, made.fee) == ("HL-2022-01", 2000, 18_000)
    assert hall.check_list("orders", order()).counts == {"unchanged": 1}
    assert wrong(hall.check_list("orders", order(数量="3000"))) == [(2, "数量", "order_stands")]
    hall.take_back(done, THEN)
    assert not Order.objects.exists()
    assert not Job.objects.filter(code="order-HL-2022-01").exists()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([order(客户="红路制衣公司")], [(2, "客户", "no_organization")]),
        ([order(产品="红路篮")], [(2, "产品", "no_product")]),
        ([order(工序="焊接")], [(2, "工序", "no_operation")]),
        ([order(), order()], [(3, "订单号", "same_row")]),
    ],
)
def test_an_order_that_does_not_fit_is_told_where_it_stands(
    hall: Office, rows: list[dict[str, Any]], found: list[tuple[int, str, str]]
) -> None:
    hall.write_list("products", *BASKET)
    assert wrong(hall.check_list("orders", *rows)) == found


def test_an_order_of_another_district_keeps_its_number(hall: Office) -> None:
    hall.write_list("products", *BASKET)
    hall.write_list("organizations", {
        "单位名称": "别处公司", "统一社会信用代码": make_credit_code(23), "类型": "企业",
    }, by=hall.district)
    hall.write_list("workshops", {
        "社区": "靖安社区", "车间": "别处车间", "入驻单位": "别处公司", "入驻日期": "2021-03-05",
    }, by=hall.district)
    hall.write_list("orders", order(客户="别处公司"), by=hall.district)
    assert wrong(hall.check_list("orders", order())) == [(2, "订单号", "order_taken")]
    assert wrong(hall.check_list("orders", order(订单号="2", 客户="别处公司"))) == [
        (2, "客户", "no_organization")
    ]


def test_what_was_passed_on_keeps_an_order_and_its_product(hall: Office) -> None:
    made = hall.write_list("products", *BASKET)
    done = hall.write_list("orders", order())
    found = Order.objects.get()
    allot(order=found, operation=Operation.objects.get(number=10), holder=found.customer,
          pieces=10, fee=9_000, due_on=date(2022, 2, 20), by=hall.officer, at=THEN)
    for imported in (done, made):
        with pytest.raises(NotImported, match="不能整份撤回"):
            hall.take_back(imported, THEN)


def test_a_rate_that_work_was_given_out_under_is_neither_lowered_nor_taken_back(
    hall: Office,
) -> None:
    """劳动法 articles 37 and 50: what was agreed for work given out is not lowered."""
    hall.write_list("products", *BASKET)
    dearer = hall.write_list("products", step(单价="0.6"), at=moment(date(2022, 3, 2), "09:00"))
    hall.write_list("orders", order())
    hall.write(row())
    found = Order.objects.get()
    allotment = allot(order=found, operation=Operation.objects.get(number=10),
                      holder=found.customer, pieces=10, fee=9_000, due_on=date(2022, 2, 20),
                      by=hall.officer, at=THEN)
    from menkou.registry.actions.life import engage
    from menkou.registry.models import Workshop

    workshop, weaver = Workshop.objects.get(), hall.person("王芳")
    engage(person=weaver, payer=found.customer, workshop=workshop, form="home", cycle="month",
           from_day=date(2022, 1, 14), by=hall.officer, at=THEN)
    make_tickets([NewTicket(((weaver, 1),), 5, at_home=True, due_on=date(2022, 2, 20))],
                 allotment=allotment, workshop=workshop, made_on=date(2022, 1, 20),
                 by=hall.officer, at=THEN)
    assert wrong(hall.check_list("products", step(单价="0.4"))) == [(2, "单价", "rate_lowered")]
    with pytest.raises(NotImported, match="不能整份撤回"):
        hall.take_back(dearer, THEN)
