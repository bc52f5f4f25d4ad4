"""Facts that are known, derived again: after a rate was raised, a ticket grew, a person came."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.facts.actions.half_days import lock_half_days
from menkou.facts.models import Fact, Tray
from menkou.identity.tries import tried
from menkou.ledger.actions.post import Overdrawn
from menkou.work.actions.book import book
from menkou.work.actions.chains import load_chains, lock_roots
from menkou.work.actions.half_days import Scopes, attended, roots_of
from menkou.work.actions.world import World, locked

CHUNK = 200  # facts that are tried in one transaction


@transaction.atomic
def again(
    tickets: Collection[int], *, at: datetime, roots: Collection[int] = (),
    orphans: Collection[int] = (), half_days: Scopes | None = None,
) -> tuple[UUID, ...]:
    """Derives whole tickets and half-days, some chains by their first facts, and facts that had no
    target yet, and books the difference. Answers the facts that stood and now wait.

    Tickets are locked first, then half-days, as for a list.
    """
    world = World(locked(tickets))
    scopes = half_days or Scopes()
    lock_half_days(scopes.persons)
    lock_roots(roots)
    chains, rest = load_chains(world.tickets, {*roots, *roots_of(scopes)}, (), orphans)
    newest = max((chain.head for chain in chains), key=lambda fact: fact.pk, default=None)
    return book(chains, rest, world, at=at, cause=newest)


def retry(*, at: datetime, facts: Collection[Fact] | None = None) -> int:
    """Tries again what waits, all of it or some; answers how many are booked now.

    A fact waits for a person, a right, a place or a material as much as for its ticket, and those
    come by other ways than a list. In chunks, each committed; what can't be booked stays.
    """
    rows = Tray.objects.filter(state=Tray.State.WAITING)
    if facts is not None:
        rows = rows.filter(fact__in=facts)
    waiting = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), CHUNK):
        _try(waiting[start : start + CHUNK], at=at)
    return len(waiting) - Tray.objects.filter(
        pk__in=waiting, state=Tray.State.WAITING
    ).count()


def _try(keys: Collection[int], *, at: datetime) -> None:
    """One by one where the chunk can't be booked as a whole."""
    rows = Tray.objects.filter(pk__in=keys).values_list(
        "ticket", "root", "fact", "fact__replaces"
    )
    half_days = Scopes()
    for person, day in attended(Tray.objects.filter(pk__in=keys)):
        half_days.add(person, day)
    tickets: set[int | None] = set()
    roots: set[int | None] = set()
    orphans: set[int] = set()
    targets: set[UUID] = set()
    for ticket, root, fact, replaces in rows:
        tickets.add(ticket)
        roots.add(root)
        if root is None and replaces is not None:
            orphans.add(fact)
            targets.add(replaces)
    aimed = Tray.objects.filter(fact__uid__in=targets)
    for ticket, root in aimed.values_list("ticket", "root"):
        tickets.add(ticket)
        roots.add(root)
    for person, day in attended(aimed):
        half_days.add(person, day)
    try:
        tried(
            again, _known(tickets), at=at, roots=_known(roots), orphans=orphans,
            half_days=half_days, also=(IntegrityError,),
        )
    except Overdrawn:
        if len(keys) > 1:
            for key in keys:
                _try([key], at=at)


def _known(keys: Collection[int | None]) -> set[int]:
    return {key for key in keys if key is not None}
