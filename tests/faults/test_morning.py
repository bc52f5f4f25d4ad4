"""Real processes that begin a day: killed between the seal and its sums, two at once."""

import subprocess

import pytest
from django.db.models import F, Sum

from menkou.ledger.models import Seal, SealedWages, Wage
from menkou.ledger.queries.proof import prove_sealed_wages, prove_seals
from tests.builders import START, Floor, floor
from tests.faults.process import started

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall() -> Floor:
    hall = floor()
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=40)
    answers = hall.send(hall.fact(
        "receipt", START, "15:00", {"ticket": ticket.pk, "carrier": wang.pk, "good": 7}
    ))
    assert [answer.result for answer in answers] == ["accepted"]
    return hall


def morning() -> "subprocess.Popen[str]":
    return started("morning")


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def all_summed_once() -> bool:
    assert [str(one) for one in (*prove_seals(), *prove_sealed_wages())] == []
    summed = SealedWages.objects.aggregate(sum=Sum("amount"))["sum"]
    return summed == Wage.objects.aggregate(sum=Sum(F("transfer__quantity")))["sum"] == 7 * 5_000


def test_a_morning_killed_between_its_seal_and_its_sums_leaves_them_to_the_next(
    hall: Floor,
) -> None:
    first = morning()
    go(first)
    assert said(first) == "sums"
    first.kill()
    first.communicate()
    assert Seal.objects.count() == 1
    assert not SealedWages.objects.exists()
    assert list(prove_sealed_wages()) == []
    second = morning()
    second.communicate("go\ngo\n", timeout=120)
    assert second.returncode == 0
    assert Seal.objects.count() == 1
    assert all_summed_once()


def test_of_two_mornings_at_once_one_sums_and_the_other_finds_it_done(hall: Floor) -> None:
    first, second = morning(), morning()
    go(first)
    assert said(first) == "sums"
    go(second)
    go(first)
    for process in (first, second):
        process.communicate("go\n", timeout=120)
        assert process.returncode == 0
    assert all_summed_once()
