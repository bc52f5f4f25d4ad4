"""Reads across organizations."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Organization, Tenancy, Workshop
from menkou.registry.queries import reach
from menkou.registry.queries.people import working
from menkou.registry.queries.sameness import canonical


@prepared
def within(scope: Scope, day: date) -> QuerySet[Organization]:
    """Organizations that a scope names, or that operate, or once operated, a workshop within it.

    One that never operated any belongs to no place yet: every office sees it, so that it can be
    given one.
    """
    mine = Workshop.objects.filter(
        Q(pk__in=scope.workshops) | Q(community__in=reach.communities(scope))
    )
    standing = Tenancy.objects.standing()
    reached = Q(pk__in=scope.organizations)
    reached |= Q(pk__in=standing.filter(workshop__in=mine).values("operator"))
    if scope.divisions or scope.sites or scope.communities:
        reached |= Q(~Exists(standing.filter(operator=OuterRef("pk"))))
    return Organization.objects.filter(reached)


def for_list(rows: QuerySet[Organization], day: date) -> QuerySet[Organization]:
    """The same with `workshops` operated and `persons` engaged on the day."""
    operated = Tenancy.objects.on(day).filter(operator=OuterRef("pk")).order_by()
    engaged = working(day).filter(payer=OuterRef("pk")).order_by().values("payer")
    each = Count(canonical("person"), distinct=True)
    return rows.select_related("party").annotate(
        workshops=_count(operated.values("operator").annotate(n=Count("pk")).values("n")),
        persons=_count(engaged.annotate(n=each).values("n")),
    )


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def to_pick() -> QuerySet[Organization]:
    """Every organization, by name: whom an officer may let in, or name as payer."""
    return Organization.objects.select_related("party").order_by("party__name", "pk")


def tenancies_of(organization: Organization) -> QuerySet[Tenancy]:
    """Where an organization came in, the newest first; where it left is said by the workshop."""
    rows: QuerySet[Tenancy] = (
        Tenancy.objects.standing()
        .filter(operator=organization)
        .select_related("workshop__party", "workshop__community", "entered_by")
        .order_by("-from_day")
    )
    return rows
