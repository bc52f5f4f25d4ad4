"""The figures of a district as of a day: its tiles, how they stand to one another, its sites."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from menkou.figures.actions.several import compute_days
from menkou.figures.queries import district_text, report
from menkou.figures.queries.report import Figure
from menkou.figures.queries.sites import within
from menkou.registry.models import Division, Site
from menkou.registry.queries import reach
from menkou.web.figures import words as said
from menkou.web.figures.forms import DayForm
from menkou.web.parts import words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.record_keys import is_key

OF_SITES = ("workers", "workshops", "workshop_area_m2", "enterprises")
"""Figures of each site that stand beside one another."""


@screen("figures.see")
def district(request: Request) -> HttpResponse:
    """The stored figures of a division (`?division=`, else the first within reach), with those of
    its sites beside one another."""
    division = _division(request, request.GET.get("division", ""))
    if division is None:
        return render(request, "figures/none.html")
    known = report.days(division, request.day)
    asked = request.GET.get("day", "") or (known[0] if known else request.day).isoformat()
    form = DayForm({"day": asked}, today=request.day)
    found: list[Figure] = []
    if form.is_valid():
        found = report.report(division, form.cleaned_data["day"])
    as_of = form.cleaned_data.get("day", request.day)
    chinese = words.chinese()
    return render(request, "figures/district.html", {
        "division": division, "form": form, "as_of": as_of, "days": known, "found": found,
        "tiles": [_tile(one) for one in found if not said.is_group(one.indicator)],
        "paragraphs": district_text.paragraphs(division, as_of, found, chinese=chinese)
        if found else [],
        "notes": district_text.notes(found, chinese=chinese) if found else [],
        "made": found[0] if found else None,
        "sites": _sites(request, division, as_of) if found else [],
    })


@screen("figures.compute", methods=("POST",))
def compute(request: Request) -> HttpResponse:
    """Counts a division's figures of a day anew."""
    division = _division(request, request.POST.get("division", ""))
    if division is None:
        return redirect("figures:district")
    form = DayForm(request.POST, today=request.day)
    if form.is_valid() and run(
        form, compute_days, unit=division, days=[form.cleaned_data["day"]], by=request.user,
        at=request.at,
    ):
        messages.success(request, _("算好了，都是现在的记录数出来的"))
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    asked = {"division": f"{division.pk}"}
    if form.is_valid():
        asked["day"] = request.POST.get("day", "")
    return redirect(f"{reverse('figures:district')}?{urlencode(asked)}")


def _division(request: Request, asked: str) -> Division | None:
    """The division that is asked for, if it is within reach; else the first that is."""
    known = reach.divisions(request.scope).order_by("code")
    if is_key(asked):
        return known.filter(pk=int(asked)).first()
    return known.first()


def _tile(figure: Figure) -> dict[str, Any]:
    one = figure.indicator
    return {
        "label": said.name(one), "value": said.amount(figure.value, one), "unit": said.unit(one),
        "define": said.definition(one), "records": said.records(one, figure.records),
    }


def _sites(request: Request, division: Division, as_of: Any) -> list[tuple[Site, list[str]]]:
    """The division's sites with what is stored of each for the day."""
    sites = within(request.scope).filter(division=division)
    stored = report.of_sites(sites, as_of, OF_SITES)
    return [
        (site, [
            said.amount(stored[site.pk][code][0], stored[site.pk][code][1])
            if code in stored.get(site.pk, {}) else words.NO_VALUE
            for code in OF_SITES
        ])
        for site in sites
    ]
