"""What a person agrees to: read out to her, purpose by purpose, with her thumb print on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou import policy
from menkou.access.queries import users
from menkou.identity.models import User
from menkou.policy.guards import agrees_herself
from menkou.registry.actions.consents import TEXTS, record_consent
from menkou.registry.models import Consent, Person
from menkou.registry.queries import consents as agreed
from menkou.registry.queries import people
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.people import words as said
from menkou.web.people.changes import form_page, saved
from menkou.web.people.forms import ConsentForm
from menkou.web.people.views import BOTH, person_within

PURPOSE = Consent.Purpose.POST_PAY.value


def told(request: Request, person: Person) -> list[dict[str, Any]]:
    """Every purpose with how it stands, who read it out and since when; for her page."""
    return [_told(one, request, person) for one in agreed.of(person, request.day)]


def _told(one: agreed.Agreed, request: Request, person: Person) -> dict[str, Any]:
    row, parts = one.row, []
    if one.outgrown:
        state, kind = _("满了岁数，要本人再同意"), "wait"
    elif row is None:
        state, kind = _("没有问过"), ""
    else:
        state, kind = (_("同意"), "good") if row.given else (_("不同意"), "calm")
    if row is not None:
        parts.append(_("%(day)s起") % {"day": words.day(row.from_day, request.day)})
        if row.read_out_by is not None:
            parts.append(_("%(who)s念给本人听的") % {"who": row.read_out_by.shown_name})
        if row.guardian is not None:
            parts.append(_("监护人：%(name)s") % {"name": row.guardian.party.name})
        parts.append(_("%(who)s记的") % {"who": row.entered_by.shown_name})
    return {
        "purpose": one.purpose, "words": said.PURPOSES[one.purpose], "state": state, "kind": kind,
        "under": " · ".join(parts), "text": TEXTS[one.purpose][1],
        "old": row is not None and row.given and row.version != TEXTS[one.purpose][0],
        "url": reverse("people:consent-for", args=(person.pk, one.purpose)),
    }


@screen("registry.see_people")
def listed(request: Request, pk: int) -> HttpResponse:
    """Every purpose with its words and how it stands."""
    person = person_within(request, pk)
    if person.forgotten_at is not None:
        raise Http404
    return render(request, "people/consents.html", {
        "person": person, "rows": told(request, person),
    })


@screen("registry.record_consent", methods=BOTH)
def consent(request: Request, pk: int, purpose: str = PURPOSE) -> HttpResponse:
    """Whether she agrees to one purpose: agreed to, refused, or taken back."""
    person = person_within(request, pk)
    child = not agrees_herself(person.born_on, request.day, policy.on(request.day))
    form = ConsentForm(request.POST or None, child=child, initial={
        "from_day": request.day, "given": "yes", "read_out_by": request.user.pk,
    })
    form.offer(read_out_by=users.within(request.scope, request.day, request.user)
               .filter(kind=User.Kind.STAFF).order_by("shown_name", "pk"))  # fmt: skip
    if child:
        known = people.within(request.scope, request.day).select_related("party")
        form.of(known, known.filter(pk__in=agreed.guardians(person, request.day)))
    if form.is_valid() and (
        done := saved(request, form, person, record_consent, purpose=purpose, **form.said())
    ):
        return done
    _version, text = TEXTS[purpose]
    title = _("记同意：%(what)s") % {"what": said.PURPOSES[purpose]}
    who = _("请念给监护人听：%(text)s") if child else _("请念给本人听：%(text)s")
    return form_page(request, form, person, title, _("记下"), says=who % {"text": text})
