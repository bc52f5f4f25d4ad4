"""What is typed about places and organizations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.lib.entries import LARGEST_AREA
from menkou.registry.models import Organization
from menkou.web.parts.fields import (
    AMOUNT_WORDS,
    AmountField,
    CreditCodeField,
    DayField,
    OneOfField,
    PickField,
    TextField,
    YuanField,
    choices,
)
from menkou.web.parts.forms import Form
from menkou.web.places.words import M2
from menkou.work.actions.rent import RELIEFS, TAKEN_BACK


class Offering(Form):
    """A form whose lists are set by the page: `offer(community=…)`."""

    def offer(self, **rows: QuerySet[Any]) -> None:
        """Sets what may be picked, by field."""
        for name, offered in rows.items():
            self.fields[name].queryset = offered  # type: ignore[attr-defined]


class DivisionForm(Offering):
    code = TextField(label=_("区划代码"), max_length=12, help_text=_("国标代码，如 530602"))
    name = TextField(label=_("名称"), max_length=40)
    parent = PickField(label=_("属于哪里"))


class SiteForm(Offering):
    name = TextField(label=_("安置区名称"), max_length=40)
    division = PickField(label=_("区划"))


class CommunityForm(Offering):
    constraint_fields = {"community_name_once": "name"}

    site = PickField(label=_("安置区"))
    name = TextField(label=_("社区名称"), max_length=40)
    code = TextField(label=_("官方代码"), max_length=12, required=False,
                     help_text=_("新社区多年没有代码，可以空着"))
    committee = PickField(label=_("居委会"), required=False,
                          help_text=_("替社区接单、收租金的单位"))


class CommunityChangeForm(Offering):
    constraint_fields = {"community_name_once": "name"}

    name = TextField(label=_("社区名称"), max_length=40)
    code = TextField(label=_("官方代码"), max_length=12, required=False)
    committee = PickField(label=_("居委会"), required=False,
                          help_text=_("替社区接单、收租金的单位"))


class AreaField(AmountField):
    """The area of a shopfront; answers square decimetres."""

    def __init__(self) -> None:
        super().__init__(label=_("面积"), factor=M2, unit=_("平方米"))

    def clean(self, value: Any) -> Any:
        area = super().clean(value)
        if area and area > LARGEST_AREA:
            raise ValidationError(AMOUNT_WORDS["large"])
        return area


class ShopfrontForm(Offering):
    constraint_fields = {"shopfront_number_once": "number", "shopfront_area_positive": "area_dm2"}

    community = PickField(label=_("社区"))
    number = TextField(label=_("铺号"), max_length=20, help_text=_("照门牌写，如 3-12"))
    area_dm2 = AreaField()


class ShopfrontChangeForm(Form):
    constraint_fields = {"shopfront_number_once": "number", "shopfront_area_positive": "area_dm2"}

    number = TextField(label=_("铺号"), max_length=20)
    area_dm2 = AreaField()


class WorkshopForm(Offering):
    name = TextField(label=_("车间名称"), max_length=60)
    community = PickField(label=_("在哪个社区"))


class WorkshopChangeForm(Form):
    name = TextField(label=_("车间名称"), max_length=60)


class UseForm(Offering):
    workshop = PickField(label=_("归哪个车间用"), required=False,
                         empty_label=_("空着，不归车间用"))
    from_day = DayField(label=_("从哪天起"))


class FrontForm(Offering):
    """A shopfront that a workshop takes from a day."""

    shopfront = PickField(label=_("商铺"))
    from_day = DayField(label=_("从哪天起"))


class TenancyForm(Offering):
    operator = PickField(label=_("入驻单位"), required=False, empty_label=_("没有单位，空着"))
    from_day = DayField(label=_("从哪天起"))


class OrganizationForm(Form):
    constraint_fields = {"credit_code": "code"}

    name = TextField(label=_("单位名称"), max_length=60, help_text=_("照执照写全称"))
    kind = OneOfField(
        label=_("哪一种"), choices=choices(Organization.Kind, empty=_("请选"))
    )
    code = CreditCodeField(label=_("统一社会信用代码"))
    contact = TextField(label=_("联系人"), max_length=40, required=False,
                        help_text=_("写称呼就好，如：张经理"))


class RentForm(Offering):
    amount = YuanField(label=_("一个月多少"), required=False, help_text=_("不收租金的，空着"))
    payee = PickField(label=_("付给谁"))
    from_day = DayField(label=_("从哪天起"), help_text=_("每个月按 1 号的约定收整月"))


class RentMonthForm(Form):
    day = DayField(label=_("哪个月"), help_text=_("那个月里随便哪一天。记过的不会再记"))


class ReliefForm(Form):
    amount = YuanField(label=_("减多少"))
    reason = OneOfField(label=_("为什么减"), choices=[("", _("请选")), *RELIEFS.items()])


class RentPaidForm(Form):
    amount = YuanField(label=_("付了多少"), help_text=_("可以分几次付"))
    day = DayField(label=_("哪天付的"))
    reference = TextField(label=_("银行流水号"), max_length=40,
                          help_text=_("回单上的，同一号只能记一次"))
    constraint_fields = {"rent_payment_reference_once": "reference"}


class RentBackForm(Form):
    reason = OneOfField(label=_("为什么撤回"), choices=[("", _("请选")), *TAKEN_BACK.items()])
