"""Reads across workshops, shopfronts, communities and sites, with what their lists show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import (
    Community,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)
from menkou.registry.queries import reach
from menkou.registry.queries.people import working
from menkou.registry.queries.sameness import canonical


@dataclass(frozen=True, slots=True)
class Crew:
    """How many persons work at a workshop on a day, and in which form."""

    persons: int
    by_form: dict[str, int]


@prepared
def within(scope: Scope, day: date) -> QuerySet[Workshop]:
    """Workshops within a scope, with `area` (dm²), `fronts`, `operator` (its name), `persons`."""
    uses = ShopfrontUse.objects.on(day).filter(workshop=OuterRef("pk"))
    tenancies = Tenancy.objects.on(day).filter(workshop=OuterRef("pk"))
    return (
        reach.workshops(scope, day)
        .select_related("party", "community__site")
        .annotate(
            area=_sum(uses, "workshop", Sum("shopfront__area_dm2")),
            fronts=_sum(uses, "workshop", Count("pk")),
            persons=_sum(
                working(day).filter(workshop=OuterRef("pk")), "workshop",
                Count(canonical("person"), distinct=True),
            ),
            operator=Subquery(tenancies.values("operator__party__name")[:1]),
            operator_id=Subquery(tenancies.values("operator")[:1]),
        )
    )


@prepared
def shopfronts(scope: Scope, day: date) -> QuerySet[Shopfront]:
    """Shopfronts of a scope's communities and workshops, with `workshop` and its `workshop_id`."""
    uses = ShopfrontUse.objects.on(day)
    mine = uses.filter(workshop__in=reach.workshops(scope, day))
    here = uses.filter(shopfront=OuterRef("pk"))
    return (
        Shopfront.objects.filter(
            Q(community__in=reach.communities(scope)) | Q(pk__in=mine.values("shopfront"))
        )
        .select_related("community__site")
        .annotate(
            workshop=Subquery(here.values("workshop__party__name")[:1]),
            workshop_id=Subquery(here.values("workshop")[:1]),
        )
    )


@prepared
def communities(scope: Scope, day: date) -> QuerySet[Community]:
    """Communities within a scope, with `workshop_count`, `fronts`, `area` and `used` (dm²)."""
    fronts = Shopfront.objects.filter(community=OuterRef("pk"))
    uses = ShopfrontUse.objects.on(day).filter(
        shopfront__community=OuterRef("pk"), workshop__isnull=False
    )
    places = Workshop.objects.filter(community=OuterRef("pk"))
    return (
        reach.communities(scope)
        .select_related("site__division")
        .annotate(
            workshop_count=_sum(places, "community", Count("pk")),
            fronts=_sum(fronts, "community", Count("pk")),
            area=_sum(fronts, "community", Sum("area_dm2")),
            used=_sum(uses, "shopfront__community", Sum("shopfront__area_dm2")),
        )
    )


@prepared
def sites(scope: Scope, day: date) -> QuerySet[Site]:
    """Sites within a scope, with `community_count`, `workshop_count` and `used` (dm²), of all."""
    uses = ShopfrontUse.objects.on(day).filter(
        shopfront__community__site=OuterRef("pk"), workshop__isnull=False
    )
    inside = Community.objects.filter(site=OuterRef("pk"))
    places = Workshop.objects.filter(community__site=OuterRef("pk"))
    return (
        reach.sites(scope)
        .select_related("division__parent")
        .annotate(
            community_count=_sum(inside, "site", Count("pk")),
            workshop_count=_sum(places, "community__site", Count("pk")),
            used=_sum(uses, "shopfront__community__site", Sum("shopfront__area_dm2")),
        )
    )


def _sum(rows: QuerySet[Any], by: str, figure: Any) -> Coalesce:
    """A figure over correlated rows; 0 where there are none."""
    counted = rows.order_by().values(by).annotate(figure=figure).values("figure")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def fronts_of(workshop: Workshop, day: date) -> list[Shopfront]:
    """The shopfronts that a workshop is made of on a day, in the order of their numbers."""
    uses = ShopfrontUse.objects.on(day).filter(workshop=workshop)
    return list(Shopfront.objects.filter(pk__in=uses.values("shopfront")).order_by("number"))


def fronts_beside(workshop: Workshop, scope: Scope, day: date) -> QuerySet[Shopfront]:
    """The other shopfronts of its community within a scope: what a workshop may grow into."""
    own = ShopfrontUse.objects.on(day).filter(workshop=workshop)
    return (
        shopfronts(scope, day)
        .filter(community=workshop.community)
        .exclude(pk__in=own.values("shopfront"))
        .order_by("number")
    )


def tenancies_of(workshop: Workshop) -> QuerySet[Tenancy]:
    """Who operated a workshop since when, the newest first."""
    rows: QuerySet[Tenancy] = (
        Tenancy.objects.standing()
        .filter(workshop=workshop)
        .select_related("operator__party", "entered_by")
        .order_by("-from_day")
    )
    return rows


def uses_of(shopfront: Shopfront) -> QuerySet[ShopfrontUse]:
    """What a shopfront was used for since when, the newest first."""
    rows: QuerySet[ShopfrontUse] = (
        ShopfrontUse.objects.standing()
        .filter(shopfront=shopfront)
        .select_related("workshop__party", "entered_by")
        .order_by("-from_day")
    )
    return rows


def crew_of(workshop: Workshop, day: date) -> Crew:
    """Who works at a workshop on a day: counts only."""
    rows = (
        working(day)
        .filter(workshop=workshop)
        .order_by()
        .values_list("form")
        .annotate(n=Count(canonical("person"), distinct=True))
    )
    by_form = dict(rows)
    return Crew(sum(by_form.values()), by_form)
