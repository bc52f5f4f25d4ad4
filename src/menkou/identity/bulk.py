"""Writing many rows at once: `executemany` on SQLite, COPY on PostgreSQL. One of two places where
SQL differs by engine (the other is `identity.guards`)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

CHUNK = 1000
VALUES = KEYS = 20_000  # in one statement; SQLite takes 32,766, PostgreSQL 65,535
Row = Sequence[Any]
POSTING = 7_066_001  # the advisory lock that posters share and a seal takes alone


def insert(name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Inserts many rows into a table of our own."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", _adapted(rows))


def put(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    replaces: bool = False,
    answers: str = "",
) -> list[int]:
    """Inserts rows by one statement a chunk; answers the column named, one value a row.

    `replaces`: the first column is the key, and a row that is there is changed to the new one.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    tail = f' RETURNING "{answers}"' if answers else ""
    if replaces:
        sets = ", ".join(f'"{column}" = excluded."{column}"' for column in columns[1:])
        tail = f' ON CONFLICT ("{columns[0]}") DO UPDATE SET {sets}{tail}'
    marks = f"({', '.join(['%s'] * len(columns))})"
    chunk = VALUES // len(columns)
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), chunk):
            part = _adapted(rows[start : start + chunk])
            cursor.execute(
                f"INSERT INTO {name} ({names}) VALUES {', '.join([marks] * len(part))}{tail}",
                [value for row in part for value in row],
            )
            if answers:
                found += [key for (key,) in cursor.fetchall()]
    return found


def _adapted(rows: Sequence[Row]) -> Sequence[Row]:
    """Values as the engine's driver takes them: SQLite has no types for days, moments and uids."""
    if connection.vendor == "postgresql":
        return rows
    return [
        [ADAPT[type(value)](value) if type(value) in ADAPT else value for value in row]
        for row in rows
    ]


def _moment(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


ADAPT: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    date: date.isoformat,
    datetime: _moment,
}


def table(columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """A common table `v` of whole numbers and words, to join with: its text and its values."""
    marks = ", ".join(["%s"] * len(columns))
    first = marks
    if connection.vendor == "postgresql":
        # The types of the first row are those of the table.
        first = ", ".join(
            "%s::text" if isinstance(value, str) else "%s::bigint" for value in rows[0]
        )
    lines = ", ".join([f"({first})", *[f"({marks})"] * (len(rows) - 1)])
    text = f"WITH v ({', '.join(columns)}) AS (VALUES {lines})"
    return text, [value for row in rows for value in row]


def update(
    name: str, key: str, columns: Sequence[str], rows: Sequence[tuple[int | str | None, ...]]
) -> None:
    """Sets columns of many rows at once: each row is the key, then the columns."""
    taken = [f"v_{column}" for column in columns]
    sets = ", ".join(f'"{column}" = {mark}' for column, mark in zip(columns, taken, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            text, values = table(["v_key", *taken], rows[start : start + CHUNK])
            cursor.execute(
                f'{text} UPDATE {name} SET {sets} FROM v WHERE {name}."{key}" = v.v_key', values
            )


def take_ids(name: str, count: int, last: int | None = None) -> list[int]:
    """`count` fresh ids of a table, rising: by SQLite's write lock, PostgreSQL's sequence.

    `last`: the last id, where the caller has read it under SQLite's write lock (`last_id`).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [name, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        if last is None:
            cursor.execute(f"SELECT {last_id(name)}")
            (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + count))


def last_id(name: str) -> str:
    """A column with a table's last id, to be read along; 0 on PostgreSQL, which has sequences."""
    if connection.vendor == "postgresql":
        return "0"
    return f"(SELECT COALESCE(MAX(id), 0) FROM {name})"


def lock_posting(*, alone: bool) -> None:
    """Shared by posters, alone for a seal, until the transaction ends; SQLite: its write lock."""
    if connection.vendor == "postgresql":
        kind = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {kind}(%s)", [POSTING])


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads inside see the database as of one moment, and hold nobody up. Inside a transaction it
    does nothing more."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def locking(*names: str) -> str:
    """What a SELECT ends with that locks rows of these tables; SQLite: its write lock."""
    return f" FOR UPDATE OF {', '.join(names)}" if connection.vendor == "postgresql" else ""
