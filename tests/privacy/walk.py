"""A process of its own with a home of its own: makes a small demo, walks through every page of each
role, takes every file, provokes errors, and says what it saw of the demo's full numbers.

What the log would hold goes to standard error; standard output is one line of JSON.
"""

import json
import os
import re
import sys
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

MOST = 3
"""Addresses opened of each pattern and kind of file, for each role."""
LINKS = re.compile(r'href="([^"]+)"')
TYPED = re.compile(r'value="[^"]*"')
RUN = re.compile(r"[0-9]{11,}[Xx]?")
ROLES = ("district_officer", "street_officer", "community_officer", "workshop_clerk", "enterprise",
         "cooperative", "auditor", "worker")  # fmt: skip


class Walk:
    """What was seen: how many pages and files, and each place where a full number stood."""

    def __init__(self, numbers: set[str]) -> None:
        self.numbers, self.found, self.pages, self.files = numbers, [], 0, 0
        self.routes: set[str] = set()

    def look(self, where: str, text: str) -> None:
        for run in RUN.findall(text):
            if any(number in run for number in self.numbers):
                self.found.append(where)

    def read(self, where: str, answer: Any) -> str:
        """The text of an answer; a workbook is unpacked."""
        content: bytes = answer.content
        if content[:2] == b"PK":
            with ZipFile(BytesIO(content)) as book:
                content = b"\n".join(book.read(name) for name in book.namelist())
        text = content.decode(errors="replace")
        self.look(where, text)
        self.look(where, str(dict(answer.headers)))
        return text

    def through(self, role: str, client: Client) -> None:
        waiting, seen, opened = ["/"], {"/"}, {}
        while waiting:
            path = waiting.pop(0)
            answer = client.get(path)
            text = self.read(f"{role} {path}", answer)
            self.pages += 1
            self.files += "attachment" in answer.get("Content-Disposition", "")
            links = [answer["Location"]] if answer.status_code == 302 else map(
                unescape, LINKS.findall(text) if "html" in answer.get("Content-Type", "") else ()
            )
            for link in links:
                further = urljoin(path, link).split("#")[0]
                key = kind_of(further)
                if key and further not in seen and opened.setdefault(key, 0) < MOST:
                    seen.add(further)
                    opened[key] += 1
                    waiting.append(further)
        self.routes |= {route for route, _kind in opened}


def kind_of(path: str) -> tuple[str, str] | None:
    """The pattern of an address of ours, and the kind of file that is asked for."""
    parts = urlsplit(path)
    if parts.netloc or path.startswith(("/static", "data:", "/sign")):
        return None
    try:
        route = str(resolve(parts.path).route)
    except Resolver404:
        return None
    return route, "".join(re.findall(r"export=(\w+)", parts.query))


def numbers_of_all() -> set[str]:
    from menkou.registry.models import Person
    from menkou.registry.queries.person import unmasked

    rows = Person.objects.select_related("key")
    return {number for one in rows for number in unmasked(one).values() if number}


def users() -> dict[str, Any]:
    """An account of each role of the demo."""
    from menkou.access.models import Grant
    from menkou.identity.models import User

    found = {grant.role: grant.user for grant in Grant.objects.select_related("user")}
    worker = User.objects.filter(kind="worker").first()
    return found | ({"worker": worker} if worker else {})


def errors(walk: Walk, client: Client) -> None:
    """Searches by a full number, what is refused, what is not there, and our own faults."""
    from menkou.registry.models import Person
    from menkou.registry.queries.person import unmasked
    from menkou.web.people import record

    whole = Person.objects.filter(id_number__isnull=False, phone__isnull=False, bank__isnull=False)
    person = whole.select_related("key").order_by("pk")[0]
    full = unmasked(person)
    for number in full.values():
        for path in ("/people/", "/find/", "/office/log/", "/orders/", "/pay/ledger/"):
            answer = client.get(path, {"q": number})
            walk.look(f"the way from {path}", str(dict(answer.headers)))
            client.get(answer["Location"])
        walk.read("no such page", client.get(f"/people/{number}/"))
        walk.read("no such page", client.get(f"/nothing/{number}/"))
    typed = {"name": "示例新", "id_number": full["id"], "phone": full["phone"], "bank": "x",
             "lives_since": "2022-01-01"}  # fmt: skip
    said = client.post("/people/add/", typed).content.decode()
    walk.look("what is refused", TYPED.sub("", said))
    assert "银行" in said
    at = record.record_of.life

    def broken(*_args: Any, **_more: Any) -> Any:
        raise ValueError(f"no such person {full['id']} {full['phone']} {full['bank']}")

    record.record_of.life = broken
    walk.read("our own fault", client.get(f"/people/{person.pk}/"))
    record.record_of.life = at


def shown_in_full(client: Client) -> int:
    """Numbers and lists in full, as they may be had: they must leave no trace of the numbers."""
    from menkou.registry.models import Person

    person = Person.objects.filter(
        id_number__isnull=False, phone__isnull=False, bank__isnull=False
    ).order_by("pk")[0]
    done = 0
    for number in ("id", "phone", "bank"):
        answer = client.post(f"/people/{person.pk}/reveal/{number}/", {"reason": "fix"})
        done += answer.status_code == 200
    for what in ("roster", "jobs"):
        answer = client.post(f"/people/files/{what}/full/", {"reason": "audit"})
        done += "attachment" in answer.get("Content-Disposition", "")
    return done


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("demo", "--workers", "12", "--months", "2", stdout=sys.stderr)
    numbers, able = numbers_of_all(), users()
    walk = Walk(numbers)
    for role in ROLES:
        client = Client(raise_request_exception=False)
        client.force_login(able[role])
        walk.through(role, client)
    office = Client(raise_request_exception=False)
    office.force_login(able["district_officer"])
    errors(walk, office)
    full = shown_in_full(office)
    sys.stdout.write(json.dumps({
        "numbers": sorted(numbers), "found": walk.found, "pages": walk.pages,
        "files": walk.files, "routes": len(walk.routes), "full": full,
    }))


if __name__ == "__main__":
    main()
