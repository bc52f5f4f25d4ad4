"""Copies of the database to one folder and of the keys to another, and the way back."""

import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

KEPT = 14


def backup(data: Path, keys: Path, *, at: datetime) -> tuple[Path, Path]:
    """An online copy of the database, with the media beside it, and one of the keys; the last 14
    of each are kept.

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
    _copy_media(media_of(copy))  # after the database: whatever a row names is there by now
    kept = keys / f"keys-{stamp}"
    shutil.copytree(settings.KEYS, kept)
    _forget_old(data, "menkou-*.*")
    _forget_old(data, "media-*.tar")
    _forget_old(keys, "keys-*")
    return copy, kept


def media_of(copy: Path) -> Path:
    """Where the media lie that belong to a copy of the database; none where there were none."""
    return copy.with_name(copy.stem.replace("menkou-", "media-", 1) + ".tar")


def _copy_media(archive: Path) -> None:
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir():
        return
    fresh = archive.with_suffix(".part")
    with tarfile.open(fresh, "w") as target:
        target.add(folder, arcname="media")
    fresh.replace(archive)


def _unpack(archive: Path, folder: Path) -> None:
    """Plain files and folders, below `media` of the folder: `extractall` refuses nothing before
    Python 3.11.4.

    Raises ValueError for anything else, which no copy of ours holds.
    """
    root = folder.resolve()
    with tarfile.open(archive) as source:
        for member in source:
            target = (root / member.name).resolve()
            if not target.is_relative_to(root / "media") or not (member.isfile() or member.isdir()):
                raise ValueError(f"{archive} is none of our copies: it holds {member.name}")
            if member.isdir():
                target.mkdir(parents=True, exist_ok=True)
            elif content := source.extractfile(member):
                target.parent.mkdir(parents=True, exist_ok=True)
                with content, target.open("wb") as out:
                    shutil.copyfileobj(content, out)


def restore(copy: Path) -> None:
    """Puts a copy in the database's place, and the media that lie beside it in theirs. The keys
    are put in theirs by hand, on purpose. Raises ValueError where the copy is not whole, and where
    the media are none that we copied: nothing is changed then.

    The caller then applies the list of the forgotten, before anything is read.
    """
    archive, folder = media_of(copy), Path(settings.MEDIA_ROOT)
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    if archive.is_file():
        _unpack(archive, fresh)  # first: what it refuses leaves the database as it was
    _restore_database(copy)
    if fresh.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        (fresh / "media").replace(folder)
        fresh.rmdir()


def _restore_database(copy: Path) -> None:
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
