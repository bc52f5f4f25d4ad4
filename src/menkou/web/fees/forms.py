"""What is typed about fees: why not, how much, by which reference."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from menkou.web.parts.edge import Request
from menkou.web.parts.fields import DayField, OneOfField, TextField, YuanField
from menkou.web.parts.forms import Form
from menkou.work.actions.fees import DISPUTES, TAKEN_BACK


def sent(request: Request) -> Any:
    """What was sent; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None


class DisputeForm(Form):
    reason = OneOfField(label=_("哪里对不上"), choices=[("", _("请选")), *DISPUTES.items()])


class PayForm(Form):
    amount = YuanField(label=_("付了多少"), help_text=_("可以分几次付"))
    day = DayField(label=_("哪天付的"))
    reference = TextField(
        label=_("银行流水号"), max_length=40, help_text=_("回单上的，同一号只能记一次")
    )
    constraint_fields = {"fee_payment_reference_once": "reference"}


class BackForm(Form):
    reason = OneOfField(label=_("为什么撤回"), choices=[("", _("请选")), *TAKEN_BACK.items()])
