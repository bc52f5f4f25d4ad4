"""Calling an action again where the database was busy, or two waited for one another."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError

TRIES = 5
T = TypeVar("T")


def tried(
    action: Callable[..., T], *args: Any, also: tuple[type[Exception], ...] = (), **given: Any
) -> T:
    """What the action answers. A deadlock, a busy file (and what `also` names) are tried again:
    the action is one transaction, of which nothing stands. Raises what the last try raised."""
    passing: tuple[type[Exception], ...] = (OperationalError, *also)
    for _again in range(TRIES - 1):
        try:
            return action(*args, **given)
        except passing:
            continue
    return action(*args, **given)
