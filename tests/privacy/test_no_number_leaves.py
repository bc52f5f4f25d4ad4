"""No page, error, file, log or byte of the database holds a full ID, card or phone number.

个人信息保护法 51; the nineteenth of the tests that other public programmes lacked.
"""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from menkou.lib.hiding import HIDDEN

FEW = 12


@dataclass(frozen=True)
class Seen:
    """What the walk saw, what it would have logged, and everything that it left behind."""

    said: dict[str, Any]
    log: str
    left: dict[str, bytes]


def walked(home: Path, url: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "MENKOU_HOME": str(home), "MENKOU_DATABASE_URL": url, "MENKOU_KEYS": str(home / "keys"),
        "MENKOU_POOL": "0",
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.privacy.walk"], env=env, text=True,
        capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )


@pytest.fixture(scope="module")
def seen(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    """On the engine of the tests, in a database of its own."""
    home = tmp_path_factory.mktemp("walk")
    if connection.vendor == "sqlite":
        done = walked(home, "")
        left = {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    else:
        name, found = f"menkou_walk_{uuid4().hex[:8]}", connection.settings_dict
        address = f"postgresql://{found['USER']}:{found['PASSWORD']}@{found['HOST']}/"
        with psycopg.connect(f"{address}postgres", autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
            try:
                done = walked(home, f"{address}{name}")
                left = copied(f"{address}{name}")
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
        left |= {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert done.returncode == 0, done.stderr[-3000:]
    return Seen(json.loads(done.stdout), done.stderr, left)


def copied(url: str) -> dict[str, bytes]:
    """Every table of a database, by COPY."""
    left = {}
    with psycopg.connect(url) as there:
        tables = there.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        for (table,) in tables:
            with there.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:  # type: ignore[call-overload]
                left[table] = b"".join(bytes(part) for part in copy)
    return left


def forms(number: str) -> list[bytes]:
    """A number as it may stand among bytes: text, wide text, hex, base64 at each of its places."""
    plain = number.encode()
    found = [plain, number.encode("utf-16-le"), number.encode("utf-16-be")]
    found += [plain.hex().encode(), plain.hex().upper().encode()]
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain + b"\0" * 3)
        start = (8 * before + 5) // 6
        found.append(whole[start : start + (8 * len(plain)) // 6 - 1])
    return found


def test_the_forms_are_found_where_they_stand() -> None:
    """The test of the test: each form of a number is seen inside other bytes."""
    number = "530602198505050021"
    for before in range(3):
        text = base64.b64encode(b"abc"[:before] + number.encode() + b"tail")
        assert any(form in text for form in forms(number)[5:]), before
    assert any(form in f"q={number}".encode("utf-16-le") for form in forms(number))
    assert any(form in number.encode().hex().encode() for form in forms(number))


def test_the_walk_saw_the_house(seen: Seen) -> None:
    said = seen.said
    assert len(said["numbers"]) >= 2 * FEW
    assert said["pages"] > 300
    assert said["files"] > 30
    assert said["routes"] > 60
    assert said["full"] == 5, "three numbers and two lists were shown in full, for a reason"


def test_no_page_no_file_and_no_error_shows_a_full_number(seen: Seen) -> None:
    assert seen.said["found"] == []


def test_the_log_holds_none_and_says_that_it_hides(seen: Seen) -> None:
    assert "Traceback" in seen.log, "our own fault was provoked"
    assert HIDDEN in seen.log
    assert [number for number in seen.said["numbers"] if number in seen.log] == []


def test_nothing_that_lies_on_the_disk_holds_one(seen: Seen) -> None:
    """The database's file with its WAL, or every table by COPY; media, keys, sessions."""
    assert sum(map(len, seen.left.values())) > 50_000, "the whole of it was read"
    found = [
        (name, number)
        for number in seen.said["numbers"]
        for form in forms(number)
        for name, content in seen.left.items()
        if form in content
    ]
    assert [name for name, _number in found] == []
