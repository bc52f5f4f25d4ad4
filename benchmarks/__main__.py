"""All measures in one run, as the table of the README: `make bench`.

MENKOU_BENCH_RECEIPTS: how large a month is proved and its pages opened (default 90,000; the aim is
for 1,800,000).
MENKOU_TEST_POSTGRES: a PostgreSQL to measure as well, where databases may be made; the peer,
Tryton, runs on it too, from an environment of its own (`make bench` sets it up).
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
NAMES = ("books", "tickets", "verify", "pages", "chain", "people", "list", "district")
TWINS = ("books", "tickets", "people", "list")
"""Databases of a run, each measured in a home of its own, and those that have a twin."""
A_LIST = 5_000
"""Persons of the list that the peer reads as well."""
PEER = Path(sys.prefix, "peer", "bin", "python")


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


def closing(engine: str, found: Found) -> list[str]:
    """The close's own line, and that of the receipts beside it."""
    quiet, busy = found["quiet"], found["beside"]
    return [
        f"| close, {found['slips']:,} slips of {found['receipts']:,} receipts | {engine} | "
        f"{found['ours_s']:.1f} s, longest transaction {found['longest_s']:.2f} s, "
        f"{found['megabytes']:.0f} MB | {found['plain_s']:.1f} s | {found['ratio']:.1f} | "
        "≤ 2.5, no writer held over 1 s, ≤ 1 GB |",
        f"| one receipt while a close runs | {engine} | p95 {busy['p95_ms']:.1f} ms, longest "
        f"{busy['most_ms']:.0f} ms | without: p95 {quiet['p95_ms']:.1f} ms, longest "
        f"{quiet['most_ms']:.0f} ms | {busy['p95_ms'] / quiet['p95_ms']:.1f} | |",
    ]


def passing(engine: str, found: Found) -> list[str]:
    """An order's page, and the reconciliation of many."""
    page, books = found["page"], found["reconciliation"]
    return [
        f"| an order's page, {page['tickets']:,} tickets | {engine} | p50 {page['p50_ms']:.0f} ms, "
        f"p95 {page['p95_ms']:.0f} ms | | | p95 ≤ 150 ms |",
        f"| reconciliation of {books['orders']:,} orders | {engine} | {books['ours_ms']:.0f} ms | "
        f"{books['plain_ms']:.0f} ms | {books['ratio']:.1f} | ≤ 3 |",
    ]


def bringing(engine: str, found: Found) -> str:
    return (
        f"| {found['persons']:,} persons by XLSX, checked and written | {engine} | "
        f"{found['ours_s']:.1f} s, {found['memory_mb']} MB | {found['read_s']:.1f} s read by "
        f"calamine, {found['plain_sql_s']:.1f} s written, {found['plain_rows']:,} rows | "
        f"{found['ratio']:.1f} | ≤ 4, ≤ 1 GB |"
    )


def finding(engine: str, found: Found) -> str:
    one = found["search"]
    return (
        f"| search among {found['persons']:,} persons, the whole answer | {engine} | p50 "
        f"{one['p50_ms']:.0f} ms, p95 {one['p95_ms']:.0f} ms | null page p50 "
        f"{found['null_p50_ms']:.1f} ms | {one['p50_ms'] / found['null_p50_ms']:.0f} | p50 ≤ 30 "
        "ms, p95 ≤ 100 ms |"
    )


