"""Queries that are put together once and used by many requests.

What a scope reaches is a tree of sub-queries: to build it takes longer than to run it on a warm
database, and the same person asks with the same scope all day.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import QuerySet

MOST = 256  # scopes and days that each remembers
P = ParamSpec("P")
Rows = TypeVar("Rows", bound=QuerySet[Any])


def prepared(build: Callable[P, Rows]) -> Callable[P, Rows]:
    """Builds a query once for the same arguments (a scope, a day: hashable ones) and gives each
    caller a copy of its own that nobody has asked yet. The query must hang on nothing but these
    arguments: no clock, no language, no row that it reads while it is built."""
    remembered = lru_cache(maxsize=MOST)(build)

    @wraps(build)
    def one(*args: P.args, **kwargs: P.kwargs) -> Rows:
        return remembered(*args, **kwargs).all()  # type: ignore[arg-type]

    return one
