"""What attended time pays, set from a day."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from menkou.facts.actions.half_days import lock_half_days
from menkou.facts.models import HalfDayUse
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.registry.models import Engagement, Organization
from menkou.work.actions.again import again
from menkou.work.actions.half_days import Scopes
from menkou.work.actions.products import RateLowered
from menkou.work.actions.world import USE
from menkou.work.booking import time_wage
from menkou.work.models import TimeRate

PART = 5_000  # half-days that are derived at once: a database takes so many keys in a statement


def _in_parts(worked: QuerySet[HalfDayUse]) -> Iterator[Scopes]:
    """The half-days that were worked, whole days together, a part after the other."""
    scopes, taken = Scopes(), 0
    days = worked.order_by().values("half_day__day").annotate(n=Count("pk"))
    for day, n in days.order_by("half_day__day").values_list("half_day__day", "n"):
        if taken and taken + n > PART:
            yield _with_persons(scopes, worked)
            scopes, taken = Scopes(), 0
        scopes.days.add(day)
        taken += n
    if taken:
        yield _with_persons(scopes, worked)


def _with_persons(scopes: Scopes, worked: QuerySet[HalfDayUse]) -> Scopes:
    rows = worked.filter(half_day__day__in=scopes.days).values_list("half_day__person", flat=True)
    scopes.persons.update(rows)
    return scopes


@transaction.atomic
def set_time_rate(
    *,
    payer: Organization,
    per: str,
    amount: int | None,
    from_day: date,
    rate_class: str = "standard",
    by: User,
    at: datetime,
) -> TimeRate:
    """What an hour or a half-day (`per`) pays from a day, in 1/10,000 yuan; None: nothing by time.

    Raises RateLowered where a half-day already worked would earn less (劳动法 37, 50). A rate
    raised backwards is paid at once for the half-days since that day.
    """
    of = {"payer": payer, "rate_class": rate_class}
    # Under the locks of all who work there, so that a half-day at the same moment is seen or
    # sees us.
    lock_half_days(
        set(Engagement.objects.filter(payer=payer).values_list("person", flat=True))
    )
    worked = HalfDayUse.objects.filter(
        use=USE, minutes__gt=0, engagement__payer=payer, engagement__rate_class=rate_class,
        half_day__day__gte=from_day,
    )
    standing = TimeRate.objects.on(from_day).filter(**of).first()
    if standing and standing.amount:
        later = TimeRate.objects.standing().filter(**of, from_day__gt=from_day)
        until = later.order_by("from_day").values_list("from_day", flat=True).first() or date.max
        kinds = worked.filter(half_day__day__lt=until).values_list("minutes", flat=True)
        for minutes in kinds.distinct():
            if time_wage(minutes, amount or 0, per) < time_wage(
                minutes, standing.amount, standing.per
            ):
                raise RateLowered("lowered_time", field="amount")
    TimeRate.objects.standing().filter(**of, from_day=from_day).update(
        withdrawn_at=at, withdrawn_by=by
    )
    rate = TimeRate.objects.create(
        **of, per=per, amount=amount, from_day=from_day, entered_at=at, entered_by=by
    )
    for scopes in _in_parts(worked):
        again((), at=at, half_days=scopes)
    log("work.set_time_rate", "time_rate", [rate.pk], by=by, at=at)
    return rate
