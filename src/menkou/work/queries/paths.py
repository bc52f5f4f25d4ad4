"""The way of an allotment up the chain: who gave it to whom at which fee, to the customer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from menkou.identity import bulk
from menkou.work.models import Allotment


class Level(NamedTuple):
    """One level of the chain: its giver owes its holder the fee (1/10,000 yuan a piece)."""

    giver: int
    holder: int
    fee: int


@dataclass(frozen=True, slots=True)
class Path:
    """An allotment with the levels above it, the lowest first."""

    order: int
    operation: int
    pieces: int
    levels: tuple[Level, ...]


SQL = """
WITH RECURSIVE up (leaf, depth, id, parent_id, giver_id, holder_id, fee, order_id, operation_id,
                   pieces) AS (
  SELECT id, 0, id, parent_id, giver_id, holder_id, fee, order_id, operation_id, pieces
    FROM work_allotment WHERE id IN ({marks})
  UNION ALL
  SELECT up.leaf, up.depth + 1, a.id, a.parent_id, a.giver_id, a.holder_id, a.fee, a.order_id,
         a.operation_id, a.pieces
    FROM up JOIN work_allotment a ON a.id = up.parent_id
)
SELECT leaf, giver_id, holder_id, fee, order_id, operation_id, pieces FROM up ORDER BY leaf, depth
"""


def paths(allotments: Collection[int]) -> dict[int, Path]:
    """The path of each allotment that there is, locked inside a transaction: what is accepted of
    one is compared with its pieces."""
    keys = sorted(allotments)
    found: dict[int, list[tuple[int, ...]]] = {}
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(keys))
        if connection.in_atomic_block and (lock := bulk.locking("a")):
            cursor.execute(
                f"SELECT a.id FROM work_allotment a WHERE a.id IN ({marks}) ORDER BY a.id{lock}",
                keys,
            )
        cursor.execute(SQL.format(marks=marks), keys)
        for leaf, *row in cursor.fetchall():
            found.setdefault(leaf, []).append(tuple(row))
    return {
        leaf: Path(rows[0][3], rows[0][4], rows[0][5], tuple(Level(*row[:3]) for row in rows))
        for leaf, rows in found.items()
    }


BELOW = """
WITH RECURSIVE down (top, id) AS (
  SELECT id, id FROM work_allotment WHERE id IN ({tops})
  UNION ALL
  SELECT down.top, a.id FROM down JOIN work_allotment a ON a.parent_id = down.id
)
"""
DOWN = BELOW + """
SELECT down.top, SUM(c.pieces) FROM down JOIN work_accepted c ON c.allotment_id = down.id
 GROUP BY down.top
"""


def accepted_below(allotments: Collection[int]) -> dict[int, int]:
    """Pieces that the customer accepted of each allotment, or of what it passed on: one query."""
    if not allotments:
        return {}
    marks = ", ".join(["%s"] * len(allotments))
    with connection.cursor() as cursor:
        cursor.execute(DOWN.format(tops=marks), list(allotments))
        return {top: int(pieces) for top, pieces in cursor.fetchall()}


def below(allotments: QuerySet[Allotment]) -> RawSQL:
    """The keys of these allotments and of all that hang on them, on any level: for the inside of
    another query."""
    chosen, values = allotments.order_by().values("pk").query.sql_with_params()
    return RawSQL(f"{BELOW.format(tops=chosen)} SELECT id FROM down", values)
