"""Invariant 1 for `post` alone: random lists of moves, against sums kept by hand."""

import random
from collections import Counter

import pytest
from django.db import transaction

from menkou.facts.models import Fact
from menkou.ledger.actions.post import Overdrawn, post
from menkou.ledger.models import Account, Balance, Job, Transfer
from menkou.ledger.moves import AccountKey, Move
from menkou.ledger.queries.books import balance, balances, trial_balance
from menkou.ledger.queries.proof import prove_balances, prove_transfers
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
KINDS = ("store", "hands", "outside", "consumed", "made", "good")
LISTS = 150


def some_moves(rng: random.Random, hall: Floor, fact: int, parties: list[int]) -> list[Move]:
    def key() -> AccountKey:
        return AccountKey(rng.choice(parties), rng.choice(KINDS), hall.firm.pk, job)

    job, moves = rng.choice((hall.order.job_id, Job.objects.get(code="none").pk)), []
    for _ in range(rng.randint(1, 12)):
        source, target = key(), key()
        if source != target:
            commodity = rng.choice((hall.rattan.pk, hall.ribbon.pk))
            moves.append(Move(START, source, target, commodity, rng.randint(1, 50), fact, fact))
    return moves


def test_each_list_is_posted_whole_or_not_at_all_and_nothing_appears_or_vanishes() -> None:
    hall, rng = floor(), random.Random("post")
    hall.arrive(hall.rattan, 1_000)
    fact = Fact.objects.get().pk
    parties = [hall.firm.pk, hall.workshop.pk, hall.weaver("王芳").pk]
    stands = Counter({
        (AccountKey(party, kind, other, job), commodity): quantity
        for party, kind, other, job, commodity, quantity in Balance.objects.values_list(
            "account__party", "account__kind", "account__other", "account__job", "commodity",
            "quantity",
        )
    })
    refused = 0
    for _ in range(LISTS):
        moves, after = some_moves(rng, hall, fact, parties), Counter(stands)
        for move in moves:
            after[move.source, move.commodity] -= move.quantity
            after[move.target, move.commodity] += move.quantity
        before = Transfer.objects.count()
        short = any(q < 0 and key.kind in Account.BOUNDED for (key, _), q in after.items())
        if short:
            refused += 1
            with pytest.raises(Overdrawn), transaction.atomic():
                post(moves)
            assert Transfer.objects.count() == before
        else:
            ids = post(moves)
            assert (len(ids), ids) == (len(moves), sorted(set(ids)))
            stands = after
    assert 10 < refused < LISTS - 10
    assert all(balance(*pair) == quantity for pair, quantity in stands.items())
    assert [*prove_balances(), *prove_transfers()] == []


def test_the_trial_balance_adds_up_to_zero_on_every_day_and_up_to_every_transfer() -> None:
    hall, rng = floor(), random.Random("trial")
    wang = hall.weaver("王芳")
    tickets = [hall.ticket((wang, 1), pieces=9) for _ in range(3)]
    for n in range(30):
        day = START.replace(day=rng.randint(1, 28))
        hall.send(hall.fact("receipt", day, f"{8 + n // 6:02}:{n % 6}0", {
            "ticket": rng.choice(tickets).pk, "carrier": wang.pk, "good": rng.randint(1, 3),
        }))
    for day in range(1, 29):
        sums: Counter[int] = Counter()
        for line in trial_balance(until=START.replace(day=day)):
            sums[line.commodity] += line.quantity
        assert not any(sums.values())
    for upto in Transfer.objects.values_list("pk", flat=True):
        sums = Counter()
        for (_, commodity), quantity in balances(upto=upto).items():
            sums[commodity] += quantity
        assert not any(sums.values())
