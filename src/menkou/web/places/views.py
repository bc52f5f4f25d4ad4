"""The records of workshops, shopfronts, communities, sites and organizations."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from menkou.access import queries as rights
from menkou.registry.models import Engagement, Organization, Shopfront, Workshop
from menkou.registry.queries import organizations, places
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, allowed
from menkou.web.places import words as said
from menkou.web.places import work


def workshop_within(request: Request, pk: int) -> Workshop:
    return get_object_or_404(places.within(request.scope, request.day), pk=pk)


def shopfront_within(request: Request, pk: int) -> Shopfront:
    return get_object_or_404(places.shopfronts(request.scope, request.day), pk=pk)


def organization_within(request: Request, pk: int) -> Organization:
    rows = organizations.within(request.scope, request.day)
    return get_object_or_404(organizations.for_list(rows, request.day), pk=pk)


@screen("registry.see_places")
def workshop(request: Request, pk: int) -> HttpResponse:
    """A workshop: how large, who operates it, how many work there, of what it is made."""
    found: Any = workshop_within(request, pk)
    crew = places.crew_of(found, request.day)
    named = {value: _(label) for value, label in Engagement.Form.choices}
    may_see = rights.may(request.user, "registry.see_people", request.day)
    return render(request, "places/workshop.html", {
        "workshop": found, "area": said.area(found.area), "crew": crew.persons,
        "forms": [(named[code], n) for code, n in sorted(crew.by_form.items())],
        "people_url": address("people", query=f"?workshop={found.pk}") if may_see else "",
        "operator_url": _organization_url(request, found.operator_id),
        "fronts": [
            (front, said.area(front.area_dm2)) for front in places.fronts_of(found, request.day)
        ],
        "timeline": said.tenancies(places.tenancies_of(found), request.day),
        "orders": work.at_workshop(request, found.pk),
        "acts": allowed((
            Act(_("租金"), "places:workshop-rent", (pk,), "yuan", "work.see_rent"),
            Act(_("改名"), "places:change-workshop", (pk,), "pen", "registry.change_workshop"),
            Act(_("加一间商铺"), "places:take-front", (pk,), "plus",
                "registry.set_shopfront_use"),
            Act(_("记入驻"), "places:tenancy", (pk,), "office", "registry.set_tenancy", main=True),
        ), request),
    })  # fmt: skip


def _organization_url(request: Request, pk: int | None) -> str:
    may = rights.may(request.user, "registry.see_organizations", request.day)
    return address("places:organization", pk) if pk and may else ""


@screen("registry.see_places")
def shopfront(request: Request, pk: int) -> HttpResponse:
    found: Any = shopfront_within(request, pk)
    return render(request, "places/shopfront.html", {
        "shopfront": found, "area": said.area(found.area_dm2),
        "timeline": said.uses(places.uses_of(found), request.day),
        "acts": allowed((
            Act(_("改铺号、面积"), "places:change-shopfront", (pk,), "pen",
                "registry.change_shopfront"),
            Act(_("记用途"), "places:use", (pk,), "shop", "registry.set_shopfront_use",
                main=True),
        ), request),
    })  # fmt: skip


@screen("registry.see_places")
def community(request: Request, pk: int) -> HttpResponse:
    """A community: its workshops, and a map of its shopfronts as tiles."""
    found: Any = get_object_or_404(places.communities(request.scope, request.day), pk=pk)
    fronts = places.shopfronts(request.scope, request.day).filter(community=found)
    return render(request, "places/community.html", {
        "community": found, "area": said.area(found.area), "used": said.area(found.used),
        "workshops": [
            (one, said.area(one.area))  # type: ignore[attr-defined]
            for one in places.within(request.scope, request.day)
            .filter(community=found).order_by("party__name")
        ],
        "fronts": [(front, said.area(front.area_dm2)) for front in fronts.order_by("number")],
        "acts": allowed((
            Act(_("改名称"), "places:change-community", (pk,), "pen", "registry.change_community"),
        ), request),
    })  # fmt: skip


@screen("registry.see_places")
def site(request: Request, pk: int) -> HttpResponse:
    """A site: its communities within the person's reach, with their workshops and areas."""
    found: Any = get_object_or_404(places.sites(request.scope, request.day), pk=pk)
    inside = places.communities(request.scope, request.day).filter(site=found).order_by("pk")
    fronts = places.shopfronts(request.scope, request.day).filter(community__site=found)
    tiles: dict[int, list[tuple[Shopfront, str]]] = {}
    for front in fronts.order_by("number"):
        tiles.setdefault(front.community_id, []).append((front, said.area(front.area_dm2)))
    return render(request, "places/site.html", {
        "site": found, "used": said.area(found.used),
        "map": [(one, tiles[one.pk]) for one in inside if one.pk in tiles],
        "communities": [
            (one, said.area(one.area), said.area(one.used))  # type: ignore[attr-defined]
            for one in inside
        ],
    })  # fmt: skip


@screen("registry.see_organizations")
def organization(request: Request, pk: int) -> HttpResponse:
    """An organization: its code, where it came in, how many it engages."""
    found: Any = organization_within(request, pk)
    return render(request, "places/organization.html", {
        "organization": found, "kind": said.KINDS[found.kind],
        "timeline": said.stays(organizations.tenancies_of(found), request.day),
        "orders": work.of_organization(request, found.pk),
        "acts": allowed((
            Act(_("改登记"), "places:change-organization", (pk,), "pen",
                "registry.change_organization"),
        ), request),
    })  # fmt: skip
