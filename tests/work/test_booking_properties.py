"""Invariant 4 for the booking core alone: 20,000 random sets of facts, no database.

Each set is delivered whole, then twice more in random order, split and repeated at will, to a
book that derives anew only what a delivery touches and posts only the difference. All ends must
be the same, and the sum of what was posted must be what a single delivery gives.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from menkou.work.booking import PIECES, Happening, Outcome, fold
from tests.work.incremental_book import (
    CARRIERS,
    INPUTS,
    ON_A_TICKET,
    START,
    STORE,
    Book,
    Fact,
    Key,
    Ticket,
)

SETS = 20_000
BATCHES = 8  # so that the sets can run on several cores


# Random sets, and random ways to deliver them


def some_set(rng: random.Random) -> tuple[dict[int, Ticket], int, list[Fact]]:
    tickets = {
        number: Ticket(
            rng.randint(1, 12), rng.randint(1, 9_999),
            tuple(rng.randint(1, 9) for _ in range(rng.randint(1, 4))),
        )
        for number in (1, 2)
    }
    facts: list[Fact] = []
    for uid in rng.sample(range(1, 1_000), rng.randint(2, 12)):
        facts.append(some_fact(rng, uid, facts))
    return tickets, rng.choice((30_000, 333_333)), facts


def some_fact(rng: random.Random, uid: int, made: Sequence[Fact]) -> Fact:
    minute = rng.randint(0, 9)
    old = [one for one in made if one.kind != "undo"]
    if old and rng.random() < 0.35:
        # Any of them, so that two may replace the same one.
        target = rng.choice(old)
        if rng.random() < 0.3:
            return Fact(uid, "undo", minute, replaces=target.uid)
        again = replace(target, content=some_content(rng, target.kind))
        return replace(again, uid=uid, minute=minute, replaces=target.uid)
    kind = rng.choice(("receipt", "receipt", "issue", "return", "inspection", "rework", "count",
                       "count", "arrival", "surplus"))
    receipts = [one.uid for one in made if one.kind == "receipt"]
    of = rng.choice(receipts) if receipts and kind == "surplus" else 0
    ticket = rng.randint(1, 2) if kind in ON_A_TICKET else 0
    if of:
        ticket = next(one.ticket for one in made if one.uid == of)
    who = rng.choice(CARRIERS)
    if kind == "arrival" or (kind == "count" and rng.random() < 0.3):
        who = STORE
    return Fact(uid, kind, minute, ticket, who, some_content(rng, kind), of)


def some_content(rng: random.Random, kind: str) -> tuple[tuple[str, int], ...]:
    if kind == "receipt":
        return tuple((name, rng.choice((0, 0, 1, 2, 5))) for name in PIECES)
    if kind in ("inspection", "rework"):
        more = rng.randint(0, 2) if kind == "inspection" else 0
        return ("good", rng.randint(0, 2)), ("at_rework", more), ("rejected", rng.randint(0, 1))
    if kind == "surplus":
        return (("good", rng.randint(1, 3)),)
    some = rng.sample(list(INPUTS), rng.randint(1, 2))
    most = {"count": 900, "return": 2_000, "issue": 9_000, "arrival": 20_000}[kind]
    return tuple((material, rng.randint(0, most)) for material in some)


def in_pieces(rng: random.Random, facts: Sequence[Fact]) -> list[list[Fact]]:
    """Any order, split and repeated at will; of those that replace one fact the first stays so."""
    mixed = rng.sample(facts, len(facts))
    for target in {one.replaces for one in facts} - {0}:
        rivals = [one for one in facts if one.replaces == target]
        spots = sorted(mixed.index(one) for one in rivals)
        for spot, one in zip(spots, rivals, strict=True):
            mixed[spot] = one
    parts = []
    while mixed:
        n = rng.randint(1, len(mixed))
        parts.append(mixed[:n])
        mixed = mixed[n:]
    # Something that came already comes again, alone or with what is new.
    for spot in range(1, len(parts) + 1):
        if rng.random() < 0.4:
            again = rng.choice(rng.choice(parts[:spot]))
            if spot < len(parts) and rng.random() < 0.5:
                parts[spot].append(again)
            else:
                parts.insert(spot, [again])
    return parts


@pytest.mark.parametrize("batch", range(BATCHES))
def test_20_000_sets_end_the_same_in_whatever_order_and_however_often(batch: int) -> None:
    rng = random.Random(f"booking {batch}")
    for _ in range(SETS // BATCHES):
        tickets, allowed_ppm, facts = some_set(rng)
        whole = Book(tickets, allowed_ppm)
        whole.deliver(facts)
        holds(whole)
        for _again in range(2):
            book, parts = Book(tickets, allowed_ppm), in_pieces(rng, facts)
            for part in parts:
                book.deliver(part)
            assert book.end() == whole.end(), (tickets, allowed_ppm, facts, parts)


def test_a_ticket_goes_on_from_its_counters_as_if_all_were_folded_at_once() -> None:
    rng, gone_on = random.Random("since"), 0
    for _ in range(SETS):
        pieces, facts = rng.randint(1, 30), some_happenings(rng)
        kinds = [[one for one in facts if one.kind == kind] for kind in ON_A_TICKET]
        cuts = [rng.randint(0, len(own)) for own in kinds[:3]] + [len(kinds[3])]
        earlier = [one for own, cut in zip(kinds, cuts, strict=True) for one in own[:cut]]
        later = [one for own, cut in zip(kinds, cuts, strict=True) for one in own[cut:]]
        since, before = fold(pieces, earlier)
        if any(outcome.why for outcome in before):
            continue
        gone_on += 1
        state, after = fold(pieces, rng.sample(later, len(later)), since)
        whole, outcomes = fold(pieces, facts)
        assert state == whole
        assert by_root([*before, *after]) == by_root(outcomes)
    assert gone_on > SETS // 4


def some_happenings(rng: random.Random) -> list[Happening]:
    """In the order of happening; what is sent away names a receipt, often one that has it."""
    made: list[Happening] = []
    for uid in range(1, rng.randint(2, 9)):
        place = (START + timedelta(minutes=uid // 2), f"{uid:032x}")
        kind = rng.choice(("receipt", "receipt", "receipt", *ON_A_TICKET[1:]))
        if kind == "receipt":
            made.append(Happening(uid, place, kind, *(rng.randint(0, 4) for _ in PIECES)))
        elif kind == "surplus":
            made.append(Happening(uid, place, kind, good=1, of=rng.randint(1, uid)))
        else:
            made.append(Happening(uid, place, kind, good=1, rejected=rng.randint(0, 1)))
    return made


def by_root(outcomes: Sequence[Outcome]) -> dict[int, Outcome]:
    return {outcome.root: outcome for outcome in outcomes}


def holds(book: Book) -> None:
    """Invariants 2 and 4 on an end: pieces, material, shares to the smallest unit."""
    standing = [
        (first, book.head(root), book.stands[root])
        for root in book.why
        if (first := book.facts[root]) and book.head(root).kind != "undo"
    ]
    for number, ticket in book.tickets.items():
        own = [one for one in standing if one[0].ticket == number]
        _pieces_hold(ticket, own)
        _what_waits_lacks_something(book, own)
    sums: Counter[Key] = Counter()
    for _, _, stands in standing:
        sums.update({key: q for key, q in stands.items() if key[0] in ("moved", "used")})
    for pot, row in book.rows.items():
        assert (row.moved, row.used) == (sums["moved", *pot], sums["used", *pot])
        found = row.measured(book.allowed_ppm)
        assert row.moved + found.difference == (
            row.used + found.allowed + found.excess + found.hands
        )
        for name in ("difference", "allowed", "excess"):
            assert book.losses[pot, name] == getattr(found, name)


Standing = Sequence[tuple[Fact, Fact, Counter[Key]]]


def _pieces_hold(ticket: Ticket, own: Standing) -> None:
    """What came back fills the ticket or is surplus; it uses and pays to the last unit."""
    sums: Counter[Key] = Counter()
    sent = {first.of: 0 for first, _, _ in own if first.kind == "surplus"}
    for first, _, stands in own:
        sums.update({(key[0], key[-1]): q for key, q in stands.items() if key[0] != "surplus"})
        if first.kind == "surplus":
            sent[first.of] += stands["surplus",]
    back = 0
    for first, head, stands in own:
        if first.kind != "receipt":
            continue
        brought, fits = sum(q for _, q in head.content), sum(stands["pieces", n] for n in PIECES)
        assert fits + stands["surplus",] == brought
        assert stands["surplus",] >= sent.get(first.uid, 0)
        back += fits
    wanted = sum(
        sum(q for _, q in head.content) - sent.get(first.uid, 0)
        for first, head, _ in own if first.kind == "receipt"
    )
    assert back == min(ticket.pieces, wanted)
    for material, (a, b) in INPUTS.items():
        assert sums["used", material] == back * a // b
    paid = sum(amount for key, amount in sums.items() if key[0] == "wage")
    assert paid == sums["pieces", "good"] * ticket.rate


def _what_waits_lacks_something(book: Book, own: Standing) -> None:
    """Inspections in order of happening, then rework: each is booked if its pieces are there."""
    there = Counter(
        {n: sum(s["pieces", n] for f, _, s in own if f.kind == "receipt") for n in PIECES}
    )
    for kind, source in (("inspection", "uninspected"), ("rework", "at_rework")):
        for first, head, _ in sorted(own, key=lambda one: one[0].place):
            if first.kind != kind:
                continue
            content = Counter(dict(head.content))
            assert (book.why[first.uid] == "") == (content.total() <= there[source])
            if book.why[first.uid] == "":
                there[source] -= content.total()
                there += content
