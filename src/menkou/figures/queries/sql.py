"""From a query in the dialect "duckdb" to rows of the database in use."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.db import connection

WRITE = {"sqlite": "sqlite", "postgresql": "postgres"}


@lru_cache(maxsize=256)
def transpiled(sql: str, vendor: str) -> str:
    """The query for an engine, with Django's named parameters. KeyError for an unknown engine."""
    # Its parser takes a while to load: pages that compute nothing do without.
    from sqlglot import exp, parse_one

    tree = parse_one(sql, read="duckdb")
    names = set()
    for node in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        name = node.name or node.this.name
        names.add(name)
        node.replace(exp.column(f"param_{name}_"))
    text = tree.sql(dialect=WRITE[vendor])
    for name in names:
        text = text.replace(f"param_{name}_", f"%({name})s")
    return text


def rows(sql: str, params: Mapping[str, int | date]) -> list[tuple[int, ...]]:
    """Runs a query; days are handed over as the engine keeps them."""
    ready = {
        name: connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
        for name, value in params.items()
        if f"${name}" in sql
    }
    with connection.cursor() as cursor:
        cursor.execute(transpiled(sql, connection.vendor), ready)
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found
