"""A copy of the database into which plain SQL writes the same rows: the engine's own limit.

The copy has the same tables, keys, checks and guards. What an action wrote is read back as rows and
written into the copy by the driver alone, in one transaction: COPY and executemany.
"""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection

APPENDED = {
    "facts_fact": "id", "facts_tray": "fact_id", "ledger_account": "id", "ledger_transfer": "id",
    "ledger_wage": "transfer_id", "identity_verblog": "id", "work_receipt": "fact_id",
    "work_ticketshare": "id",
}
CHANGED = {
    "ledger_balance": "id", "work_ticket": "number", "work_pot": "id", "work_allotment": "id",
    "work_ticketnumber": "id",
}
Row = tuple[Any, ...]
COPY_FROM = 50  # rows from which COPY is the faster


class Driver(Protocol):
    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any: ...


class Twin:
    """`mark` before an action, `replay` after it: seconds that plain SQL took for the same."""

    def __init__(self, folder: Path) -> None:
        self.postgres = connection.vendor == "postgresql"
        if self.postgres:
            self.live, self.copy = self._postgres()
        else:
            self.live, self.copy = self._sqlite(folder)
        self.columns = {table: self._columns(table) for table in (*APPENDED, *CHANGED)}
        self.mark()

    def _sqlite(self, folder: Path) -> tuple[Any, Any]:
        live = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        copy = sqlite3.connect(folder / "twin.sqlite3", isolation_level=None)
        live.backup(copy)
        # As the settings open the live one.
        for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size", "mmap_size"):
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA {name}")
                (value,) = cursor.fetchone()
            copy.execute(f"PRAGMA {name} = {value}")
        return live, copy

    def _postgres(self) -> tuple[Any, Any]:
        found = connection.settings_dict
        name = f"{found['NAME']}_twin"
        connection.close()
        to = {"host": found["HOST"], "user": found["USER"], "password": found["PASSWORD"]}
        with psycopg.connect(dbname="postgres", autocommit=True, **to) as maker:
            maker.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            maker.execute(f"CREATE DATABASE {name} TEMPLATE {found['NAME']}")
        return (
            psycopg.connect(dbname=found["NAME"], autocommit=True, **to),
            psycopg.connect(dbname=name, autocommit=True, **to),
        )

    def _columns(self, table: str) -> list[str]:
        return [part[0] for part in self.live.execute(f"SELECT * FROM {table} LIMIT 0").description]

    def mark(self) -> None:
        """From here on rows count as new."""
        self.last = {
            table: self.live.execute(f"SELECT COALESCE(MAX({key}), 0) FROM {table}").fetchone()[0]
            for table, key in APPENDED.items()
        }
        self.before = {table: self._rows(table) for table in CHANGED}

    def _rows(self, table: str) -> dict[int, Row]:
        at = self.columns[table].index(CHANGED[table])
        return {row[at]: row for row in self.live.execute(f"SELECT * FROM {table}").fetchall()}

    def replay(self) -> float:
        """Writes what came since the mark into the copy; marks anew."""
        mark = "%s" if self.postgres else "?"
        inserts: dict[str, list[Row]] = {
            table: self.live.execute(
                f"SELECT * FROM {table} WHERE {key} > {mark} ORDER BY {key}", (self.last[table],)
            ).fetchall()
            for table, key in APPENDED.items()
        }
        updates: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
        for table, key in CHANGED.items():
            names, before = self.columns[table], self.before[table]
            inserts[table] = []
            for pk, row in self._rows(table).items():
                if pk not in before:
                    inserts[table].append(row)
                elif row != before[pk]:
                    moved = tuple(
                        name for name, new, old in zip(names, row, before[pk], strict=True)
                        if new != old
                    )
                    values = [row[names.index(name)] for name in moved]
                    updates[f"{table}.{key}", moved].append((*values, pk))
        # In the order in which rows name one another.
        order = ["facts_fact", "facts_tray", "work_receipt", "ledger_account", "ledger_transfer",
                 "ledger_wage", "ledger_balance", "work_pot", "identity_verblog", "work_allotment",
                 "work_ticketnumber", "work_ticket", "work_ticketshare"]
        began = time.perf_counter()
        self.copy.execute("BEGIN" if self.postgres else "BEGIN IMMEDIATE")
        for table in order:
            if inserts[table]:
                self._insert(table, inserts[table], mark)
        for (target, moved), rows in updates.items():
            table, key = target.split(".")
            sets = ", ".join(f'"{name}" = {mark}' for name in moved)
            self._many(f'UPDATE {table} SET {sets} WHERE "{key}" = {mark}', rows)
        self.copy.execute("COMMIT")
        took = time.perf_counter() - began
        self.mark()
        return took

    def _insert(self, table: str, rows: list[Row], mark: str) -> None:
        names = ", ".join(f'"{name}"' for name in self.columns[table])
        if self.postgres and len(rows) >= COPY_FROM:
            with self.copy.cursor() as cursor, cursor.copy(
                f"COPY {table} ({names}) FROM STDIN"
            ) as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join([mark] * len(rows[0]))
        self._many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

    def _many(self, sql: str, rows: list[Row]) -> None:
        if self.postgres:
            with self.copy.cursor() as cursor:
                cursor.executemany(sql, rows)
        else:
            self.copy.executemany(sql, rows)

    def close(self) -> None:
        self.live.close()
        self.copy.close()

    def follow(self, keys: Mapping[str, str]) -> tuple[float, int]:
        """Writes the rows that the copy lacks of some tables (name -> key, in the order in which
        rows name one another): seconds, and how many rows that were."""
        mark = "%s" if self.postgres else "?"
        rows = {}
        for name, key in keys.items():
            (last,) = self.copy.execute(f"SELECT COALESCE(MAX({key}), 0) FROM {name}").fetchone()
            rows[name] = self.live.execute(
                f"SELECT * FROM {name} WHERE {key} > {mark} ORDER BY {key}", (last,)
            ).fetchall()
            self.columns[name] = self._columns(name)
        began = time.perf_counter()
        self.copy.execute("BEGIN" if self.postgres else "BEGIN IMMEDIATE")
        for name, some in rows.items():
            if some:
                self._insert(name, some, mark)
        self.copy.execute("COMMIT")
        return time.perf_counter() - began, sum(map(len, rows.values()))
