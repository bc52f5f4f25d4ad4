"""Proving the pieces of each day."""

from collections.abc import Iterator

from django.db import connection

from menkou.ledger.queries.proof import Finding
from menkou.work.actions import details

PIECES = f"""
SELECT CAST(day AS TEXT), workshop, SUM(back) FROM (
  {details.PIECES_OF_DAYS} {details.BY_CELL}
  UNION ALL
  SELECT day, workshop_id, payer_id, order_id, -times, -back, -surplus, -rejected
    FROM work_piecesofday
) AS sides GROUP BY day, workshop, payer, job
 HAVING SUM(times) <> 0 OR SUM(back) <> 0 OR SUM(surplus) <> 0 OR SUM(rejected) <> 0
 ORDER BY day, workshop
"""


def prove_pieces() -> Iterator[Finding]:
    """The pieces of each day against its receipts."""
    with connection.cursor() as cursor:
        cursor.execute(PIECES)
        for day, workshop, back in cursor.fetchall():
            yield Finding(
                "workshop", workshop, f"has not the pieces of {day} that its receipts make: {back}"
            )
