"""Takes a picture of every page at both sizes, as every role that may see it, into var/shots/.

`python scripts/shots.py [--language en] [--role worker] [--only people/] [--url http://…]`: serves
the data of MENKOU_HOME (make the demo first) unless an address is given, walks from each role's
home, and writes index.html to leaf through. Needs Chromium on the path, and the packages for
developers.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from html import escape
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
SIZES = {"desk": (1366, 768), "phone": (360, 800)}
MENKOU = [sys.executable, "-m", "menkou.commands.main"]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync"]  # fmt: skip

DRAWN = """(text) => [...text].map(letter => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext('2d');
  pen.font = '32px ' + getComputedStyle(document.body).fontFamily;
  pen.fillText(letter, 4, 36);
  return canvas.toDataURL();
})"""
NO_LETTER = "\U0010fffd"


def chromium() -> str | None:
    """The Chromium on the path; first that without a window, which takes less time for a page."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def draws_chinese(page: Page, text: str = "门口搬迁户藤编苗绣昭阳镇雄") -> bool:
    """Whether a page draws these letters as letters: each unlike the others and unlike the box
    that stands for a letter that no font has."""
    *letters, box = page.evaluate(DRAWN, text + NO_LETTER)
    return len({*letters, box}) == len(letters) + 1


@contextmanager
def served() -> Iterator[str]:
    """Serves the present data on a free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server = subprocess.Popen([*MENKOU, "serve", "--port", str(port)], cwd=ROOT)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=60).close()
                break
            except (URLError, ConnectionError):
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def logins() -> dict[str, dict[str, str]]:
    """Role -> who may sign in, and where she begins."""
    told = subprocess.run([*MENKOU, "demo", "--logins", "--format", "json"], cwd=ROOT, check=True,
                          capture_output=True, text=True)  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for row in json.loads(told.stdout):
        found.setdefault(row["role"], row)
    return found


def pattern(path: str) -> str | None:
    """The URL pattern of an address; none where there is no page."""
    from django.urls import Resolver404, resolve

    try:
        return str(resolve(urlsplit(path).path).route)
    except Resolver404:
        return None


class Walk:
    """Takes the first address of each pattern that a role comes to."""

    def __init__(self, page: Page, folder: Path, only: str) -> None:
        self.page, self.folder, self.only = page, folder, only
        self.taken: dict[str, str] = {}

    def from_home(self, home: str) -> dict[str, str]:
        """Pattern -> the name of its picture."""
        waiting, seen = [home, "/menu/"], set()
        while waiting:
            path = waiting.pop(0)
            route = pattern(path)
            if route is None or route in seen:
                continue
            seen.add(route)
            answer = self.page.goto(path)
            if answer is None or answer.status != 200:
                continue
            if route.startswith(self.only):
                self._take(route)
            waiting += self._links()
        return self.taken

    def _links(self) -> list[str]:
        read = "[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))"
        links: list[str] = self.page.evaluate(read)
        return [link for link in links if "export=" not in link and not link.startswith("/static")]

    def _take(self, route: str) -> None:
        name = "".join(c if c.isalnum() else "-" for c in route).strip("-") or "home"
        self.folder.mkdir(parents=True, exist_ok=True)
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            whole = self.page.evaluate("document.documentElement.scrollHeight")
            # As high as the page, so that what stands at the foot of a screen hides nothing.
            self.page.set_viewport_size({"width": width, "height": max(height, whole)})
            self.page.screenshot(path=self.folder / f"{name}-{size}.png")
        self.page.set_viewport_size(dict(zip(("width", "height"), SIZES["desk"], strict=True)))
        self.taken[route] = name


def sign_in(page: Page, who: dict[str, str]) -> None:
    kind = "worker" if who["role"] == "worker" else "staff"
    page.goto("/sign-in/")
    door = page.locator("form").filter(has=page.locator(f"[name=door][value={kind}]"))
    door.locator("[name=login]").fill(who["login"])
    door.locator("[name=password]").fill(who["password"])
    with page.expect_navigation():
        door.locator("[name=password]").press("Enter")


def photograph(browser: Browser, url: str, who: dict[str, str], language: str,
               only: str) -> dict[str, str]:  # fmt: skip
    """Everything that one role sees in one language."""
    context = browser.new_context(base_url=url)
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    page = context.new_page()
    page.goto("/sign-in/")
    if not draws_chinese(page):
        sys.exit("没有中文字体 (no Chinese font is installed: pictures would show boxes)")
    folder = SHOTS / language / who["role"]
    walk = Walk(page, folder, only)
    if only in ("", "sign-in/"):
        walk._take("sign-in/")
    sign_in(page, who)
    taken = walk.from_home(who["home"])
    context.close()
    return taken


def index(taken: dict[tuple[str, str], dict[str, str]]) -> None:
    """A page with all pictures, by language and role."""
    rows = []
    for (language, role), pictures in taken.items():
        rows.append(f"<h2>{escape(role)} · {escape(language)}</h2><div class='rows'>")
        for route, name in sorted(pictures.items()):
            at = f"{language}/{role}/{name}"
            rows.append(
                f"<figure><figcaption>/{escape(route)}</figcaption>"
                f"<a href='{at}-desk.png'><img loading='lazy' src='{at}-desk.png' width=560></a> "
                f"<a href='{at}-phone.png'><img loading='lazy' src='{at}-phone.png' width=180></a>"
                "</figure>"
            )
        rows.append("</div>")
    style = ("body{font:16px sans-serif;margin:24px}figure{margin:0 0 24px}img{border:1px solid "
             "#ccc;vertical-align:top}.rows{display:flex;flex-wrap:wrap;gap:24px}")  # fmt: skip
    head = f"<!doctype html><meta charset=utf-8><title>Menkou</title><style>{style}</style>"
    (SHOTS / "index.html").write_text(head + "".join(rows))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--url", default="")
    ask.add_argument("--language", choices=["zh-hans", "en", "both"], default="zh-hans")
    ask.add_argument("--role", default="")
    ask.add_argument("--only", default="", help="patterns that begin so, like people/")
    told = ask.parse_args()
    program = chromium()
    if not program:
        sys.exit("没有 Chromium (no Chromium on the path)")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    import django

    django.setup()
    people = {role: who for role, who in logins().items() if told.role in ("", role)}
    languages = ["zh-hans", "en"] if told.language == "both" else [told.language]
    if not (told.role or told.only):
        shutil.rmtree(SHOTS, ignore_errors=True)
    taken: dict[tuple[str, str], dict[str, str]] = {}
    with (served() if not told.url else nullcontext(told.url)) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=CHROMIUM)
        for language in languages:
            for role, who in people.items():
                taken[language, role] = photograph(browser, url, who, language, told.only)
                print(f"{language} {role}: {len(taken[language, role])} pages", flush=True)
        browser.close()
    index(taken)
    print(SHOTS / "index.html")


if __name__ == "__main__":
    main()
