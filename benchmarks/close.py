"""Closing a month, beside plain SQL that writes the same slips and lines with the same keys.

python -m benchmarks.close --receipts 1800000     (the month is written where it is not there yet)

Also: the longest transaction, the memory, and one receipt at a counter while a close runs. What was
booked is sealed before, as it is each morning; the close seals what came since.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date
from statistics import quantiles
from typing import Any
from unittest.mock import patch

from benchmarks import ready, with_month

ready()

from django.db import connection, transaction
from tests.builders import moment

from menkou.identity.models import User
from menkou.ledger.actions.seal import seal
from menkou.registry.models import Organization
from menkou.settlement.actions import close
from menkou.settlement.actions.periods import open_period
from menkou.settlement.models import Line, Period, Slip

LAST = date(2022, 1, 31)
AT = moment(date(2022, 2, 1), "08:00")

PLAIN_LINES = """
INSERT INTO plain_line (id, slip_id, number, kind, evidence, commodity_id, code, community_id,
                        first_day, last_day, quantity, rate, share, shares, amount, deduction_id)
SELECT ROW_NUMBER() OVER (ORDER BY w.engagement_id), w.engagement_id,
       ROW_NUMBER() OVER (PARTITION BY w.engagement_id ORDER BY MIN(t.day)),
       CASE WHEN t.day < '2022-01-01' THEN 'late' WHEN t.day > '2022-01-31' THEN 'ahead'
            ELSE 'earned' END, w.evidence,
       w.commodity_id, '', w.community_id, MIN(t.day), MAX(t.day), SUM(w.quantity), w.rate, w.share,
       w.shares, SUM(t.quantity), NULL
  FROM ledger_wage w JOIN ledger_transfer t ON t.id = w.transfer_id
 WHERE w.transfer_id > 0 AND w.transfer_id <= {upto}
 GROUP BY w.engagement_id, w.evidence, w.commodity_id, w.rate, w.share, w.shares, w.community_id,
       CASE WHEN t.day < '2022-01-01' THEN 'late' WHEN t.day > '2022-01-31' THEN 'ahead'
            ELSE 'earned' END
"""
PLAIN_SLIPS = """
INSERT INTO plain_slip (id, period_id, engagement_id, person_id, since, upto, earned, carried_in,
                        statutory, debt_taken, recovered, charged, rounding, net, carried_out,
                        minutes, hint, odd, community_id, "group")
SELECT e.id, {period}, e.id, e.person_id, 0, {upto}, s.earned, 0, 0, 0, 0, 0, s.earned % 100,
       s.earned - s.earned % 100, s.earned % 100, NULL, 0, '', r.community_id, 'other'
  FROM (SELECT slip_id, CAST(SUM(amount) AS BIGINT) AS earned FROM plain_line GROUP BY slip_id) s
  JOIN registry_engagement e ON e.id = s.slip_id
  JOIN registry_residence r ON r.person_id = e.person_id
"""


def twins() -> None:
    """Empty tables with the columns, checks and keys of slips and lines."""
    with connection.cursor() as cursor:
        for name in ("slip", "line"):
            table, twin = f"settlement_{name}", f"plain_{name}"
            cursor.execute(f"DROP TABLE IF EXISTS {twin}")
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE {twin} (LIKE {table} INCLUDING ALL)")
                continue
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
                "AND type IN ('table', 'index') ORDER BY type DESC", [table],
            )
            for kind, own, sql in cursor.fetchall():
                text = sql.replace(f'"{table}"', f'"{twin}"')
                if kind == "index":
                    text = text.replace(f'"{own}"', f'"plain_{own}"')
                cursor.execute(text)


def plain(period: Period) -> float:
    """Seconds that plain SQL takes for the same slips and lines."""
    twins()
    given = {"period": period.pk, "upto": period.upto}
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        # Lines name their slips, which are written after them: nothing checks it in between.
        cursor.execute(PLAIN_LINES.format(**given))
        cursor.execute(PLAIN_SLIPS.format(**given))
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        for name, model in (("slip", Slip), ("line", Line)):
            cursor.execute(f"SELECT COUNT(*) FROM plain_{name}")
            (count,) = cursor.fetchone()
            assert count == model.objects.count(), (name, count)
            cursor.execute(f"DROP TABLE plain_{name}")
    return took


def begun() -> Period:
    payer = Organization.objects.get()
    by = User.objects.earliest("pk")
    period = open_period(payer=payer, cycle="month", day=LAST, by=by, at=AT)
    return close.start_close(period=period, by=by, at=AT)


def timed(period: Period) -> tuple[Period, float, list[float]]:
    """The close gone on with: its period, the seconds in all, and those of each transaction."""
    written: list[float] = []
    write = close._write

    def watched(*args: Any, **given: Any) -> bool:
        start = time.perf_counter()
        done = write(*args, **given)
        written.append(time.perf_counter() - start)
        return done

    with patch.object(close, "_write", watched):
        began = time.perf_counter()
        period = close.run_close(period=period, now=lambda: AT)
        return period, time.perf_counter() - began, written


def beside() -> dict[str, float]:
    """Receipts at a counter while a close runs, which is stopped before its last step."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.counter", "--until-told"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    period = begun()
    with patch.object(close, "_finish", lambda *args, **given: True):
        close.run_close(period=period, now=lambda: AT)
    said, _ = process.communicate("\n", timeout=60)
    close.cancel_close(period=period, by=User.objects.earliest("pk"), at=AT)
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def counter(seconds: float) -> dict[str, float]:
    """Receipts one after the other in a process of its own, for so long: milliseconds of each."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.counter", "--seconds", str(seconds)],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--receipts", type=int, default=90_000)
    receipts = parser.parse_args().receipts
    with_month(receipts)
    seal(at=AT)
    quiet = counter(10)
    busy = beside()
    period, took, written = timed(begun())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    limit = plain(period)
    print(json.dumps({
        "slips": period.slips, "receipts": receipts, "ours_s": took, "plain_s": limit,
        "ratio": took / limit, "longest_s": max(written),
        "p95_write_s": quantiles(written, n=20)[-1] if len(written) > 1 else written[0],
        "megabytes": memory, "quiet": quiet, "beside": busy,
    }))


if __name__ == "__main__":
    main()
