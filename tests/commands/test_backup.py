"""A copy, a restore in a process of its own, and nobody who was forgotten comes back."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from menkou.commands.backup import KEPT, backup, media_of
from menkou.identity import keys
from menkou.identity.actions import masters
from menkou.identity.models import SealedKey
from menkou.registry.actions.forget import forget_person
from menkou.registry.models import Person
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db(transaction=True)


def menkou(*words: str, url: str, well: bool = True) -> str:
    """In a home of its own: what a restore puts there, it puts in place of what was there."""
    env = os.environ | {
        "MENKOU_DATABASE_URL": url, "MENKOU_KEYS": str(settings.KEYS), "MENKOU_POOL": "0",
        "MENKOU_HOME": str(settings.HOME / "restored"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "menkou.commands.main", *words],
        env=env, text=True, capture_output=True, check=False,
    )
    assert (done.returncode == 0) == well, done.stdout + done.stderr
    return done.stdout


def known_by_number(hall: Floor, name: str) -> int:
    person = hall.weaver(name)
    key, wrapped, master = keys.wrap_new_key()
    person.key = SealedKey.objects.create(wrapped=wrapped, master=master)
    person.id_number = keys.encrypt(key, "id", "530600198505050021")
    person.id_index = keys.blind("id", "530600198505050021")
    person.save()
    return person.pk


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database beside the tests' own."""
    if connection.vendor == "sqlite":
        yield f"sqlite://{tmp_path / 'new.sqlite3'}"
        return
    name = f"menkou_restored_{uuid4().hex[:8]}"
    found = connection.settings_dict
    connection.cursor().execute(f"CREATE DATABASE {name}")
    yield f"postgresql://{found['USER']}:{found['PASSWORD']}@{found['HOST']}/{name}"
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def asked(url: str, sql: str) -> Any:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as restored:
            return restored.execute(sql).fetchone()
    with psycopg.connect(url) as restored_there:
        return restored_there.execute(sql).fetchone()  # type: ignore[call-overload]


def test_a_restored_copy_is_proved_and_the_forgotten_stay_forgotten(
    tmp_path: Path, elsewhere: str
) -> None:
    hall = floor()
    pk = known_by_number(hall, "王芳")
    hall.arrive(hall.rattan, 2_000, START)
    copy, _ = backup(tmp_path / "data", tmp_path / "keys", at=hall.now)
    forget_person(person=Person.objects.get(pk=pk), by=hall.clerk, at=hall.now)

    said = menkou("restore", str(copy), url=elsewhere)
    assert "forgotten again: 1" in said
    assert "WRONG" not in said
    row = asked(
        elsewhere,
        "SELECT name, id_number, id_index, key_id FROM registry_person "
        f"JOIN registry_party ON id = party_id WHERE party_id = {pk}",
    )
    assert row == ("已删除", None, None, None)


@pytest.mark.parametrize("name", ["../outside", "/outside", "media/link", "beside"])
def test_media_that_would_land_elsewhere_are_refused_and_nothing_is_changed(
    tmp_path: Path, elsewhere: str, name: str
) -> None:
    hall = floor()
    copy, _ = backup(tmp_path / "data", tmp_path / "keys", at=hall.now)
    member = tarfile.TarInfo(name)
    if name.endswith("link"):
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(media_of(copy), "w") as archive:
        archive.addfile(member)
    said = menkou("restore", str(copy), url=elsewhere, well=False)
    assert said == ""
    assert not (tmp_path / "outside").exists()
    assert not (settings.HOME / "restored" / "media.new" / "media").exists()
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedTable)):
        asked(elsewhere, "SELECT 1 FROM registry_person")


def test_the_last_fourteen_copies_are_kept_and_keys_lie_elsewhere(tmp_path: Path) -> None:
    hall = floor()
    with pytest.raises(ValueError, match="two folders"):
        backup(tmp_path, tmp_path, at=hall.now)
    for number in range(KEPT + 2):
        backup(tmp_path / "data", tmp_path / "keys", at=hall.now.replace(minute=number))
    copies = [one for one in (tmp_path / "data").iterdir() if one.name.startswith("menkou-")]
    assert len(copies) == KEPT
    assert len(list((tmp_path / "data").glob("media-*"))) in (0, KEPT)
    assert len(list((tmp_path / "keys").iterdir())) == KEPT


def test_a_copy_from_before_a_rotation_reads_with_the_keys_of_after_it(
    tmp_path: Path, elsewhere: str, settings: Any
) -> None:
    """And where the older key was retired, what to put back is named."""
    settings.KEYS = tmp_path / "house"
    keys.read_again()
    hall = floor()
    pk = known_by_number(hall, "王芳")
    copy, kept = backup(tmp_path / "data", tmp_path / "copies", at=hall.now)
    newest, _made = masters.begin()
    assert sum(masters.wrap_anew(newest)) == SealedKey.objects.count()
    assert "WRONG" not in menkou("restore", str(copy), url=elsewhere)
    assert asked(elsewhere, f"SELECT master FROM identity_sealedkey WHERE id IN (SELECT key_id "
                            f"FROM registry_person WHERE party_id = {pk})") == (1,)

    os.utime(keys.master_path(newest), (0, 0))
    masters.retire(1)
    said = menkou("verify", "--all", url=elsewhere, well=False)
    assert "put master-1.key back from a copy of the keys" in said
    (settings.KEYS / "master-1.key").write_bytes((kept / "master-1.key").read_bytes())
    assert "WRONG" not in menkou("verify", "--all", url=elsewhere)
    assert "rows wrapped by master key 2" in menkou("keys", "rotate", url=elsewhere)
    settings.KEYS = settings.HOME / "keys"
    keys.ring.cache_clear()
