"""Writers of persons: registering, changing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from menkou.identity import keys
from menkou.identity.actions.log import log
from menkou.identity.models import SealedKey, User
from menkou.lib.names import search_text
from menkou.registry.actions.dated import BATCH, state_many
from menkou.registry.actions.life import (
    engage,
    set_membership,
    set_residence,
    set_trait,
)
from menkou.registry.actions.numbers import NotRegistered, checked_id, key_of, reveal, seal
from menkou.registry.models import Community, Party, Person, Residence

__all__ = ["Change", "Home", "NewPerson", "NotRegistered", "add_people", "add_person",
           "change_person", "engage", "reveal", "set_membership", "set_residence", "set_trait"]  # fmt: skip
