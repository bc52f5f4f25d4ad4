"""What waits, laid aside and taken up: the tray's own verbs, with what they do to the ticket."""

from datetime import datetime

from django.db import transaction

from menkou.facts.actions import tray
from menkou.facts.models import Fact, Tray
from menkou.identity.models import User
from menkou.work.actions.again import again, retry
from menkou.work.actions.world import locked


@transaction.atomic
def lay_aside(*, fact: Fact, reason: str, by: User, at: datetime) -> None:
    """Takes a waiting fact out of sight: it stays, and is not tried again. Raises NotInTray."""
    ticket = _ticket_of(fact)
    tray.lay_aside(fact=fact, reason=reason, by=by, at=at)
    again(ticket, at=at)


@transaction.atomic
def take_up(*, fact: Fact, by: User, at: datetime) -> None:
    """Lets a fact wait again and tries it at once. Raises NotInTray."""
    _ticket_of(fact)
    tray.take_up(fact=fact, by=by, at=at)
    retry(at=at, facts=[fact])


def _ticket_of(fact: Fact) -> set[int]:
    """The ticket that the fact is about, locked: before the tray, as a list does it."""
    found = Tray.objects.filter(fact=fact, ticket__isnull=False).values_list("ticket", flat=True)
    return set(locked({number for number in found if number is not None}))
