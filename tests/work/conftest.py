"""A floor and a weaver to try things on, in a transaction of their own."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from menkou.registry.models import Person
from tests.builders import Floor, floor


@pytest.fixture
def hall(db: None) -> Iterator[Floor]:
    with transaction.atomic():
        yield floor()
        transaction.set_rollback(True)


@pytest.fixture
def wang(hall: Floor) -> Person:
    return hall.weaver("王芳")
