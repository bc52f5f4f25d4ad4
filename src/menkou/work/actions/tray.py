"""What waits, laid aside and taken up: the tray's own verbs, with what they do to the ticket."""

from datetime import datetime

from django.db import transaction

from menkou.facts.actions import tray
from menkou.facts.models import Fact, Tray
from menkou.identity.models import User
from menkou.work.actions.again import again, retry


@transaction.atomic
def lay_aside(*, fact: Fact, reason: str, by: User, at: datetime) -> None:
    """Takes a waiting fact out of sight: it stays, and is not tried again. Raises NotInTray."""
    ticket = Tray.objects.filter(fact=fact).values_list("ticket", flat=True).first()
    tray.lay_aside(fact=fact, reason=reason, by=by, at=at)
    again([ticket] if ticket else [], at=at)


@transaction.atomic
def take_up(*, fact: Fact, by: User, at: datetime) -> None:
    """Lets a fact wait again and tries it at once. Raises NotInTray."""
    tray.take_up(fact=fact, by=by, at=at)
    retry(at=at, facts=[fact])
