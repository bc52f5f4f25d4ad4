"""The units that a scope reaches: what a grant may be given on, and which grants lie inside."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from menkou.access.models import Grant
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Division, Site
from menkou.registry.queries.reach import communities, organizations, workshops


@prepared
def divisions(scope: Scope) -> QuerySet[Division]:
    """Divisions that a scope names, and the two levels below them."""
    named = scope.divisions
    return Division.objects.filter(
        Q(pk__in=named) | Q(parent__in=named) | Q(parent__parent__in=named)
    )


@prepared
def sites(scope: Scope) -> QuerySet[Site]:
    """Sites that a scope names, or that lie in its divisions."""
    return Site.objects.filter(Q(pk__in=scope.sites) | Q(division__in=divisions(scope)))


def units(scope: Scope, day: date) -> dict[str, QuerySet[Any]]:
    """Every unit inside a scope, by its column of a grant, in the order of their names."""
    return {
        "division": divisions(scope).order_by("code"),
        "site": sites(scope).order_by("name"),
        "community": communities(scope).select_related("site").order_by("site__name", "name"),
        "workshop": workshops(scope, day).select_related("party").order_by("party__name"),
        "organization": organizations(scope, day).select_related("party").order_by("party__name"),
    }


@prepared
def grants_within(scope: Scope, day: date) -> QuerySet[Grant]:
    """Grants on a unit inside a scope, of any time."""
    inside = Q(pk__in=())
    for column, rows in units(scope, day).items():
        inside |= Q(**{f"{column}__in": rows.order_by().values("pk")})
    return Grant.objects.filter(inside)


def with_units(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    """The same grants with the names of their units, in one query."""
    return grants.select_related(
        "division", "site", "community__site", "workshop__party", "organization__party", "given_by"
    )
