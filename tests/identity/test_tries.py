"""What is busy is tried again, and nobody is shown it."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError

from menkou.identity.tries import TRIES, tried
from menkou.web.parts.forms import Form, run


def busy(times: int, error: Exception) -> Callable[[], str]:
    """An action that is refused so often, and then done."""
    left = [times]

    def action() -> str:
        if left[0]:
            left[0] -= 1
            raise error
        return "done"

    return action


def test_a_deadlock_is_tried_again_until_it_is_done() -> None:
    assert tried(busy(TRIES - 1, OperationalError("deadlock detected"))) == "done"


def test_what_stays_busy_is_told_at_last() -> None:
    with pytest.raises(OperationalError, match="locked"):
        tried(busy(TRIES, OperationalError("database is locked")))


def test_a_broken_constraint_is_tried_again_only_where_asked() -> None:
    with pytest.raises(IntegrityError):
        tried(busy(1, IntegrityError("twice")))
    assert tried(busy(1, IntegrityError("twice")), also=(IntegrityError,)) == "done"


def test_a_form_shows_nothing_of_it() -> None:
    form = Form({})
    assert form.is_valid()
    assert run(form, busy(2, OperationalError("deadlock detected")))
    assert form.result == "done"
