"""What was earned, in 1/10,000 yuan, from the wage lines of the books."""

from collections.abc import Collection
from datetime import date

from django.db.models import BigIntegerField, Case, F, Q, Sum, When

from menkou.ledger.models import Account, Wage
from menkou.lib.days import Month
from menkou.lib.scope import Scope
from menkou.work.queries.statements import reached_wages

BATCH = 2000

def amount_by(transfer: str = "transfer__") -> Case:
    """What a wage comes to, in 1/10,000 yuan; `transfer` is the way to its transfer. A correction
    downwards runs the other way, from what is owed to the labour account."""
    quantity = F(f"{transfer}quantity")
    paid = When(**{f"{transfer}source__kind": Account.Kind.LABOUR}, then=quantity)
    return Case(paid, default=quantity * -1, output_field=BigIntegerField())


AMOUNT = amount_by()


def earned(person: int, day: date) -> tuple[int, int]:
    """What a person earned on a day, and from the first of its month up to it."""
    sums = Wage.objects.filter(
        engagement__person=person, transfer__day__gte=day.replace(day=1), transfer__day__lte=day
    ).aggregate(today=Sum(AMOUNT, filter=Q(transfer__day=day)), month=Sum(AMOUNT))
    return sums["today"] or 0, sums["month"] or 0


def by_day(person: int, day: date) -> list[tuple[date, int]]:
    """What a person earned on each day of the month up to a day, the newest first."""
    return list(
        Wage.objects.filter(
            engagement__person=person, transfer__day__gte=day.replace(day=1),
            transfer__day__lte=day,
        )
        .values_list("transfer__day").annotate(amount=Sum(AMOUNT)).order_by("-transfer__day")
    )


def in_month(persons: Collection[int], month: Month, scope: Scope) -> dict[int, int]:
    """Person -> what she earned in a month, of the wages that a scope reaches; only where she
    earned some. One query for 2,000 persons."""
    keys = sorted(persons)
    found: dict[int, int] = {}
    for start in range(0, len(keys), BATCH):
        found |= dict(
            Wage.objects.filter(
                reached_wages(scope), engagement__person__in=keys[start : start + BATCH],
                transfer__day__gte=month.first, transfer__day__lte=month.last,
            )
            .values_list("engagement__person").annotate(amount=Sum(AMOUNT)).order_by()
        )  # fmt: skip
    return found


def earned_by(roots: Collection[int]) -> dict[int, int]:
    """What the chains of some facts earned, all shares together, by the chain's first fact."""
    return dict(
        Wage.objects.filter(transfer__root__in=roots)
        .values_list("transfer__root")
        .annotate(amount=Sum(AMOUNT))
        .order_by()
    )
