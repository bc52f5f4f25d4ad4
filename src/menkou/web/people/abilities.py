"""What she can do, what work she wishes for, which account her wages go to: each from a day."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from menkou.registry.actions.abilities import set_skill, set_wish
from menkou.registry.actions.accounts import set_account
from menkou.registry.queries import person as record_of
from menkou.web.parts.edge import Request, screen
from menkou.web.people.ability_forms import AccountForm, SkillForm, WishForm
from menkou.web.people.changes import form_page, saved
from menkou.web.people.views import BOTH, person_within


@screen("registry.set_skill", methods=BOTH)
def skill(request: Request, pk: int) -> HttpResponse:
    person = person_within(request, pk)
    form = SkillForm(request.POST or None, initial={"from_day": request.day, "holds": "yes"})
    if form.is_valid() and (
        done := saved(request, form, person, set_skill, **form.cleaned_data)
    ):
        return done
    return form_page(request, form, person, _("记技能"), _("记下"))


@screen("registry.set_wish", methods=BOTH)
def wish(request: Request, pk: int) -> HttpResponse:
    """Begins with what she wished for until now."""
    person = person_within(request, pk)
    now = record_of.now(person, record_of.life(person), request.day).wish
    place, kinds = now.words[:2] if now else ("any", "")
    form = WishForm(request.POST or None, initial={
        "from_day": request.day, "wants": "yes" if now is None or now.holds else "no",
        "hours": now.ref if now else None, "place": place, "kinds": kinds.split(),
    })
    if form.is_valid() and (
        done := saved(request, form, person, set_wish, **form.cleaned_data)
    ):
        return done
    return form_page(request, form, person, _("记想做什么活"), _("记下"), says=_(
        "有合适的活，先找想做的人。"
    ))


@screen("registry.set_account", methods=BOTH)
def account(request: Request, pk: int) -> HttpResponse:
    person = person_within(request, pk)
    form = AccountForm(request.POST or None, masked=record_of.masked(person)["bank"], initial={
        "from_day": request.day, "bank_name": person.bank_name, "bank_holder": person.bank_holder,
        "bank_holder_name": record_of.holder_name(person),
    })
    if form.is_valid() and (done := saved(request, form, person, set_account, **form.given())):
        return done
    return form_page(request, form, person, _("换银行账户"), _("记下"), says=_(
        "从这天起工钱发到这个账户；以前发的、记过的都留着。"
    ))
