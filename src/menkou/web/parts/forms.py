"""Every form: nothing typed is lost, what is wrong is said in words, an action is called once.

    class WorkshopForm(Form):
        name = TextField(label=_("车间名称"), max_length=60)
        community = PickField(label=_("社区"))
        area = AmountField(label=_("面积"), factor=100, unit=_("平方米"))

    @screen("registry.add_workshop", methods=("GET", "POST"))
    def add_workshop(request):
        form = WorkshopForm(request.POST or None)
        form.fields["community"].queryset = communities(request.scope)
        if form.is_valid() and run(
            form, actions.add_workshop, **form.cleaned_data, by=request.user, at=request.at
        ):
            return redirect("workshop", form.result.pk)
        return render(request, "places/add_workshop.html", {"form": form})

and in the template `<c-form :form="form" send="…" back="…" />`, or `<c-errors :form="form" />` and
a `<c-field :field="form.name" />` for each. Messages of the model's constraints appear beside the
field of the same name; `constraint_fields` says where when names differ.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from menkou.identity.tries import tried
from menkou.lib.errors import Refused
from menkou.web.parts.violations import violated


class Form(forms.Form):
    """A form of the house. `result` is what its action answered."""

    use_required_attribute = False
    constraint_fields: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result: Any = None
        for field in self.fields.values():
            field.error_messages.update(_words_of(field))

    def add(self, name: str, field: forms.Field) -> None:
        """A field that only this drawing has, with the words of the house."""
        field.error_messages.update(_words_of(field))
        self.fields[name] = field


def _words_of(field: forms.Field) -> dict[str, Any]:
    picked = isinstance(field, forms.ChoiceField)
    found: dict[str, Any] = {
        "required": _("请选一项") if picked else _("这一格要填"),
        "max_length": _("太长了，最多 %(limit_value)d 个字"),
        "min_length": _("太短了，至少 %(limit_value)d 个字"),
        "invalid_choice": _("没有这一项，请从列表里选"),
    }
    if isinstance(field, forms.IntegerField):
        found |= {
            "invalid": _("请填整数"),
            "min_value": _("不能小于 %(limit_value)s"),
            "max_value": _("不能大于 %(limit_value)s"),
        }
    if field.required and field.label and not picked:
        found["required"] = _("请填%(label)s") % {"label": field.label}
    return found


def run(form: Form, action: Callable[..., Any], **given: Any) -> bool:
    """Calls an action with what a valid form gave; whether it was done. Again where the database
    was busy or two waited for one another: that is never shown.

    A domain error or a constraint of the database becomes a sentence on the form, beside the
    field that it is about. Raises any IntegrityError that no constraint of ours explains.
    """
    try:
        form.result = tried(action, **given)
    except Refused as refused:
        _tell(form, str(refused.params.get("field", "")), str(refused))
        return False
    except IntegrityError as error:
        found = violated(error)
        if found is None:
            raise
        _tell(form, _field_of(form, found.name, found.fields), found.sentence)
        return False
    return True


def _tell(form: Form, field: str, sentence: str) -> None:
    form.add_error(field if field in form.fields else NON_FIELD_ERRORS, sentence)


def _field_of(form: Form, constraint: str, columns: tuple[str, ...]) -> str:
    named = form.constraint_fields.get(constraint)
    return named or next((name for name in reversed(columns) if name in form.fields), "")
