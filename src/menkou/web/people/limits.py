"""How much work she may have open, set for her alone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from menkou import policy
from menkou.registry.queries import organizations, people
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.record_keys import is_key
from menkou.web.people.changes import form_page, saved
from menkou.web.people.forms import LimitForm
from menkou.web.people.views import BOTH, person_within
from menkou.work.actions.requests import set_limit
from menkou.work.models import OpenLimit
from menkou.work.queries.limits import LIMIT


@screen("work.set_limit", methods=BOTH)
def limit(request: Request, pk: int) -> HttpResponse:
    """Sets her own limit with one who pays her; who came from a request goes back to it."""
    person = person_within(request, pk)
    mine = people.working(request.day).filter(person=person).values("payer")
    payers = organizations.within(request.scope, request.day).filter(pk__in=mine)
    payers = payers.select_related("party").order_by("party__name", "pk")
    asked = request.GET.get("payer", "")
    payer = payers.filter(pk=int(asked)).first() if is_key(asked) else payers.first()
    now = OpenLimit.objects.on(request.day).filter(person=person, payer=payer).first()
    form = LimitForm(
        request.POST or None, usual=policy.on(request.day).number(LIMIT),
        initial={"from_day": request.day, "payer": payer and payer.pk,
                 "minutes": now and now.minutes},
    )
    form.offer(payer=payers)
    if form.is_valid() and (
        done := saved(request, form, person, set_limit, **form.cleaned_data)
    ):
        inbox = address("requests") if request.GET.get("back") == "requests" else ""
        return redirect(inbox) if inbox else done
    return form_page(request, form, person, _("定手里的活的上限"), _("记下"), says=_(
        "她自己要活的时候，手里的活加起来不能超过这么多。您开工票不受它限制。"
    ))
