"""Writing many rows at once: `executemany` on SQLite, COPY on PostgreSQL. One of two places where
SQL differs by engine (the other is `identity.guards`)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

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
