"""A person's traits, row by row, and what each rests on: shown for a reason that is logged."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from menkou.access import queries as rights
from menkou.registry.actions.details import reveal_detail
from menkou.registry.queries.traits import rows_of
from menkou.web.parts.edge import Request, demand, screen
from menkou.web.parts.forms import run
from menkou.web.people import words as said
from menkou.web.people.forms import RevealForm
from menkou.web.people.views import BOTH, person_within


@screen("registry.see_traits")
def rows(request: Request, pk: int) -> HttpResponse:
    """What was recorded of her traits since when, by whom, and where proof is kept."""
    person = person_within(request, pk)
    may = rights.may(request.user, "registry.reveal", request.day)
    return render(request, "people/traits.html", {
        "person": person,
        "rows": [
            {
                "row": row, "words": said.trait(row.trait), "later": row.from_day > request.day,
                "url": reverse("people:detail", args=(pk, row.pk)) if row.detail and may else "",
            }
            for row in rows_of(person)
        ],
    })


@never_cache
@screen("registry.reveal", methods=BOTH)
def detail(request: Request, pk: int, row: int) -> HttpResponse:
    """What one trait rests on, for a reason that is logged. It is shown once, on this page."""
    demand(request, "registry.see_traits")
    person = person_within(request, pk)
    trait = get_object_or_404(rows_of(person).filter(detail__isnull=False), pk=row)
    form = RevealForm(request.POST or None)
    shown = ""
    if form.is_valid() and run(
        form, reveal_detail, trait=trait, **form.cleaned_data, by=request.user, at=request.at
    ):
        shown = form.result
    return render(request, "people/reveal.html", {
        "person": person, "form": form, "shown": shown,
        "what": _("凭什么记为：%(what)s") % {"what": said.trait(trait.trait)},
    })
