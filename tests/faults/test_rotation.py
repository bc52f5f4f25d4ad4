"""`menkou keys rotate` killed in the middle, in a process of its own, and run again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from menkou.identity import keys
from menkou.identity.models import SealedKey
from menkou.identity.queries import masters
from menkou.registry.models import Person
from menkou.registry.queries.person import unmasked
from tests.builders import floor
from tests.faults.process import running
from tests.identity.test_rotation import registered

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = [f"1390000{number:04}" for number in range(40)]
WRAPPER = """
import sys
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "menkou.settings"
django.setup()
from menkou.identity.actions import masters
masters.CHUNK = 5
newest, _made = masters.begin()
print("begun", flush=True)
for rows in masters.wrap_anew(newest):
    print("chunk", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.KEYS = tmp_path / "keys"
    keys.read_again()
    yield settings.KEYS
    settings.KEYS = settings.HOME / "keys"
    keys.ring.cache_clear()


def read() -> list[str]:
    keys.unwrap.cache_clear()
    return [
        unmasked(one)["phone"] for one in Person.objects.select_related("key").order_by("pk")
    ]


@pytest.mark.parametrize("chunks", [0, 1, 4])
def test_a_rotation_killed_at_a_chunk_goes_on_and_every_number_reads(
    folder: Path, chunks: int
) -> None:
    registered(floor(), PHONES)
    process = running("-c", WRAPPER)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    for _chunk in range(chunks):
        assert process.stdout.readline() == "chunk\n"
        process.stdin.write("on\n")
        process.stdin.flush()
    process.kill()
    process.communicate()
    assert read() == PHONES, "read in a process that knew the older key alone"
    assert masters.left(2) <= len(PHONES) - 5 * chunks

    again = running("-m", "menkou.commands.main", "keys", "rotate")
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert "goes on with master key 2" in said
    assert set(SealedKey.objects.values_list("master", flat=True)) == {2}
    assert read() == PHONES
    assert sorted(path.name for path in folder.glob("master-*")) == ["master-1.key", "master-2.key"]
