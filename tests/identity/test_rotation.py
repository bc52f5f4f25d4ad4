"""The master key is changed while the house is open, and no number is lost."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from menkou.identity import keys
from menkou.identity.actions import masters as rotation
from menkou.identity.models import SealedKey
from menkou.identity.queries import masters
from menkou.registry.actions.people import add_people
from menkou.registry.actions.register import NewPerson
from menkou.registry.models import Person
from menkou.registry.queries.person import unmasked
from tests.builders import Floor, floor

pytestmark = pytest.mark.django_db
PHONES = [f"1380000{number:04}" for number in range(7)]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Any:
    settings.KEYS = tmp_path / "keys"
    keys.read_again()
    yield settings.KEYS
    settings.KEYS = settings.HOME / "keys"
    keys.ring.cache_clear()


@pytest.fixture
def people(folder: Path) -> list[Person]:
    return registered(floor(), PHONES)


def registered(hall: Floor, phones: list[str]) -> list[Person]:
    news = [NewPerson(f"示例{phone[-2:]}", "f", hall.now.date(), phone=phone) for phone in phones]
    return add_people(news, by=hall.clerk, at=hall.now)


def read() -> list[str]:
    return [unmasked(one)["phone"] for one in Person.objects.order_by("pk")]


def rotated(capsys: Any) -> str:
    call_command("keys", "rotate")
    return str(capsys.readouterr().out)


def old(folder: Path) -> None:
    """The newest key has been there for a day."""
    for path in folder.glob("master-*.key"):
        os.utime(path, (0, 0))


def test_after_a_rotation_every_number_still_reads_under_the_newer_key(
    people: list[Person], folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 3)
    before = {row.pk: bytes(row.wrapped) for row in SealedKey.objects.all()}
    said = rotated(capsys)
    assert "made master key 2" in said
    assert "7 rows wrapped" in said
    assert set(SealedKey.objects.values_list("master", flat=True)) == {2}
    assert all(bytes(row.wrapped) != before[row.pk] for row in SealedKey.objects.all())
    assert read() == PHONES
    assert (folder / "master-2.key").stat().st_mode & 0o777 == 0o600


def test_a_rotation_that_was_stopped_goes_on_and_makes_no_third_key(
    people: list[Person], folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 3)
    newest, made = rotation.begin()
    assert (newest, made) == (2, True)
    next(rotation.wrap_anew(newest))
    assert [one.rows for one in masters.standing()] == [4, 3]
    assert read() == PHONES
    assert "goes on with master key 2" in rotated(capsys)
    assert read() == PHONES
    assert "made master key 3" in rotated(capsys)


def test_a_process_that_runs_reads_a_newer_key_without_a_restart(
    people: list[Person], folder: Path, capsys: Any
) -> None:
    """Its keys were read before; somebody else makes key 2 and wraps a row by it."""
    mine = keys.ring()
    keys.make_key(folder / "master-2.key")
    key, wrapped, number = keys.wrap_new_key()
    assert number == 2, "what is written from now on hangs on the newest"
    keys.ring.cache_clear()
    keys.unwrap.cache_clear()
    assert mine.newest == 1
    assert keys.unwrap(wrapped, 2) == key


def test_a_key_is_never_written_over(folder: Path) -> None:
    first = keys.master_path(1).read_bytes()
    assert not keys.make_key(keys.master_path(1))
    assert keys.master_path(1).read_bytes() == first
    assert not list(folder.glob("*.new"))


def test_an_older_key_goes_only_when_no_row_uses_it_and_nobody_may_be_writing(
    people: list[Person], folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="is the newest"):
        call_command("keys", "retire", "1", "--yes")
    rotation.begin()
    old(folder)
    with pytest.raises(CommandError, match="7 rows stand under"):
        call_command("keys", "retire", "1", "--yes")
    rotated(capsys)
    keys.master_path(2).touch()
    with pytest.raises(CommandError, match="younger than an hour"):
        call_command("keys", "retire", "1", "--yes")
    old(folder)
    monkeypatch.setattr("builtins.input", lambda ask: "n")
    with pytest.raises(CommandError, match="nothing was deleted"):
        call_command("keys", "retire", "1")
    assert keys.master_path(1).exists()
    call_command("keys", "retire", "1", "--yes")
    assert not keys.master_path(1).exists()
    keys.unwrap.cache_clear()
    assert keys.read_again().masters.keys() == {2}, "an empty place is not filled again"
    assert read() == PHONES
    with pytest.raises(CommandError, match="no master key 1"):
        call_command("keys", "retire", "1", "--yes")


def test_a_row_whose_master_key_is_missing_or_another_is_named(
    people: list[Person], folder: Path, capsys: Any
) -> None:
    rotated(capsys)
    kept = keys.master_path(2).read_bytes()
    keys.master_path(2).unlink()
    keys.unwrap.cache_clear()
    first = SealedKey.objects.order_by("pk").values_list("pk", flat=True)[0]
    (sentence,) = masters.lacking()
    assert f"row {first}" in sentence
    assert "master-2.key" in sentence
    with pytest.raises(CommandError, match=r"master-2\.key"):
        call_command("keys", "status")
    with pytest.raises(CommandError, match=r"master-2\.key"):
        call_command("serve")
    with pytest.raises(keys.NoSuchMaster):
        read()
    keys.make_key(keys.master_path(2))
    (sentence,) = masters.lacking()
    assert "does not open them" in sentence
    keys.master_path(2).write_bytes(kept)
    keys.read_again()
    assert list(masters.lacking()) == []
    assert read() == PHONES
    call_command("keys", "status")
    assert "master key 2: 7 rows, newest" in capsys.readouterr().out


def test_a_file_that_was_sealed_under_a_persons_key_still_opens(
    people: list[Person], folder: Path, capsys: Any
) -> None:
    """What is wrapped anew is the key: what lies under it, also in files, is not touched."""
    row = SealedKey.objects.first()
    assert row is not None
    sealed = keys.encrypt(keys.unwrap(bytes(row.wrapped), row.master), "file", "名单")
    rotated(capsys)
    row.refresh_from_db()
    assert row.master == 2
    assert keys.decrypt(keys.unwrap(bytes(row.wrapped), row.master), "file", sealed) == "名单"
