"""What is typed of a person's skills, of the work she wishes for, and of her account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menkou.policy.skills import SKILLS
from menkou.registry.actions.accounts import Account
from menkou.registry.models import Wish
from menkou.web.parts.fields import AmountField, CardField, DayField, OneOfField, TextField, choices
from menkou.web.parts.forms import Form
from menkou.web.people import words as said
from menkou.web.people.forms import HOLDERS, source_field

TICKS = forms.CheckboxSelectMultiple


class SkillForm(Form):
    skill = OneOfField(label=_("什么技能"))
    holds = OneOfField(
        label=_("会不会"), open=True,
        choices=[("yes", _("从这天起会")), ("no", _("从这天起做不了了"))],
    )
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["skill"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")), *((code, said.skill(code)) for code in SKILLS),
        ]

    def clean_holds(self) -> bool:
        return bool(self.cleaned_data["holds"] == "yes")


class WishForm(Form):
    """Whether she wants work, how many hours a week, where, and which kinds."""

    constraint_fields = {"wish_hours_possible": "hours"}

    wants = OneOfField(
        label=_("想做活吗"), open=True,
        choices=[("yes", _("想做")), ("no", _("现在不想"))],
    )
    hours = AmountField(label=_("每周能做"), unit=_("小时"), required=False)
    place = OneOfField(label=_("想在哪里做"), choices=choices(Wish.Place), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("想做哪些活"), required=False, widget=TICKS, help_text=_("不勾，就是都可以"),
    )
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (code, said.skill(code)) for code in SKILLS
        ]

    def clean_wants(self) -> bool:
        return bool(self.cleaned_data["wants"] == "yes")

    def clean_place(self) -> str:
        return self.cleaned_data["place"] or Wish.Place.ANY.value


class AccountForm(Form):
    """Her account from a day: another number, another holder, or none any more."""

    number = CardField(label=_("银行卡或存折"), required=False)
    bank_name = TextField(label=_("哪家银行"), required=False, max_length=40)
    bank_holder = OneOfField(label=_("谁的卡"), choices=HOLDERS, required=False)
    bank_holder_name = TextField(label=_("卡主姓名"), required=False, max_length=60,
                                 help_text=_("卡不是本人的才填，加密保存"))
    gone = forms.BooleanField(label=_("从这天起没有卡了，发现金"), required=False)
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, *, masked: str, **options: Any) -> None:
        super().__init__(data, **options)
        if masked:
            self.fields["number"].help_text = _("现在是 %(number)s，不改就空着") % {
                "number": masked
            }
        else:
            del self.fields["gone"]

    def given(self) -> dict[str, Any]:
        """What a valid form says, for `set_account`."""
        found = self.cleaned_data
        own = found["bank_holder"] in ("", "self")
        said = {"source": found["source"], "from_day": found["from_day"]}
        if found.get("gone"):
            return said | {"number": "", "account": Account()}
        return said | {
            "number": found["number"] or None,
            "account": Account(found["bank_name"], found["bank_holder"] or None,
                               found["bank_holder_name"] or (None if own else "")),
        }
