"""What a database has from its migration, every test finds."""

import pytest

from menkou.ledger.models import Commodity, Job
from menkou.ledger.opening import NONE_JOB, YUAN


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after a flush"])
def test_the_books_are_open_after_a_flush_as_after_the_migration(time: str) -> None:
    assert Commodity.objects.filter(code=YUAN).exists(), time
    assert Job.objects.filter(code=NONE_JOB).exists(), time
