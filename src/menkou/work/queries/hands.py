"""Persons to be picked for work: with the door that tells two of one name apart."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from menkou.registry.models import Person, Residence


def with_door(persons: QuerySet[Person], day: date) -> QuerySet[Person]:
    """The same persons with their names and `door`, like "3-2-501" (empty without a home)."""
    dash = Value("-")
    home = Residence.objects.on(day).filter(person=OuterRef("pk")).exclude(room="")
    door = home.annotate(door=Concat("building", dash, "unit", dash, "room")).values("door")[:1]
    return persons.select_related("party").annotate(door=Subquery(door))


def said(person: Person) -> str:
    """A person's name and, where it was asked for, her door."""
    door = (getattr(person, "door", "") or "").replace("--", "-").strip("-")
    return f"{person.party.name} {door}".strip()
