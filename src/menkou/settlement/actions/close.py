"""Closing a period: person by person, in chunks that are each committed, by a watermark.

`upto` is fixed once, under the seal's lock. What a chunk reads is at or below it and can't change,
so it is read without a lock and written in a short transaction, which goes on from the period's
cursor only. A close that was killed goes on there; two processes of one close do each chunk once.
"""

import gc
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from menkou import policy
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.identity.tries import tried
from menkou.ledger.actions.seal import seal
from menkou.ledger.models import Seal
from menkou.lib.days import day_of
from menkou.policy.oddities import ODDITIES
from menkou.settlement.actions.posting import Happening, book, uid_of
from menkou.settlement.actions.slips import give_back, write
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Line, Period, SetAside, Slip
from menkou.settlement.queries import looking
from menkou.settlement.queries.evidence import engagements, persons_after, read
from menkou.settlement.slipping import Made, make

CHUNK = 2000  # persons in one transaction
BLOCKS = [rule.code for rule in ODDITIES.values() if rule.level == "block"]


def start_close(
    *, period: Period, by: User, at: datetime, upto: Seal | None = None
) -> Period:
    """Begins a close: seals what is booked (or takes an earlier seal), and fixes what it takes.

    Raises NotSettled. Nothing is shown of the slips until the last chunk is in.
    """
    sealed = upto
    if sealed is None:
        seal(at=at)
        sealed = Seal.objects.order_by("-last").first()
    if sealed is None:
        raise NotSettled("nothing")
    return _start(period=period, sealed=sealed, by=by, at=at)


@transaction.atomic
def _start(*, period: Period, sealed: Seal, by: User, at: datetime) -> Period:
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state != Period.State.OPEN:
        raise NotSettled("not_open")
    if period.first > day_of(at):
        raise NotSettled("not_begun")
    before = Period.objects.filter(payer=period.payer_id, cycle=period.cycle)
    if before.filter(first__lt=period.first, number=0).exclude(state="closed").exists():
        raise NotSettled("earlier_open")
    last = before.exclude(upto=None).aggregate(last=Max("upto"))["last"] or 0
    if sealed.last < last:
        raise NotSettled("too_early", field="upto")
    period.state, period.upto, period.seal = Period.State.CLOSING, sealed.last, sealed
    period.policy = policy.on(period.last).hash
    period.cursor = period.done = period.slips = period.net = 0
    period.attempt += 1
    period.total = engagements(period).aggregate(n=Count("person", distinct=True))["n"]
    period.started_by, period.started_at, period.beat_at = by, at, at
    period.save()
    book(
        [Happening(
            "pay_close", _name(period), day_of(at),
            {"period": period.pk, "upto": sealed.last}, None, lambda fact: (),
        )],
        by=by, at=at,
    )
    log("settlement.close", "period", [period.pk], by=by, at=at)
    return period


def _name(period: Period) -> str:
    """What names a close once: begun anew after it was stopped, it is another."""
    return f"{period.pk}|{period.attempt}"


def run_close(*, period: Period, now: Callable[[], datetime]) -> Period:
    """Goes on with a close until its last chunk is in, or somebody stopped it."""
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes circles, and looking for them takes a tenth of the time
    try:
        while tried(close_chunk, period=period, at=now(), also=(IntegrityError,)):
            pass
    finally:
        if collecting:
            gc.enable()
    period.refresh_from_db()
    return period


def close_chunk(*, period: Period, at: datetime) -> bool:
    """Does the next chunk of a close; whether there may be more to do."""
    period = Period.objects.select_related("started_by").get(pk=period.pk)
    if period.state != Period.State.CLOSING:
        return False
    persons = persons_after(period, period.cursor, CHUNK)
    if not persons:
        return not _finish(period, at=at)
    chunk = read(period, persons)
    looks = looking.read(period, persons)
    made = make(period, chunk, looks, day_of(at))
    return _write(period, persons, made, at=at)


@transaction.atomic
def _write(period: Period, persons: Sequence[int], made: Made, *, at: datetime) -> bool:
    held = Period.objects.select_for_update().get(pk=period.pk)
    if held.state != Period.State.CLOSING or held.attempt != period.attempt:
        return False
    if held.cursor != period.cursor:
        return True  # another process of this close did it
    fact = uid_of("pay_close", _name(held))
    write(held, made, fact=fact)
    SetAside.objects.bulk_create(
        [
            SetAside(engagement_id=key, period=held, why=why, by=period.started_by, at=at)
            for key, why in made.blocked
            if period.started_by is not None
        ]
    )
    SetAside.objects.filter(
        engagement__in=made.passed, resolved_at=None, period=None
    ).update(period=held)
    Period.objects.filter(pk=held.pk).update(
        cursor=persons[-1], done=held.done + len(persons), slips=held.slips + len(made.slips),
        net=held.net + sum(one.reckoned.net for one in made.slips), beat_at=at,
    )
    return True


@transaction.atomic
def _finish(period: Period, *, at: datetime) -> bool:
    """Shows the slips: from here on nothing of the period changes."""
    changed = Period.objects.filter(
        pk=period.pk, state=Period.State.CLOSING, attempt=period.attempt, cursor=period.cursor
    ).update(state=Period.State.CLOSED, closed_at=at, beat_at=at)
    return bool(changed)


@transaction.atomic
def cancel_close(*, period: Period, by: User, at: datetime) -> Period:
    """Takes back a close whose last chunk is not in: what it made is gone, as if it never began.

    Raises NotSettled.
    """
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state != Period.State.CLOSING:
        raise NotSettled("not_closing")
    give_back(uid_of("pay_close", _name(period)))
    Line.objects.filter(slip__period=period).delete()
    Slip.objects.filter(period=period).delete()
    SetAside.objects.filter(period=period, at__gte=period.started_at, why__in=BLOCKS).delete()
    SetAside.objects.filter(period=period).update(period=None)
    period.state, period.upto, period.seal = Period.State.OPEN, None, None
    period.cursor = period.done = period.total = period.slips = period.net = 0
    period.started_at = period.beat_at = period.started_by = None
    period.save()
    log("settlement.cancel_close", "period", [period.pk], by=by, at=at)
    return period
