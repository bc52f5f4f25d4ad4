"""What the first page asks of the registry: counts only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from menkou.lib.scope import Scope
from menkou.registry.models import Engagement
from menkou.registry.queries.people import within


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Working persons whose registration lacks a bank account or a telephone."""

    persons: int
    bank: int
    phone: int


def incomplete(scope: Scope, day: date) -> Incomplete:
    """Counts, within a scope, persons engaged on the day who lack what a payment needs."""
    working = Engagement.objects.on(day).exclude(form="").values("person")
    found = (
        within(scope, day)
        .filter(Q(bank=None) | Q(phone=None), pk__in=working)
        .aggregate(
            persons=Count("pk"),
            bank=Count("pk", filter=Q(bank=None)),
            phone=Count("pk", filter=Q(phone=None)),
        )
    )
    return Incomplete(**found)
