"""Recordings of objections: kept once, gone with the person, whole in a restored copy."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.db import connection

from menkou.commands.backup import backup, media_of
from menkou.identity import keys
from menkou.registry.models import Person
from menkou.settlement.actions.replies import answer
from menkou.settlement.actions.sounds import forget_worker, object_aloud
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Objection
from tests.settlement.ground import FEB_1, YEARS_LATER, Payroll

pytestmark = pytest.mark.django_db(transaction=True)
AMR = b"#!AMR\n" + b"\x0c" * 800


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home folder of its own: what is restored into it touches nobody's media."""
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    return tmp_path / "home"


def closed(*names: str) -> tuple[Payroll, list[Person]]:
    pay = Payroll()
    people = [pay.hall.weaver(name) for name in names]
    for one in people:
        pay.worked(one, 10)
    pay.approved()
    return pay, people


def forgotten(pay: Payroll, person: Person, spoken: Objection) -> None:
    """Answered, paid, gone, and forgotten when the years of the ledger are over."""
    answer(objection=spoken, why="evidence", by=pay.officer, at=FEB_1)
    pay.gone(person)
    forget_worker(person=person, by=pay.hall.clerk, at=YEARS_LATER)


def speak(pay: Payroll, person: Person) -> Objection:
    return object_aloud(
        slip=pay.slip(person), reason="other", content=AMR + bytes([person.pk % 250]),
        by=pay.hall.clerk, at=FEB_1,
    )


def kept(home: Path) -> set[str]:
    return {path.name for path in (home / "media" / "sounds").glob("*")}


def test_what_is_refused_leaves_no_file(home: Path) -> None:
    pay, (wang,) = closed("王芳")
    with pytest.raises(NotSettled):
        object_aloud(slip=pay.slip(wang), reason="weather", content=AMR, by=pay.hall.clerk,
                     at=FEB_1)
    assert kept(home) == set()
    assert not Objection.objects.exists()


def test_a_second_objection_keeps_the_first_ones_recording_alone(home: Path) -> None:
    pay, (wang,) = closed("王芳")
    first = speak(pay, wang)
    with pytest.raises(Exception, match=r"(?i)unique"):
        speak(pay, wang)
    assert kept(home) == {first.sound}


def test_forgetting_a_person_removes_her_recordings_and_no_others(home: Path) -> None:
    pay, (wang, li) = closed("王芳", "李英")
    hers, other = speak(pay, wang), speak(pay, li)
    forgotten(pay, wang, hers)
    assert kept(home) == {other.sound}
    hers.refresh_from_db()
    assert (hers.how, hers.sound) == ("sound", "")
    assert Person.objects.get(pk=wang.pk).forgotten_at is not None
    with pytest.raises(Exception, match="已经删除"):
        forget_worker(person=Person.objects.get(pk=wang.pk), by=pay.hall.clerk, at=FEB_1)


def menkou(*words: str, home: Path) -> str:
    """A command on the tests' own database, with a home folder of its own."""
    found = connection.settings_dict
    url = f"sqlite://{found['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{found['USER']}:{found['PASSWORD']}@{found['HOST']}"
        url = f"postgresql://{who}/{found['NAME']}"
    env = os.environ | {
        "MENKOU_DATABASE_URL": url, "MENKOU_KEYS": str(live.KEYS), "MENKOU_POOL": "0",
        "MENKOU_HOME": str(home),
    }
    connection.close()
    done = subprocess.run(
        [sys.executable, "-m", "menkou.commands.main", *words],
        env=env, text=True, capture_output=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_restored_copy_has_its_recordings_but_none_of_the_forgotten(
    home: Path, tmp_path: Path
) -> None:
    pay, (wang, li) = closed("王芳", "李英")
    hers, other = speak(pay, wang), speak(pay, li)
    copy, _ = backup(tmp_path / "data", tmp_path / "keys", at=FEB_1)
    assert media_of(copy).is_file()
    forgotten(pay, wang, hers)
    for path in (home / "media" / "sounds").glob("*"):
        path.unlink()
    (home / "media" / "sounds" / "later.amr").write_bytes(AMR)  # of no copy
    said = menkou("restore", str(copy), home=home)
    assert "WRONG" not in said
    assert kept(home) == {other.sound}
    assert keys.forgotten() >= {wang.pk}
    assert Objection.objects.get(pk=hers.pk).sound == ""
    assert Objection.objects.get(pk=other.pk).sound == other.sound


def test_a_copy_before_any_recording_takes_the_later_ones_away(
    home: Path, tmp_path: Path
) -> None:
    pay, (wang,) = closed("王芳")
    copy, _ = backup(tmp_path / "data", tmp_path / "keys", at=FEB_1)
    assert not media_of(copy).exists()
    speak(pay, wang)
    menkou("restore", str(copy), home=home)
    assert kept(home) == set()
    assert not Objection.objects.exists()

