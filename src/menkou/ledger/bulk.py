"""Writing many rows at once: `executemany` on SQLite, COPY on PostgreSQL. One of two places where
SQL differs by engine (the other is `identity.guards`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

CHUNK = 1000
KEYS = 20_000  # keys in one list; SQLite takes 32,766 values a statement, PostgreSQL 65,535
POSTING = 7_066_001  # the advisory lock that posters share and a seal takes alone


def insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows into a table of our own; values as the engine's driver takes them."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def table(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
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
