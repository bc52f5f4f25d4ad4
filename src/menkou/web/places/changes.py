"""The forms: adding and changing places and organizations, and what holds of them from a day."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menkou.registry.actions import organizations as organization_actions
from menkou.registry.actions import places as actions
from menkou.registry.models import Community, Organization
from menkou.registry.queries import organizations, places, reach
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.web.places import forms
from menkou.web.places.views import organization_within, shopfront_within, workshop_within

BOTH = ("GET", "POST")


def _answer(
    request: Request, form: Form, title: str, back: str, *, about: Any = "", says: str = ""
) -> HttpResponse:
    return render(request, "places/form.html", {
        "form": form, "title": title, "back": back, "about": about, "says": says,
    })


def _done(request: Request, form: Form, action: Any, **given: Any) -> bool:
    """Whether a valid form's action was done; a toast says so."""
    if not form.is_valid() or not run(
        form, action, **form.cleaned_data, **given, by=request.user, at=request.at
    ):
        return False
    messages.success(request, _("记下了"))
    return True


def _communities(request: Request) -> QuerySet[Community]:
    return reach.communities(request.scope).order_by("site__name", "name")


@screen("registry.add_division", methods=BOTH)
def add_division(request: Request) -> HttpResponse:
    form = forms.DivisionForm(request.POST or None)
    form.offer(parent=reach.divisions(request.scope).order_by("code"))
    if _done(request, form, actions.add_division):
        return redirect("places:sites")
    return _answer(request, form, _("加区划"), reverse("places:sites"))


@screen("registry.add_site", methods=BOTH)
def add_site(request: Request) -> HttpResponse:
    form = forms.SiteForm(request.POST or None)
    form.offer(division=reach.divisions(request.scope).order_by("code"))
    if _done(request, form, actions.add_site):
        return redirect("places:site", form.result.pk)
    return _answer(request, form, _("加安置区"), reverse("places:sites"))


def _committees(request: Request, of: Community | None = None) -> QuerySet[Organization]:
    """Who may act for a community: its own committee, and those that act for none yet."""
    rows = organizations.within(request.scope, request.day).filter(kind="community")
    return rows.filter(Q(community=None) | Q(community=of)).select_related("party").order_by(
        "party__name", "pk"
    )


@screen("registry.add_community", methods=BOTH)
def add_community(request: Request) -> HttpResponse:
    form = forms.CommunityForm(request.POST or None)
    form.offer(
        site=reach.sites(request.scope).order_by("name"), committee=_committees(request)
    )
    if _done(request, form, actions.add_community):
        return redirect("places:community", form.result.pk)
    return _answer(request, form, _("加社区"), reverse("places:communities"))


