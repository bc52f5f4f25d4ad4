"""A worker's card: a number to sign in with, and a PIN that is said once."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from menkou.identity.actions.log import log
from menkou.identity.actions.users import add_user, set_password
from menkou.identity.models import User
from menkou.lib.identifiers import with_damm
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Person

FIRST = 10_000
EASY = frozenset({"1234", "4321", "2580", "1212"})


@dataclass(frozen=True, slots=True)
class Card:
    """A card's number, and its PIN: kept nowhere else, so this is the only time it is said."""

    number: str
    pin: str = field(repr=False)


@transaction.atomic
def give_card(*, person: Person, by: User, at: datetime) -> Card:
    """A card for a person; who has one keeps its number and gets a new PIN.

    The number follows from the person's key, so it is never used again: six digits or more, the
    last a check digit (Damm). Raises NotRegistered for somebody who was forgotten.
    """
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")
    pin = _new_pin()
    if person.user is not None:
        set_password(user=person.user, password=pin, by=by, at=at)
    else:
        person.user = add_user(
            login=str(with_damm(FIRST + person.pk)), shown_name=person.party.name,
            kind=User.Kind.WORKER, password=pin, by=by, at=at,
        )
        person.save(update_fields=["user"])
    log("registry.give_card", "person", [person.pk], by=by, at=at)
    return Card(person.user.login, pin)


def _new_pin() -> str:
    """Four digits that nobody tries first."""
    while True:
        pin = f"{secrets.randbelow(10_000):04}"
        if len(set(pin)) > 1 and pin not in EASY:
            return pin
