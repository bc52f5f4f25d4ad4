"""Many rows at once: `executemany` and VALUES on SQLite, COPY and arrays on PostgreSQL. One of two
places where SQL differs by engine (the other is `identity.guards`)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

CHUNK = 1000
VALUES = KEYS = 20_000  # in one statement; SQLite takes 32,766, PostgreSQL 65,535
COPIED = 50  # rows from which COPY is the faster
Row = Sequence[Any]
POSTING = 7_066_001  # the advisory lock that posters share and a seal takes alone


def insert(name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Inserts many rows into a table of our own."""
    if not rows:
        return
    if connection.vendor == "postgresql" and len(rows) < COPIED:
        put(name, columns, rows)  # COPY asks the server three times
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
    chunk = VALUES // len(columns)
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), chunk):
            source, values = _source(rows[start : start + chunk])
            cursor.execute(f"INSERT INTO {name} ({names}) {source}{tail}", values)
            if answers:
                found += [key for (key,) in cursor.fetchall()]
    return found


def _source(rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """Rows as what a statement reads from, and its values.

    PostgreSQL takes them as one array a column: its driver reads the text of every statement, and
    a mark for every value makes that text a hundred times as long.
    """
    if connection.vendor != "postgresql":
        marks = f"({', '.join(['%s'] * len(rows[0]))})"
        text = f"VALUES {', '.join([marks] * len(rows))}"
        return text, [value for row in _adapted(rows) for value in row]
    shown, arrays, values = [], [], []
    for place, column in enumerate(zip(*rows, strict=True)):
        kind = next((_type_of(value) for value in column if value is not None), None)
        if kind is None:
            shown.append("NULL")
            continue
        shown.append(f"c{place}")
        arrays.append((f"%s::{kind}[]", f"c{place}"))
        values.append(list(column))
    marks, names = (", ".join(part) for part in zip(*arrays, strict=True))
    return f"SELECT {', '.join(shown)} FROM unnest({marks}) AS u ({names})", values


TYPES: dict[type, str] = {
    int: "bigint", str: "text", bool: "boolean", bytes: "bytea", UUID: "uuid", date: "date",
    datetime: "timestamptz",
}


def _type_of(value: Any) -> str:
    """PostgreSQL's type for a value; a choice of a model is a text."""
    return next(TYPES[kind] for kind in type(value).__mro__ if kind in TYPES)


def _adapted(rows: Sequence[Row]) -> Sequence[Row]:
    """Values as SQLite's driver takes them: it has no types for days, moments and uids."""
    return [
        [ADAPT[type(value)](value) if type(value) in ADAPT else value for value in row]
        for row in rows
    ]


@lru_cache(maxsize=64)  # the rows of a list have been written at one moment
def _moment(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


ADAPT: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    date: date.isoformat,
    datetime: _moment,
}


def table(columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """A common table `v` of these rows, to join with: its text and its values."""
    source, values = _source(rows)
    return f"WITH v ({', '.join(columns)}) AS ({source})", values


def update(
    name: str, key: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Sets columns of many rows at once: each row is the key, then the columns."""
    taken = [f"v_{column}" for column in columns]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            text, values = table(["v_key", *taken], some)
            sets = ", ".join(
                # A column without a value has no type, and a text is none that fits each column.
                f'"{column}" = ' + (mark if any(row[at] is not None for row in some) else "NULL")
                for at, (column, mark) in enumerate(zip(columns, taken, strict=True), 1)
            )
            cursor.execute(
                f'{text} UPDATE {name} SET {sets} FROM v WHERE {name}."{key}" = v.v_key', values
            )


def take_ids(name: str, count: int, last: int | None = None) -> list[int]:
    """`count` fresh ids of a table of the books, rising: by SQLite's write lock, PostgreSQL's
    sequence. From here on until the transaction ends no seal is made.

    `last`: the last id, where the caller has read it under SQLite's write lock (`last_id`).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An id is taken from a row that is there only once the lock is held.
            cursor.execute(
                "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s)) "
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
                "FROM held CROSS JOIN generate_series(1, %s)",
                [POSTING, name, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        if last is None:
            cursor.execute(f"SELECT {last_id(name)}")
            (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + count))


def fresh_ids(name: str, count: int) -> list[int]:
    """`count` ids of a table that is not of the books, rising, never one that a row once had: by
    the sequence, on SQLite under its write lock."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [name, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        cursor.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = %s", [name])
        last = cursor.fetchone()[0] or 0
        return list(range(last + 1, last + 1 + count))


def last_id(name: str) -> str:
    """A column with a table's last id, to be read along; 0 on PostgreSQL, which has sequences."""
    if connection.vendor == "postgresql":
        return "0"
    return f"(SELECT COALESCE(MAX(id), 0) FROM {name})"


def count_anew() -> None:
    """Lets the engine count its tables, as it should after many rows came: by nothing else does it
    know which of two ways to them is the shorter. PostgreSQL does it by itself, minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def stop_posting() -> None:
    """For a seal: waits for all who took ids, and lets nobody take any until the transaction
    ends. SQLite: its write lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POSTING])


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


def standing(*names: str) -> str:
    """What a SELECT ends with that waits for whoever is changing these rows for good, and keeps
    nobody from reading them so; what refers to a row takes the same lock. SQLite: its write lock.
    """
    return f" FOR KEY SHARE OF {', '.join(names)}" if connection.vendor == "postgresql" else ""
