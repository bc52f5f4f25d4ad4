"""A small demo in a folder and a database of its own, served by the real `menkou serve`; Chromium.

Without Chromium on the path the tests are skipped and say so; with MENKOU_STRICT they fail.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from scripts.shots import CHROMIUM, chromium

ROOT = Path(__file__).resolve().parents[2]
MENKOU = [sys.executable, "-m", "menkou.commands.main"]
DESK, PHONE = (1366, 768), (360, 800)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    lacking = chromium() is None
    for item in here:
        item.add_marker(pytest.mark.browser)
        if lacking and os.environ.get("MENKOU_STRICT") != "1":
            item.add_marker(pytest.mark.skip(reason="no Chromium on the path"))


@pytest.fixture(scope="session", autouse=True)
def no_connection_is_left(playwright: Playwright) -> Iterator[None]:
    """While its loop runs Django keeps the connections of this thread apart from those before:
    they are closed while it still runs, or PostgreSQL can't drop the tests' database."""
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = chromium()
    assert found, "no Chromium on the path"
    return {"executable_path": found, "args": CHROMIUM}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """The served demo: its address, who may sign in (role -> login, password, home)."""

    url: str
    people: dict[str, dict[str, str]]
    env: dict[str, str]

    def run(self, module: str, *words: str) -> Any:
        """What `main` of a module of the tests answers, run on the demo's database."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.run", module, *words], env=self.env, cwd=ROOT,
            check=False, capture_output=True, text=True, timeout=60,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)


def engine(statement: str) -> None:
    """Runs a statement on the PostgreSQL under test, beside all databases."""
    import psycopg

    with psycopg.connect(os.environ["MENKOU_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]


def database(name: str) -> str:
    """Address of a database of this name on the engine under test; "" on SQLite."""
    url = os.environ.get("MENKOU_DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    before, _, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def settings_for(home: Path, url: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != "MENKOU_KEYS"}
    return env | {
        "MENKOU_HOME": str(home), "MENKOU_DATABASE_URL": url, "MENKOU_POOL": "0",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }


PATTERN = f"menkou_browser_{os.getppid() if 'PYTEST_XDIST_WORKER' in os.environ else os.getpid()}"
"""The database of which every process of this run takes a copy."""


def pytest_sessionfinish() -> None:
    if database(PATTERN) and "PYTEST_XDIST_WORKER" not in os.environ:
        engine(f"DROP DATABASE IF EXISTS {PATTERN}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The home of the demo, made by the first process of this run that asks for it."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "demo"
    with home.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not home.exists():
            if database(PATTERN):
                engine(f"CREATE DATABASE {PATTERN}")
            done = subprocess.run(
                [*MENKOU, "demo", "--workers", "60", "--months", "3", "--format", "json"],
                env=settings_for(home.with_suffix(".new"), database(PATTERN)), cwd=ROOT,
                check=False, capture_output=True, text=True, timeout=300,
            )
            assert done.returncode == 0, done.stderr[-2000:]
            home.with_suffix(".new").joinpath("people.json").write_text(done.stdout)
            home.with_suffix(".new").rename(home)
    return home


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """A copy of the demo, served until the last test."""
    name = f"{PATTERN}_{os.getpid()}"
    env = settings_for(tmp_path_factory.mktemp("home"), database(name))
    shutil.copytree(demo, env["MENKOU_HOME"], dirs_exist_ok=True)
    if database(name):
        engine(f"CREATE DATABASE {name} TEMPLATE {PATTERN}")
    people: dict[str, dict[str, str]] = {}
    for row in json.loads(Path(demo, "people.json").read_text()):
        people.setdefault(row["role"], row)
    port = free_port()
    said = Path(env["MENKOU_HOME"], "serve.log")
    with said.open("w") as log:
        server = subprocess.Popen(
            [*MENKOU, "serve", "--port", str(port), "--workers", "1"],
            env=env, cwd=ROOT, stdout=log, stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server, said)
        yield Site(url, people, env)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0, said.read_text()[-2000:]
        if database(name):
            engine(f"DROP DATABASE {name} WITH (FORCE)")


def wait_for(url: str, server: "subprocess.Popen[bytes]", said: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, said.read_text()[-2000:]
        try:
            with urllib.request.urlopen(f"{url}/sign-in/", timeout=60):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}: {said.read_text()[-2000:]}")


@pytest.fixture
def enter(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page on which somebody has signed in by the form: `enter("worker", PHONE)`."""
    opened: list[BrowserContext] = []

    def signed_in(role: str, size: tuple[int, int] = DESK, login: str = "", password: str = "",
                  **options: Any) -> Page:
        who = site.people[role]
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=site.url,
            locale="zh-CN", **options,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/sign-in/")
        sign_in(page, role, login or who["login"], password or who["password"])
        return page

    yield signed_in
    for context in opened:
        context.close()


def sign_in(page: Page, role: str, login: str, password: str) -> None:
    kind = "worker" if role == "worker" else "staff"
    door = page.locator("form").filter(has=page.locator(f"[name=door][value={kind}]"))
    door.locator("[name=login]").fill(login)
    door.locator("[name=password]").fill(password)
    with page.expect_navigation():
        door.locator("[name=password]").press("Enter")
    assert "/sign-in/" not in page.url, page.locator("main").inner_text()
