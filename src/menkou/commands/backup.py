"""Copies of the database to one folder and of the keys to another, and the way back."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

KEPT = 14


def backup(data: Path, keys: Path, *, at: datetime) -> tuple[Path, Path]:
    """An online copy of the database and one of the keys; the last 14 of each are kept.

    Raises ValueError where both would lie in one folder: whoever finds one must not hold both.
    """
    if data.resolve() == keys.resolve():
        raise ValueError("data and keys go to two folders")
    stamp = at.strftime("%Y%m%d-%H%M%S")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    suffix = "dump" if connection.vendor == "postgresql" else "sqlite3"
    copy = data / f"menkou-{stamp}.{suffix}"
    fresh = copy.with_suffix(".part")
    if connection.vendor == "postgresql":
        subprocess.run(["pg_dump", "--format=custom", f"--file={fresh}", _address()], check=True)
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(fresh)) as target:
            connection.connection.backup(target)
    fresh.replace(copy)
    kept = keys / f"keys-{stamp}"
    shutil.copytree(settings.KEYS, kept)
    _forget_old(data, "menkou-*.*")
    _forget_old(keys, "keys-*")
    return copy, kept


def restore(copy: Path) -> None:
    """Puts a copy in the database's place. The keys are put in theirs by hand, on purpose.

    The caller then applies the list of the forgotten, before anything is read.
    """
    if connection.vendor == "postgresql":
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_address()}", copy],
            check=True,
        )
        return
    connection.close()
    with closing(sqlite3.connect(copy)) as source:
        sound = source.execute("PRAGMA integrity_check").fetchone()
        if sound != ("ok",):
            raise ValueError(f"{copy} is not whole: {sound[0]}")
        with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as target:
            source.backup(target)


def _address() -> str:
    found: dict[str, Any] = connection.settings_dict
    host, port = found.get("HOST") or "", found.get("PORT") or ""
    user = f"{found['USER']}:{found['PASSWORD']}@" if found.get("USER") else ""
    return f"postgresql://{user}{host}{f':{port}' if port else ''}/{found['NAME']}"


def _forget_old(folder: Path, pattern: str) -> None:
    for old in sorted(folder.glob(pattern))[:-KEPT]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
