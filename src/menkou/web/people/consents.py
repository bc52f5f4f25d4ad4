"""What a person agrees to: read out to her, with her thumb print on paper."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from menkou.access.queries import users
from menkou.identity.models import User
from menkou.registry.actions.consents import TEXTS, record_consent
from menkou.registry.models import Consent
from menkou.web.parts.edge import Request, screen
from menkou.web.people.changes import form_page, saved
from menkou.web.people.forms import ConsentForm
from menkou.web.people.views import BOTH, person_within

PURPOSE = Consent.Purpose.POST_PAY


@screen("registry.record_consent", methods=BOTH)
def consent(request: Request, pk: int) -> HttpResponse:
    """Whether her pay may be posted with her name: agreed to, refused, or taken back."""
    person = person_within(request, pk)
    form = ConsentForm(request.POST or None, initial={
        "from_day": request.day, "given": "yes", "read_out_by": request.user.pk,
    })
    form.offer(read_out_by=users.within(request.scope, request.day, request.user)
               .filter(kind=User.Kind.STAFF).order_by("shown_name", "pk"))  # fmt: skip
    if form.is_valid() and (
        done := saved(request, form, person, record_consent, purpose=PURPOSE, **form.cleaned_data)
    ):
        return done
    _version, text = TEXTS[PURPOSE]
    return form_page(request, form, person, _("记同意"), _("记下"), says=_(
        "请念给本人听：%(text)s"
    ) % {"text": text})
