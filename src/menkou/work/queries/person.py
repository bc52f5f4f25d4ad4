"""A person's work: what she earned by month, her tickets, what she holds and is owed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, NullIf, TruncMonth

from menkou.ledger.models import Account, Balance, Wage
from menkou.lib.scope import Scope
from menkou.registry.models import Person
from menkou.registry.queries.sameness import standing
from menkou.work.models import Issue, MaterialReturn, Receipt, Ticket, TicketShare
from menkou.work.queries import tickets
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.statements import accounts, reached_wages

MOST = 100
NEVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """Wages of one month within a scope, in 1/10,000 yuan: `days` with work, the last of them.

    `elsewhere`: there are more, which the scope does not reach.
    """

    first: date
    amount: int
    days: int
    last: date | None
    elsewhere: bool


def months(persons: Collection[int], scope: Scope) -> list[Month]:
    """Wages by month of one who is registered as these persons, the newest first. One query."""
    mine = reached_wages(scope)
    rows = (
        Wage.objects.filter(engagement__person__in=persons)
        .order_by()
        .values(first=TruncMonth("transfer__day"))
        .annotate(
            amount=Coalesce(Sum(AMOUNT, filter=mine), 0),
            days=Count("transfer__day", filter=mine, distinct=True),
            last=Max("transfer__day", filter=mine),
            elsewhere=Count("pk", filter=~mine),
        )
        .order_by("-first")
    )
    return [
        Month(row["first"], row["amount"], row["days"], row["last"], row["elsewhere"] > 0)
        for row in rows
    ]


def hers(persons: Collection[int], scope: Scope, day: date) -> list[Any]:
    """Her tickets within a scope and those she shares, with names: first those that still have
    pieces out, by their due day, then the newest; 100 at most. One query."""
    shared = TicketShare.objects.filter(person__in=persons).values("ticket")
    rows = tickets.with_names(tickets.within(scope, day)).filter(
        Q(holder__in=persons) | Q(pk__in=shared)
    )
    out = Case(When(state=Ticket.State.OPEN, left__gt=0, then=F("due_on")))
    in_order = out.asc(nulls_last=True), "-made_on", "-number"
    return list(rows.order_by(*in_order)[:MOST])


def holds(persons: Collection[int], scope: Scope, day: date) -> list[Balance]:
    """What she is owed and the material in her hands, within a scope; nothing that is zero."""
    rows = Balance.objects.filter(
        Exists(accounts(scope, day).filter(pk=OuterRef("account"))),
        account__party__in=persons,
        account__kind__in=(Account.Kind.WAGES_OWED, Account.Kind.HANDS),
    )
    return list(
        rows.exclude(quantity=0)
        .select_related("account__other", "account__job", "commodity")
        .order_by("-account__kind", "pk")
    )


def with_last_came(rows: QuerySet[Person], scope: Scope) -> QuerySet[Person]:
    """The persons with `came`: the last day on which each fetched material or brought something.

    Who reaches a workshop alone is told of that workshop.
    """
    office = scope.divisions or scope.sites or scope.communities
    there = {} if office else {"ticket__workshop__in": scope.workshops}

    def last(model: Any) -> Coalesce:
        facts = model.objects.filter(carrier=OuterRef("pk"), **there).order_by("-day")
        return Coalesce(Subquery(facts.values("day")[:1]), Value(NEVER))

    newest = Greatest(last(Receipt), last(Issue), last(MaterialReturn))
    return rows.annotate(came=NullIf(newest, Value(NEVER)))


def earning(rows: QuerySet[Person], day: date, *, yes: bool = True) -> QuerySet[Person]:
    """Those who earned a wage in the month of a day, up to it; or those who earned none."""
    earned = Wage.objects.filter(
        transfer__day__gte=day.replace(day=1), transfer__day__lte=day,
    ).values("engagement__person")
    merged = standing().filter(person__in=earned).values("into")
    found = Q(pk__in=earned) | Q(pk__in=merged)
    return rows.filter(found if yes else ~found)


def left_of(ticket: Any) -> int:
    """Pieces of a ticket that are still out; none of one that was taken back."""
    return int(ticket.left) if ticket.state == Ticket.State.OPEN else 0
