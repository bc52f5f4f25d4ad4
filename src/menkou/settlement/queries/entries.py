"""Items, deductions and objections as far as a scope reaches them, and how many of them wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from menkou.identity.models import User
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.registry.models import Engagement
from menkou.registry.queries import people
from menkou.registry.queries.people import last_homes
from menkou.registry.queries.reach import communities
from menkou.settlement.models import Approval, Deduction, Item, Objection, Period, SetAside
from menkou.settlement.queries import funding, periods, slips, stages


@prepared
def engagements(scope: Scope, day: date) -> QuerySet[Engagement]:
    """Engagements, ended ones too, by payer, by workshop, by where the person lives, her own."""
    reached = Q(payer__in=scope.organizations) | Q(workshop__in=scope.workshops)
    if scope.divisions or scope.sites or scope.communities:
        living = last_homes(day).filter(
            person=OuterRef("person"), community__in=communities(scope).values("pk")
        )
        reached |= Q(Exists(living))
    if scope.person is not None:
        reached |= Q(person=scope.person)
    return Engagement.objects.filter(reached).exclude(form="")


@prepared
def asides(scope: Scope, day: date) -> QuerySet[Any]:
    """Who was set aside of those engagements; `known`: whether her own page may be opened."""
    return SetAside.objects.filter(
        engagement__in=engagements(scope, day).values("pk")
    ).annotate(known=_known(scope, day, "engagement__person"))


def _known(scope: Scope, day: date, person: str) -> Exists:
    return Exists(people.within(scope, day).filter(pk=OuterRef(person)))


@prepared
def items(scope: Scope, day: date) -> QuerySet[Any]:
    """Named items of pay of those engagements, with names and `known`."""
    return Item.objects.filter(
        engagement__in=engagements(scope, day).values("pk")
    ).select_related(
        "engagement__person__party", "engagement__payer__party", "entered_by", "decided_by"
    ).annotate(known=_known(scope, day, "engagement__person"))


@prepared
def deductions(scope: Scope, day: date) -> QuerySet[Any]:
    """Deductions from those persons by those payers, with names, `known`, `taken` and `left`."""
    mine = engagements(scope, day).filter(person=OuterRef("person"), payer=OuterRef("payer"))
    taken = -Coalesce(Sum("lines__amount"), 0)
    return Deduction.objects.filter(Exists(mine)).select_related(
        "person__party", "payer__party", "entered_by", "decided_by"
    ).annotate(
        known=_known(scope, day, "person"), taken=taken, left=F("amount") - taken
    )


@prepared
def objections(scope: Scope, day: date) -> QuerySet[Any]:
    """Objections to slips that a scope reaches whole, with names, and how each `stands` on a day:
    open, late, upheld, rejected."""
    mine = slips.whole(slips.within(scope, day), scope)
    return Objection.objects.filter(slip__in=mine.values("pk")).select_related(
        "slip__person__party", "slip__period__payer__party", "by", "answered_by"
    ).annotate(
        answered=Case(When(answered_at=None, then=Value(0)), default=Value(1)),
        stands=Case(
            When(answered_at=None, due_on__lt=day, then=Value("late")),
            When(answered_at=None, then=Value("open")),
            default=F("answer"), output_field=CharField(),
        ),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a kind wait for somebody, and since (or until) when the first."""

    count: int
    since: date | None


def waiting(scopes: Mapping[str, Scope], user: User, day: date) -> dict[str, Waiting]:
    """What of pay waits for somebody, by kind, in one query: `objections` to be answered, periods
    to `close` and to `approve`, those `unfunded`, `items` and `deductions` of others to decide.
    Kind -> the scope of its verb; a kind that is not given is not asked."""
    asked = [
        rows.order_by().annotate(waits=Value(kind, output_field=CharField())).values("waits")
        .annotate(n=Count("pk"), since=Min(first)).values_list("waits", "n", "since")
        for kind, (rows, first) in _waiting(scopes, user, day).items()
    ]
    if not asked:
        return {}
    first, *rest = asked
    return {kind: Waiting(n, since) for kind, n, since in first.union(*rest, all=True)}


def _waiting(
    scopes: Mapping[str, Scope], user: User, day: date
) -> dict[str, tuple[QuerySet[Any], str]]:
    found: dict[str, tuple[QuerySet[Any], str]] = {}
    if scope := scopes.get("objections"):
        mine = slips.whole(slips.within(scope, day), scope)
        rows = Objection.objects.filter(slip__in=mine.values("pk"), answered_at=None)
        found["objections"] = (rows, "due_on")
    if scope := scopes.get("close"):
        ended = stages.staged(periods.within(scope, day), day).filter(stage="ended")
        found["close"] = (Period.objects.filter(pk__in=ended.values("pk")), "last")
    if scope := scopes.get("approve"):
        found["approve"] = (_to_approve(scope, user, day), "last")
    if scope := scopes.get("unfunded"):
        short = funding.wanting(scope, day)
        found["unfunded"] = (Period.objects.filter(pk__in=short.values("pk")), "last")
    if scope := scopes.get("items"):
        own = engagements(scope, day)
        found["items"] = (Item.objects.filter(
            engagement__in=own.values("pk"), verdict=Item.Verdict.ENTERED
        ).exclude(entered_by=user), "day")
    if scope := scopes.get("deductions"):
        hers = engagements(scope, day).filter(person=OuterRef("person"), payer=OuterRef("payer"))
        found["deductions"] = (Deduction.objects.filter(
            Exists(hers), verdict=Deduction.Verdict.ENTERED
        ).exclude(entered_by=user), "entered_at__date")
    return found


def _to_approve(scope: Scope, user: User, day: date) -> QuerySet[Period]:
    """Periods that want approvals, but for those that she closed or has approved herself."""
    wanting = stages.staged(periods.within(scope, day), day).filter(stage="approve")
    later = Approval.objects.filter(
        period=OuterRef("period"), pk__gt=OuterRef("pk"), verdict=Approval.Verdict.RETURNED
    )
    hers = Approval.objects.filter(
        ~Exists(later), by=user, verdict=Approval.Verdict.APPROVED, period=OuterRef("pk")
    )
    return Period.objects.filter(~Exists(hers), pk__in=wanting.values("pk")).exclude(
        started_by=user
    )
