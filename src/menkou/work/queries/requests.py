"""Reads across requests for work: the clerk's inbox, a worker's own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet

from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Person
from menkou.registry.queries.reach import workshops
from menkou.work.models import WorkRequest
from menkou.work.queries.limits import (
    MINUTE,
    limit_minutes,
    open_seconds,
    pieces_within,
    takers,
)

SHOWN = 10
HOUR = 60


@prepared
def within(scope: Scope, day: date) -> QuerySet[WorkRequest]:
    """Requests whom a scope reaches: by the workshop that they are for, or her own."""
    if scope.person is not None:
        return WorkRequest.objects.filter(person=scope.person)
    return WorkRequest.objects.filter(workshop__in=workshops(scope, day).values("pk"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests wait for an answer, of how many persons."""

    requests: int
    persons: int


def waiting(scope: Scope, day: date) -> Waiting:
    """What waits within a scope: one query."""
    found = within(scope, day).filter(state=WorkRequest.State.ASKED).aggregate(
        n=Count("pk"), persons=Count("person", distinct=True)
    )
    return Waiting(found["n"], found["persons"])


def with_names(rows: QuerySet[WorkRequest]) -> QuerySet[Any]:
    """The same requests with all that a page shows of them."""
    return rows.select_related(
        "person__party", "workshop__party", "allotment__order", "allotment__operation__product",
        "allotment__operation__makes", "allotment__holder__party", "ticket",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a clerk judges it: what she has open (minutes of standard time, tickets), how
    many of those are overdue, her limit, how many pieces it lets through, the room that is left."""

    request: WorkRequest
    open_minutes: int
    tickets: int
    late: int
    limit: int
    most: int
    room: int

    @property
    def open_hours(self) -> int:
        """Rounded up: half an hour is work too."""
        return -(-self.open_minutes // HOUR)

    @property
    def limit_hours(self) -> int:
        return self.limit // HOUR

    @property
    def fits(self) -> bool:
        return self.request.pieces <= min(self.most, self.room)


def asked(rows: QuerySet[WorkRequest], day: date) -> list[Asked]:
    """Requests that wait, the oldest first, with what the clerk looks at: two queries."""
    person = OuterRef("person")
    waits = with_names(rows.filter(state=WorkRequest.State.ASKED)).annotate(
        open=open_seconds(person), limit=limit_minutes(person, OuterRef("allotment__holder"), day),
        room=F("allotment__pieces") - F("allotment__given"),
    )
    found = list(waits.order_by("asked_at", "pk"))
    persons = Person.objects.filter(pk__in={one.person_id for one in found})
    counts = {
        pk: (n, late) for pk, n, late in takers(persons, 0, day).values_list(
            "pk", "tickets_open", "tickets_late"
        )
    }  # fmt: skip
    return [_asked(one, *counts[one.person_id]) for one in found]


def _asked(one: Any, tickets: int, late: int) -> Asked:
    operation = one.allotment.operation
    return Asked(
        one, one.open // MINUTE, tickets, late, one.limit,
        pieces_within(one.limit * MINUTE - one.open, operation.seconds, one.pieces), one.room,
    )


def hers(person: int) -> QuerySet[Any]:
    """A person's own requests, those that wait first, then the newest; ten at most."""
    rows = with_names(WorkRequest.objects.filter(person=person))
    waits = F("answered_at").desc(nulls_first=True)
    return rows.order_by(waits, "-asked_at", "-pk")[:SHOWN]

