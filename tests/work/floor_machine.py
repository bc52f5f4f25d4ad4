"""A machine of rules that works a floor at random.

After every step the books, tickets and pots prove and the material of each pair of hands adds up.
In the end the same facts are told to a second floor in another order, in one go, and it ends the
same; `compared` counts how often that was asked.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from menkou.facts.models import Fact, Tray
from menkou.ledger.models import Balance, Transfer
from menkou.ledger.queries.books import trial_balance
from menkou.ledger.queries.proof import prove_balances, prove_facts, prove_transfers
from menkou.lib.exact import split
from menkou.work.actions.again import retry
from menkou.work.actions.tickets import NoTicket
from menkou.work.actions.tray import lay_aside, take_up
from menkou.work.models import (
    Allotment,
    Inspection,
    Issue,
    MaterialReturn,
    Rate,
    Receipt,
    Rework,
    Ticket,
    TicketShare,
)
from menkou.work.queries.piece_proof import prove_pieces
from menkou.work.queries.proof import prove_others, prove_pots, prove_tickets
from tests.work.ground import CHILD, Ground, Said

DAY = date(2022, 1, 14)
DAYS = (DAY, date(2022, 1, 13), date(2022, 1, 15), date(2021, 12, 31), date(2022, 3, 2))
DAY_WEIGHTS = (80, 8, 8, 2, 2)  # before the tickets, and still to come, now and then
HAPPENS = ("arrival", "issue", "issue", "return", "receipt", "receipt", "receipt", "inspection",
           "rework", "count", "surplus")
ASKED = ("arrival", "issue", "issue", "issue", "return", "receipt", "inspection", "rework",
         "surplus")
SEEDS = st.integers(0, 2**32 - 1)
TICKETS = st.integers(0, 9)


def clock(rng: random.Random) -> str:
    return f"{rng.randint(8, 11):02}:{rng.choice((10, 40))}"


class AnyFloor(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.ground = Ground()
        self.said: dict[int, Said] = {}  # by number, all that was ever made
        self.held: list[int] = []  # made, not sent
        self.steps = 0

    def roll_back(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # What is intended

    @initialize(seed=SEEDS)
    def two_tickets_and_some_material(self, seed: int) -> None:
        self.ground.do("make", [(0, 60), (1, 40)], 9, date(2022, 1, 1))
        self.ground.do("make", [(1, 1), (2, 1), (0, 1)], 5, DAY)
        for name, much in (("rattan", 30_000), ("ribbon", 9_000)):
            self.send([self.new(Said(0, "arrival", "happened", DAYS[1], "08:00", {
                "lines": [(name, {"quantity": much, "noted": much})],
            }))])
        self.happen(self.luck(seed), 9)

    @rule(who=st.permutations([0, 1, 2, 0, 1, 2, CHILD]),
          parts=st.lists(st.integers(1, 7), min_size=1, max_size=3), pieces=st.integers(1, 12))
    def make_a_ticket(self, who: list[int], parts: list[int], pieces: int) -> None:
        shares = list(zip(dict.fromkeys(who), parts, strict=False))
        if any(person == CHILD for person, _ in shares):
            with pytest.raises(NoTicket, match="16"):
                self.ground.do("make", shares, pieces, DAY)
        else:
            self.intend("make", shares, pieces, DAY)

    @rule(ticket=TICKETS, more=st.integers(0, 6))
    def enlarge_a_ticket_or_take_it_back(self, ticket: int, more: int) -> None:
        label = ticket % len(self.ground.tickets)
        if not more:
            self.intend("cancel", label)
        elif self.ground.ticket(label).state != Ticket.State.CANCELLED:
            self.intend("enlarge", label, more)

    @rule(more=st.integers(1, 999), since=st.sampled_from(DAYS[:4]))
    def raise_the_rate_backwards(self, more: int, since: date) -> None:
        before = self.owed()
        highest = Rate.objects.filter(withdrawn_at=None).latest("amount").amount
        self.ground.do("rate", (highest or 0) + more, since)
        after = self.owed()
        assert all(after[person] >= before[person] for person in before)

    def intend(self, verb: str, *what: Any) -> None:
        """Does it, or is refused and nothing has changed."""
        before = self.ground.standing()
        try:
            self.ground.do(verb, *what)
        except NoTicket:
            assert self.ground.standing() == before

    # What happens, or is asked

    @rule(seed=SEEDS)
    def things_happen(self, seed: int) -> None:
        self.happen(self.luck(seed), 5)

    def happen(self, rng: random.Random, most: int) -> None:
        """Some facts, one of three held back, the others in one list or one by one."""
        numbers = []
        for _ in range(rng.randint(1, most)):
            again = self.correction(rng, "happened") if rng.random() < 0.3 else None
            numbers.append(
                self.new(again or self.anything(rng, rng.choice(HAPPENS), "happened"))
            )
        self.held += [number for number in numbers if rng.random() < 0.3]
        rest = [number for number in numbers if number not in self.held]
        for part in [rest] if rng.random() < 0.5 else [[number] for number in rest]:
            self.send(part)

    @rule(seed=SEEDS)
    def something_is_asked(self, seed: int) -> None:
        rng = self.luck(seed)
        said = self.anything(rng, rng.choice(ASKED), "asked")
        before = self.differences()
        (answer,) = self.send([self.new(said)])
        if answer.result == "accepted" and said.kind in ("issue", "return"):
            lacking = self.differences()  # below zero; what was lacking may be paid back
            assert all(lacking[key] >= before[key] for key in lacking)
            assert (said.kind, said.content["carrier"]) != ("issue", CHILD)

    @rule(seed=SEEDS)
    def something_is_corrected_or_undone(self, seed: int) -> None:
        rng = self.luck(seed)
        self.happen(rng, 2)
        stated = rng.choice(("happened", "asked"))
        if (said := self.correction(rng, stated)) is not None:
            self.send([self.new(said)])

    @rule(seed=SEEDS)
    def what_was_held_comes_and_something_comes_again(self, seed: int) -> None:
        rng = self.luck(seed)
        self.happen(rng, 2)
        sent = [number for number in self.said if number not in self.held]
        news = self.held + rng.sample(sent, min(2, len(sent)))
        rng.shuffle(news)
        self.held = news[: rng.randint(0, 2)] if rng.random() < 0.3 else []
        self.held = [number for number in self.held if number not in sent]
        kept = set(Fact.objects.values_list("uid", flat=True))
        for answer in self.send([number for number in news if number not in self.held]):
            # A refused one was never kept: said again, it is asked again.
            assert answer.uid not in kept or answer.result == "known"

    @rule(seed=SEEDS, up=st.booleans())
    def something_that_waits_is_laid_aside_or_taken_up(self, seed: int, up: bool) -> None:
        self.happen(self.luck(seed), 3)
        who: dict[str, Any] = {"by": self.ground.hall.clerk, "at": self.ground.hall.now}
        rows = Tray.objects.order_by("order_at", "order_uid")
        if up:
            found = list(rows.filter(state=Tray.State.ASIDE))
        else:
            found = list(rows.filter(state=Tray.State.WAITING, root=F("fact")))
        if found and up:
            take_up(fact=found[seed % len(found)].fact, **who)
        elif found:
            lay_aside(fact=found[seed % len(found)].fact, reason="unclear", **who)

    def luck(self, seed: int) -> random.Random:
        """Another one at each step, even where the same seed is drawn."""
        self.steps += 1
        return random.Random(f"{seed} {self.steps}")

    def anything(self, rng: random.Random, kind: str, stated: str) -> Said:
        day = rng.choices(DAYS, DAY_WEIGHTS)[0]
        return Said(0, kind, stated, day, clock(rng), self.content(rng, kind))

    def correction(self, rng: random.Random, stated: str) -> Said | None:
        if (old := self.pick(rng)) is None:
            return None
        kind, content = rng.choice(("undo", old.kind, old.kind)), dict(old.content)
        if kind == "undo":
            content = {}
        elif "lines" in content:
            content["lines"] = [
                (name if rng.random() < 0.7 else "ribbon",
                 line | {"quantity": rng.randint(1, 4_000)})
                for name, line in content["lines"]
            ]
        else:
            content |= {"pieces" if kind == "surplus" else "good": rng.randint(1, 6)}
        return Said(0, kind, stated, old.day, clock(rng), content, old.number)

    def content(self, rng: random.Random, kind: str) -> dict[str, Any]:
        ticket, who = rng.randrange(len(self.ground.tickets)), rng.choice((0, 0, 0, 1, 1, 2, CHILD))
        material = rng.choice(("rattan", "rattan", "ribbon"))
        if kind == "arrival":
            quantity = rng.randint(1, 9_000)
            return {"lines": [(material, {"quantity": quantity, "noted": rng.randint(0, 9_000)})]}
        if kind == "count":
            lines = [(material, {"quantity": rng.randint(0, 2_000)})]
            return {"lines": lines} | ({"carrier": who} if rng.random() < 0.8 else {})
        if kind in ("issue", "return"):
            most = 9_000 if kind == "issue" else 2_000
            names = rng.choice((["rattan", "ribbon"], [material]))
            return {"ticket": ticket, "carrier": who, "reason": "broken",
                    "lines": [(name, {"quantity": rng.randint(1, most)}) for name in names]}
        if kind == "surplus":
            came = [one for one in self.said.values() if one.kind == "receipt"]
            one = rng.choice(came) if came else Said(999, "", "", DAY, "", {"ticket": ticket})
            return {"ticket": one.content["ticket"], "receipt": one.number,
                    "pieces": rng.randint(1, 3), "to": rng.choice(("owner", "worker"))}
        pieces = {"good": rng.randint(1, 2), "rejected": rng.choice((0, 0, 1))}
        if kind == "receipt":
            return {"ticket": ticket, "carrier": who, **pieces, "good": rng.randint(1, 4),
                    "uninspected": rng.randint(0, 4), "at_rework": rng.randint(0, 2)}
        return {"ticket": ticket, **pieces, "at_rework": rng.randint(0, 1)}

    # How it reaches us

    def new(self, said: Said) -> int:
        number = len(self.said)
        self.said[number] = replace(said, number=number)
        return number

    def send(self, numbers: list[int]) -> list[Any]:
        before, kept = self.ground.standing(), Fact.objects.count()
        answers = self.ground.hall.send(*(self.ground.fact(self.said[n]) for n in numbers))
        for number, answer in zip(numbers, answers, strict=True):
            one = self.said[number]
            assert answer.result in ("accepted", "known", "conflict", "refused", "waiting")
            assert answer.result != ("refused" if one.stated == "happened" else "waiting")
        self.the_tray_says_so(answers)
        if {answer.result for answer in answers} <= {"refused", "known", "conflict"}:
            assert (self.ground.standing(), Fact.objects.count()) == (before, kept)
        return answers

    def the_tray_says_so(self, answers: list[Any]) -> None:
        trays = dict(Tray.objects.values_list("fact__uid", "state"))
        for answer in answers:
            if answer.result == "accepted":
                assert trays[answer.uid] != Tray.State.WAITING or self.moved_since(answer, answers)
            elif answer.result == "waiting":
                assert trays[answer.uid] in (Tray.State.WAITING, Tray.State.REPLACED)

    def moved_since(self, answer: Any, answers: list[Any]) -> bool:
        """Another fact of the list, booked alone after it, may have set it waiting, and says so."""
        return any(answer.uid in other.moved for other in answers)

    def pick(self, rng: random.Random) -> Said | None:
        """Something to correct or undo, come or not: an undo too, and what lies aside."""
        kept = set(Fact.objects.values_list("uid", flat=True))
        free = [
            one for one in self.said.values()
            if one.number in self.held or one.uid in kept
        ]
        return rng.choice(free) if free else None

    # What holds after every step

    @invariant()
    def all_holds(self) -> None:
        self.the_books_prove()
        self.material_adds_up_for_each_pair_of_hands()
        self.tickets_use_what_came_back_and_stay_within_the_order()
        self.each_is_owed_her_share_to_the_smallest_unit()
        self.nobody_under_16_was_given_work()

    def the_books_prove(self) -> None:
        sums: Counter[int] = Counter()
        for line in trial_balance():
            sums[line.commodity] += line.quantity
        assert not any(sums.values())
        proofs = (prove_balances, prove_tickets, prove_others, prove_pots, prove_pieces)
        assert [str(one) for prove in proofs for one in prove()] == []

    def material_adds_up_for_each_pair_of_hands(self) -> None:
        sums: Counter[tuple[int, int]] = Counter()
        for model, sign in ((Issue, 1), (MaterialReturn, -1)):
            for carrier, commodity, quantity in model._default_manager.values_list(
                "carrier", "commodity", "quantity"
            ):
                sums[carrier, commodity] += sign * quantity
        people = {person.pk for person in self.ground.people}
        for party, kind, commodity, quantity in Balance.objects.values_list(
            "account__party", "account__kind", "commodity", "quantity"
        ):
            if party in people and kind != "wages_owed":
                sums[party, commodity] -= quantity
        assert not any(sums.values())

    def tickets_use_what_came_back_and_stay_within_the_order(self) -> None:
        hall, tickets = self.ground.hall, list(Ticket.objects.all())
        for commodity, per_piece in ((hall.rattan, 1200), (hall.ribbon, 350)):
            used = Balance.objects.filter(account__kind="consumed", commodity=commodity)
            assert (used.aggregate(sum=Sum("quantity"))["sum"] or 0) == sum(
                ticket.back * per_piece for ticket in tickets
            )
        allotment = Allotment.objects.get(pk=hall.allotment.pk)
        assert allotment.given <= allotment.pieces
        assert allotment.given == sum(
            ticket.pieces for ticket in tickets if ticket.state != Ticket.State.CANCELLED
        )

    def each_is_owed_her_share_to_the_smallest_unit(self) -> None:
        rates = sorted(
            Rate.objects.filter(withdrawn_at=None).values_list("from_day", "amount")
        )
        shares = Counter[int]()
        for model in (Receipt, Inspection, Rework):
            for row in model._default_manager.filter(good__gt=0).select_related("ticket"):
                standing = [amount for since, amount in rates if since <= row.day][-1:]
                rate = max(row.ticket.rate, *standing)
                own = list(TicketShare.objects.filter(ticket=row.ticket).order_by("number"))
                parts = split(row.good * rate, [one.parts for one in own])
                for one, amount in zip(own, parts, strict=True):
                    shares[one.person_id] += amount
        assert +shares == +self.owed()

    def nobody_under_16_was_given_work(self) -> None:
        child = self.ground.people[CHILD]
        assert not TicketShare.objects.filter(person=child).exists()
        assert not Issue.objects.filter(carrier=child, fact__stated="asked").exists()

    def owed(self) -> Counter[int]:
        return Counter(dict(
            Balance.objects.filter(account__kind="wages_owed")
            .values_list("account__party", "quantity")
        ))

    def differences(self) -> Counter[tuple[int, int]]:
        rows = Balance.objects.filter(account__kind="difference")
        return Counter({
            (party, commodity): quantity
            for party, commodity, quantity in rows.values_list(
                "account__party", "commodity", "quantity"
            )
        })

    # In the end

    def teardown(self) -> None:
        try:
            if self.ground.tickets:
                facts = self.finish()
                ended = self.ground.standing()
        finally:
            self.roll_back()
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
        assert Transfer.objects.filter(quantity__lte=0).count() == 0
        aside = set(Tray.objects.filter(state=Tray.State.ASIDE).values_list("fact__uid", flat=True))
        kept = set(Fact.objects.values_list("uid", flat=True)) - aside
        facts = [one for one in self.said.values() if one.uid in kept]
        return random.Random(len(facts)).sample(facts, len(facts))
