"""What lies inside the units of a scope, as sub-queries: nothing is asked until a noun asks."""

from datetime import date

from django.db.models import Q, QuerySet, Value

from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Community, Division, Organization, Site, Tenancy, Workshop


@prepared
def communities(scope: Scope) -> QuerySet[Community]:
    """Communities that a scope names, or that lie in its sites and divisions (three levels up)."""
    reached = Q(pk__in=scope.communities) | Q(site__in=scope.sites)
    if scope.divisions:
        reached |= (
            Q(site__division__in=scope.divisions)
            | Q(site__division__parent__in=scope.divisions)
            | Q(site__division__parent__parent__in=scope.divisions)
        )
    return Community.objects.filter(reached)


@prepared
def workshops(scope: Scope, day: date) -> QuerySet[Workshop]:
    """Workshops that a scope names, in its communities, or operated by its organizations."""
    reached = Q(pk__in=scope.workshops) | Q(community__in=communities(scope))
    if scope.organizations:
        operated = Tenancy.objects.on(day).filter(operator__in=scope.organizations)
        reached |= Q(pk__in=operated.values("workshop"))
    return Workshop.objects.filter(reached)


def to_filter_by(scope: Scope, day: date) -> dict[str, list[tuple[int, str]]]:
    """What a list of people may be filtered by: "community" and "workshop", each key and name, in
    order. One query."""
    places = communities(scope).values_list(Value("community"), "pk", "site__name", "name")
    benches = workshops(scope, day).values_list(
        Value("workshop"), "pk", Value(""), "party__name"
    )
    found: dict[str, list[tuple[int, str]]] = {"community": [], "workshop": []}
    for kind, pk, _site, name in sorted(
        places.union(benches, all=True), key=lambda row: (row[2], row[3], row[1])
    ):
        found[kind].append((pk, name))
    return found


@prepared
def organizations(scope: Scope, day: date) -> QuerySet[Organization]:
    """Organizations that a scope names, that operate a workshop within it, or that act for one of
    its communities."""
    reached = Q(pk__in=scope.organizations)
    committees = communities(scope).filter(committee__isnull=False)
    placed = Workshop.objects.filter(
        Q(pk__in=scope.workshops) | Q(community__in=communities(scope))
    )
    operating = Tenancy.objects.on(day).filter(workshop__in=placed)
    return Organization.objects.filter(
        reached | Q(pk__in=operating.values("operator")) | Q(pk__in=committees.values("committee"))
    )


@prepared
def divisions(scope: Scope) -> QuerySet[Division]:
    """Divisions that a scope names, and the two levels below them."""
    named = scope.divisions
    return Division.objects.filter(
        Q(pk__in=named) | Q(parent__in=named) | Q(parent__parent__in=named)
    )


@prepared
def sites(scope: Scope) -> QuerySet[Site]:
    """Sites that a scope names, that lie in its divisions, or that hold one of its communities."""
    return Site.objects.filter(
        Q(pk__in=scope.sites) | Q(communities__in=communities(scope))
        | Q(division__in=scope.divisions) | Q(division__parent__in=scope.divisions)
        | Q(division__parent__parent__in=scope.divisions)
    ).distinct()


@prepared
def neighbours(scope: Scope) -> QuerySet[Community]:
    """The communities of a scope and the others of the same sites: where somebody may move to."""
    return Community.objects.filter(site__in=sites(scope).values("pk"))
