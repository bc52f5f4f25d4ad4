"""A machine of rules that passes an order down and up its chain at random.

After every step what `chain_invariants` says holds. In the end the same facts are told to a second
chain in another order, in one go, and it ends the same; `compared` counts how often that was asked.
"""

import random
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from menkou.facts.models import Fact, Tray
from menkou.ledger.queries.proof import prove_facts, prove_transfers
from menkou.lib.errors import Refused
from menkou.work.actions.again import retry
from menkou.work.actions.ending import NotEnded, cancel_order, close_order, end_recall
from menkou.work.models import Order, Recall, Ticket
from menkou.work.queries.proof import prove_allotments, prove_pots, prove_tickets
from menkou.work.queries.residues import held, residues
from tests.work.chain_ground import DAY, TOPS, ChainGround
from tests.work.chain_invariants import Holding
from tests.work.ground import Said

SEEDS = st.integers(0, 2**32 - 1)
HOLDERS = ("committee", "coop", "firm")
ON_TICKETS = ("issue", "receipt", "receipt", "receipt", "inspection", "rework", "pass_on",
              "return", "abandon")  # fmt: skip
BETWEEN = ("delivery", "delivery", "acceptance", "acceptance", "customer_return", "handing",
           "disposal", "arrival", "count")  # fmt: skip


