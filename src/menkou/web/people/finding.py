"""Who is meant, while a name is still being typed: a few people, without a count."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.registry.models import Residence
from menkou.registry.queries import people
from menkou.web.parts.edge import Request, screen
from menkou.web.people import words as said

LONGEST = 80
"""Letters that are read of what was typed: the address in a card's picture is the longest."""


@screen("registry.see_people")
def suggest(request: Request) -> HttpResponse:
    """A part of a page: at most eight people within reach, each with the way to her page."""
    typed = request.GET.get("q", "")[:LONGEST]
    return render(request, "people/suggest.html", {"found": _found(request, typed)})


def _found(request: Request, typed: str) -> list[dict[str, Any]]:
    rows = people.suggested(request.scope, typed, request.day)
    homes = {
        person: f"{community} {said.door(*door)}".strip()
        for person, community, *door in Residence.objects.on(request.day)
        .filter(person__in=[pk for pk, *_ in rows], community__isnull=False)
        .values_list("person", "community__name", "building", "unit", "room")
    } if rows else {}
    return [
        {
            "name": name, "url": reverse("people:person", args=(pk,)),
            "under": " · ".join(part for part in (
                _("%(year)s 年生") % {"year": born_on.year}, homes.get(pk, ""),
            ) if part),
        }
        for pk, name, born_on in rows
    ]
