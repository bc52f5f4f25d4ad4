"""What is typed about money: the bank, its answer, who takes cash."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from menkou.settlement.actions.payments import PROXY_REASONS, RELATIONS, RETURNS
from menkou.settlement.models import Handover
from menkou.settlement.queries.batches import templates
from menkou.web.parts.fields import DayField, OneOfField, TextField, YuanField, choices
from menkou.web.parts.forms import Form


def banks() -> list[tuple[str, str]]:
    """Every bank that somebody described, in the reader's language."""
    chinese = (translation.get_language() or "").startswith("zh")
    return [(code, one.zh if chinese else one.en) for code, one in templates().items()]


class BatchForm(Form):
    template = OneOfField(label=_("哪家银行"), choices=banks)
    account = TextField(
        label=_("付款单位自己的账号"), max_length=32, required=False,
        help_text=_("有的银行要写在文件里"),
    )


class AnswerForm(Form):
    file = forms.FileField(label=_("银行的回盘文件"), help_text=_("从网银下载的原样，不要改"))
    day = DayField(label=_("银行哪天付的"))


class SettleForm(Form):
    amount = YuanField(label=_("银行真付了"), required=False)


class CashForm(Form):
    signed = OneOfField(label=_("怎么签收"), choices=choices(Handover.Signed), open=True)
    name = TextField(label=_("代领人姓名"), max_length=30)
    relation = OneOfField(label=_("是她的什么人"), choices=[("", _("请选")), *RELATIONS.items()])
    reason = OneOfField(label=_("为什么代领"), choices=[("", _("请选")), *PROXY_REASONS.items()])


class RelativeForm(Form):
    signed = OneOfField(label=_("怎么签收"), choices=choices(Handover.Signed), open=True)
    name = TextField(label=_("亲属姓名"), max_length=30)
    relation = OneOfField(label=_("是她的什么人"), choices=[("", _("请选")), *RELATIONS.items()])
    paper = TextField(label=_("证明的名称和编号"), max_length=60)


class ReturnForm(Form):
    code = OneOfField(label=_("为什么没有付到"), choices=[("", _("请选")), *RETURNS.items()])