class AnyChain(Holding, RuleBasedStateMachine):
    compared = 0
    ended = 0  # how often an order was closed or cancelled to the end

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.ground = ChainGround()
        self.said: dict[int, Said] = {}
        self.steps = 0

    def luck(self, seed: int) -> random.Random:
        """Another one at each step, even where the same seed is drawn."""
        self.steps += 1
        return random.Random(f"{seed} {self.steps}")

    # What is intended

    @initialize(seed=SEEDS)
    def some_of_it_is_passed_on_and_worked(self, seed: int) -> None:
        for operation, top in enumerate(TOPS):
            self.ground.do("allot", None, operation, "committee", 25, top)
            self.ground.do("allot", len(self.ground.parts) - 1, operation, "firm", 20, top - 300)
        for part in (1, 3):
            self.ground.do("make", part, [(0, 60), (1, 40)], 12, "made", "rate")
        for name, much in (("rattan", 30_000), ("ribbon", 900)):
            lines = [(name, {"quantity": much, "noted": much})]
            self.send([Said(0, "arrival", "happened", DAY, "08:00", {"lines": lines})])
        self.happen(self.luck(seed), 9)

    @rule(seed=SEEDS)
    def pieces_are_passed_on_or_given_back(self, seed: int) -> None:
        rng, parts = self.luck(seed), len(self.ground.parts)
        if rng.random() < 0.3:
            self.intend("cut", rng.randrange(parts), rng.randint(1, 12))
            return
        parent = rng.choice((None, *range(parts)))
        operation = rng.randrange(2)
        if parent is not None:
            operation = self.ground.operations.index(self.ground.part(parent).operation)
        self.intend("allot", parent, operation, rng.choice(HOLDERS), rng.randint(1, 20),
                    rng.randint(3_000, 5_200))

    @rule(seed=SEEDS)
    def a_ticket_is_made_or_made_smaller(self, seed: int) -> None:
        rng = self.luck(seed)
        if rng.random() < 0.3:
            self.intend("shrink", rng.randrange(len(self.ground.tickets)), rng.randint(0, 12))
            return
        mine = [
            label for label in range(len(self.ground.parts))
            if self.ground.part(label).holder_id == self.ground.hall.firm.pk
        ]
        source, pay = rng.choice((
            ("made", "rate"), ("made", "rate"), ("passed", "rate"), ("passed", "none"),
            ("returned", "rate"), ("returned", "none"), ("returned", "customer"),
        ))  # fmt: skip
        people = rng.sample(range(3), rng.choice((1, 1, 2)))
        self.intend("make", rng.choice(mine), [(who, rng.randint(1, 3)) for who in people],
                    rng.randint(1, 8), source, pay)

    def intend(self, verb: str, *what: Any) -> None:
        """Does it, or is refused with a sentence and nothing has changed."""
        before, intended = self.ground.standing(), len(self.ground.intended)
        refused = ""
        try:
            with transaction.atomic():
                self.ground.do(verb, *what)
        except Refused as refusal:
            refused = str(refusal)
        if len(self.ground.intended) == intended:
            assert refused
            assert self.ground.standing() == before

    # What happens, or is asked

    @rule(seed=SEEDS)
    def things_happen(self, seed: int) -> None:
        self.happen(self.luck(seed), 6)

    def happen(self, rng: random.Random, most: int) -> None:
        facts = [self.anything(rng, "happened") for _ in range(rng.randint(1, most))]
        for part in [facts] if rng.random() < 0.5 else [[one] for one in facts]:
            self.send(part)

    @rule(seed=SEEDS)
    def something_is_asked(self, seed: int) -> None:
        rng = self.luck(seed)
        before = self.differences()
        said = self.anything(rng, "asked")
        (answer,) = self.send([said])
        if answer.result == "accepted" and said.kind not in ("receipt", "abandon", "count"):
            lacking = self.differences()
            assert all(lacking[key] >= before[key] for key in lacking), said
        self.nothing_more_was_accepted_than_was_passed_on(answer, said)

    def nothing_more_was_accepted_than_was_passed_on(self, answer: Any, said: Said) -> None:
        if answer.result == "accepted" and said.kind == "acceptance":
            for label, _n in said.content["parts"]:
                part = self.ground.part(label)
                assert part.accepted.aggregate(n=Sum("pieces"))["n"] <= part.pieces

    @rule(seed=SEEDS)
    def something_is_corrected_or_undone(self, seed: int) -> None:
        rng = self.luck(seed)
        self.happen(rng, 2)
        kept = set(Fact.objects.values_list("uid", flat=True))
        old = rng.choice([one for one in self.said.values() if one.uid in kept])
        kind = rng.choice(("undo", old.kind)) if old.kind != "undo" else "undo"
        content = {} if kind == "undo" else self.changed(rng, dict(old.content))
        stated = rng.choice(("happened", "asked"))
        self.send([Said(0, kind, stated, old.day, self.clock(rng), content, old.number)])

    def changed(self, rng: random.Random, content: dict[str, Any]) -> dict[str, Any]:
        for name in ("good", "pieces", "accepted", "quantity"):
            if name in content:
                content[name] = rng.randint(1, 8)
                if content.get("parts"):
                    label = content["parts"][0][0]
                    content["parts"] = [(label, content[name])]
        if "lines" in content:
            content["lines"] = [
                (name, line | {"quantity": rng.randint(1, 4_000)})
                for name, line in content["lines"]
            ]
        return content

    # How an order ends: tried, proved, and not kept

    @rule(seed=SEEDS)
    def the_order_is_closed_short(self, seed: int) -> None:
        with suppress(NotEnded), self.tried():
            self.send_the_rest_somewhere(self.luck(seed))
            close_order(order=self.ground.hall.order, reason="short", unmade_reason="season",
                        **self.ground.who)
            self.is_ended("closed")

    @rule(seed=SEEDS)
    def the_order_is_cancelled_and_wound_up(self, seed: int) -> None:
        rng, order = self.luck(seed), self.ground.hall.order
        with suppress(NotEnded), self.tried():
            cancel_order(order=order, reason="customer", **self.ground.who)
            self.send_the_rest_somewhere(rng)
            for recall in Recall.objects.filter(ended_at=None):
                with suppress(NotEnded):
                    end_recall(recall=recall, ending="loss", **self.ground.who)
            close_order(order=order, reason="customer", unmade_reason="season", **self.ground.who)
            self.is_ended("cancelled")

    def tried(self) -> Any:
        """What is done inside is seen, and taken back."""
        return _TakenBack()

    def send_the_rest_somewhere(self, rng: random.Random) -> None:
        """Hands are counted empty, what waits is looked at, the rest is disposed of."""
        ground, order = self.ground, self.ground.hall.order
        for ticket in Ticket.objects.filter(uninspected__gt=0):
            self.tell("inspection", ticket=ticket.pk, rejected=ticket.uninspected)
        for ticket in Ticket.objects.filter(at_rework__gt=0):
            self.tell("rework", ticket=ticket.pk, rejected=ticket.at_rework)
        for one in residues(order):
            where = {"order": order.pk, "place": ground.hall.workshop.pk}
            if one.kind == "hands":
                self.tell("count", **where, carrier=one.holder,
                          lines=[{"commodity": one.commodity.pk, "quantity": 0}])
            elif one.kind not in ("surplus", "uninspected", "at_rework"):
                self.tell("disposal", order=order.pk, place=one.holder,
                          commodity=one.commodity.pk, state=one.kind, quantity=one.quantity,
                          to=rng.choice(("owner", "scrap")), reason="season")

    def tell(self, kind: str, **content: Any) -> None:
        hall = self.ground.hall
        hall.send(hall.fact(kind, DAY, "23:00", content))

    def is_ended(self, state: str) -> None:
        order = Order.objects.get(pk=self.ground.hall.order.pk)
        assert order.state == state
        assert not held(order).exists()
        assert not order.allotments.exclude(given=F("pieces")).exists()
        assert not [*prove_allotments(), *prove_tickets(), *prove_pots()]
        type(self).ended += 1

    # What can be said

    def anything(self, rng: random.Random, stated: str) -> Said:
        kind = rng.choice(ON_TICKETS if rng.random() < 0.6 else BETWEEN)
        return Said(0, kind, stated, DAY, self.clock(rng), self.content(rng, kind))

    def clock(self, rng: random.Random) -> str:
        return f"{rng.randint(8, 17):02}:{rng.choice((10, 40))}"

    def content(self, rng: random.Random, kind: str) -> dict[str, Any]:
        if kind in ON_TICKETS:
            return self.on_a_ticket(rng, kind)
        material = rng.choice(("rattan", "ribbon"))
        if kind == "arrival":
            quantity = rng.randint(1, 9_000)
            return {"lines": [(material, {"quantity": quantity, "noted": quantity})]}
        if kind == "count":
            what = rng.choice((material, "woven", "bound"))
            most = 2_000 if what == material else 9
            return {"lines": [(what, {"quantity": rng.randint(0, most)})]} | (
                {"carrier": rng.randrange(3)} if rng.random() < 0.6 else {}
            )
        place, n = rng.choice(("workshop", "workshop", "coop")), rng.randint(1, 9)
        where = {"place": place, "commodity": rng.choice(("woven", "bound", "bound"))}
        if kind == "handing":
            where |= {"state": "to_rework"} if rng.random() < 0.3 else {}
            return where | {"taker": "coop" if place == "workshop" else "workshop", "pieces": n}
        if kind == "delivery":
            return where | {"pieces": n}
        if kind == "disposal":
            return self.rest(rng, where, n, material)
        pieces = {"accepted": n, "refused": rng.choice((0, 0, 2))}
        if kind == "customer_return":
            pieces = {"pieces": n, "reason": "loose"}
        return where | pieces | {"parts": self.whose(rng, where["commodity"], n)}

    def rest(self, rng: random.Random, where: dict[str, str], n: int, material: str
             ) -> dict[str, Any]:  # fmt: skip
        state = rng.choice(("good", "rejected", "to_rework", "delivered", "store"))
        after_all = ("good",) if state in ("rejected", "to_rework") else ()
        to = rng.choice(("owner", "scrap", *after_all))
        what = material if state == "store" else where["commodity"]
        return where | {"state": state, "quantity": n, "to": to, "reason": "season",
                        "commodity": what}

    def whose(self, rng: random.Random, commodity: str, n: int) -> list[tuple[int, int]]:
        """One part of each operation, mostly as many as there are pieces."""
        found = []
        for operation in range(1 if commodity == "woven" else 2):
            own = [
                label for label in range(len(self.ground.parts))
                if self.ground.part(label).operation == self.ground.operations[operation]
            ]
            found.append((rng.choice(own), n if rng.random() < 0.9 else n + 1))
        return found

    def on_a_ticket(self, rng: random.Random, kind: str) -> dict[str, Any]:
        ticket, who = rng.randrange(len(self.ground.tickets)), rng.randrange(3)
        if kind in ("issue", "return"):
            what = rng.choice(("rattan", "ribbon", "woven"))
            most = 6 if what == "woven" else 6_000
            return {"ticket": ticket, "carrier": who, "reason": "broken",
                    "lines": [(what, {"quantity": rng.randint(1, most)})]}
        if kind == "abandon":
            return {"ticket": ticket, "carrier": who, "pieces": rng.randint(1, 2),
                    "amount": rng.randint(0, 3_000)}
        if kind == "pass_on":
            return {"ticket": ticket, "pieces": rng.randint(1, 2)}
        pieces = {"good": rng.randint(1, 5), "rejected": rng.choice((0, 0, 1))}
        if kind == "receipt":
            return {"ticket": ticket, "carrier": who, **pieces,
                    "uninspected": rng.randint(0, 2), "at_rework": rng.randint(0, 2)}
        return {"ticket": ticket, **pieces, "at_rework": rng.randint(0, 1)}

    # How it reaches us

    def send(self, facts: list[Said]) -> list[Any]:
        before, count = self.ground.standing(), Fact.objects.count()
        numbered = []
        for one in facts:
            number = len(self.said)
            self.said[number] = replace(one, number=number)
            numbered.append(self.said[number])
        answers = self.ground.hall.send(*(self.ground.fact(one) for one in numbered))
        for one, answer in zip(numbered, answers, strict=True):
            assert answer.result in ("accepted", "known", "conflict", "refused", "waiting")
            assert answer.result != ("refused" if one.stated == "happened" else "waiting")
            assert str(answer) or answer.result == "accepted"
        if {answer.result for answer in answers} <= {"refused", "conflict"}:
            assert (self.ground.standing(), Fact.objects.count()) == (before, count)
        return answers

    # In the end

    def teardown(self) -> None:
        try:
            if self.ground.tickets:
                facts = self.finish()
                ended = self.ground.standing()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
        if not self.ground.tickets:
            return
        with transaction.atomic():
            again = self.ground.again(facts).standing()
            transaction.set_rollback(True)
        for name, should in ended.items():
            assert again[name] == should, name
        type(self).compared += 1

    def finish(self) -> list[Said]:
        """Tries all that waits once more; answers what was kept, in another order."""
        retry(at=self.ground.hall.now)
        connection.check_constraints()
        assert [str(one) for one in (*prove_facts(), *prove_transfers())] == []
        aside = set(Tray.objects.filter(state=Tray.State.ASIDE).values_list("fact__uid", flat=True))
        kept = set(Fact.objects.values_list("uid", flat=True)) - aside
        facts = [one for one in self.said.values() if one.uid in kept]
        return random.Random(len(facts)).sample(facts, len(facts))


class _TakenBack:
    """A savepoint that is rolled back at its end, whatever happened."""

    def __enter__(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()

    def __exit__(self, *raised: Any) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)
