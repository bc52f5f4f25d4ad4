"""Who was registered twice and merged: whom a registration stands for, and which stand for one."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from menkou.registry.models import Alias, Person

BATCH = 2000


def standing() -> QuerySet[Alias]:
    """Merges that were not taken apart again."""
    return Alias.objects.filter(withdrawn_at=None)


def not_merged(person: str) -> Q:
    """Rows about somebody who was merged into nobody; `person` as `canonical` takes it."""
    return Q(~Exists(standing().filter(person=OuterRef(person))))


def merged(persons: Collection[int]) -> dict[int, int]:
    """Those of the persons who were merged -> whom they were merged into. One query for 2,000."""
    keys = sorted(persons)
    return {
        person: into
        for start in range(0, len(keys), BATCH)
        for person, into in standing().filter(person__in=keys[start : start + BATCH])
        .values_list("person", "into")
    }


def of(person: Person) -> tuple[Alias | None, list[Alias]]:
    """The merge by which a registration stands for another (None: for herself), and the merges
    into it, the oldest first. One query."""
    rows = standing().filter(Q(person=person) | Q(into=person))
    found = list(
        rows.select_related("person__party", "into__party", "made_by").order_by("made_at", "pk")
    )
    whose = next((one for one in found if one.person_id == person.pk), None)
    return whose, [one for one in found if one.into_id == person.pk]


def canonical(person: str) -> Coalesce:
    """Whom a row is about, once merges are taken into account; `person` is the way from the row
    to its person ("person")."""
    into = standing().filter(person=OuterRef(person)).values("into")[:1]
    return Coalesce(Subquery(into), F(person))


def payees(persons: Collection[int]) -> dict[int, Person]:
    """Person -> whose account takes her wages: her own, else that of whom she is now. With party
    and key. Two queries for 2,000."""
    now = merged(persons)
    wanted = sorted({*persons, *now.values()})
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), BATCH):
        found |= Person.objects.select_related("party", "key").in_bulk(
            wanted[start : start + BATCH]
        )
    return {
        pk: found[pk] if found[pk].bank is not None else found[now.get(pk, pk)] for pk in persons
    }
