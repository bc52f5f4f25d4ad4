"""Role × address × whose record it is × GET and POST: who sees it, and who may change it.

Addresses are found by themselves. One that names a record wants a line in `RECORDS`, which says
what kind of record its key means; one whose POST names a record in its body, a line in `BODIES`.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from menkou.access.queries import verbs
from menkou.lib.verb import ROLES
from tests.builders import moment
from tests.web import world as made
from tests.web.typed import SENT, Typed
from tests.web.world import ABOVE, DAY, PLACES, World

RECORDS = {
    "people/<int:pk>/": "person",
    "people/<int:pk>/traits/<int:row>/": "trait",
    "people/<int:pk>/apart/<int:alias>/": "alias",
    "people/same/<int:pk>/<int:other>/": "twins",
    "people/households/<int:pk>/": "household",
    "places/<int:pk>/": "workshop",
    "places/shopfronts/<int:pk>/": "shopfront",
    "places/communities/<int:pk>/": "community",
    "places/sites/<int:pk>/": "site",
    "places/organizations/<int:pk>/": "organization",
    "orders/<int:pk>/": "order",
    "orders/tickets/<int:number>/": "ticket",
    "orders/parts/<int:pk>/": "allotment",
    "orders/deliveries/<int:pk>/": "delivery",
    "orders/acceptances/<int:pk>/": "acceptance",
    "orders/recalls/<int:pk>/": "recall",
    "orders/products/<int:pk>/": "product",
    "orders/requests/<int:pk>/": "request",
    "counter/<int:number>/": "ticket",
    "office/tray/<int:pk>/": "waiting",
    "office/accounts/<int:pk>/": "account",
    "office/accounts/facts/<int:pk>/": "fact",
    "office/users/<int:pk>/": "user",
    "office/grants/<int:pk>/": "grant",
    "floor/<int:pk>/": "workshop",
    "floor/<int:pk>/people/<int:person>/": "attending",
    "me/pay/<int:pk>/": "slip",
    "me/work/<int:pk>/": "allotment",
    "me/requests/<int:pk>/": "request",
    "figures/<int:site>/": "site",
    "places/rent/<int:pk>/": "rent",
    "places/rent/reliefs/<int:pk>/": "relief",
    "places/rent/payments/<int:pk>/": "rent_payment",
    "fees/pairs/<int:giver>/<int:holder>/": "pair",
    "fees/statements/<int:pk>/": "statement",
    "fees/statements/<int:pk>/pay/": "agreed",
    "fees/payments/<int:pk>/": "fee_payment",
    "pay/<int:pk>/": "period",
    "pay/<int:pk>/close/": "open_period",
    "pay/<int:pk>/tax/": "open_period",
    "pay/<int:pk>/approve/": "closed_period",
    "pay/<int:pk>/send-back/": "closed_period",
    "pay/aside/<int:pk>/": "aside",
    "pay/slips/<int:pk>/": "slip",
    "pay/items/<int:pk>/": "item",
    "pay/deductions/<int:pk>/": "deduction",
    "pay/objections/<int:pk>/": "objection",
    "pay/bank/<int:pk>/": "batch",
    "pay/answers/<int:pk>/": "answer",
    "pay/answers/<int:pk>/<int:row>/": "answer_row",
    "pay/payments/<int:pk>/": "payment",
    "pay/payments/<int:pk>/lift/": "returned",
    "imports/<int:pk>/": "import",
    "imports/<int:pk>/stop/": "import_writing",
    "imports/<int:pk>/go-on/": "import_writing",
    "imports/<int:pk>/back/": "import_done",
    "imports/<int:pk>/rows/<int:row>/": "import_row",
}
"""How an address begins -> which record its key means (see tests/web/world.py)."""

BODIES = {"counter/undo/": ("fact", "receipt"), "figures/compute/": ("site", "site")}
"""An address whose POST names a record in its body -> (field, record)."""

IDLE = {
    "floor/<int:pk>/record/": "its cells are put in by a script",
    "people/<int:pk>/change/": "sent as it stands, nothing changes",
    "people/<int:pk>/forget/": "she has wages that are not paid",
    "people/lists/drop/": "she has kept no list",
    "counter/<int:number>/inspection/": "nothing waits to be looked at",
    "counter/<int:number>/surplus/": "nothing is over",
    "orders/<int:pk>/allot/": "all of it was passed on",
    "orders/<int:pk>/close/": "material and pieces of it lie somewhere",
    "orders/<int:pk>/undo/": "no fact is named",
    "orders/recalls/<int:pk>/end/": "nothing of it came back yet",
    "orders/<int:pk>/rework/": "nothing waits to be reworked",
    "orders/<int:pk>/mend/": "nothing came back to be mended",
    "orders/products/<int:pk>/sample/": "no file is sent along",
    "pay/<int:pk>/go-on/": "it is closed",
    "pay/<int:pk>/cancel/": "it is closed",
    "pay/items/enter/": "nobody is chosen yet",
    "pay/deductions/enter/": "nobody is chosen yet",
    "pay/bank/<int:pk>/answer/": "no file is sent along",
    "pay/payments/<int:pk>/relative/": "she is alive",
    "pay/payments/<int:pk>/relative/pay/": "nobody asked for it",
    "pay/payments/<int:pk>/return/": "what came back is due",
    "imports/new/": "no file is sent along",
}
"""Addresses by which even who may change nothing, and why."""

FURTHER = {"<number:number>": "phone", "<day:as_of>": f"{DAY}", "<str:code>": "workers",
           "<purpose:purpose>": "health", "<list:what>": "roster",
           "<import_list:code>": "people"}
"""What else an address says, beside its record -> what the tests fill in."""

REACH = {
    "district_officer": ("own", "next_door", "next_community", "next_site"),
    "street_officer": ("own", "next_door", "next_community"),
    "community_officer": ("own", "next_door"),
    "workshop_clerk": ("own",),
    "enterprise": ("own",),
    "cooperative": ("own",),
    "worker": ("own",),
    "auditor": ("own", "next_door", "next_community"),
}
"""How far each role of the world sees: her unit, and whose are her siblings' beyond it."""

