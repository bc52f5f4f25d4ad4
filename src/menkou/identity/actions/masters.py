"""Rotation of the master key: a newer one is made, and every person's key is wrapped by it.

A command of whoever holds the machine, like a backup: it has no user, and stands in no log of
verbs; `menkou keys status` shows what it did.
"""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from menkou.identity import bulk, keys
from menkou.identity.models import SealedKey
from menkou.identity.queries import masters

CHUNK = 1000
REST = 3600
"""Seconds that a newer master key has been there before an older one may go: a process that read
the folder before it may still be writing a row under the older one."""


class NotRetired(ValueError):
    """A master key that can't be taken away yet; nothing was changed."""


def begin() -> tuple[int, bool]:
    """The master key that all rows are to stand under, and whether it was made just now: while a
    row stands under an older one a rotation goes on, and no further key is made."""
    newest = keys.read_again().newest
    if masters.left(newest):
        return newest, False
    keys.make_key(keys.master_path(newest + 1))
    return keys.read_again().newest, True


def wrap_anew(newest: int) -> Iterator[int]:
    """Wraps every other row by the newest master key, chunk by chunk, each committed; says the
    rows of each. What is wrapped already stays: to go on is to begin again.

    Raises NoSuchMaster, and InvalidTag, at a row that can't be opened.
    """
    done = 0
    while rows := _chunk(newest, done):
        done = rows[-1]
        yield len(rows)


@transaction.atomic
def _chunk(newest: int, after: int) -> list[int]:
    found = list(
        SealedKey.objects.select_for_update().exclude(master=newest).filter(pk__gt=after)
        .order_by("pk")[:CHUNK]
    )  # fmt: skip
    bulk.update("identity_sealedkey", "id", ("wrapped", "master"), [
        (row.pk, keys.wrap(keys.unwrap(bytes(row.wrapped), row.master), newest), newest)
        for row in found
    ])
    return [row.pk for row in found]


@transaction.atomic
def retire(number: int) -> None:
    """Takes an older master key out of the folder for good. Copies of the database from before
    the rotation need it: it stays in the copies of the keys.

    Raises NotRetired while a row stands under it, for the newest, and for one that isn't there.
    """
    held = keys.read_again()
    if number not in held.masters:
        raise NotRetired(f"there is no master key {number}")
    if number == held.newest:
        raise NotRetired(f"master key {number} is the newest: new persons' keys stand under it")
    # In the transaction: on SQLite nobody writes a row while it is counted.
    if rows := SealedKey.objects.filter(master=number).count():
        raise NotRetired(f"{rows} rows stand under master key {number}: run `menkou keys rotate`")
    if time.time() - keys.master_path(held.newest).stat().st_mtime < REST:
        raise NotRetired(f"master key {held.newest} is younger than an hour: wait until it is not")
    keys.master_path(number).unlink()
    keys.sync(settings.KEYS)
    keys.read_again()
