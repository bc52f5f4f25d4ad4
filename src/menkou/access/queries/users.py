"""Reads across accounts, by how far a scope reaches."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.access.models import Grant
from menkou.access.queries.units import grants_within
from menkou.identity.models import User, VerbLog
from menkou.lib.scope import Scope
from menkou.registry.queries import people


def within(scope: Scope, day: date, by: User) -> QuerySet[User]:
    """Accounts whose every standing grant lies inside a scope, those of its persons, those that
    `by` opened and that have no grant yet, and her own.

    An account that reaches further is nobody's here: who may set its password could act as it.
    """
    inside = grants_within(scope, day)
    own = Grant.objects.filter(user=OuterRef("pk"))
    standing = own.filter(Q(until=None) | Q(until__gt=day))
    opened = VerbLog.objects.filter(
        verb="identity.add_user", noun="user", user=by, subject=OuterRef("pk")
    )
    held = Exists(own.filter(pk__in=inside.values("pk"))) & ~Exists(
        standing.exclude(pk__in=inside.values("pk"))
    )
    return User.objects.filter(
        held
        | Q(person__in=people.within(scope, day).values("pk"))
        | (~Exists(own) & Exists(opened))
        | Q(pk=by.pk)
    )
