"""Pages of the demo beside a null Django page, served the same way, in turn.

python -m benchmarks.pages      (MENKOU_HOME names a folder; the demo is made there where it lacks)
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from statistics import median
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

TURNS = 30
MENKOU = [sys.executable, "-m", "menkou.commands.main"]
# Whose pages, and from which list a record is opened.
ROLES = {
    "district_officer": ["/", "/people/", "/places/", "/places/organizations/", "/orders/",
                         "/orders/tickets/", "/figures/", "/office/tray/", "/office/log/"],
    "workshop_clerk": ["/", "/counter/", "/counter/today/", "/orders/tickets/"],
    "enterprise": ["/", "/orders/"],
    "auditor": ["/figures/", "/office/accounts/"],
    "worker": ["/me/"],
}
Who = tuple[str, str, str, list[str]]
"""Role, login, password, and the lists that are opened."""
RECORD = re.compile(
    r'href="(/(?:people|places|orders|orders/tickets|counter|office/accounts)/\d+/)"'
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(command: list[str], port: int) -> Iterator[str]:
    """A server on a port, until the end of the block: with kept connections, as an office's has."""
    process = subprocess.Popen(
        command, env=os.environ | {"MENKOU_POOL": "1"}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


class Visitor:
    """Somebody who is signed in and opens pages."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, address: str) -> tuple[float, str]:
        """(seconds, text) of a page."""
        request = Request(self.base + address, headers={"Accept-Encoding": "identity"})
        began = time.perf_counter()
        with self.opener.open(request, timeout=30) as answer:
            text = answer.read().decode()
        return time.perf_counter() - began, text

    def sign_in(self, login: str, password: str, worker: bool) -> None:
        _, page = self.get("/sign-in/")
        door = f'id="{"worker" if worker else "staff"}_'
        form = next(part for part in page.split("<form") if door in part)
        values = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        names = re.findall(r'<(?:input|button)[^>]*name="([^"]+)"[^>]*id="\w+_(\w+)"', form)
        values |= {name: {"login": login, "password": password}.get(of, "") for name, of in names}
        post = Request(
            self.base + "/sign-in/", data=urlencode(values).encode(),
            headers={"Referer": self.base + "/sign-in/"},
        )
        with self.opener.open(post, timeout=30) as answer:
            answer.read()


def pages(visitor: Visitor, lists: list[str]) -> list[str]:
    """The lists, and one record of each."""
    found = list(lists)
    for address in lists:
        link = RECORD.search(visitor.get(address)[1])
        if link and link[1] not in found:
            found.append(link[1])
    return found


def walked(who: Sequence[Who], typed: Sequence[str] = (), turns: int = TURNS) -> dict[str, Any]:
    """Each page of each visitor in turn, and after each one a null page, served the same way.

    `typed`: what the first visitor types into the search of persons, a whole answer each.
    """
    one, other = free_port(), free_port()
    bare = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(other), "--workers",
        "1", "--blocking-threads", "1", "--log-level", "warning", "benchmarks.null:application",
    ]
    times: dict[str, list[float]] = defaultdict(list)
    null: list[float] = []
    answers: list[float] = []
    with (
        served([*MENKOU, "serve", "--port", str(one), "--workers", "1"], one) as menkou,
        served(bare, other) as nothing,
    ):
        empty = Visitor(nothing)
        asked: list[tuple[str, Visitor, str]] = []
        for role, login, password, lists in who:
            visitor = Visitor(menkou)
            visitor.sign_in(login, password, role == "worker")
            asked += [(role, visitor, address) for address in pages(visitor, lists)]
        for _ in range(turns):
            for role, visitor, address in asked:
                times[f"{role} {re.sub(r'[0-9]+', 'N', address)}"].append(visitor.get(address)[0])
                null.append(empty.get("/")[0])
        for text in typed:
            address = f"/people/find/?{urlencode({'q': text})}"
            answers.append(asked[0][1].get(address)[0])
            null.append(empty.get("/")[0])
    every = sorted(value for values in times.values() for value in values)
    slowest = max(times, key=lambda name: median(times[name]))
    found = {
        "engine": "postgresql" if os.environ.get("MENKOU_DATABASE_URL") else "sqlite",
        "pages": len(times), "p50_ms": median(every) * 1e3,
        "p95_ms": every[int(len(every) * 0.95)] * 1e3,
        "null_p50_ms": median(null) * 1e3, "null_p95_ms": sorted(null)[int(len(null) * 0.95)] * 1e3,
        "slowest": slowest, "slowest_p50_ms": median(times[slowest]) * 1e3,
        "each_p50_ms": {name: round(median(values) * 1e3, 1) for name, values in times.items()},
    }
    if answers:
        answers.sort()
        found["search"] = {
            "asked": len(answers), "p50_ms": median(answers) * 1e3,
            "p95_ms": answers[int(len(answers) * 0.95)] * 1e3,
        }
    return found


def logins() -> dict[str, tuple[str, str]]:
    """Role -> the first login of the demo in this home, and its password."""
    done = subprocess.run(
        [*MENKOU, "demo", "--logins", "--format", "json"], check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    found: dict[str, tuple[str, str]] = {}
    for row in json.loads(done.stdout):
        found.setdefault(row["role"], (row["login"], row["password"]))
    return found


def main() -> None:
    subprocess.run([*MENKOU, "demo"], check=True, capture_output=True)
    known = logins()
    print(json.dumps(walked([(role, *known[role], lists) for role, lists in ROLES.items()])))


if __name__ == "__main__":
    main()
