"""The pure function of booking: a ticket and a pot, from any facts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.work.booking import PIECES, Happening, fold, measure, step

START = datetime(2022, 1, 14, tzinfo=UTC)
counts = st.integers(0, 9)


@st.composite
def happenings(draw: st.DrawFn) -> list[Happening]:
    made: list[Happening] = []
    for root in range(1, draw(st.integers(1, 12)) + 1):
        place = (START + timedelta(minutes=draw(st.integers(0, 20))), f"{root:032x}")
        kind = draw(st.sampled_from(["receipt", "receipt", "inspection", "rework", "surplus"]))
        if kind == "surplus":
            made.append(Happening(root, place, kind, good=draw(st.integers(1, 4)),
                                  of=draw(st.integers(1, 12))))
        elif kind == "receipt":
            made.append(Happening(root, place, kind, *(draw(counts) for _ in PIECES)))
        else:
            made.append(Happening(root, place, kind, good=draw(counts), rejected=draw(counts)))
    return made


@settings(max_examples=2_000, derandomize=True)
@given(pieces=st.integers(1, 60), facts=happenings(), shuffled=st.randoms())
def test_a_ticket_ends_the_same_in_any_order_and_its_pieces_add_up(
    pieces: int, facts: list[Happening], shuffled: object
) -> None:
    state, outcomes = fold(pieces, facts)
    mixed = list(facts)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    again, others = fold(pieces, mixed)
    assert (again, sorted(others, key=lambda o: o.root)) == (
        state, sorted(outcomes, key=lambda o: o.root)
    )
    assert state.back == state.good + state.uninspected + state.at_rework + state.rejected
    assert state.back <= pieces
    brought = sum(fact.pieces for fact in facts if fact.kind == "receipt")
    sent = sum(o.surplus for o in outcomes for f in facts
               if f.root == o.root and f.kind == "surplus")
    assert state.back + state.surplus + sent == brought
    assert sum(outcome.earned for outcome in outcomes) == state.good


@given(parts=st.lists(st.integers(0, 50), max_size=9), numerator=st.integers(1, 5_000),
       denominator=st.integers(1, 7))
def test_part_receipts_use_as_much_as_one(
    parts: list[int], numerator: int, denominator: int
) -> None:
    back = used = 0
    for part in parts:
        used += step(back, back + part, numerator, denominator)
        back += part
    assert used == sum(parts) * numerator // denominator


@given(x=st.integers(-500, 500), count=st.none() | st.integers(0, 500),
       x_before=st.integers(-500, 500), used=st.integers(0, 900), ppm=st.integers(0, 200_000))
def test_what_came_in_is_in_hand_or_lost_and_nothing_else(
    x: int, count: int | None, x_before: int, used: int, ppm: int
) -> None:
    found = measure(x, count, x_before, used, ppm)
    assert x + found.difference == found.hands + found.allowed + found.excess
    assert min(found.hands, found.difference, found.allowed, found.excess) >= 0
    assert found.allowed <= used * ppm // 1_000_000