pytestmark = pytest.mark.django_db
KEY = re.compile(r"<int:\w+>")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    route: str
    verb: str
    noun: str = ""
    field: str = ""

    def at(self, key: Any) -> str:
        text = self.route
        for one in () if self.field else key if isinstance(key, tuple) else (key,):
            text = KEY.sub(str(one), text, count=1)
        for part, value in FURTHER.items():
            text = text.replace(part, value)
        return f"/{text}"


def _patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, route)
        elif isinstance(one, URLPattern):
            yield route, one.callback


def _addresses() -> list[Address]:
    """Every address that a verb opens, once, in the order of the URL configuration."""
    found = {}
    for route, view in _patterns(get_resolver()):
        if getattr(view, "public", False):
            continue
        field, noun = BODIES.get(route, ("", ""))
        begins = [start for start in RECORDS if route.startswith(start)]
        if begins:
            noun = RECORDS[max(begins, key=len)]
        found[route] = Address(route, getattr(view, "verb", ""), noun, field)
    return list(found.values())


ADDRESSES = _addresses()
EACH_ADDRESS = pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.route or "home")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; each request runs in a savepoint that is rolled back. Refusals fill no log."""
    logging.disable(logging.ERROR)
    with (
        time_machine.travel(moment(DAY, "15:00"), tick=False),
        django_db_blocker.unblock(),
    ):
        with _undone():
            yield made.build()
        connection.close()  # as every test case does: the tests' database is dropped at the end
    logging.disable(logging.NOTSET)


@contextmanager
def writes() -> Iterator[list[str]]:
    """What was written while it held, but for sessions; undone at its end."""
    seen: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(str(sql)) and "django_session" not in str(sql):
            seen.append(str(sql)[:100])
        return execute(sql, params, many, context)

    with _undone(), connection.execute_wrapper(note):
        yield seen


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever is written inside is rolled back; as in Django's own tests a seal, which stands
    alone, may be made inside it."""
    around = transaction.atomic()
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)


def sees(role: str, noun: str, place: str) -> bool:
    """Whether the scope of a role reaches a record (its verb apart)."""
    if place == ABOVE:
        return False
    if noun == "product":
        return True  # what is made is no secret
    if noun in ("community", "site") and role in ("workshop_clerk", "enterprise", "cooperative"):
        return False  # the unit above theirs
    if noun == "site" and place == "next_community":
        return "own" in REACH[role]  # it is the site of her own community
    return place in REACH[role]


def cases(world: World, address: Address) -> Iterator[tuple[str, bool, str, Any]]:
    """(role, whether she holds the verb, place, key) of each that is tried: a record that lies in
    every place, for one who lacks the verb her own; no key where the address names no record."""
    for role in ROLES:
        holds = role in verbs()[address.verb].roles
        if not address.noun:
            yield role, holds, "own", None
            continue
        for place in PLACES if holds else ("own",):
            yield role, holds, place, world.records[place, address.noun]
        above = world.records.get((ABOVE, address.noun), {})
        if role in above:
            yield role, holds, ABOVE, above[role]


def text_of(answer: Any) -> str:
    """What an answer says; what stands in a file is no text."""
    return str(answer.content.decode(errors="replace"))


def foreign(world: World, role: str, body: str) -> list[str]:
    """Flowers on a page that the role does not reach. What may be picked in a form that is sent
    (where somebody moves to, whom to let in) names places beyond it on purpose."""
    body = re.sub(
        r"<form[^>]*method=\"post\".*?</form>", "", body, flags=re.DOTALL | re.IGNORECASE
    )
    body = re.sub(r"<pre class=\"debug\">.*?</pre>", "", body, flags=re.DOTALL)
    return [PLACES[place] for place in PLACES if place not in REACH[role] and PLACES[place] in body]


