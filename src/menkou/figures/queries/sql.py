"""From a query in the dialect "duckdb" to rows of the database in use."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

_NAMED = re.compile(r"%\((\w+)\)s")
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


def rows(sql: str, params: Mapping[str, int | date]) -> list[tuple[Any, ...]]:
    """Runs a query; days are handed over as the engine keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(transpiled(sql, connection.vendor), _ready(sql, params))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def inside(sql: str, params: Mapping[str, int | date]) -> RawSQL:
    """The query as a part of another one: `rows.filter(pk__in=inside(…))`."""
    ready = _ready(sql, params)
    given: list[Any] = []

    def place(found: re.Match[str]) -> str:
        given.append(ready[found[1]])
        return "%s"

    return RawSQL(_NAMED.sub(place, transpiled(sql, connection.vendor)), given)


def _ready(sql: str, params: Mapping[str, int | date]) -> dict[str, Any]:
    return {
        name: connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
        for name, value in params.items()
        if f"${name}" in sql
    }
