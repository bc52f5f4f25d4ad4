"""Queries that are put together once and used by many requests.

What a scope reaches is a tree of sub-queries: to build it and to put it into SQL takes longer than
to run it on a warm database, and the same person asks with the same scope all day.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import BooleanField, Expression, F, QuerySet
from django.db.models.sql.where import WhereNode

MOST = 256  # scopes and days that each remembers
P = ParamSpec("P")
Rows = TypeVar("Rows", bound=QuerySet[Any])
# How Django names what it puts into SQL: sub-queries U0, V1, AA2; joined tables in quotes or T3.
_INNER = re.compile(r"\b[A-Z]{1,2}[0-9]+\b")
_OTHERS = re.compile(r'"\w+"\."|\bT[0-9]+\b')
_NO_ALIAS = r"(?! (k[0-9]+_)?[A-Z]{1,2}[0-9]+\b)"
_TABLE = "\0"
_serials = count(1)


def prepared(build: Callable[P, Rows]) -> Callable[P, Rows]:
    """Builds a query once for the same arguments (a scope, a day: hashable ones) and gives each
    caller a copy of its own that nobody has asked yet. The query must hang on nothing but these
    arguments: no clock, no language, no row that it reads while it is built."""

    @lru_cache(maxsize=MOST)
    def remembered(*args: Any, **kwargs: Any) -> Rows:
        return kept(build(*args, **kwargs))

    @wraps(build)
    def one(*args: P.args, **kwargs: P.kwargs) -> Rows:
        return remembered(*args, **kwargs).all()  # type: ignore[arg-type]

    return one


class Kept(Expression):
    """A condition on the rows of one table that is in SQL already; `row` is a column of that table
    and says by what name the query around it calls the table."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, row: Any, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__()
        self.row, self.sql, self.params = row, sql, params

    def get_source_expressions(self) -> list[Any]:
        return [self.row]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        [self.row] = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        table = compiler.quote_name_unless_alias(self.row.alias)
        return self.sql.replace(_TABLE, table), self.params


def kept(rows: Rows) -> Rows:
    """The same rows by a condition that is in SQL already, where it looks at nothing but columns
    of their own table and at sub-queries; else the query as it is."""
    query, connection = rows.query.clone(), connections[rows.db]
    if query.is_sliced or query.where.contains_aggregate:
        return rows
    table = connection.ops.quote_name(query.get_initial_alias() or "")
    try:
        sql, params = query.where.as_sql(query.get_compiler(rows.db), connection)
    except (EmptyResultSet, FullResultSet, ValueError):
        return rows  # nobody, everybody, or a part of a query that is not whole yet
    if re.search(rf"{table}(?!\.){_NO_ALIAS}", sql):
        return rows  # within it the table stands under its own name again
    sql = sql.replace(f"{table}.", f"{_TABLE}.")
    if _OTHERS.search(sql):
        return rows
    # A name of a sub-query must not be one in the query around it, whatever that will be.
    serial = next(_serials)
    sql = _INNER.sub(lambda name: f"k{serial}_{name[0]}", sql)
    bare = rows.all()
    bare.query.where = WhereNode()
    return bare.filter(Kept(F("pk"), sql, tuple(params)))