@screen("registry.change_community", methods=BOTH)
def change_community(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(reach.communities(request.scope), pk=pk)
    form = forms.CommunityChangeForm(
        request.POST or None,
        initial={"name": found.name, "code": found.code, "committee": found.committee_id},
    )
    form.offer(committee=_committees(request, found))
    before = found.name
    if _done(request, form, actions.change_community, community=found):
        return redirect("places:community", pk)
    return _answer(request, form, _("改社区"), reverse("places:community", args=(pk,)),
                   about=before)


@screen("registry.add_shopfront", methods=BOTH)
def add_shopfront(request: Request) -> HttpResponse:
    form = forms.ShopfrontForm(request.POST or None)
    form.offer(community=_communities(request))
    if _done(request, form, actions.add_shopfront):
        return redirect("places:shopfront", form.result.pk)
    return _answer(request, form, _("加商铺"), reverse("places:shopfronts"))


@screen("registry.change_shopfront", methods=BOTH)
def change_shopfront(request: Request, pk: int) -> HttpResponse:
    found = shopfront_within(request, pk)
    form = forms.ShopfrontChangeForm(
        request.POST or None, initial={"number": found.number, "area_dm2": found.area_dm2}
    )
    before = found.number
    if _done(request, form, actions.change_shopfront, shopfront=found):
        return redirect("places:shopfront", pk)
    return _answer(
        request, form, _("改商铺"), reverse("places:shopfront", args=(pk,)), about=before,
        says=_("这是改错，以前的报表也会跟着变；商铺真的变了，就另加一间。"),
    )


@screen("registry.set_shopfront_use", methods=BOTH)
def use(request: Request, pk: int) -> HttpResponse:
    """Which workshop a shopfront belongs to from a day."""
    found = shopfront_within(request, pk)
    form = forms.UseForm(request.POST or None, initial={
        "from_day": request.day, "workshop": found.workshop_id,  # type: ignore[attr-defined]
    })
    form.offer(workshop=reach.workshops(request.scope, request.day)
               .select_related("party").order_by("party__name"))
    if _done(request, form, actions.set_shopfront_use, shopfront=found):
        return redirect("places:shopfront", pk)
    return _answer(request, form, _("记商铺用途"), reverse("places:shopfront", args=(pk,)),
                   about=found.number)


@screen("registry.set_shopfront_use", methods=BOTH)
def take_front(request: Request, pk: int) -> HttpResponse:
    """One more shopfront of its community for a workshop, from a day."""
    found = workshop_within(request, pk)
    form = forms.FrontForm(request.POST or None, initial={"from_day": request.day})
    form.offer(shopfront=places.fronts_beside(found, request.scope, request.day))
    if _done(request, form, actions.set_shopfront_use, workshop=found):
        return redirect("places:workshop", pk)
    return _answer(request, form, _("加一间商铺"), reverse("places:workshop", args=(pk,)),
                   about=found, says=_("别的车间在用的，从这天起归这里。"))


@screen("registry.add_workshop", methods=BOTH)
def add_workshop(request: Request) -> HttpResponse:
    form = forms.WorkshopForm(request.POST or None)
    form.offer(community=_communities(request))
    if _done(request, form, actions.add_workshop):
        return redirect("places:workshop", form.result.pk)
    return _answer(request, form, _("加车间"), reverse("places:list"))


@screen("registry.change_workshop", methods=BOTH)
def change_workshop(request: Request, pk: int) -> HttpResponse:
    found = workshop_within(request, pk)
    form = forms.WorkshopChangeForm(request.POST or None, initial={"name": found.party.name})
    before = found.party.name
    if _done(request, form, actions.change_workshop, workshop=found):
        return redirect("places:workshop", pk)
    return _answer(request, form, _("车间改名"), reverse("places:workshop", args=(pk,)),
                   about=before)


@screen("registry.set_tenancy", methods=BOTH)
def tenancy(request: Request, pk: int) -> HttpResponse:
    """Who operates a workshop from a day. One that comes from elsewhere may come in here too."""
    found = workshop_within(request, pk)
    form = forms.TenancyForm(request.POST or None, initial={
        "from_day": request.day, "operator": found.operator_id,  # type: ignore[attr-defined]
    })
    form.offer(operator=organizations.to_pick())
    if _done(request, form, actions.set_tenancy, workshop=found):
        return redirect("places:workshop", pk)
    return _answer(request, form, _("记入驻"), reverse("places:workshop", args=(pk,)),
                   about=found, says=_("一天只有一个单位。开出去的工票还归开票那天的单位付。"))


@screen("registry.add_organization", methods=BOTH)
def add_organization(request: Request) -> HttpResponse:
    form = forms.OrganizationForm(request.POST or None)
    if _done(request, form, organization_actions.add_organization):
        return redirect("places:organization", form.result.pk)
    return _answer(request, form, _("登记单位"), reverse("places:organizations"))


@screen("registry.change_organization", methods=BOTH)
def change_organization(request: Request, pk: int) -> HttpResponse:
    found = organization_within(request, pk)
    form = forms.OrganizationForm(request.POST or None, initial={
        "name": found.party.name, "kind": found.kind, "code": found.credit_code,
        "contact": found.contact,
    })
    before = found.party.name
    if _done(request, form, organization_actions.change_organization, organization=found):
        return redirect("places:organization", pk)
    return _answer(request, form, _("改单位"), reverse("places:organization", args=(pk,)),
                   about=before)
