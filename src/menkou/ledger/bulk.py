"""Writing many rows at once: `executemany` on SQLite, COPY on PostgreSQL. One of two places where
SQL differs by engine (the other is `identity.guards`)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

CHUNK = 1000
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


def update(table: str, key: str, columns: Sequence[str], rows: Sequence[tuple[int, ...]]) -> None:
    """Sets whole-number columns of many rows at once: each row is the key, then the columns."""
    mark = "%s::bigint" if connection.vendor == "postgresql" else "%s"
    marks = f"({', '.join([mark] * (len(columns) + 1))})"
    names = ", ".join(f"v_{name}" for name in columns)
    sets = ", ".join(f'"{name}" = v_{name}' for name in columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            cursor.execute(
                f"WITH v (v_key, {names}) AS (VALUES {', '.join([marks] * len(part))}) "
                f'UPDATE {table} SET {sets} FROM v WHERE {table}."{key}" = v.v_key',
                [value for row in part for value in row],
            )


def take_ids(table: str, count: int) -> list[int]:
    """`count` fresh ids of a table, rising: by SQLite's write lock, PostgreSQL's sequence."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + count))


def lock_posting(*, alone: bool) -> None:
    """Shared by posters, alone for a seal, until the transaction ends; SQLite: its write lock."""
    if connection.vendor == "postgresql":
        kind = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {kind}(%s)", [POSTING])
