"""What a worker reads of her own pay."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Prefetch, QuerySet, Sum, Value, When

from menkou import policy
from menkou.ledger.models import Wage
from menkou.lib.days import day_of
from menkou.settlement.models import Line, Objection, Payment, Period, Slip
from menkou.settlement.queries.slips import hers
from menkou.work.queries.earnings import AMOUNT

PRODUCT = "commodity__operation__product__name"


def told(person: int) -> QuerySet[Slip]:
    """Her slips of closed periods, the newest first, each with its payments and what she said of
    it, the newest first: three queries."""
    return hers(person).select_related("person__key").prefetch_related(
        Prefetch("payments", Payment.objects.select_related("handover").order_by("-pk")),
        Prefetch(
            "objections", Objection.objects.select_related("answered_by").order_by("-pk")
        ),
    )


def first(person: int) -> Slip | None:
    """The newest slip of which she has not said that it is right; else the newest of all."""
    said = Case(When(confirmation=None, then=Value(0)), default=Value(1))
    return told(person).order_by(said, "-period__last", "-pk").first()


def lines(slip: Slip) -> list[Line]:
    """All lines of her slip in their order, with the product of each."""
    return list(
        slip.lines.select_related("commodity__operation__product", "deduction").order_by("number")
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What a day of a slip shows of one kind of work: pieces, or minutes of `time`; what it
    earned, in 1/10,000 yuan. Below zero where something was taken back."""

    day: date
    evidence: str
    name: str
    unit: str
    quantity: int
    amount: int


def days(slip: Slip) -> list[Done]:
    """The work of a slip day by day: the wages that it takes, as the books have them."""
    return [
        Done(day, evidence, name or "", unit or "", quantity, amount)
        for day, evidence, name, unit, quantity, amount in Wage.objects.filter(
            engagement=slip.engagement_id, transfer__gt=slip.since, transfer__lte=slip.upto
        )
        .values_list("transfer__day", "evidence", PRODUCT, "commodity__unit")
        .annotate(n=Sum("quantity"), amount=Sum(AMOUNT))
        .order_by("transfer__day", "evidence", PRODUCT)
        if amount or quantity
    ]


def objects_until(period: Period, day: date) -> date:
    """The last day on which she may say on her own phone that a slip of a closed period is not
    right, by the rules of `day` (`pay.objection_days`)."""
    closed = day_of(period.closed_at) if period.closed_at else day
    return closed + timedelta(days=policy.on(day).number("pay.objection_days"))


def answered_by(day: date) -> date:
    """Until when somebody is answered who says it on a day (`pay.answer_days`)."""
    return day + timedelta(days=policy.on(day).number("pay.answer_days"))
