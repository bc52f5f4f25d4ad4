"""What the collective took in (集体收入): whose accounts count, and their sums by month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from menkou.ledger.models import Account, Transfer
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.registry.models import Community, Organization, Tenancy, Workshop
from menkou.registry.queries.reach import communities
from menkou.work.models import Ticket

KINDS = ("community", "cooperative")
FEES = (Account.Kind.FEE, Account.Kind.LABOUR)
RENTS = Account.Kind.PAID


@dataclass(slots=True)
class Income:
    """What the collective kept and took in in a month, in 1/10,000 yuan: what its organizations
    keep of fees (in less out, less the wages that they pay themselves), by the day of acceptance
    or work, and the rent that reached them."""

    month: Month
    fees: int = 0
    rent: int = 0
    by: dict[int, list[int]] = field(default_factory=dict)
    """Organization -> [fees kept, rent paid]."""

    @property
    def whole(self) -> int:
        return self.fees + self.rent


def accounts(scope: Scope, day: date) -> QuerySet[Account]:
    """The accounts of the collective that a scope reaches: of its own committees and
    cooperatives, of those that act for its communities or that operate, or once operated, a
    workshop of it. A cooperative that operates none belongs to no place: of its accounts those of
    orders that were made in the scope's communities."""
    placed = Workshop.objects.filter(
        Q(pk__in=scope.workshops) | Q(community__in=communities(scope))
    ).values("pk")
    standing = Tenancy.objects.standing()
    operating = standing.filter(workshop__in=placed, from_day__lte=day).values("operator")
    named = Q(pk__in=scope.organizations) | Q(pk__in=operating)
    committees = Q(community__in=communities(scope).values("pk"))
    own = Organization.objects.filter(committees | (Q(kind__in=KINDS) & named))
    found = Q(party__in=own.values("pk"))
    if scope.divisions or scope.sites or scope.communities:
        between = Organization.objects.filter(
            ~Exists(standing.filter(operator=OuterRef("pk"))),
            ~Exists(Community.objects.filter(committee=OuterRef("pk"))), kind__in=KINDS,
        )
        made = Ticket.objects.filter(
            allotment__order__job=OuterRef("job"), workshop__in=placed
        )
        found |= Q(Exists(made), party__in=between.values("pk"), kind__in=FEES)
    return Account.objects.filter(found, kind__in=(*FEES, RENTS))


def collective(scope: Scope, day: date) -> tuple[list[Income], dict[int, str]]:
    """集体收入 by month, the newest first, and the names of the organizations that a scope
    reaches. Five queries."""
    mine = accounts(scope, day)
    names = dict(
        mine.order_by("party").values_list("party", "party__name").distinct()
    )
    fees, got = mine.filter(kind__in=FEES), mine.filter(kind=RENTS)
    found: dict[Month, Income] = {}
    for at, rows_of, side, sign, which in (
        (0, fees, "target", 1, Q()), (0, fees, "source", -1, Q()),
        (1, got, "target", 1, Q(root__kind="rent_paid")),
        (1, got, "source", -1, Q(root__kind="rent_back")),
    ):
        rows: Any = (
            Transfer.objects.filter(which, **{f"{side}__in": rows_of.values("pk")})
            .annotate(month=TruncMonth("day"))
            .values_list("month", f"{side}__party")
            .annotate(q=Sum("quantity", output_field=BigIntegerField())).order_by()
        )
        _add(found, rows, at, sign)
    return sorted(found.values(), key=lambda one: one.month, reverse=True), names


def _add(
    found: dict[Month, Income], rows: Iterable[tuple[date, int, int]], at: int, sign: int
) -> None:
    for first, party, amount in rows:
        month = Month.of(first)
        one = found.setdefault(month, Income(month))
        one.by.setdefault(party, [0, 0])[at] += sign * amount
        if at:
            one.rent += sign * amount
        else:
            one.fees += sign * amount
