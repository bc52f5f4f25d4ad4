"""Runs every test that this machine can run, on both engines, and says what was skipped and why.

MENKOU_STRICT=1 (CI): whatever would be skipped is a failure. MENKOU_TEST_POSTGRES: address of a
PostgreSQL in which test databases may be made (default: the local one, as the present user).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from shots import chromium

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("MENKOU_TEST_POSTGRES", "postgresql:///postgres?host=/var/run/postgresql")

ONCE = (
    "tests/house", "tests/lib", "tests/policy", "tests/settlement/banks",
    "tests/work/test_booking.py", "tests/work/test_booking_properties.py",
    "tests/faults/test_serve.py",
)
"""Where tests know no database, or name theirs: they are run with the first engine only."""
MIXED = ("tests/law", "tests/importing")
"""Where some tests do: those that ask for none are run with the first engine only."""


def once() -> list[str]:
    """The tests that know no database."""
    pure = [
        str(path.relative_to(ROOT))
        for folder in MIXED for path in sorted((ROOT / folder).glob("test_*.py"))
        if "django_db" not in path.read_text()
    ]
    return [*ONCE, *pure]


def has_postgres() -> bool:
    """Whether a PostgreSQL answers there and lets us make databases."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(row and row[0])
    except psycopg.OperationalError:
        return False


def run(engine: str, url: str, *more: str) -> int:
    """One run of pytest on one engine, with data and keys in a folder of its own."""
    print(f"\n== {engine}", flush=True)
    with tempfile.TemporaryDirectory(prefix="menkou-test-") as home:
        env = os.environ | {"MENKOU_HOME": home, "MENKOU_DATABASE_URL": url, "MENKOU_POOL": "0"}
        return subprocess.call(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *more,
             *sys.argv[1:]],
            cwd=ROOT, env=env,
        )


def main() -> int:
    strict = os.environ.get("MENKOU_STRICT") == "1"
    lacking = []
    browser = [] if chromium() else ["-m", "not browser"]
    if browser:
        lacking.append("the browser tests: no Chromium on the path")
    failed = run("SQLite", "", *browser)
    if has_postgres():
        pure = [f"--ignore={path}" for path in once()]
        failed = run("PostgreSQL", POSTGRES, *browser, *pure) or failed
    else:
        lacking.append(f"all of it on PostgreSQL: none answers at {POSTGRES}")
    for line in lacking:
        print(f"skipped: {line}")
    return failed or int(strict and bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
