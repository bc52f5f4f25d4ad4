"""Rent as far as a scope reaches it."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Value,
    When,
)

from menkou.identity.prepared import prepared
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.registry.models import Workshop
from menkou.registry.queries.reach import organizations, workshops
from menkou.work.models import RentDue, RentPayment, RentRelief, RentTerm


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

