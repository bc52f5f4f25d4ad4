"""Rent as far as a scope reaches it, and what the collective took in (集体收入) by month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncMonth

from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Transfer
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.registry.models import Organization, Workshop
from menkou.registry.queries.reach import communities, organizations, workshops
from menkou.work.models import RentDue, RentPayment, RentRelief, RentTerm

KINDS = ("community", "cooperative")


@prepared
def within(scope: Scope, day: date) -> QuerySet[RentDue]:
    """Rents of workshops within a scope, or owed by or to its organizations."""
    if scope.empty:
        return RentDue.objects.none()
    mine = organizations(scope, day).values("pk")
    return RentDue.objects.filter(
        Q(workshop__in=workshops(scope, day).values("pk")) | Q(payer__in=mine) | Q(payee__in=mine)
    )


def standing(rows: QuerySet[RentDue], day: date) -> QuerySet[Any]:
    """With names, `left`, how many reliefs wait (`asked`), and how each `stands`: "paid" where
    nothing is left, "late" where its month is over, else "open"."""
    left = F("amount") - F("relieved") - F("paid")
    return rows.select_related(
        "workshop__party", "payer__party", "payee__party"
    ).annotate(
        left=left,
        asked=Count("reliefs", filter=Q(reliefs__verdict=RentRelief.Verdict.ASKED)),
        stands=Case(
            When(left=0, then=Value("paid")),
            When(month__lt=day.replace(day=1), then=Value("late")),
            default=Value("open"), output_field=CharField(),
        ),
    )


@prepared
def reliefs_within(scope: Scope, day: date) -> QuerySet[RentRelief]:
    return RentRelief.objects.filter(rent__in=within(scope, day).values("pk"))


@prepared
def payments_within(scope: Scope, day: date) -> QuerySet[RentPayment]:
    return RentPayment.objects.filter(rent__in=within(scope, day).values("pk"))


def terms_of(workshop: Workshop) -> QuerySet[RentTerm]:
    """What was agreed, the newest first."""
    rows: QuerySet[RentTerm] = RentTerm.objects.standing().filter(workshop=workshop)
    return rows.select_related("payee__party").order_by("-from_day", "-pk")


def months_of(scope: Scope, day: date) -> list[Month]:
    """The months for which any rent was booked, the newest first."""
    found = within(scope, day).values_list("month", flat=True).order_by("-month").distinct()
    return [Month.of(one) for one in found]


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


def collective(scope: Scope, day: date) -> tuple[list[Income], dict[int, str]]:
    """集体收入 by month, the newest first, and the names: of the committees and cooperatives that
    a scope reaches. Five queries."""
    mine = dict(
        Organization.objects.filter(pk__in=organizations(scope, day).values("pk"))
        .filter(Q(kind__in=KINDS) | Q(community__in=communities(scope).values("pk")))
        .values_list("pk", "party__name")
    )
    ours = Account.objects.filter(party__in=list(mine))
    fees = ours.filter(kind__in=(Account.Kind.FEE, Account.Kind.LABOUR))
    got = ours.filter(kind=Account.Kind.PAID)
    found: dict[Month, Income] = {}
    for at, accounts, side, sign, which in (
        (0, fees, "target", 1, Q()), (0, fees, "source", -1, Q()),
        (1, got, "target", 1, Q(root__kind="rent_paid")),
        (1, got, "source", -1, Q(root__kind="rent_back")),
    ):
        rows = (
            Transfer.objects.filter(which, **{f"{side}__in": accounts.values("pk")})
            .annotate(month=TruncMonth("day"))
            .values_list("month", f"{side}__party")
            .annotate(q=Sum("quantity", output_field=BigIntegerField())).order_by()
        )
        _add(found, rows, at, sign)
    return sorted(found.values(), key=lambda one: one.month, reverse=True), mine


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
