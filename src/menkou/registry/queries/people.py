"""Reads across persons."""

from datetime import date

from django.db.models import Q, QuerySet

from menkou.lib.scope import Scope
from menkou.registry.models import Engagement, Person, Residence
from menkou.registry.queries.reach import communities


def within(scope: Scope, day: date) -> QuerySet[Person]:
    """Persons whom a scope reaches: by residence, payer or workshop of an engagement, herself."""
    reached = Q(pk=scope.person) if scope.person is not None else Q(pk__in=())
    if scope.divisions or scope.sites or scope.communities:
        living = Residence.objects.on(day).filter(community__in=communities(scope))
        reached |= Q(pk__in=living.values("person"))
    if scope.organizations or scope.workshops:
        engaged = (
            Engagement.objects.on(day)
            .exclude(form="")
            .filter(Q(payer__in=scope.organizations) | Q(workshop__in=scope.workshops))
        )
        reached |= Q(pk__in=engaged.values("person"))
    return Person.objects.filter(reached)