def able(world: World, address: Address) -> Client:
    """Who reaches everything; for money, which no officer of hers moves, the enterprise; for a
    worker's own page herself."""
    roles = verbs()[address.verb].roles
    found = next((one for one in ("district_officer", "enterprise", "worker") if one in roles), "")
    return world.clients[found if found in ("enterprise", "worker") else "all"]


def typed(world: World, address: Address, path: str, key: Any) -> dict[str, Any]:
    """What a person who may do it would send there."""
    if address.field:
        return {address.field: key, "uid": str(uuid4()), **SENT.get(address.route, {})}
    if path not in world.forms:
        page = able(world, address).get(path)
        found = Typed(path, text_of(page)).data if page.status_code == 200 else {}
        world.forms[path] = found | SENT.get(address.route, {})
    return world.forms[path]


def test_every_address_falls_into_the_matrix() -> None:
    for address in ADDRESSES:
        assert address.verb in verbs(), (
            f"/{address.route} names no verb: put @screen(\"package.verb\") on its view, "
            "or @public if anybody may open it."
        )
        assert bool(address.noun) or not KEY.search(address.route), (
            f"/{address.route} names a record: say in RECORDS of tests/web/test_matrix.py which "
            "one, and make one in each place of tests/web/world.py."
        )
        left = [part for part in re.findall(r"<\w+:\w+>", address.at((1, 2)))]
        assert not left, (
            f"/{address.route} asks for {left}: say in FURTHER of tests/web/test_matrix.py what "
            "a test fills in there."
        )


@EACH_ADDRESS
def test_without_sign_in_the_way_leads_to_the_door(world: World, address: Address) -> None:
    path = address.at(world.records["own", address.noun] if address.noun else None)
    for method in ("get", "post"):
        with writes() as written:
            answer = getattr(world.clients["nobody"], method)(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
        assert not written


@EACH_ADDRESS
def test_a_page_opens_to_whom_the_verb_and_the_scope_reach(
    world: World, address: Address
) -> None:
    wrong = []
    for role, holds, place, key in cases(world, address):
        answer = world.clients[role].get(address.at(key))
        if answer.status_code == 405 and "GET" not in answer["Allow"]:
            return  # for nobody: the method is asked before the verb
        reached = not address.noun or sees(role, address.noun, place)
        due = (403,) if not holds else (200, 302) if reached else (404,)
        strange = foreign(world, role, text_of(answer))
        if answer.status_code not in due or strange:
            wrong.append((role, place, answer.status_code, strange))
    assert not wrong


@EACH_ADDRESS
def test_a_press_changes_nothing_beyond_the_verb_and_the_scope(
    world: World, address: Address
) -> None:
    wrong = []
    for role, holds, place, key in cases(world, address):
        path = address.at(key)
        sent = typed(world, address, path, key)
        with writes() as written:
            answer = world.clients[role].post(path, sent)
        if answer.status_code == 405 and not written:
            return  # for nobody: the method is asked before the verb
        reached = not address.noun or sees(role, address.noun, place)
        if holds and reached:
            due = (200, 302)
        else:  # what a body names is not found with a sentence, on the page where it was pressed
            due = (404 if holds else 403, *((302,) if holds and address.field else ()))
        if answer.status_code not in due or (written and not (holds and reached)):
            wrong.append((role, place, answer.status_code, written))
    assert not wrong


def test_the_presses_of_the_matrix_are_real(world: World) -> None:
    """Who reaches everything changes something by each form that the matrix sends."""
    idle = {}
    for address in ADDRESSES:
        key = world.records["own", address.noun] if address.noun else None
        path = address.at(key)
        sent = typed(world, address, path, key)
        with writes() as written:
            answer = able(world, address).post(path, sent)
        if answer.status_code not in (403, 405) and not written:
            idle[address.route] = sent
    assert {route: sent for route, sent in idle.items() if route not in IDLE} == {}


LARGE = "9" * 25
"""Larger than any key that a column holds."""


@EACH_ADDRESS
def test_a_number_that_can_be_no_key_is_no_such_page(world: World, address: Address) -> None:
    if not KEY.search(address.route):
        return
    answer = able(world, address).get(address.at((LARGE, LARGE)))
    if answer.status_code != 405:
        assert answer.status_code == 404
    assert able(world, address).post(address.at((LARGE, LARGE))).status_code in (404, 405)


@EACH_ADDRESS
def test_a_number_that_can_be_no_key_is_nobodys_choice(world: World, address: Address) -> None:
    """Asked for in the address of each page, and in place of each field of its forms."""
    key = world.records["own", address.noun] if address.noun else None
    path, client = address.at(key), able(world, address)
    page = client.get(path)
    if page.status_code != 200:
        return
    names = set(re.findall(r"<(?:select|input)[^>]* name=\"(\w+)\"", text_of(page)))
    for name in names | {"party", "carrier", "commodity", "ticket"}:
        assert client.get(path, {name: LARGE}).status_code in (200, 302, 404), name
    if client.post(path).status_code == 405:
        return
    for name in names:
        with writes():
            answer = client.post(path, typed(world, address, path, key) | {name: LARGE})
        assert answer.status_code in (200, 302, 404), name
