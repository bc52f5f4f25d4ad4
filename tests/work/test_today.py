"""What the first page says of a day and its month, whatever was sealed, corrected or undone."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, Q, Sum

from menkou.facts.new import NewFact
from menkou.identity import guards
from menkou.ledger.actions.seal import seal, sum_wages
from menkou.ledger.models import SealedWages, Wage
from menkou.ledger.queries.proof import prove_sealed_wages
from menkou.lib.scope import Scope
from menkou.registry.models import Person
from menkou.work.models import PiecesOfDay, Receipt
from menkou.work.queries.earnings import AMOUNT
from menkou.work.queries.piece_proof import prove_pieces
from menkou.work.queries.today import Earned, Pieces, made
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db
NEXT = START + timedelta(days=1)


@pytest.fixture
def hall() -> Floor:
    hall = floor()
    hall.arrive(hall.rattan, 200_000)
    return hall


def scopes(hall: Floor) -> list[Scope]:
    """The same hall, reached as a community, a workshop, a payer."""
    return [
        Scope(communities=frozenset({hall.community.pk})),
        Scope(workshops=frozenset({hall.workshop.pk})),
        Scope(organizations=frozenset({hall.firm.pk})),
    ]


def brought(hall: Floor, wang: Person, day: date, good: int, ticket: int = 0, rejected: int = 0,
            replaces: UUID | None = None) -> NewFact:
    number = ticket or hall.ticket((wang, 1), pieces=40).pk
    new = hall.fact(
        "receipt", day, "15:00",
        {"ticket": number, "carrier": wang.pk, "good": good, "rejected": rejected,
         "reason": "weave" if rejected else None},
        replaces=replaces,
    )
    assert [answer.result for answer in hall.send(new)] == ["accepted"]
    return new


def one_by_one(hall: Floor, day: date) -> Earned:
    """The same figures, from every wage and every person."""
    rows = Wage.objects.filter(transfer__day__gte=day.replace(day=1), transfer__day__lte=day)
    days = dict(rows.order_by().values_list("transfer__day").annotate(q=Sum(AMOUNT)))
    persons = set(rows.filter(transfer__day=day).values_list("engagement__person", flat=True))
    return Earned(days.get(day, 0), len(persons), sum(days.values()), days)


def test_what_was_earned_is_the_same_before_and_after_a_morning(hall: Floor, wang: Person) -> None:
    first = brought(hall, wang, START, good=5)
    brought(hall, hall.weaver("李梅"), NEXT, good=3)
    brought(hall, wang, NEXT, good=2)
    should = Earned(5 * 5_000, 2, 10 * 5_000, {START: 5 * 5_000, NEXT: 5 * 5_000})
    assert {str(made(scope, NEXT)[1]) for scope in scopes(hall)} == {str(should)}
    seal(at=hall.now)
    assert sum_wages() == 1
    assert {str(made(scope, NEXT)[1]) for scope in scopes(hall)} == {str(should)}
    # A correction of what is sealed is among the newest, with the day that it is about.
    brought(hall, wang, START, good=1, ticket=first.content["ticket"], replaces=first.uid)
    should = Earned(5 * 5_000, 2, 6 * 5_000, {START: 5_000, NEXT: 5 * 5_000})
    for scope in scopes(hall):
        assert made(scope, NEXT)[1] == should == one_by_one(hall, NEXT)
    seal(at=hall.now)
    sum_wages()
    assert [made(scope, NEXT)[1] for scope in scopes(hall)] == [should] * 3
    assert made(Scope(communities=frozenset({0})), NEXT) == (
        Pieces(0, 0, 0), Earned(0, 0, 0, {}),
    )


def test_a_seal_is_summed_once(hall: Floor, wang: Person) -> None:
    brought(hall, wang, START, good=5)
    seal(at=hall.now)
    brought(hall, wang, NEXT, good=1)
    seal(at=hall.now)
    assert sum_wages() == 2
    assert sum_wages() == 0
    assert SealedWages.objects.aggregate(sum=Sum("amount"))["sum"] == 6 * 5_000
    assert list(prove_sealed_wages()) == []


def test_pieces_move_with_the_receipts_of_their_day(hall: Floor, wang: Person) -> None:
    first = brought(hall, wang, START, good=5, rejected=1)
    second = brought(hall, wang, NEXT, good=3, rejected=2)
    for scope in scopes(hall)[1:]:
        assert made(scope, NEXT)[0] == Pieces(5, 2, 11)
    brought(hall, wang, START, good=2, ticket=first.content["ticket"], replaces=first.uid)
    hall.send(hall.fact("undo", NEXT, "15:01", {}, stated="asked", replaces=second.uid))
    whole = sum(F(name) for name in ("good", "uninspected", "at_rework", "surplus"))
    left = Receipt.objects.aggregate(
        month=Sum(F("rejected") + whole), today=Sum(whole, filter=Q(day=NEXT))
    )
    for scope in scopes(hall):
        assert made(scope, NEXT)[0] == Pieces(0, 0, 2)
    assert left == {"month": 2, "today": None}
    assert list(prove_pieces()) == []


def test_verify_names_pieces_and_sealed_wages_that_are_not_what_was_booked(
    hall: Floor, wang: Person
) -> None:
    brought(hall, wang, START, good=5)
    seal(at=hall.now)
    sum_wages()
    PiecesOfDay.objects.update(back=F("back") + 1)
    assert [(one.noun, one.key) for one in prove_pieces()] == [("workshop", hall.workshop.pk)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            for name in guards._present():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE ledger_sealedwages SET amount = amount - 7")
    (found,) = prove_sealed_wages()
    assert str(found).endswith(f"keeps 7 too little of the wages of {START}")
