"""Invariants 4 and 5 for half-days: who came first holds it, whatever comes between."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.facts.models import HalfDayUse, Tray
from menkou.facts.new import NewFact
from menkou.ledger.models import Balance, Wage
from menkou.work.actions.again import retry
from menkou.work.booking import Claim, share_half, time_wage
from menkou.work.models import Attendance, TimeRate
from tests.builders import floor, moment
from tests.work.attending import DAY, attend, next_door, pay
from tests.work.telling import proved

CLAIMS = st.lists(
    st.builds(Claim, st.integers(1, 99), st.integers(1, 3), st.sampled_from(["work", "training"])),
    unique_by=lambda claim: claim.root, max_size=8,
)


@given(claims=CLAIMS, seed=st.integers(0, 99))
def test_a_half_day_is_shared_out_the_same_in_whatever_order_it_is_told(
    claims: list[Claim], seed: int
) -> None:
    told = random.Random(seed).sample(claims, len(claims))
    assert share_half(told) == share_half(claims)


@given(claims=CLAIMS, place=st.none() | st.integers(1, 3))
def test_a_half_day_has_one_place_and_each_use_once(
    claims: list[Claim], place: int | None
) -> None:
    half = share_half(claims, place, ["training"] if place else [])
    holding = [claim for claim in claims if claim.root in half.holders]
    assert {claim.place for claim in holding} <= {half.place}
    assert max(Counter(claim.use for claim in holding).values(), default=0) <= 1
    assert place is None or (half.place == place and "training" not in {c.use for c in holding})


@given(claims=CLAIMS, late=st.integers(1, 3))
def test_who_comes_later_displaces_nobody(claims: list[Claim], late: int) -> None:
    before = share_half(claims)
    after = share_half([*claims, Claim(100, late, "work")])
    assert before.holders == after.holders - {100}


@given(minutes=st.integers(1, 360), rate=st.integers(1, 10**6))
def test_time_is_paid_to_the_half_of_the_smallest_unit(minutes: int, rate: int) -> None:
    paid = time_wage(minutes, rate, "hour")
    assert -30 < paid * 60 - minutes * rate <= 30
    assert time_wage(minutes, rate, "half_day") == rate


class Undone(Exception):
    """Rolls an example back."""


class Scene:
    """Two workshops next to each other, two workers; facts by a number, in a fixed order of first
    facts, with corrections and undos that come before or after what they replace."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.hall = rng, floor()
        self.places = [self.hall.workshop, next_door(self.hall)]
        self.people = [self.hall.weaver("王芳"), self.hall.weaver("马丽")]
        if rng.random() < 0.8:
            pay(self.hall, 350_001, rng.choice(["hour", "half_day"]))
        self.firsts = [self._first(n) for n in range(rng.randint(3, 8))]
        self.after = self._after()

    def _first(self, number: int) -> NewFact:
        rng = self.rng
        day = rng.choice([*[DAY] * 6, DAY + timedelta(days=1), date(2022, 3, 2)])
        who, half = rng.choice([*self.people, self.people[0]]), rng.choice(["am"] * 4 + ["pm"])
        return self._attend(who, half, day, rng.choice(self.places), f"08:{number:02}")

    def _attend(self, person: Any, half: str, day: date, place: Any, clock: str,
                replaces: NewFact | None = None) -> NewFact:
        leave = "sick" if self.rng.random() < 0.2 else None
        return attend(self.hall, person, half, self.rng.choice([240, 60, 200]), place=place,
                      leave=leave, day=day, clock=clock, replaces=replaces,
                      uid=UUID(int=self.rng.getrandbits(128)))

    def _after(self) -> list[NewFact]:
        free, made = list(self.firsts), []
        for n in range(self.rng.randint(1, 6)):
            old = free.pop(self.rng.randrange(len(free)))
            uid, at = UUID(int=self.rng.getrandbits(128)), moment(old.day, f"19:{n:02}")
            if self.rng.random() < 0.5:
                made.append(NewFact(uid, "undo", "happened", old.day, at, {}, old.uid))
            else:
                content = old.content | {"minutes": self.rng.choice([30, 120])}
                content.pop("leave", None)
                if self.rng.random() < 0.2:
                    content["half"] = "pm"
                made.append(NewFact(uid, "attend", "happened", old.day, at, content, old.uid))
                free.append(made[-1])
            if not free:
                break
        return made

    def told(self, rng: random.Random) -> list[NewFact]:
        """All of it: first facts in their order, the others anywhere, some of it twice."""
        rest = list(self.firsts)
        for new in [*self.after, *rng.sample(self.after, len(self.after) // 2)]:
            first = 0 if rng.random() < 0.3 else len(rest) // 2
            rest.insert(rng.randint(first, len(rest)), new)
        return [*rest, *rng.sample(self.firsts, len(self.firsts) // 2)]

    def standing(self) -> Any:
        balances = Balance.objects.exclude(quantity=0).values_list(
            "account__party", "account__kind", "account__other", "quantity"
        )
        halves = HalfDayUse.objects.values_list(
            "half_day__person", "half_day__day", "half_day__half", "half_day__place", "minutes",
            "engagement", "fact__uid",
        )
        trays = Tray.objects.values_list("fact__uid", "state", "why", "person", "place")
        return tuple(sorted(rows, key=str) for rows in (balances, halves, trays))

    def nobody_is_twice_at_one_time_or_paid_beside_it(self) -> None:
        rates = {row.payer_id: row for row in TimeRate.objects.all()}
        owed: Counter[int] = Counter()
        for person, minutes in Attendance.objects.values_list("person", "minutes"):
            rate = rates.get(self.hall.firm.pk)
            if rate and minutes:
                owed[person] += time_wage(minutes, rate.amount or 0, rate.per)
        assert {p.pk: self.hall.owed(p) for p in self.people} == {
            p.pk: owed[p.pk] for p in self.people
        }
        paid = defaultdict(int)
        for wage in Wage.objects.filter(evidence="time").select_related("transfer__target"):
            paid[wage.transfer.root_id] += wage.quantity
        assert set(paid.values()) <= {0, 30, 60, 120, 200, 240}


@pytest.mark.django_db
@settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_the_same_half_days_end_the_same_in_whatever_order_they_are_corrected(seed: int) -> None:
    ends: list[Any] = []
    try:
        with transaction.atomic():
            scene = Scene(random.Random(seed))
            for turn in range(3):
                try:
                    with transaction.atomic():
                        _tell(scene, random.Random(seed + turn), whole=not turn)
                        ends.append(scene.standing())
                        raise Undone
                except Undone:
                    pass
            raise Undone
    except Undone:
        pass
    assert ends[0] == ends[1] == ends[2]


def _tell(scene: Scene, rng: random.Random, *, whole: bool) -> None:
    rest = scene.told(rng)
    while rest:
        n = len(rest) if whole else rng.randint(1, 3)
        scene.hall.send(*rest[:n])
        rest = rest[n:]
        if not whole and rng.random() < 0.1:
            retry(at=scene.hall.now)
        assert proved()
        scene.nobody_is_twice_at_one_time_or_paid_beside_it()
