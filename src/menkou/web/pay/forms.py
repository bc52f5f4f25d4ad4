"""What is typed or picked about pay."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.registry.models import Engagement, Organization
from menkou.settlement.actions.periods import ASIDE, RETURNED
from menkou.settlement.actions.replies import ANSWERS, REASONS
from menkou.settlement.models import Confirmation, Deduction, Item
from menkou.web.parts.fields import (
    DayField,
    OneOfField,
    PickField,
    TextField,
    YuanField,
    choices,
)
from menkou.web.parts.forms import Form

PICK = ("", _("请选"))


def sent(request: Any) -> Any:
    """What was sent with a press; None where a page is only opened."""
    return request.POST if request.method == "POST" else None


class OpenForm(Form):
    payer = PickField(label=_("谁付"))
    cycle = OneOfField(label=_("几时结"), choices=choices(Engagement.Cycle))
    day = DayField(label=_("哪一天所在的期"))

    def offer(self, payers: QuerySet[Organization]) -> None:
        field: Any = self.fields["payer"]
        field.queryset = payers
        known = list(payers[:2])
        if len(known) == 1:
            field.initial = known[0]


class CloseForm(Form):
    """Up to which moment a close takes what was booked; empty: now."""

    mark = forms.CharField(required=False)


class TaxForm(Form):
    withholds = OneOfField(
        label=_("这一期的工资条"), open=True,
        choices=[("no", _("不代扣")), ("yes", _("按每个人的计税类别代扣"))],
    )


class SendBackForm(Form):
    why = OneOfField(label=_("哪里不对"), choices=[PICK, *RETURNED.items()])


class AsideForm(Form):
    why = OneOfField(label=_("为什么先放一边"), choices=[PICK, *ASIDE.items()])


class ConfirmForm(Form):
    how = OneOfField(
        label=_("她怎么说的"), open=True, initial=Confirmation.How.TOLD,
        choices=[one for one in choices(Confirmation.How) if one[0] != Confirmation.How.PHONE],
    )


class ObjectForm(Form):
    reason = OneOfField(label=_("哪里不对"), choices=[PICK, *REASONS.items()])


class AnswerForm(Form):
    """An answer; what is paid in addition only where she is right and nothing else mends it."""

    why = OneOfField(label=_("怎么答复"), choices=[PICK, *ANSWERS.items()])
    amount = YuanField(
        label=_("补多少"), required=False, help_text=_("只有“另补”要填；等另一个人批")
    )
    day = DayField(label=_("补的是哪天的活"), required=False)
    note = TextField(label=_("给批的人看的一句话"), required=False, max_length=100)


class ItemForm(Form):
    constraint_fields = {"item_amount": "amount"}
    code = OneOfField(label=_("是什么"), choices=[PICK, *choices(Item.Code)])
    amount = YuanField(label=_("多少"), least=None, help_text=_("只有更正可以是负数"))
    day = DayField(label=_("哪天的活"))
    note = TextField(label=_("给批的人看的一句话"), required=False, max_length=100)


class DeductionForm(Form):
    constraint_fields = {"deduction_positive": "amount"}
    kind = OneOfField(label=_("扣的是什么"), choices=[PICK, *choices(Deduction.Kind)])
    code = OneOfField(label=_("为什么"), choices=[PICK, *choices(Deduction.Code)])
    amount = YuanField(label=_("一共多少"),
                       help_text=_("一个月最多扣五分之一，扣不完的下个月接着扣"))
    note = TextField(label=_("给批的人看的一句话"), required=False, max_length=100)
