"""产品工价表, 订单表: what is made, of what, for how much, and how many of it are ordered."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from menkou.importing.declaring import Column, Fault, ListKind, ListRow
from menkou.importing.lists.people import YES
from menkou.importing.reading import cells, days
from menkou.lib.entries import DEAREST, LONGEST_PIECE, MOST_PIECES
from menkou.lib.exact import FACTOR_YUAN

MICRO = 1_000_000
"""Parts of a material's unit in which what a piece takes is kept."""

PIECE_UNITS = {word: word for word in ("件", "个", "条", "枝", "双", "套", "张")}
MATERIAL_UNITS = {
    "公斤": "kg", "米": "m", "克": "g", "个": "one", "张": "sheet", "条": "strip", "片": "slice",
    "套": "set", "千克": "kg", "kg": "kg", "m": "m", "g": "g", "只": "one", "根": "strip",
}  # fmt: skip
"""Word -> the code of a material's unit on the page of products."""


class ProductRow(ListRow):
    """A material of an operation of a product, with what the operation pays.

    Operations come in the order of their rows; one that takes several materials has a row for
    each, and what concerns the operation stands in the first. `seconds`: standard time of a
    piece. `quantity`: millionths of the material's unit for a piece. `loss_ppm`: millionths.
    `rate`: 1/10,000 yuan a piece, from `from_day`.
    """

    code: Annotated[str | None, Column(
        "产品编号", also=("编号", "产品代码", "物料编码"), read=cells.text(20), example="YL-01",
        help=_("自己认得就行，不能重"),
    )] = None
    product: Annotated[str, Column(
        "产品", also=("产品名称", "品名", "产品名"), read=cells.text(40), needed=True,
        example="样例提篮", help=_("一个产品的几道工序，产品都写上"),
    )]
    operation: Annotated[str, Column(
        "工序", also=("工序名称", "工序名"), read=cells.text(40), needed=True, example="编织",
        help=_("按先后一行一行写"),
    )]
    unit: Annotated[str | None, Column(
        "单位", also=("计量单位", "论什么数"), choices=PIECE_UNITS, example="个", width=8,
        help=_("产品论什么数"),
    )] = None
    seconds: Annotated[int | None, Column(
        "标准工时", also=("工时", "每件分钟", "做一件要多久", "标准工时(分钟)"),
        read=cells.amount(60, least=1, most=LONGEST_PIECE, strip=cells.MINUTES), example="30",
        help=_("做一件要几分钟；一道工序的第一行要填"),
    )] = None
    at_home: Annotated[bool | None, Column(
        "可带回家", also=("可以拿回家做", "能否带回家", "可居家", "居家"), choices=YES,
        example="是", help=_("是或否，空着就是不能"),
    )] = None
    material: Annotated[str | None, Column(
        "材料", also=("料", "材料名称", "物料", "料名", "来料"), read=cells.text(60),
        example="藤条", help=_("不用料的工序空着"),
    )] = None
    material_unit: Annotated[str | None, Column(
        "材料单位", also=("料的单位",), choices=MATERIAL_UNITS, example="公斤", width=10,
        help=_("材料还没登记过才要填"),
    )] = None
    quantity: Annotated[int | None, Column(
        "每件用量", also=("用量", "单耗", "消耗定额", "单件用量"),
        read=cells.amount(MICRO, least=1), example="1.2", help=_("一件用多少，按材料的单位"),
    )] = None
    loss_ppm: Annotated[int | None, Column(
        "损耗率", also=("许可损耗", "损耗", "损耗率%", "允许损耗"), read=cells.per_cent,
        example="3%", help=_("百分之几，写 3 或 3%"),
    )] = None
    rate: Annotated[int | None, Column(
        "单价", also=("工价", "计件单价", "计件工价", "单价(元)", "元/件"),
        read=cells.amount(FACTOR_YUAN, least=1, most=DEAREST), example="0.5",
        help=_("付给做活的人，一件多少元"),
    )] = None
    from_day: Annotated[date | None, Column(
        "起算日", also=("从哪天起", "执行日期", "工价日期", "生效日期"), read=days.whole_day,
        example="2022-01-14", width=14, help=_("工价从哪天起"),
    )] = None
    payer: Annotated[str | None, Column(
        "谁付", also=("付款单位", "付工钱单位", "发工钱单位"), read=cells.text(60),
        in_template=False, help=_("空着，就是车间的入驻单位"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        said = found.keys() | broken
        if "material" in said and "quantity" not in said:
            yield Fault("quantity", "quantity_blank", "material")
        if {"quantity", "loss_ppm", "material_unit"} & said and "material" not in said:
            yield Fault("material", "material_blank", "quantity")
        if "rate" in said and "from_day" not in said:
            yield Fault("from_day", "rate_day_blank", "rate")


class OrderRow(ListRow):
    """An order of a customer. `fee`: 1/10,000 yuan a piece, what the customer pays."""

    number: Annotated[str, Column(
        "订单号", also=("订单编号", "合同号", "单号"), read=cells.text(20), needed=True,
        example="YL-2022-01", width=16, help=_("企业的合同号也行，不能重"),
    )]
    customer: Annotated[str, Column(
        "客户", also=("企业", "甲方", "下单单位", "客户名称", "委托方"), read=cells.text(60),
        needed=True, example="样例制衣有限公司", width=22, help=_("要先登记过这个单位，写全称"),
    )]
    product: Annotated[str, Column(
        "产品", also=("产品/工序", "品名", "产品名称", "加工产品"), read=cells.text(40),
        needed=True, example="样例提篮", help=_("要先登记过这个产品"),
    )]
    operation: Annotated[str | None, Column(
        "工序", also=("工序名称",), read=cells.text(40), in_template=False,
        help=_("只为核对，可以不写"),
    )] = None
    pieces: Annotated[int, Column(
        "数量", also=("件数", "订单数量", "订货数量"),
        read=cells.amount(1, least=1, most=MOST_PIECES, strip=cells.PIECES), needed=True,
        example="2000", help=_("整数"),
    )]
    fee: Annotated[int, Column(
        "加工单价", also=("加工费", "加工费单价", "单价", "加工单价(元)"),
        read=cells.amount(FACTOR_YUAN, most=DEAREST), needed=True, example="1.8",
        help=_("企业付的，一件多少元，不是工人的工价"),
    )]
    ordered_on: Annotated[date, Column(
        "下单日", also=("下单日期", "签订日期", "订单日期", "合同日期"), read=days.whole_day,
        needed=True, example="2022-01-14", width=14, help=_("哪天下的单"),
    )]
    due_on: Annotated[date, Column(
        "交货日", also=("交货日期", "交期", "应交日期", "交付日期"), read=days.whole_day,
        needed=True, example="2022-02-28", width=14, help=_("要在下单之后"),
    )]
    quality: Annotated[str | None, Column(
        "质量要求", also=("质量标准", "质量标准及样品"), read=cells.text(200), in_template=False,
        help=_("怎样才算合格，200 字以内"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        if {"ordered_on", "due_on"} <= found.keys() and found["due_on"] < found["ordered_on"]:
            yield Fault("due_on", "due_before")


PRODUCTS = ListKind("products", _("产品和工价"), "产品工价表", ProductRow, "work.add_product")
ORDERS = ListKind("orders", _("订单"), "订单表", OrderRow, "work.add_order")
