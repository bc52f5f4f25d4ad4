"""Invariant 4: the same happened facts end the same, in whatever order and however often."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.facts.models import Tray
from menkou.facts.new import NewFact
from menkou.ledger.models import Balance
from menkou.ledger.queries.proof import prove_balances
from menkou.registry.models import Person
from menkou.work.models import Pot, Ticket
from menkou.work.queries.proof import prove_pots, prove_tickets
from tests.builders import Floor, floor, moment

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 14)


class Undone(Exception):
    """Rolls an example back."""


def standing() -> Any:
    """What the property compares: balances, tickets, pots and the tray by uid; no ids of ours."""
    balances = Counter(
        {
            row[:-1]: row[-1]
            for row in Balance.objects.exclude(quantity=0).values_list(
                "account__party", "account__kind", "account__other", "account__job", "commodity",
                "quantity",
            )
        }
    )
    tickets = list(
        Ticket.objects.order_by("pk").values_list(
            "pk", "back", "good", "uninspected", "at_rework", "rejected", "surplus", "waiting"
        )
    )
    pots = sorted(
        Pot.objects.exclude(moved=0, used=0, counted=None).values_list(
            "holder", "commodity", "moved", "used", "counted", "x_before", "used_before"
        ),
        key=str,
    )
    trays = sorted(Tray.objects.values_list("fact__uid", "state", "why"), key=str)
    return balances, tickets, pots, trays


class Scene:
    def __init__(self) -> None:
        self.hall: Floor = floor()
        self.people: list[Person] = [self.hall.weaver("王芳"), self.hall.weaver("马丽")]
        self.tickets = [
            self.hall.ticket((self.people[0], 60), (self.people[1], 40), pieces=9),
            self.hall.ticket((self.people[1], 1), pieces=5),
        ]

    def facts(self, rng: random.Random) -> list[NewFact]:
        made: list[NewFact] = []
        for _ in range(rng.randint(2, 9)):
            at = moment(DAY, "08:00") + timedelta(minutes=rng.randint(0, 60))
            ticket, carrier = rng.choice(self.tickets), rng.choice(self.people)
            made.append(self._fact(rng, at, ticket.pk, carrier.pk, made))
        return made

    def _fact(self, rng: random.Random, at: datetime, ticket: int, carrier: int,
              made: list[NewFact]) -> NewFact:
        uid, hall = UUID(int=rng.getrandbits(128)), self.hall
        free = [one for one in made if one.kind != "undo"
                and one.uid not in {other.replaces for other in made}]
        kind = rng.choice(["receipt", "receipt", "issue", "return", "inspection", "rework",
                           "count", "arrival", "correct", "undo"])
        if kind in ("undo", "correct") and free:
            old = rng.choice(free)
            if kind == "undo":
                return NewFact(uid, "undo", "happened", DAY, at, {}, old.uid)
            content = dict(old.content)
            if "good" in content:
                content["good"] = rng.randint(1, 7)
            elif "lines" in content:
                content["lines"] = [self._line(rng, old.kind)]
            return NewFact(uid, old.kind, "happened", DAY, at, content, old.uid)
        if kind in ("undo", "correct"):
            kind = "receipt"
        content = {"ticket": ticket}
        if kind == "receipt":
            content |= {"carrier": carrier, "good": rng.randint(1, 5),
                        "uninspected": rng.randint(0, 3), "at_rework": rng.randint(0, 2)}
        elif kind in ("inspection", "rework"):
            content |= {"good": rng.randint(1, 2), "rejected": rng.randint(0, 1)}
        elif kind in ("issue", "return"):
            content |= {"carrier": carrier, "lines": [self._line(rng, kind)]}
        else:
            content = {"order": hall.order.pk, "place": hall.workshop.pk,
                       "lines": [self._line(rng, kind)]}
            if kind == "count" and rng.random() < 0.7:
                content["carrier"] = carrier
        return NewFact(uid, kind, "happened", DAY, at, content)

    def _line(self, rng: random.Random, kind: str) -> dict[str, int]:
        quantity = rng.randint(1, 6_000)
        line = {"commodity": self.hall.rattan.pk, "quantity": quantity}
        return line | {"noted": quantity} if kind == "arrival" else line


def send_in_parts(scene: Scene, facts: list[NewFact], rng: random.Random) -> None:
    rest = list(facts)
    rng.shuffle(rest)
    rest += rng.sample(rest, k=min(2, len(rest)))
    while rest:
        n = rng.randint(1, 4)
        scene.hall.send(*rest[:n])
        rest = rest[n:]


@settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_order_and_any_repetition_ends_the_same(seed: int) -> None:
    ends = []
    try:
        with transaction.atomic():
            scene = Scene()
            facts = scene.facts(random.Random(seed))
            for turn in range(3):
                try:
                    with transaction.atomic():
                        rng = random.Random(seed + turn)
                        if turn:
                            send_in_parts(scene, facts, rng)
                        else:
                            scene.hall.send(*facts)
                        ends.append(standing())
                        assert not [*prove_tickets(), *prove_pots(), *prove_balances()]
                        raise Undone
                except Undone:
                    pass
            raise Undone
    except Undone:
        pass
    for turn in (1, 2):
        for mine, first in zip(ends[turn], ends[0], strict=True):
            assert mine == first
