"""The figures of a site as of a day: tiles, groups, the text of the report, and counting anew."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.figures.actions.several import compute_days
from menkou.figures.queries import report
from menkou.figures.queries.indicators import counts, indicators
from menkou.figures.queries.report import Figure
from menkou.figures.queries.sites import within
from menkou.figures.queries.text import grouped, paragraphs, smallest
from menkou.policy import NoRuleYet
from menkou.registry.models import Site
from menkou.web.figures import pictures
from menkou.web.figures import words as said
from menkou.web.figures.forms import AskForm
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.tables import Number, Table, Text, Title

CHIPS = 6
"""How many of the days counted last stand as chips."""
SHORT = 8
"""Characters of a hash that are shown; the print has all."""


@screen("figures.see")
def figures(request: Request) -> HttpResponse:
    """The stored figures of a site and a day, and whether the records still say the same."""
    sites = list(within(request.scope))
    if not sites:
        return render(request, "figures/none.html")
    form = AskForm(_asked(request, sites), sites=sites, today=request.day)
    if not form.is_valid():
        return render(request, "figures/figures.html", {"form": form, "several": len(sites) > 1})
    site, as_of = form.cleaned_data["site"], form.cleaned_data["day"]
    found = report.report(site, as_of)
    if found and request.GET.get("export") == "xlsx":
        table = FigureTable([_row(one) for one in found], request=request)
        return export.as_xlsx(table, f"{site} {as_of:%Y-%m-%d}")
    checked = bool(found) and "check" in request.GET
    counted = counts(site, as_of) if checked else {}
    days = report.days(site, request.day)
    ends = pictures.month_ends(as_of)
    shown = {as_of, *ends, *(day for day in days if day <= as_of)}
    past = report.history(site, shown) if found else {}
    return render(request, "figures/figures.html", {
        "form": form, "several": len(sites) > 1, "site": site, "as_of": as_of, "found": found,
        "district": site.division if site.division_id in request.scope.divisions else None,
        "days": days[:CHIPS], "checked": checked,
        "changed": sum(counted[one.indicator.code] != (one.value, one.records) for one in found)
        if checked else 0,
        "tiles": pictures.tiles(found, site, as_of, past, counted),
        "bars": pictures.bars(found, site, as_of, counted),
        "months": pictures.months(past, site, as_of),
        "missing": len(_missing(past, ends)) if found else 0,
        **_made(found), **(_said(site, as_of, found) if found else {}),
    })


def _asked(request: Request, sites: list[Site]) -> dict[str, str]:
    """What was asked for; else the first site, and the last day that it has figures of."""
    keys = {str(site.pk): site for site in sites}
    site = request.GET.get("site") or str(sites[0].pk)
    day = request.GET.get("day", "")
    if not day and site in keys:
        known = report.days(keys[site], request.day, 1)
        day = (known[0] if known else request.day).isoformat()
    return {"site": site, "day": day}


def _missing(past: pictures.Past, ends: list[date]) -> list[date]:
    """The month ends of which no figures are stored."""
    known = {day for day, _value in past.get("workers", ())}
    return [day for day in ends if day not in known and indicators_known(day)]


def _made(found: list[Figure]) -> dict[str, Any]:
    """When, by which policy and under which seal the figures were counted."""
    if not found:
        return {}
    first = found[0]
    head = bytes(first.seal.head).hex() if first.seal else ""
    return {
        "computed_at": first.computed_at, "policy": first.policy, "seal": head,
        "policy_short": first.policy[:SHORT], "seal_short": head[:SHORT],
        "seal_last": first.seal.last if first.seal else None,
    }


def _said(site: Site, as_of: date, found: list[Figure]) -> dict[str, Any]:
    least = smallest(as_of)
    return {
        "merged": any(0 < one.value < least for one in grouped(found)), "smallest": least,
        "paragraphs": paragraphs(site, as_of, found, chinese=words.chinese()),
        "total": words.number(sum(one.value for one in grouped(found))),
    }


class FigureTable(Table):
    """The figures as they leave for Excel."""

    name = Title(gettext_lazy("指标"))
    value = Number(gettext_lazy("数"))
    unit = Text(gettext_lazy("单位"))
    records = Number(gettext_lazy("记录数"))
    definition = Text(gettext_lazy("怎么算的"))
    computed = Text(gettext_lazy("几时算的"))
    policy = Text(gettext_lazy("政策"))

    class Meta(Table.Meta):
        pass

    def render_value(self, value: str) -> str:
        return value


def _row(figure: Figure) -> dict[str, Any]:
    one = figure.indicator
    return {
        "name": said.name(one), "value": said.amount(figure.value, one), "unit": said.unit(one),
        "records": figure.records, "definition": said.definition(one),
        "computed": words.moment(figure.computed_at), "policy": figure.policy,
    }


@screen("figures.compute", methods=("POST",))
def compute_now(request: Request) -> HttpResponse:
    """Counts a site's figures of a day anew; or those of the month ends never counted before."""
    form = AskForm(request.POST, sites=list(within(request.scope)), today=request.day)
    if form.is_valid():
        site, as_of = form.cleaned_data["site"], form.cleaned_data["day"]
        ends = pictures.month_ends(as_of) if "months" in request.POST else []
        days = _missing(report.history(site, ends), ends) if ends else [as_of]
        if run(form, compute_days, unit=site, days=days, by=request.user, at=request.at):
            messages.success(request, _("补算了 %(n)s 个月末") % {"n": form.result} if ends
                             else _("算好了，都是现在的记录数出来的"))
    for sentence in form.non_field_errors():  # those of the fields stand beside them again
        messages.error(request, str(sentence))
    asked = {name: request.POST.get(name, "") for name in ("site", "day")}
    return redirect(f"{reverse('figures')}?{urlencode(asked)}")


@screen("figures.see")
def printed(request: Request, site: int, as_of: date) -> HttpResponse:
    """The report on paper: its text, every figure with its definition, what it rests on."""
    row = get_object_or_404(within(request.scope), pk=site)
    found = figures_of(row, as_of)
    if not found:
        raise Http404
    return render(request, "figures/print.html", {
        "site": row, "as_of": as_of, "rows": [
            _row(one) | {
                "group": said.is_group(one.indicator),
                "again": before and one.indicator.definition_zh == before.indicator.definition_zh,
            }
            for before, one in zip([None, *found], found, strict=False)
        ],
        **_made(found), **_said(row, as_of, found),
    })


def indicators_known(day: date) -> bool:
    """Whether the rules already tell how to count on a day."""
    try:
        indicators(day)
    except NoRuleYet:
        return False
    return True


def figures_of(site: Site, as_of: date) -> list[Figure]:
    """The stored figures; none for a day before the rules, of which there can be none."""
    try:
        return report.report(site, as_of)
    except NoRuleYet:
        return []
