"""Real processes that write a list: killed in the middle and gone on with, two at once."""

import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from menkou.importing.actions.write import start_write
from menkou.importing.models import Chunk, Import
from menkou.lib.identifiers import make_resident_id
from menkou.registry.models import Membership, Person, Residence
from tests.faults.process import started
from tests.faults.test_close import done_with, go
from tests.importing.office import AT, Office, office, row

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 9
CHUNKS = 5
NAMES = "甲乙丙丁戊己庚辛壬"


@pytest.fixture
def hall(tmp_path: Path, settings: Any) -> Office:
    settings.MEDIA_ROOT = str(tmp_path)
    return office()


def rows() -> list[dict[str, str]]:
    return [
        row(户编号=f"H{n}", 姓名=f"王{NAMES[n]}",
            身份证号=make_resident_id("530600", date(1980, 1, 1 + n), n + 1))
        for n in range(ROWS)
    ]


def begun(hall: Office) -> Import:
    imported = hall.again(hall.bring(*rows()))
    return start_write(imported=imported, by=hall.officer, at=AT)


def importer(imported: Import) -> "subprocess.Popen[str]":
    return started("importer", str(imported.pk), settings.MEDIA_ROOT)


def all_once(imported: Import) -> None:
    """Everybody of the list is registered, once, with a home and a household."""
    names = sorted(one["姓名"] for one in rows())
    assert sorted(Person.objects.values_list("party__name", flat=True)) == names
    assert Residence.objects.count() == Membership.objects.count() == ROWS
    found = Import.objects.get(pk=imported.pk)
    assert (found.state, found.cursor) == ("done", ROWS)
    wrote = Chunk.objects.filter(imported=imported).order_by("number")
    assert list(wrote.values_list("number", flat=True)) == list(range(0, ROWS, 2))


@pytest.mark.parametrize("chunks", [0, 1, 3, CHUNKS])
def test_a_list_killed_at_a_chunk_and_gone_on_with_is_written_once(
    hall: Office, chunks: int
) -> None:
    imported = begun(hall)
    process = importer(imported)
    go(process, chunks)
    process.kill()
    with suppress(BrokenPipeError):
        process.communicate()
    done = Person.objects.count()
    assert min(2 * chunks, ROWS) <= done <= ROWS
    assert Import.objects.get(pk=imported.pk).cursor == done
    done_with(importer(imported))
    all_once(imported)


def test_two_processes_of_one_list_write_each_chunk_once(hall: Office) -> None:
    imported = begun(hall)
    both = [importer(imported), importer(imported)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    all_once(imported)