def beside_the_peer(
    post: Found, lists: Found, closed: Found, brought: Found, peer: Found
) -> list[str]:
    """What Tryton does of the same, on the same PostgreSQL."""
    persons = brought["persons"] / brought["ours_s"]
    slips = closed["slips"] / closed["ours_s"]
    moved, through = 100_000 / post["ours_s"], 100_000 / lists["ours_p50_ms"]
    return [
        f"| slips a second | PostgreSQL | {slips:,.0f} | Tryton: {peer['slips_per_s']:.1f} posted "
        f"invoices | {slips / peer['slips_per_s']:,.0f} | ≥ 1,000 |",
        f"| movements of material a second | PostgreSQL | {moved:,.0f} by `post`, {through:,.0f} "
        f"as receipts in lists | Tryton: {peer['movements_per_s']:.0f} done moves | "
        f"{moved / peer['movements_per_s']:,.0f}, {through / peer['movements_per_s']:,.0f} | "
        "≥ 100 |",
        f"| persons of a list a second | PostgreSQL | {persons:,.0f} with household, home, card, "
        f"traits | Tryton: {peer['persons_per_s']:.0f} parties by its import | "
        f"{persons / peer['persons_per_s']:,.0f} | |",
    ]


def tickets(engine: str, found: Found) -> str:
    return (
        f"| {found['tickets']} tickets of an order of 20,000, made and drawn | {engine} | "
        f"{found['made_s']:.2f} s made by {found['statements']} statements, "
        f"{found['drawn_s']:.2f} s drawn | {found['plain_s']:.2f} s written | "
        f"{found['ratio']:.1f} | ≤ 3 s |"
    )


def opening(engine: str, found: Found, of: str) -> str:
    return (
        f"| {found['pages']} pages of {of} | {engine} | p50 {found['p50_ms']:.0f} ms, p95 "
        f"{found['p95_ms']:.0f} ms | null page p50 {found['null_p50_ms']:.1f} ms | "
        f"{found['p50_ms'] / found['null_p50_ms']:.0f} | p50 ≤ 60 ms, p95 ≤ 150 ms |"
    )


def measured(engine: str, folder: Path, urls: dict[str, str], server: str = "") -> list[str]:
    """The lines of one engine; with `server`, those of the peer as well."""
    receipts = os.environ.get("MENKOU_BENCH_RECEIPTS", "90000")
    homes = {name: folder / f"{engine}-{name}" for name in NAMES}
    for home in homes.values():
        home.mkdir()
    at: dict[str, Any] = {
        name: {"home": home, "url": urls.get(name, "")} for name, home in homes.items()
    }
    many = ("--receipts", receipts)
    books, pages = run("books", **at["books"]), run("pages", **at["pages"])
    chained, given = run("chain", **at["chain"]), run("tickets", **at["tickets"])
    proved, closed = run("verify", *many, **at["verify"]), run("close", *many, **at["verify"])
    large, district = run("large", *many, **at["verify"]), run("district", **at["district"])
    brought = run("people", **at["people"])
    lines = [
        *booking(engine, books), tickets(engine, given), opening(engine, pages, "the demo"),
        opening(engine, large, f"a site with {large['receipts']:,} receipts"),
        opening(engine, district, f"a district of {district['persons']:,} persons"),
        finding(engine, district), bringing(engine, brought),
        proving(engine, proved), *closing(engine, closed), *passing(engine, chained),
    ]  # fmt: skip
    if server and PEER.exists():
        print("… tryton PostgreSQL", file=sys.stderr, flush=True)
        done = subprocess.run(
            [PEER, Path(__file__).with_name("tryton.py"), server],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        post, lists = books["post of 100,000 transfers"], books["a list of 100 receipts"]
        a_list = run("people", "--persons", f"{A_LIST}", **at["list"])
        lines += beside_the_peer(post, lists, closed, a_list, json.loads(done.stdout))
    return lines


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
            names = {name: f"menkou_{name}_{mark}" for name in NAMES}
            with psycopg.connect(server, autocommit=True) as maker:
                for name in names.values():
                    maker.execute(f"CREATE DATABASE {name}")
                try:
                    urls = {key: f"{base}/{name}" for key, name in names.items()}
                    lines += measured("PostgreSQL", Path(folder), urls, server)
                finally:
                    for name in (*names.values(), *(f"{names[of]}_twin" for of in TWINS)):
                        maker.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
