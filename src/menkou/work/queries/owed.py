"""Fees between organizations: whose they are, what stands on statements, what is open by age."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
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

from menkou.identity.prepared import prepared
from menkou.ledger.models import Account, Balance
from menkou.ledger.opening import YUAN
from menkou.lib.scope import Scope
from menkou.registry.models import Organization
from menkou.registry.queries import organizations as known
from menkou.registry.queries.reach import organizations
from menkou.work.models import Allotment, FeePayment, FeeStatement

AGES = ("unstated", "sent", "coming", "to_30", "to_90", "over_90")
"""What is open, by age: on no statement yet; stated and not agreed; agreed and not due; due since
1 to 30 days, 31 to 90, more."""

Pair = tuple[int, int]  # giver, holder


def givers_side(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Of accounts of fees those of who owes: the giver of the first allotment between the two in
    that order, or the customer where there is none. So each transfer belongs to one pair."""
    between = Allotment.objects.filter(order__job=OuterRef("job")).filter(
        Q(giver=OuterRef("party"), holder=OuterRef("other"))
        | Q(giver=OuterRef("other"), holder=OuterRef("party"))
    )
    return accounts.filter(kind=Account.Kind.FEE).annotate(
        owes=Coalesce(
            Subquery(between.order_by("pk").values("giver")[:1]),
            F("job__order__customer"), output_field=BigIntegerField(),
        )
    ).filter(owes=F("party"))


@prepared
def statements_within(scope: Scope, day: date) -> QuerySet[FeeStatement]:
    """Statements of which a scope reaches the giver or the holder."""
    if scope.empty:
        return FeeStatement.objects.none()
    mine = organizations(scope, day).values("pk")
    return FeeStatement.objects.filter(Q(giver__in=mine) | Q(holder__in=mine))


def standing(rows: QuerySet[FeeStatement], day: date) -> QuerySet[Any]:
    """With names, and how each `stands` on a day: sent, disputed; agreed, or "late" once it is
    past its day, or "paid"; `left`: what of it is not paid."""
    agreed = Q(state=FeeStatement.State.AGREED)
    return rows.select_related("giver__party", "holder__party").annotate(
        left=Case(
            When(state=FeeStatement.State.DISPUTED, then=Value(0)),
            default=F("due") - F("paid"), output_field=BigIntegerField(),
        ),
        stands=Case(
            When(agreed & Q(paid=F("due")), then=Value("paid")),
            When(agreed & Q(due_on__lt=day), then=Value("late")),
            default=F("state"), output_field=CharField(),
        ),
    )


@prepared
def sendable(scope: Scope, day: date) -> QuerySet[Organization]:
    """Who is owed, and in whose name a scope may send."""
    return organizations(scope, day)


@prepared
def answerable(scope: Scope, day: date) -> QuerySet[FeeStatement]:
    """Statements whose giver a scope speaks for: it reaches the giver; or, for an office that
    reaches the holder, the giver has no place here and answers on paper."""
    if scope.empty:
        return FeeStatement.objects.none()
    mine = organizations(scope, day).values("pk")
    spoken = Q(giver__in=mine)
    if scope.divisions or scope.sites or scope.communities:
        strangers = known.within(scope, day).filter(community=None)
        spoken |= Q(holder__in=mine, giver__in=strangers.values("pk"))
    return FeeStatement.objects.filter(spoken)


@prepared
def payments_within(scope: Scope, day: date) -> QuerySet[FeePayment]:
    """Payments of statements whose giver a scope speaks for."""
    return FeePayment.objects.filter(statement__in=answerable(scope, day).values("pk"))


@dataclass(slots=True)
class Owed:
    """What a giver owes a holder, in 1/10,000 yuan: all that was booked for accepted pieces less
    what was paid, by age. `booked` and `paid` are of all time; the ages add up to `open`."""

    giver: int
    holder: int
    giver_name: str
    holder_name: str
    booked: int = 0
    paid: int = 0
    ages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AGES, 0))
    waits: int | None = None
    """The key of the statement that waits for an answer."""

    @property
    def open(self) -> int:
        return self.booked - self.paid

    @property
    def overdue(self) -> int:
        return self.ages["to_30"] + self.ages["to_90"] + self.ages["over_90"]

    @property
    def pair(self) -> Pair:
        return self.giver, self.holder


def owed(scope: Scope, day: date) -> list[Owed]:
    """What is owed between every two of which a scope reaches one, by age on a day: two queries,
    the largest first."""
    if scope.empty:
        return []
    mine = organizations(scope, day).values("pk")
    return _owed(Q(giver__in=mine) | Q(holder__in=mine), day)


def owed_of(holders: Collection[int], day: date) -> dict[int, list[Owed]]:
    """What is owed to each of some organizations, by holder: two queries."""
    found: dict[int, list[Owed]] = {}
    for one in _owed(Q(holder__in=list(holders)), day):
        found.setdefault(one.holder, []).append(one)
    return found


def _owed(which: Q, day: date) -> list[Owed]:
    rows = givers_side(Account.objects.annotate(giver=F("party"), holder=F("other")).filter(which))
    booked = (
        Balance.objects.filter(account__in=rows.values("pk"), commodity__code=YUAN)
        .values_list(
            "account__party", "account__other", "account__party__name", "account__other__name"
        ).annotate(q=Sum("quantity")).order_by()
    )
    found = {
        (giver, holder): Owed(giver, holder, name, other, booked=-q)
        for giver, holder, name, other, q in booked
    }
    for one in FeeStatement.objects.filter(which).exclude(state="disputed").order_by("pk"):
        pair = found[one.giver_id, one.holder_id]
        pair.paid += one.paid
        pair.ages[_age(one, day)] += one.open
        pair.ages["unstated"] -= one.due
        if one.state == FeeStatement.State.SENT:
            pair.waits = one.pk
    for pair in found.values():
        pair.ages["unstated"] += pair.booked
    return sorted(found.values(), key=lambda one: (-one.open, one.giver_name, one.holder_name))


def _age(statement: FeeStatement, day: date) -> str:
    if statement.due_on is None:
        return "sent"
    late = (day - statement.due_on).days
    if late <= 0:
        return "coming"
    return "to_30" if late <= 30 else "to_90" if late <= 90 else "over_90"


def owed_between(giver: int, holder: int, scope: Scope, day: date) -> Owed | None:
    """What one owes another; none where nothing was ever booked, or a scope reaches neither."""
    mine = organizations(scope, day).values("pk")
    pair = Q(giver=giver, holder=holder) & (Q(giver__in=mine) | Q(holder__in=mine))
    return next(iter(_owed(pair, day)), None)


def totals(rows: Iterable[Owed]) -> Mapping[str, int]:
    """The sums of some pairs by age, and `open` and `overdue`."""
    found = {name: 0 for name in (*AGES, "open", "overdue")}
    for one in rows:
        for name in AGES:
            found[name] += one.ages[name]
        found["open"] += one.open
        found["overdue"] += one.overdue
    return found


def due_day(agreed: date, days: int) -> date:
    """The day by which a statement that was agreed on a day is paid."""
    return agreed + timedelta(days=days)
