"""The rows that a figure counts, as far as a scope reaches them: drill-downs.

Counts and sums of what is out of reach are `indicators.count` less those of these rows.
"""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from menkou.figures.indicators import Indicator
from menkou.figures.queries.indicators import keys
from menkou.ledger.models import Account, Transfer
from menkou.lib.scope import Scope
from menkou.registry.models import Residence, Site
from menkou.registry.queries import organizations, people, places, reach
from menkou.settlement.models import Payment
from menkou.work.queries import statements

ONE = Value(1, BigIntegerField())


def rows(
    indicator: Indicator, site: Site, as_of: date, scope: Scope, today: date
) -> QuerySet[Any]:
    """The records of a figure within a scope of today, each with what is `counted` of it, in base
    units.

    What is shown of them is of the day of the figure.
    """
    reached = _WITHIN[indicator.noun](scope, as_of, today)
    found: QuerySet[Any] = reached.filter(pk__in=keys(indicator, site, as_of))
    return found


def total(found: QuerySet[Any]) -> tuple[int, int]:
    """Sum of the amounts of some records, and how many they are. One query."""
    sums = found.order_by().aggregate(sum=Sum("counted"), n=Count("pk"))
    return sums["sum"] or 0, sums["n"]


def _communities(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    return places.communities(scope, as_of).annotate(counted=ONE)


def _workshops(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    return places.within(scope, as_of).annotate(counted=ONE)


def _shopfronts(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    return places.shopfronts(scope, as_of).annotate(counted=F("area_dm2"))


def _organizations(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    reached = organizations.within(scope, today)
    return organizations.for_list(reached, as_of).annotate(counted=ONE)


def _persons(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    home = Residence.objects.on(as_of).filter(person=OuterRef("pk"))
    return (
        people.within(scope, today)
        .select_related("party")
        .annotate(counted=ONE, lives_in=Subquery(home.values("community__name")[:1]))
    )


def _wages(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    """Wages by the community that the worker lived in on the day of the work."""
    return (
        Transfer.objects.filter(wage__community__in=reach.communities(scope))
        .select_related(
            "wage__engagement__person__party", "wage__engagement__payer__party",
            "wage__commodity", "wage__community",
        )
        .annotate(
            counted=Case(
                When(source__kind="labour", then=F("quantity")), default=-F("quantity"),
                output_field=BigIntegerField(),
            )
        )
    )


def _payments(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    """Payments by the community that the worker lived in when the period ended."""
    return (
        Payment.objects.filter(slip__community__in=reach.communities(scope))
        .select_related(
            "slip__person__party", "slip__period__payer__party", "slip__community"
        )
        .annotate(counted=F("paid"))
    )


def _accounts(scope: Scope, as_of: date, today: date) -> QuerySet[Any]:
    """Accounts of the collective with what of them is its income up to the day: fees less wages,
    and rent that arrived."""
    into, out = (
        Transfer.objects.filter(
            ~Q(**{f"{side}__kind": Account.Kind.PAID}) | Q(root__kind=rent), day__lte=as_of,
            **{side: OuterRef("pk")},
        ).order_by().values(side).annotate(sum=Sum("quantity")).values("sum")
        for side, rent in (("target", "rent_paid"), ("source", "rent_back"))
    )
    return (
        statements.accounts(scope, today)
        .select_related("party", "other", "job")
        .annotate(
            counted=Coalesce(Subquery(into, output_field=BigIntegerField()), 0)
            - Coalesce(Subquery(out, output_field=BigIntegerField()), 0)
        )
    )


_WITHIN = {
    "community": _communities, "workshop": _workshops, "shopfront": _shopfronts,
    "organization": _organizations, "person": _persons, "transfer": _wages,
    "payment": _payments, "account": _accounts,
}
