"""All measures in one run, as the table of the README: `make bench`.

MENKOU_BENCH_RECEIPTS: how large a month is proved (default 90,000; the aim is for 1,800,000).
MENKOU_TEST_POSTGRES: a PostgreSQL to measure as well, where databases may be made.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

Found = dict[str, Any]


def run(module: str, *words: str, home: Path, url: str = "") -> Found:
    """What a benchmark found, in a process and a folder of its own."""
    env = os.environ | {"MENKOU_HOME": str(home), "MENKOU_DATABASE_URL": url, "MENKOU_POOL": "0"}
    print(f"… {module} {'PostgreSQL' if url else 'SQLite'}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *words],
        env=env, check=True, stdout=subprocess.PIPE, text=True,
    )
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def booking(engine: str, found: Found) -> list[str]:
    lines = []
    for what, aim in (
        ("one receipt", "≤ 15 statements; p95 ≤ 5 ms on SQLite, ≤ 8 ms on PostgreSQL"),
        ("one receipt, pot with 200 facts", "the same"),
    ):
        one = found[what]
        lines.append(
            f"| {what} | {engine} | {one['statements']} statements, p50 {one['ours_p50_ms']:.1f} "
            f"ms, p95 {one['ours_p95_ms']:.1f} ms | p50 {one['plain_p50_ms']:.1f} ms | "
            f"{one['ratio']:.1f} | {aim} |"
        )
    one = found["a list of 100 receipts"]
    lines.append(
        f"| a list of 100 receipts | {engine} | p50 {one['ours_p50_ms']:.0f} ms | p50 "
        f"{one['plain_p50_ms']:.0f} ms | {one['ratio']:.1f} | ≤ 4 |"
    )
    one = found["post of 100,000 transfers"]
    lines.append(
        f"| `post` of 100,000 transfers | {engine} | {one['ours_s']:.2f} s | "
        f"{one['plain_s']:.2f} s | {one['ratio']:.1f} | ≤ 3 |"
    )
    return lines


def proving(engine: str, found: Found) -> str:
    return (
        f"| `verify --all`, {found['receipts']:,} receipts | {engine} | {found['seconds']:.0f} s, "
        f"{found['megabytes']:.0f} MB | | | ≤ 90 s, ≤ 1 GB for 1,800,000 |"
    )


def opening(engine: str, found: Found) -> str:
    return (
        f"| {found['pages']} pages of the demo | {engine} | p50 {found['p50_ms']:.0f} ms, p95 "
        f"{found['p95_ms']:.0f} ms | null page p50 {found['null_p50_ms']:.1f} ms | "
        f"{found['p50_ms'] / found['null_p50_ms']:.0f} | p50 ≤ 60 ms, p95 ≤ 150 ms |"
    )


def measured(engine: str, folder: Path, urls: dict[str, str]) -> list[str]:
    receipts = os.environ.get("MENKOU_BENCH_RECEIPTS", "90000")
    homes = {name: folder / f"{engine}-{name}" for name in ("books", "verify", "pages")}
    for home in homes.values():
        home.mkdir()
    at = {name: {"home": home, "url": urls.get(name, "")} for name, home in homes.items()}
    return [
        *booking(engine, run("books", **at["books"])),  # type: ignore[arg-type]
        opening(engine, run("pages", **at["pages"])),  # type: ignore[arg-type]
        proving(engine, run("verify", "--receipts", receipts, **at["verify"])),  # type: ignore[arg-type]
    ]


def main() -> None:
    lines = [
        "| what | engine | Menkou | plain SQL, same rows and keys | ratio | aim |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="menkou-bench-") as folder:
        lines += measured("SQLite", Path(folder), {})
        if server := os.environ.get("MENKOU_TEST_POSTGRES"):
            import psycopg

            base, mark = server.rsplit("/", 1)[0], uuid4().hex[:8]
            names = {name: f"menkou_{name}_{mark}" for name in ("books", "verify", "pages")}
            with psycopg.connect(server, autocommit=True) as maker:
                for name in names.values():
                    maker.execute(f"CREATE DATABASE {name}")
                try:
                    urls = {key: f"{base}/{name}" for key, name in names.items()}
                    lines += measured("PostgreSQL", Path(folder), urls)
                finally:
                    for name in (*names.values(), f"{names['books']}_twin"):
                        maker.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
