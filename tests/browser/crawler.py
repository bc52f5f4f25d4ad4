"""Walks through the pages of a role from its home, and notes what is out of bounds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from menkou.access.queries import verbs
from menkou.lib.verb import ROLES

MOST, DRAWN = 5, 2
"""Addresses opened of each pattern; how many of them in the browser, the others by request."""
KILOBYTES, QUERIES = 150, 10
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 800}
APART = re.compile(r"^parts/$|labels|print|slip")
"""Prints, label sheets and the page of parts: neither weighed nor counted."""
FILES = re.compile(r"^imports/template/")
"""Addresses that answer a file: asked for, not opened."""
AXE = Axe()

LOOK = """(asked) => {
  const page = asked ? new DOMParser().parseFromString(asked, 'text/html') : document;
  return {
    links: [...page.querySelectorAll('a[href]')].map(a => a.getAttribute('href')),
    picks: [...page.querySelectorAll('form:not([method=post]) select[name]')].flatMap(
      s => [...s.options].filter(o => o.value).map(o => [s.name, o.value])),
    search: [...page.querySelectorAll('main form:not([method=post]) [name=q]')].length > 0,
  };
}"""
# What the page and all that it asked for weigh on the wire, as if none had been kept from before;
# 1,000 bytes for the head of each answer, which none of ours is longer than.
WEIGHS = """() => performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource'))
  .reduce((sum, one) => sum + one.encodedBodySize + 1000, 0)"""
WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return '';
  const out = [...document.querySelectorAll('body *')].filter(
    e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  return wide + ' px: ' + out.slice(0, 3).map(
    e => e.tagName.toLowerCase() + '.' + e.className).join(', ');
}"""
# What a file calls its columns, and what stands in it, is Chinese in any language, and says so.
READ = """() => {
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const beside = walk.currentNode.parentElement.closest('script, style, [lang=zh]');
    if (!beside) said.push(walk.currentNode.data);
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
    for (const one of document.querySelectorAll('[' + name + ']'))
      said.push(one.getAttribute(name));
  }
  return said.map(s => s.replace(/\\s+/g, ' ').trim()).filter(s => /[\\u4e00-\\u9fff]/.test(s));
}"""


def route_of(path: str) -> str:
    """The URL pattern of an address. Raises Resolver404 where no page is."""
    return str(resolve(urlsplit(path).path).route)


def axe_is_due(path: str, role: str) -> bool:
    """Each pattern is looked at as one of the two widest roles that may see it, not as each."""
    found = resolve(urlsplit(path).path)
    verb = getattr(found.func, "verb", "")
    able = [one for one in ROLES if not verb or one in verbs()[verb].roles][:2]
    return role == able[crc32(found.route.encode()) % len(able)]


@dataclass
class Crawler:
    page: Page
    role: str
    home: str
    looks: bool = True
    """Whether pages are drawn; else each is asked for by request, and answers its links alone."""
    faults: list[str] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    """Pattern -> the first address of it that was opened."""
    said: list[str] = field(default_factory=list)
    """What the page under test wrote to the console, or asked of others."""

    def __post_init__(self) -> None:
        self.opened: Counter[str] = Counter()
        self.asked: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self.seen: set[str] = set()
        self.page.on("console", lambda m: self.said.append(f"console {m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._host)

    def _failed(self, request: Any) -> None:
        # What was still on its way when we went on was broken off by us.
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"failed: {request.url}: {request.failure}")

    def _host(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.said.append(f"another host: {request.url}")

    @property
    def base(self) -> str:
        there = urlsplit(self.page.url)
        return f"{there.scheme}://{there.netloc}/"

    def walk(self) -> list[str]:
        """Opens everything once, nearest first; answers the faults, a sentence each."""
        waiting = [self.home]
        while waiting:
            path = waiting.pop(0)
            waiting += [link for link in self._open(path) if link not in waiting]
        return self.faults

    def _open(self, path: str) -> Iterator[str]:
        """The links of one address that are worth opening; none if it is known already."""
        if path in self.seen:
            return
        self.seen.add(path)
        try:
            route = route_of(path)
        except Resolver404:
            self.faults.append(f"{path}: no such page")
            return
        asked = parse_qsl(urlsplit(path).query)
        if asked:
            drawn = not self.asked[route]
            if self._known(route, asked):
                return
        else:
            if self.opened[route] == MOST:
                return
            self.opened[route] += 1
            drawn = self.opened[route] <= DRAWN
        if not drawn or FILES.search(route) or any(name == "export" for name, _value in asked):
            self._fetch(path)
        elif self.looks:
            yield from self._look(path, route)
        elif page := self._fetch(path):
            self.first.setdefault(route, path)
            yield from self._ways(path, self.page.evaluate(LOOK, page))

    def _known(self, route: str, asked: list[tuple[str, str]]) -> bool:
        """Whether each of these filters and sorts was tried on this pattern."""
        new = {(name, "" if name in ("page", "q") else value) for name, value in asked}
        known = new <= self.asked[route]
        self.asked[route] |= new
        return known

    def _fetch(self, path: str) -> str:
        """What an address answers, if it is a page."""
        answer = self.page.request.get(path)
        if answer.status != 200:
            self.faults.append(f"{path}: answers {answer.status}")
        self._count(path, answer.headers)
        return answer.text() if "text/html" in answer.headers.get("content-type", "") else ""

    def _count(self, path: str, headers: dict[str, str]) -> None:
        n = int(headers.get("x-queries", "0"))
        if n > QUERIES and not APART.search(route_of(path)):
            self.faults.append(f"{path}: {n} queries")

    def _look(self, path: str, route: str) -> list[str]:
        page = self.page
        fresh = route not in self.first
        self.first.setdefault(route, path)
        self.said.clear()
        page.set_viewport_size(DESK)
        answer = page.goto(path, wait_until="load")
        assert answer is not None
        if answer.status != 200:
            self.faults.append(f"{path}: answers {answer.status}")
            return []
        self._count(page.url, answer.headers)
        weight = page.evaluate(WEIGHS) / 1024 if fresh else 0
        if weight > KILOBYTES and not APART.search(route):
            self.faults.append(f"{path}: weighs {weight:.0f} KB at first opening")
        look = fresh and axe_is_due(page.url, self.role)
        if look:
            self._axe(path, "desk")
        found = page.evaluate(LOOK)
        page.set_viewport_size(PHONE)
        if wide := page.evaluate(WIDE):
            self.faults.append(f"{path}: sideways scroll on a phone, {wide}")
        if look:
            self._axe(path, "phone")
        self.faults += [f"{path}: {line}" for line in self.said]
        return self._ways(page.url, found)

    def _axe(self, path: str, size: str) -> None:
        for one in AXE.run(self.page).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                where = one["nodes"][0]["html"][:120]
                self.faults.append(f"{path} ({size}): axe {one['id']}: {one['help']}, {where}")

    def _ways(self, url: str, found: dict[str, Any]) -> list[str]:
        """Absolute paths of this site that lead on from a page."""
        there = urlsplit(url)
        ways = []
        for link in found["links"]:
            part = urlsplit(link)
            if part.scheme in ("tel", "mailto") or link.startswith("#"):
                continue
            if part.netloc and part.netloc != there.netloc:
                self.faults.append(f"{there.path}: links to another host, {link}")
                continue
            path = part.path or there.path
            ways.append(path + (f"?{part.query}" if part.query else ""))
        ways += [f"{there.path}?{name}={value}" for name, value in found["picks"]]
        if found["search"]:
            ways.append(f"{there.path}?q=示例")
        return [way for way in ways if not way.startswith("/static/")]
