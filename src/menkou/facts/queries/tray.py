"""Reads across the tray: what happened and could not be booked yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from menkou.access.models import Grant
from menkou.facts.models import Tray
from menkou.lib.scope import Scope
from menkou.registry.queries import people
from menkou.registry.queries.reach import communities, workshops


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many facts wait, and since when the oldest."""

    count: int
    since: datetime | None


def within(scope: Scope, day: date, tickets: QuerySet[Any]) -> QuerySet[Tray]:
    """Tray rows that a scope reaches: by place, by ticket, by person; one that names nothing we
    know, by where its recorder works. `tickets`: those that the scope reaches (`work` knows them).
    """
    places = workshops(scope, day).values("pk")
    recorders = Grant.objects.filter(user=OuterRef("fact__recorder")).filter(
        Q(workshop__in=places) | Q(community__in=communities(scope).values("pk"))
        | Q(organization__in=scope.organizations)
    )
    nowhere = Q(place=None, person=None)
    return Tray.objects.filter(
        Q(place__in=places)
        | Q(ticket__in=tickets.values("pk"))
        | Q(person__in=people.within(scope, day).values("pk"))
        | (nowhere & Exists(recorders))
    )


def waiting(rows: QuerySet[Tray]) -> Waiting:
    """The facts that wait for somebody to look: one query."""
    found = rows.filter(state=Tray.State.WAITING).aggregate(
        count=Count("pk"), since=Min("fact__received_at")
    )
    return Waiting(found["count"], found["since"])


def open_rows(rows: QuerySet[Tray]) -> QuerySet[Tray]:
    """What waits or was laid aside, with the fact and its recorder."""
    # SQLite knows neither of the two indexes in `state IN (…)`.
    is_open = Q(state=Tray.State.WAITING) | Q(state=Tray.State.ASIDE)
    return rows.filter(is_open).select_related("fact__recorder", "aside_by")
