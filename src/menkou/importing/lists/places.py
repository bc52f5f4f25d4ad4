"""安置区社区表, 商铺车间表, 单位表: where people live and work, and who they work for."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from menkou.importing.declaring import Column, Fault, ListKind, ListRow
from menkou.importing.reading import cells, days
from menkou.lib.entries import LARGEST_AREA

ORGANIZATION_KINDS = {
    "企业": "enterprise", "合作社": "cooperative", "个体工商户": "sole_trader",
    "社区": "community", "机关单位": "office",
    **dict.fromkeys(["公司", "有限公司", "有限责任公司", "股份公司", "民营企业", "国有企业"],
                    "enterprise"),
    **dict.fromkeys(["农民专业合作社", "专业合作社", "股份合作社"], "cooperative"),
    **dict.fromkeys(["个体", "个体户"], "sole_trader"),
    **dict.fromkeys(["居委会", "居民委员会", "社区居委会", "村委会"], "community"),
    **dict.fromkeys(["机关", "事业单位", "政府", "政府部门"], "office"),
}  # fmt: skip


class PlaceRow(ListRow):
    """A site, or a community of one: a site alone where the community is blank.

    The division says where a site lies: by its code (GB/T 2260, 6 to 12 digits) or its name.
    """

    NEEDED_TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("division_code",), ("division",))

    division_code: Annotated[str | None, Column(
        "区划代码", also=("行政区划代码", "区划码", "行政区划"), read=cells.division_code,
        example="530602", help=_("国标代码，如 530602"),
    )] = None
    division: Annotated[str | None, Column(
        "省市县", also=("区划", "所属区县", "县区", "区县", "县(区)", "市县", "所在县区"),
        read=cells.text(40), example="昭阳区", help=_("代码和名称，填一样就行"),
    )] = None
    site: Annotated[str, Column(
        "安置区", also=("安置点", "安置区名称", "安置点名称", "集中安置点"), read=cells.text(40),
        needed=True, example="样例安置区", width=16, help=_("全区不能重名"),
    )]
    community: Annotated[str | None, Column(
        "社区", also=("社区名称", "所属社区", "居委会"), read=cells.text(40), example="样例社区",
        width=16, help=_("还没有社区的空着，只登记安置区"),
    )] = None
    code: Annotated[str | None, Column(
        "社区代码", also=("官方代码", "统计代码", "统计用区划代码"), read=cells.division_code,
        example="530602001001", width=16, help=_("新社区多年没有代码，可以空着"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        if not {"division_code", "division"} & (found.keys() | broken):
            yield Fault("division_code", "division_blank", "division")
        if "code" in found and "community" not in found and "community" not in broken:
            yield Fault("community", "code_alone", "code")


class WorkshopRow(ListRow):
    """A shopfront, the workshop that uses it, and who operates that: each may stand alone.

    A workshop of several shopfronts has a row for each. `area_dm2` in dm² (1 m² = 100).
    """

    site: Annotated[str | None, Column(
        "安置区", also=("安置点", "安置区名称"), read=cells.text(40), in_template=False,
        help=_("有两个同名的社区时要填"),
    )] = None
    community: Annotated[str, Column(
        "社区", also=("社区名称", "所属社区", "所在社区"), read=cells.text(40), needed=True,
        example="样例社区", help=_("要先登记过这个社区"),
    )]
    number: Annotated[str | None, Column(
        "铺号", also=("商铺", "商铺号", "门牌", "门牌号", "门牌(商铺)", "铺面号", "商铺编号"),
        read=cells.text(20), example="3-12", help=_("照门牌写，如 3-12"),
    )] = None
    area_dm2: Annotated[int | None, Column(
        "面积", also=("面积m²", "建筑面积", "商铺面积", "面积㎡"), read=cells.area(LARGEST_AREA),
        example="86.5", help=_("平方米，最多两位小数"),
    )] = None
    workshop: Annotated[str | None, Column(
        "车间", also=("车间名称", "扶贫车间", "帮扶车间", "名称"), read=cells.text(60),
        example="样例车间", width=16, help=_("空着，就是还没有归车间用"),
    )] = None
    operator: Annotated[str | None, Column(
        "入驻单位", also=("入驻企业", "企业", "经营单位", "企业名称"), read=cells.text(60),
        example="样例制衣有限公司", width=22, help=_("要先登记过这个单位，写全称"),
    )] = None
    from_day: Annotated[date | None, Column(
        "入驻日期", also=("入驻时间", "启用日期", "建成/启用", "入驻日"), read=days.whole_day,
        example="2021-03-05", width=14, help=_("从哪天起归这个车间、这个单位"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        said = found.keys() | broken
        if not {"number", "workshop"} & said:
            yield Fault("number", "no_place")
        if "area_dm2" in said and "number" not in said and "workshop" in said:
            yield Fault("number", "area_alone", "area_dm2")
        if "number" in said and "area_dm2" not in said:
            yield Fault("area_dm2", "area_blank", "number")
        if "operator" in said and "workshop" not in said:
            yield Fault("workshop", "operator_alone", "operator")
        if "workshop" in said and {"number", "operator"} & said and "from_day" not in said:
            yield Fault("from_day", "from_day_blank", "workshop")


class OrganizationRow(ListRow):
    """One that takes orders, owes and pays."""

    name: Annotated[str, Column(
        "单位名称", also=("名称", "企业名称", "单位", "企业", "公司名称", "全称"),
        read=cells.text(60), needed=True, example="样例制衣有限公司", width=26,
        help=_("照执照写全称"),
    )]
    credit_code: Annotated[str, Column(
        "统一社会信用代码", also=("信用代码", "社会信用代码", "统一信用代码", "执照号"),
        read=cells.credit_code, needed=True, example="91530602000000019A", width=22,
        help=_("18 位，照执照抄，这一列要设成文本"),
    )]
    kind: Annotated[str, Column(
        "类型", also=("单位类型", "企业类型", "性质", "单位性质", "类别"),
        choices=ORGANIZATION_KINDS, needed=True, example="企业", help=_("下拉里选一种"),
    )]
    contact: Annotated[str | None, Column(
        "联系人", also=("负责人", "联系人姓名"), read=cells.text(40), example="张经理",
        help=_("写称呼就好，如：张经理"),
    )] = None


PLACES = ListKind("places", _("安置区和社区"), "安置区社区表", PlaceRow, "registry.add_community")
WORKSHOPS = ListKind(
    "workshops", _("商铺和车间"), "商铺车间表", WorkshopRow, "registry.add_workshop"
)
ORGANIZATIONS = ListKind(
    "organizations", _("单位"), "单位表", OrganizationRow, "registry.add_organization"
)
